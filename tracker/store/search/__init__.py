"""Query terms become one expression of the full-text index, and its matches become pages, counts and hints."""
