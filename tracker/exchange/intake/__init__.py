"""Rows that a mapping gave their meaning, as records: each with its row as evidence, all of them one change."""
