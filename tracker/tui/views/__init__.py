"""The views that one goes to from the list."""
