"""The options of `add` as they were typed: what `use`, the questions and the editor fill in, and the line they make."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.editing.shell import quoted
from tracker.model import UsageError
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Iterable


class Typed(NamedTuple):
    """What `add` was told, each option by its name; empty where nothing was said."""

    title: str = ""
    topic: tuple[str, ...] = ()
    status: str = ""
    on: str = ""
    kind: str = ""
    by: tuple[str, ...] = ()
    spoken_by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    oppose: tuple[str, ...] = ()
    body: str = ""
    meeting: str = ""
    place: str = ""
    date: str = ""
    source: str = ""
    quote: str = ""
    locator: str = ""
    translation: str = ""
    repeats: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    summary: str = ""
    deadline: str = ""
    tag: tuple[str, ...] = ()
    note: str = ""
    uncheckable: str = ""
    extra: tuple[str, ...] = ()


def refuse_what_cannot_be_kept(typed: Typed) -> None:
    """Raise UsageError, which names the option, for a text that neither a file nor the database could hold."""
    for name, value in typed._asdict().items():
        for one in [value] if isinstance(value, str) else value:
            refuse_unstorable(one, name.replace("_", " "))


def to_json(typed: Typed, **beside: str) -> str:
    """What was typed as JSON, without what is empty; `beside` stands before it."""
    said = {name: value for name, value in typed._asdict().items() if value}
    return json.dumps(beside | said, ensure_ascii=False, indent=2) + "\n"


def from_json(data: bytes, fields: Iterable[str] = Typed._fields) -> Typed:
    """What was typed, from JSON; other fields than these are left out. Raises ValueError, saying what is wrong."""
    try:
        said = json.loads(data.decode())
    except RecursionError as error:
        raise ValueError("it is not one of ours") from error
    if not isinstance(said, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004 - it is the text that is wrong
    return Typed(**{name: _valid(name, said[name]) for name in fields if name in said})


def _valid(name: str, value: Any) -> Any:
    """A value of the file. Raises ValueError for one of another form, or that could not be stored."""
    many = isinstance(getattr(Typed(), name), tuple)
    if not isinstance(value, list if many else str) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{name} is not {'a list of texts' if many else 'a text'}")
    each: Iterable[Any] = value if many else (value,)
    try:
        for one in each:
            refuse_unstorable(one, name)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return tuple(value) if many else value


def options(typed: Typed) -> list[str]:
    """The options as arguments, without the title: `--topic`, `migration`."""
    arguments: list[str] = []
    for name, value in typed._asdict().items():
        for one in [value] if isinstance(value, str) else value:
            if one and name != "title":
                option = "--" + name.replace("_", "-")
                arguments += [f"{option}={one}"] if one.startswith("-") else [option, one]
    return arguments


def line(typed: Typed, *more: str) -> str:
    """The command for a shell that adds just this; `more` are further options of it."""
    title = ["--", typed.title] if typed.title.startswith("-") else [typed.title]
    rest = [*more, *options(typed)]
    return quoted(["tracker", "add", *(rest + title if title[1:] else title + rest)])
