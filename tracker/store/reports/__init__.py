"""Answers that are read from many proposals at once: due, diff, stats, overview, check, exports."""
