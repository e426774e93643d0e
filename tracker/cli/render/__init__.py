"""What a terminal or a pipe is shown: values in, lines out."""
