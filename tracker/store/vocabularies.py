"""Topics and statuses: the vocabularies, looked up by their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import Status, UsageError
from tracker.text import key, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.store.database import Ledger


def statuses(ledger: Ledger) -> dict[str, Status]:
    """Every status by its code, in the order of the table in `tracker statuses`."""
    steps: dict[str, list[str]] = {}
    for start, end in ledger.rows("SELECT from_status, to_status FROM status_steps ORDER BY id"):
        steps.setdefault(start, []).append(end)
    return {
        row["code"]: Status(
            row["code"], row["glyph"], row["definition"], bool(row["is_open"]), tuple(steps.get(row["code"], ()))
        )
        for row in ledger.rows("SELECT code, glyph, definition, is_open FROM statuses ORDER BY position, id")
    }


def status_code(ledger: Ledger, typed: str) -> str:
    """The status meant by what was typed. Raises UsageError with the nearest right one."""
    return _one(typed, [row[0] for row in ledger.rows("SELECT code FROM statuses ORDER BY position")], "status")


def reason_code(ledger: Ledger, status: str, typed: str) -> str:
    """The reason meant, of those that a status can have. Raises UsageError with the nearest right one."""
    known = [row[0] for row in ledger.rows("SELECT code FROM reasons WHERE status = ? ORDER BY id", [status])]
    if not known:
        raise UsageError(f"status {status} has no list of reasons; say it in words with --because")
    return _one(typed, known, f"reason of {status}")


def topics(ledger: Ledger) -> dict[str, int]:
    """The id of every topic in use by its code, in order."""
    return {
        row["code"]: row["id"]
        for row in ledger.rows(
            "SELECT id, code FROM topics WHERE retired_at IS NULL AND merged_into IS NULL ORDER BY position, id"
        )
    }


def topic_code(ledger: Ledger, typed: str) -> str:
    """The topic meant: its code or its title, spaces or hyphens. Raises UsageError with the nearest right one."""
    return _one(typed, topics(ledger), "topic")


def topic_ids(ledger: Ledger, typed: Iterable[str]) -> list[int]:
    """The ids of the topics named, each once, in the order named. Raises UsageError for an unknown one."""
    known = topics(ledger)
    return list(dict.fromkeys(known[_one(name, known, "topic")] for name in typed))


def _one(typed: str, known: Iterable[str], what: str) -> str:
    codes = list(known)
    wanted = "-".join(key(typed).split())
    if wanted in codes:
        return wanted
    near = nearest(wanted, codes)
    hint = f"did you mean {near}?" if near else "known: " + ", ".join(codes)
    raise UsageError(f"no {what} '{typed}'; {hint}")
