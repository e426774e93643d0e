"""A table imported on the command line: what is asked, what is done, what is told."""
