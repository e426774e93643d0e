"""What stands below a report so that nobody reads more into it than is known: of which day, and what its signs mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.dates import date_in_words
from tracker.model import UNSURE
from tracker.strength import SIGNS

if TYPE_CHECKING:
    from datetime import date

    from tracker.clocks import Clock

# The record keeps the words of a translation and not yet by whom they are.
TRANSLATED = "Translation (by whom is not recorded)"
PROPOSED = "“Proposed” means that no formal handling is evidenced; it does not mean that nothing happened."
EVIDENCE = (
    f"Evidence: {SIGNS['checked']} the quote stands in the captured text of its source; "
    f"{SIGNS['unchecked']} a source is named, but its words were not checked; {SIGNS['none']} none."
)
PARTLY = f"{UNSURE} marks a status that only part of a span decides."


def caption_lines(clock: Clock, today: date) -> tuple[str, ...]:
    """The caption of proposals as they stand under a clock; without one, as of today."""
    day, known = clock.day(today), clock.known_by or today
    by = "that day" if known == day else date_in_words(known.isoformat())
    first = f"Status on {date_in_words(day.isoformat())}, by what was known on {by}. {PROPOSED}"
    unsure = (PARTLY,) if clock.as_of or clock.known_by else ()
    return (first, EVIDENCE, *unsure)
