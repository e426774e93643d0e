"""What the program meets where it runs: signals, errors of the system, a terminal without our signs, what was saved."""
