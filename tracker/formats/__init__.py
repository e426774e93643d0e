"""Records to CSV, JSON and tables, and back."""
