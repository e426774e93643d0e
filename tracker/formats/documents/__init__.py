"""What is written to be read: briefings, digests and references as Markdown and as HTML."""
