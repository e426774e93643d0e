"""The sample data: files of one source and the proposals in it, each file loaded as one change."""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tracker import dates
from tracker.model import LINK_KINDS, Evidence, NewProposal, Person, TrackerError, UsageError
from tracker.store import database, proposals, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.store.database import Change, Ledger

LINKS = {kind.replace("-", "_"): kind for kind in LINK_KINDS}
COLUMNS = frozenset(NewProposal._fields) - {"links", "evidence"}
LISTS = COLUMNS & {name for name, default in NewProposal._field_defaults.items() if default == ()}
RECORD = COLUMNS | LINKS.keys() | {"key", "quote", "status_quote", "locator"}
SOURCE = {"type", "title", "authors", "publisher", "container", "issued_on", "url", "archive_url", "language"}


def load(ledger: Ledger, folder: Path, who: str) -> int:
    """Add what the files of a folder hold, in the order of their names; gives back how many proposals.

    A record names another of the same or an earlier file by its `key`. Raises UsageError with file and record.
    """
    keys: dict[str, int] = {}
    for path in sorted(folder.glob("*.toml")):
        with _naming(path.name):
            content = _known(tomllib.loads(path.read_text(encoding="utf-8")), {"source", "defaults", "proposal"})
        with database.write(ledger, f"demo {path.stem}", who) as change:
            with _naming(f"{path.name}, source"):
                source = sources.add_reference(change, **_values(content.get("source", {}), SOURCE))
            for number, record in enumerate(content.get("proposal", []), start=1):
                with _naming(f"{path.name}, record {number} ({record.get('title', 'no title')})"):
                    _add(change, source, _values(content.get("defaults", {}) | record, RECORD), keys)
    return len(keys)


def _add(change: Change, source: int, record: dict[str, Any], keys: dict[str, int]) -> None:
    columns = {name: value for name, value in record.items() if name in COLUMNS}
    targets = {kind: record[name] for name, kind in LINKS.items() if name in record}
    for key in sorted(set(targets.values()) - keys.keys()):
        raise UsageError(f"no record before it has the key '{key}'")
    links = tuple((kind, keys[key]) for kind, key in targets.items())
    evidence = Evidence(source, record.get("quote", ""), record.get("locator", ""))
    proposal = proposals.add(change, NewProposal(**columns, links=links, evidence=evidence))
    if "status_quote" in record:
        event = change.ledger.value("SELECT status_event_id FROM proposals WHERE id = ?", [proposal])
        proposals.cite(change, proposal, evidence._replace(quote=record["status_quote"]), event)
    if keys.setdefault(record.get("key", f"#{proposal}"), proposal) != proposal:
        raise UsageError(f"the key '{record['key']}' is taken")


def _known(table: dict[str, Any], known: Iterable[str]) -> dict[str, Any]:
    for name in sorted(table.keys() - known):
        raise UsageError(f"no field '{name}'; known: {', '.join(sorted(known))}")
    return table


def _values(table: dict[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """The fields of a table as the store takes them. Raises UsageError for an unknown or malformed one."""
    return {name: _value(name, value) for name, value in _known(table, known).items()}


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise UsageError(f"{name} must be a list of texts")
        people = (Person(person, office) for person, _, office in (one.partition(", ") for one in value))
        return tuple(people if name == "speakers" else value)
    if not isinstance(value, str):
        raise UsageError(f"{name} must be a text")
    if name.endswith("_on") and value and not dates.is_partial(value):
        raise UsageError(f"{name} '{value}' is no date such as 2012, 2012-05 or 2012-05-15")
    return value or (None if name.endswith("_on") else "")


@contextmanager
def _naming(place: str) -> Iterator[None]:
    """Raise what is wrong inside with the place where it stands."""
    try:
        yield
    except (TrackerError, OSError, ValueError) as error:
        raise UsageError(f"{place}: {error}") from error
