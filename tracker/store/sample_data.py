"""The sample data in a database: what its files hold, loaded as one change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tracker import query
from tracker.model import Edit, Evidence, NewLook, NewProposal, NewStatus, UsageError
from tracker.store import database, sample_files
from tracker.store.records import links, looks, proposals, saved_queries, sources
from tracker.store.search import listing
from tracker.text import meant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tracker.store.ledger import Change, Ledger
    from tracker.store.sample_files import Record

STANCES = ("supports", "contradicts")


def load(ledger: Ledger, folder: Path, who: str) -> int:
    """Add what the files of a folder hold, in the order of their names; gives back how many proposals.

    All proposals are added before what is said of them, so a file may speak of those of any other. Raises UsageError
    with the file, the record and what is wrong in it.
    """
    files = [sample_files.read(path) for path in sorted(folder.glob("*.toml"))]
    keys: dict[str, int] = {}
    with database.write(ledger, "demo", who) as change:
        cited = {file.name: _source(change, file) for file in files}
        for table, deed in DEEDS:
            for file in files:
                for record in file.records:
                    if record.table == table:
                        with sample_files.naming(record.place):
                            deed(change, cited[file.name], record, keys)
    return len(keys)


def _source(change: Change, file: sample_files.File) -> int:
    if file.source is None:
        return 0
    with sample_files.naming(f"{file.name}, source"):
        return sources.add_reference(change, **file.source)


def _propose(change: Change, source: int, record: Record, keys: dict[str, int]) -> None:
    evidence = _evidence(source, record)
    proposal = proposals.add(change, NewProposal(**_only(record, sample_files.COLUMNS), evidence=evidence))
    if "status_quote" in record.fields:
        event = change.ledger.value("SELECT status_event_id FROM proposals WHERE id = ?", [proposal])
        locator = record.fields.get("status_locator", evidence.locator)
        proposals.cite(change, proposal, Evidence(source, record.fields["status_quote"], locator), event)
    if keys.setdefault(_own_key(record), proposal) != proposal:
        raise UsageError(f"the key '{record.fields['key']}' is taken")


def _link(change: Change, _: int, record: Record, keys: dict[str, int]) -> None:
    wanted = [(kind, name, key) for name, kind in sample_files.LINKS.items() for key in record.fields.get(name, ())]
    links.ensure(change, keys[_own_key(record)], [(kind, _meant(keys, name, key)) for kind, name, key in wanted])


def _step(change: Change, source: int, record: Record, keys: dict[str, int]) -> None:
    evidence = _evidence(source, record) if sample_files.QUOTE & record.fields.keys() else None
    proposals.update(change, _of(record, keys), Edit(), NewStatus(**_only(record, sample_files.STEP)), evidence)


def _cite(change: Change, source: int, record: Record, keys: dict[str, int]) -> None:
    stance = meant(record.fields.get("stance", STANCES[0]), STANCES, "stance")
    proposals.cite(change, _of(record, keys), _evidence(source, record)._replace(stance=stance))


def _look(change: Change, _: int, record: Record, keys: dict[str, int]) -> None:
    # what is shipped was looked for before, also where the clock is behind
    looks.add(change, _of(record, keys), NewLook(**_only(record, sample_files.LOOK)), date.max)


def _save(change: Change, _: int, record: Record, __: dict[str, int]) -> None:
    line = record.fields["query"]
    listing.count(change.ledger, query.parse_line(line, date.fromisoformat(change.at[:10])))
    saved_queries.save(change, record.fields["name"], line)


DEEDS = (
    ("proposal", _propose),
    ("proposal", _link),
    ("event", _step),
    ("citation", _cite),
    ("look", _look),
    ("query", _save),
)


def _only(record: Record, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in record.fields.items() if name in names}


def _evidence(source: int, record: Record) -> Evidence:
    return Evidence(source, **_only(record, sample_files.QUOTE))


def _own_key(record: Record) -> str:
    return str(record.fields.get("key", record.place))


def _of(record: Record, keys: Mapping[str, int]) -> int:
    return _meant(keys, "of", record.fields["of"])


def _meant(keys: Mapping[str, int], field: str, key: str) -> int:
    if key not in keys:
        raise UsageError(f"{field}: no record has the key '{key}'")
    return keys[key]
