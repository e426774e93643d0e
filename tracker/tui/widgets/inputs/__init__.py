"""What is typed into: inputs of one line and of many, with what completes them, and menus."""
