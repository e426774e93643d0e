"""What forms are made of: their groups and labels, notices and drafts, and what is offered below a field."""
