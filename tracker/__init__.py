"""Tracker: policy proposals, their evidence and what became of them, in one SQLite file."""

__version__ = "0.1.0"
