"""What the first screen says of itself: how to begin, that nothing matches, what a query can be completed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import query_fields
from tracker.tui.widgets.signs import short
from tracker.words import is_unspaced

if TYPE_CHECKING:
    from tracker.query import Query

BEGIN = """\
Nothing is tracked here yet.

a   add a proposal
i   import a table: CSV, XLSX, JSON …
S   sources: read their texts; there a takes in a file, an address or a text
?   all keys, and what the filter understands
q   quit

In the shell, `tracker demo` opens sample data."""
LETTERS = 3  # from which on a word may be unfinished
NO_MATCH = "No proposal matches the filter."


def nothing_found(terms: int) -> str:
    """What to say around the reasons why so many terms find nothing."""
    if terms == 1:
        return f"{NO_MATCH}\n\nEnter drops the term, Esc clears the filter."
    return f"No proposal matches all {terms} terms of the filter.\n\nEnter or a number drops a term, Esc clears all."


def saved_name(asked: Query) -> str:
    """The saved query that is asked, if it is one; empty otherwise."""
    names = [term.values for term in asked.terms if term.field == "saved" and not term.negated]
    return names[0][0] if len(names) == 1 and len(names[0]) == 1 else ""


def half_typed_message(typed: str) -> str:
    """What to say of the value of a field that nothing has, as long as more of it may be typed."""
    return f"nothing matches {short(typed)} so far; Enter asks it as it is"


def unfinished_message(asked: Query, *, offered: bool) -> str:
    """What to say of a last word that nothing matches yet, where it can be the beginning of something that does."""
    if not asked.unfinished:
        return ""
    word = asked.terms[-1].values[0].lower()
    field = next((field for field in query_fields.FIELDS.values() if field.name.startswith(word)), None)
    if field:
        return f"no match for '{short(word)}'; {field.name}: searches for {field.help}, as in {field.example}"
    if len(word) < LETTERS and not is_unspaced(word):
        return f"no match for '{short(word)}' alone; words that begin with it are found from three letters on"
    return f"no match for '{short(word)}'" if offered else ""
