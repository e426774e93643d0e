"""The form of the sample data: TOML files of one source, the proposals in it and what it says of others.

[source], [defaults] for all proposals of the file, then any number of [[proposal]], [[event]], [[citation]], [[look]]
and [[query]]; a proposal is named by its `key`, in whichever file it stands.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import dates, files
from tracker.model import LINK_KINDS, NewLook, NewProposal, NewStatus, Person, TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

LINKS = {kind.replace("-", "_"): kind for kind in LINK_KINDS}
TUPLES = {name for name, default in NewProposal._field_defaults.items() if default == ()}
LISTS = TUPLES - {"links", "extra"} | LINKS.keys()
COLUMNS = frozenset(NewProposal._fields) - {"links", "evidence"}
STEP = frozenset(NewStatus._fields) - {"force", "corrects"}
LOOK = frozenset(NewLook._fields)
QUOTE = frozenset({"quote", "locator", "translation"})
SOURCE = frozenset(
    {"type", "title", "authors", "publisher", "container", "issued_on", "url", "archive_url", "language"}
)
TABLES = {
    "proposal": COLUMNS | LINKS.keys() | QUOTE | {"key", "status_quote", "status_locator"},
    "event": STEP | QUOTE | {"of"},
    "citation": QUOTE | {"of", "stance"},
    "look": LOOK | {"of"},
    "query": {"name", "query"},
}
REQUIRED_FIELDS = {
    "proposal": ("title",),
    "event": ("of", "status"),
    "citation": ("of",),
    "look": ("of", "looked_on", "places"),
    "query": ("name", "query"),
}


class SampleRecord(NamedTuple):
    """A record of a file: its table, what is to be named where it is wrong, its fields as the store takes them."""

    table: str
    place: str
    fields: Mapping[str, Any]


class SampleFile(NamedTuple):
    """A file: the fields of its source, None if it needs none, as one of saved queries; its records, table by table."""

    name: str
    source: Mapping[str, Any] | None
    records: tuple[SampleRecord, ...]


def read_sample_file(path: Path) -> SampleFile:
    """Read a file. Raises UsageError with the file, the record and the field for whatever is not of this form."""
    with locate_errors(path.name):
        content = _refuse_unknown_fields(
            tomllib.loads(files.decode_utf8(path.read_bytes())), {"source", "defaults", *TABLES}
        )
        for name, value in content.items():
            _refuse_misshapen(name, value)
    source = None
    if content.keys() & {"source", "proposal", "event", "citation"}:
        with locate_errors(f"{path.name}, source"):
            source = _read_values(content.get("source", {}), SOURCE)
    return SampleFile(path.name, source, tuple(_sample_records(path.name, content)))


@contextmanager
def locate_errors(place: str) -> Iterator[None]:
    """Raise what is wrong inside as a UsageError that says where it stands."""
    try:
        yield
    except (TrackerError, OSError, ValueError) as error:
        raise UsageError(f"{place}: {error}") from error


def _sample_records(name: str, content: dict[str, Any]) -> Iterator[SampleRecord]:
    for table, known in TABLES.items():
        defaults = content.get("defaults", {}) if table == "proposal" else {}
        for number, given in enumerate(content.get(table, []), start=1):
            called = next((given[one] for one in ("title", "of", "name") if one in given), "no title")
            place = f"{name}, {'record' if table == 'proposal' else table} {number} ({called})"
            with locate_errors(place):
                fields = _read_values(defaults | given, known)
                for field in REQUIRED_FIELDS[table]:
                    if not fields.get(field):
                        raise UsageError(f"{field} is missing")
            yield SampleRecord(table, place, fields)


def _refuse_misshapen(name: str, value: Any) -> None:
    records = value if name in TABLES else [value]
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise UsageError(f"{name} must be given as {f'[[{name}]]' if name in TABLES else f'[{name}]'}")


def _refuse_unknown_fields(table: dict[str, Any], known: AbstractSet[str]) -> dict[str, Any]:
    for name in sorted(table.keys() - known):
        raise UsageError(f"no field '{name}'; known: {', '.join(sorted(known))}")
    return table


def _read_values(table: dict[str, Any], known: AbstractSet[str]) -> dict[str, Any]:
    return {name: _read_value(name, value) for name, value in _refuse_unknown_fields(table, known).items()}


def _read_value(name: str, value: Any) -> Any:
    if name in LISTS:
        texts = _read_texts(name, [value] if name in LINKS and isinstance(value, str) else value)
        return tuple(Person.named(one) for one in texts) if name == "speakers" else texts
    if name == "extra":
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()) or "" in value:
            raise UsageError(f"{name} must be a table of texts")
        return tuple(f"{field}={text}" for field, text in value.items())
    return _read_text(name, value)


def _read_texts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError(f"{name} must be a list of texts")
    return tuple(value)


def _read_text(name: str, value: Any) -> str | None:
    if not isinstance(value, str):
        raise UsageError(f"{name} must be a text")
    if name.endswith("_on") and value and not dates.is_partial_date(value):
        raise UsageError(f"{name} '{value}' is not a date such as 2012, 2012-05 or 2012-05-15")
    if name.endswith("url") and value and not re.match(r"https?://.", value):
        raise UsageError(f"{name} '{value}' must begin with http:// or https://")
    return value or (None if name.endswith(("_on", "url")) else "")
