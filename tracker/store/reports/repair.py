"""Putting a file right after a backup: what is ours as the scripts make it, and what is derived from the records."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from tracker import schema
from tracker.store import database, keys
from tracker.store.connection import begin_writing, end_writing, roll_back
from tracker.store.records import sources
from tracker.store.reports import check
from tracker.store.search import index
from tracker.store.trust import restoration
from tracker.store.trust.structure import find_differences
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.store.ledger import Ledger

STATUS_ANEW = """
UPDATE OR IGNORE proposals SET (status, status_on, status_event_id) = (
  SELECT status, occurred_on, id FROM (
    SELECT status, occurred_on, id FROM standing_events WHERE proposal_id = proposals.id
    UNION ALL SELECT 'proposed', NULL, NULL
  ) ORDER BY id DESC LIMIT 1
) WHERE id = ?
"""


class Repair(NamedTuple):
    """What was put right, what was left as it is, and where the file is as it was before; None if nothing was done."""

    done: tuple[str, ...]
    left: tuple[str, ...]
    backup: Path | None


def repair_database(path: Path, *, drop_foreign: bool = False) -> Repair:
    """Put back what is ours in a file, after a backup; triggers that are not ours are dropped only if that is asked.

    Raises DatabaseError where the file is none of ours or something in it cannot be put back, BusyError.
    """
    with database.open_to_mend(path) as ledger:
        found = [*find_differences(ledger.con, int(ledger.value("PRAGMA user_version")))]
        asked = [one for one in found if one.ours or (drop_foreign and one.foreign and one.foreign.kind == "trigger")]
        left = tuple(one.sentence for one in found if one not in asked)
        if not asked and not _is_derived_wrong(ledger):
            return Repair((), left, None)
        backup = database.back_up_beside(ledger, f"{datetime.now(UTC):%Y%m%d-%H%M%S}", damaged=True)
        with _mending(ledger):
            done = [*restoration.restore_objects(ledger, asked), *_derive_anew(ledger)]
        return Repair(tuple(done), left, backup)


@contextmanager
def _mending(ledger: Ledger) -> Iterator[None]:
    """One transaction in which a table may be made anew; what it changes in records is one entry of the history."""
    con = ledger.con
    con.execute("PRAGMA foreign_keys = OFF")  # a table that is made anew is not there for a moment
    con.execute("PRAGMA legacy_alter_table = ON")
    begin_writing(con)
    try:
        yield
        end_writing(con, keeps=lambda: True)
    except BaseException:
        roll_back(con)
        raise


def _is_derived_wrong(ledger: Ledger) -> bool:
    if not _is_of_this_release(ledger):
        return False
    derived = (check.wrong_statuses(ledger), keys.find_key_faults(ledger), sources.find_address_faults(ledger))
    found = (*derived, check.search_problems(ledger))
    return any(True for some in found for _ in some)


def _is_of_this_release(ledger: Ledger) -> bool:
    return bool(ledger.value("PRAGMA user_version") == schema.schema_version())


def _derive_anew(ledger: Ledger) -> Iterator[str]:
    """Have the statuses and the search documents as the records say; those of an older file its upgrade derives."""
    if not _is_of_this_release(ledger):
        return
    with database.upgrade_entry(ledger, "repair of the file"):
        wrong = [row[0] for row in check.wrong_statuses(ledger)]
        # a date that the tables forbid stays where it is: `check` names it
        mended = sum(ledger.con.execute(STATUS_ANEW, [proposal]).rowcount for proposal in wrong)
        if mended:
            yield f"derived anew: the status of {plural(mended, 'proposal')}"
        if any(True for _ in keys.find_key_faults(ledger)):
            keys.remake_keys(ledger)
            keys.remake_title_keys(ledger)
            yield "derived anew: the keys by which names are compared"
        if sources.find_address_faults(ledger):
            sources.set_address_keys(ledger)
            yield "derived anew: what addresses of sources are compared by"
        if any(True for _ in check.search_problems(ledger)):
            restoration.empty_search(ledger.con)
            yield f"derived anew: the search of {plural(index.flush_index(ledger), 'proposal')}"
