"""Tables in and out: what a file of rows holds, what its columns mean, and whole databases as files."""
