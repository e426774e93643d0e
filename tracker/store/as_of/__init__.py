"""Proposals as of a day: what was the case then, or what this file had recorded by then."""
