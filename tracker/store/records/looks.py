"""Looks: searches that found nothing new. A silence that was checked is not a silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.errors import UsageError, blame_field
from tracker.model import Look
from tracker.store import duplicates
from tracker.store.records import presence
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from datetime import date

    from tracker.model import NewLook
    from tracker.store.ledger import Change, Ledger


COLUMNS = ", ".join(Look._fields)


def add(change: Change, proposal: int, new: NewLook, today: date) -> int:
    """Log a look for a proposal; gives back its id.

    Raises NotFoundError, and UsageError for a day after `today`, no places, a text that cannot be stored, or a next
    look that is not after this one.
    """
    presence.existing_title(change.ledger, proposal)
    if dates.first_day(new.looked_on) > today:
        raise UsageError(f"the day of the look {new.looked_on} is in the future", field="looked_on")
    if new.next_on and dates.first_day(new.next_on) <= dates.last_day(new.looked_on):
        raise UsageError(
            f"the next look {new.next_on} must come after this one of {new.looked_on}, as in +3m", field="next_on"
        )
    with blame_field("places", new.places):
        places = refuse_unstorable(new.places, "places").strip()
    if not places:
        raise UsageError('a look needs the places searched, such as "BelTA, odkb-csto.org"', field="places")
    presence.stamp_proposals(change, proposal)
    look = change.insert(
        "looks",
        proposal_id=proposal,
        looked_on=new.looked_on,
        places=places,
        note=refuse_unstorable(new.note, "note").strip(),
        recorded_at=change.at,
        next_on=new.next_on or None,
    )
    duplicates.note_same_look(change, look)
    return look


def looks_of_proposal(ledger: Ledger, proposal: int) -> tuple[Look, ...]:
    """The looks of a proposal in the order entered."""
    rows = ledger.rows(f"SELECT {COLUMNS} FROM looks WHERE proposal_id = ? ORDER BY id", [proposal])
    return tuple(Look(*row) for row in rows)


def last_look(ledger: Ledger) -> Look | None:
    """The look that was logged last, of any proposal; None if there is none."""
    rows = ledger.rows(f"SELECT {COLUMNS} FROM looks ORDER BY id DESC LIMIT 1")
    return Look(*rows[0]) if rows else None


def look_places(ledger: Ledger, most: int = 50) -> list[str]:
    """Where was looked, the newest first, for completion."""
    rows = ledger.rows("SELECT places FROM looks GROUP BY places ORDER BY max(id) DESC LIMIT ?", [most])
    return [row[0] for row in rows]
