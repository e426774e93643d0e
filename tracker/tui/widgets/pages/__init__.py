"""Pages that are read: a proposal, a text, a board of numbers, with links in them."""
