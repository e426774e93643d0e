"""Statuses: the vocabulary of where a proposal stands, its usual steps and its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError, blame_field
from tracker.model import Status
from tracker.text import match_code

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def read_statuses(ledger: Ledger) -> dict[str, Status]:
    """Every status by its code, in the order of the table in `tracker statuses`."""
    steps: dict[str, list[str]] = {}
    for start, end in ledger.rows("SELECT from_status, to_status FROM status_steps ORDER BY id"):
        steps.setdefault(start, []).append(end)
    rows = ledger.rows("SELECT code, glyph, definition, is_open FROM statuses ORDER BY position, id")
    return {
        code: Status(code, glyph, definition, bool(is_open), tuple(steps.get(code, ())))
        for code, glyph, definition, is_open in rows
    }


def match_status(ledger: Ledger, typed: str) -> str:
    """The status meant by what was typed. Raises UsageError with the nearest right one."""
    codes = [row[0] for row in ledger.rows("SELECT code FROM statuses ORDER BY position")]
    with blame_field("status", typed):
        return match_code(typed, codes, "status")


def match_reason(ledger: Ledger, status: str, typed: str) -> str:
    """The reason meant, of those that a status can have. Raises UsageError with the nearest right one."""
    codes = [row[0] for row in ledger.rows("SELECT code FROM reasons WHERE status = ? ORDER BY id", [status])]
    if not codes:
        message = f"status {status} has no list of reasons; say it in words"
        raise UsageError(message, field="reason", value=typed, remedies=("because",))
    with blame_field("reason", typed):
        return match_code(typed, codes, f"reason of {status}")


def read_reasons(ledger: Ledger, status: str = "") -> dict[str, str]:
    """Every reason that a status can have, or any status, with its definition."""
    sql = "SELECT code, definition FROM reasons WHERE ? IN ('', status) ORDER BY id"
    return dict(ledger.rows(sql, [status]))
