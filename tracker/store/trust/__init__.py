"""What a file must be before it is written to, and how it is put right."""
