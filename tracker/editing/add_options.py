"""The options of `add` as they were typed: what `use`, the questions and the editor fill in, and the line they make."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from tracker import dates, files
from tracker.editing.items import join_items
from tracker.editing.shell import quote_argument
from tracker.editing.values import FieldValues
from tracker.errors import UsageError, blame_field
from tracker.fields import FIELDS, LINKS, RECORD, TYPED, tuple_of
from tracker.ids import parse_ids
from tracker.model import BEGIN_WITH_PROPOSAL, FIRST_STATUS, KINDS, NewProposal, Person
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

UNDATED = "none"  # instead of the date of a status
KEYS = {name: FIELDS[name].option.replace("-", "_") for name in TYPED}  # what files call the fields: as the options


STEP = ("status", "status_on", "according_to", "rating")


class Typed(FieldValues):
    """What `add` was told, each field by its name; empty where nothing was said."""

    _fields: ClassVar[tuple[str, ...]] = TYPED


def refuse_what_cannot_be_kept(typed: Typed) -> None:
    """Raise UsageError, which knows the field, for a text that neither a file nor the database could hold."""
    for name, value in typed._asdict().items():
        for one in tuple_of(value):
            with blame_field(name, one):
                refuse_unstorable(one, FIELDS[name].option.replace("-", " "))


def to_json(typed: Typed, **beside: Any) -> str:
    """What was typed as JSON, without what is empty; `beside` stands before it."""
    said = {KEYS[name]: value for name, value in typed._asdict().items() if value}
    return json.dumps(beside | said, ensure_ascii=False, indent=2) + "\n"


def from_json(data: bytes, fields: Iterable[str] = TYPED) -> tuple[Typed, Mapping[str, Any]]:
    """What was typed, from JSON, and what stands there under other names than those of these fields.

    Raises ValueError, saying what is wrong.
    """
    try:
        said = json.loads(files.decode_utf8(data))
    except RecursionError as error:
        raise ValueError("it is not a file of tracker") from error
    if not isinstance(said, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004 - it is the text that is wrong
    known = {KEYS[name]: name for name in fields}
    typed = Typed(**{name: _valid(name, said[key]) for key, name in known.items() if key in said})
    return typed, {key: value for key, value in said.items() if key not in known}


def _valid(name: str, value: Any) -> Any:
    """A value of the file. Raises ValueError for one of another form, or that could not be stored."""
    many = FIELDS[name].is_list
    if not isinstance(value, list if many else str) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{KEYS[name]} is not {'a list of texts' if many else 'a text'}")
    each: Iterable[Any] = value if many else (value,)
    try:
        for one in each:
            refuse_unstorable(one, KEYS[name])
    except UsageError as error:
        raise ValueError(str(error)) from error
    return tuple(value) if many else value


def to_new_proposal(typed: Typed, today: date) -> NewProposal:
    """The proposal that is meant by what was typed, still without its evidence. Raises UsageError."""
    said = {name: _meant(name, value, today) for name, value in typed.of((*STEP, *RECORD)).items()}
    columns = {FIELDS[name].column: value for name, value in said.items()}
    usual = {"kind": KINDS[0], "status": FIRST_STATUS}
    links: list[tuple[str, int]] = []
    for kind in LINKS:
        for one in getattr(typed, kind):
            with blame_field(kind, one):
                links += ((kind, number) for number in parse_ids([one]))
    return NewProposal(**columns | {name: columns[name] or one for name, one in usual.items()}, links=tuple(links))


def _meant(name: str, value: Any, today: date) -> Any:
    if name == "speakers":
        return tuple(map(Person.named, value))
    if name == "status_on" and is_undated(value):
        return ""
    return parse_typed_date(value, today, name) if FIELDS[name].takes == "date" else value


def is_undated(typed: str) -> bool:
    """Whether a status is said to have no date."""
    return typed.strip().lower() == UNDATED


def lacks_status_date(typed: Typed) -> bool:
    """Whether a status needs a day of its own and none was given: all but those that begin with the proposal."""
    code = typed.status.strip().lower()
    return not (typed.status_on or not code or any(one.startswith(code) for one in BEGIN_WITH_PROPOSAL))


def parse_typed_date(typed: str, today: date, field: str) -> str | None:
    """The partial date that was typed into a field, None if nothing was. Raises UsageError."""
    if not typed.strip():
        return None
    try:
        return dates.parse_date(typed, today)
    except dates.DateError as error:
        raise UsageError(str(error), field=field, value=typed) from error


def options(typed: Typed) -> list[str]:
    """The options as arguments, without the title: `--topic`, `migration`."""
    arguments: list[str] = []
    for name, value in typed._asdict().items():
        for one in tuple_of(value) if name != "title" else ():
            option = f"--{FIELDS[name].option}"
            said = join_items([one], ";") if FIELDS[name].takes == "people" else one
            arguments += [f"{option}={said}"] if said.startswith("-") else [option, said]
    return arguments


def add_command(typed: Typed, *more: str) -> str:
    """The command for a shell that adds just this; `more` are further options of it."""
    title = ["--", typed.title] if typed.title.startswith("-") else [typed.title]
    rest = [*more, *options(typed)]
    return quote_argument(["tracker", "add", *(rest + title if title[1:] else title + rest)])
