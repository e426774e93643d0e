"""A record as text and back: drafts, the front matter, the merge with what became of it, and the defaults of `use`."""
