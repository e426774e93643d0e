"""Completion: the shells, the parser of a half-typed line, and the values offered."""
