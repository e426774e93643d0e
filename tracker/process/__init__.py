"""What the system does to the program while it runs: its signals, its errors, and what was saved before them."""
