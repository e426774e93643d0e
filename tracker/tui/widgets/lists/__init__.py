"""Lists of lines that a cursor walks, however many there are."""
