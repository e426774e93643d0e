"""What ships with the program: words that others use for our statuses, and states and UN bodies with their aliases."""
