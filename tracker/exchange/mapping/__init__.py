"""What the columns of a table and their values mean: proposed, asked about, kept, and applied row by row."""
