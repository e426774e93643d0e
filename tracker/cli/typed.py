"""The options of `add` as they were typed: what `use`, the questions and the editor fill in, and the line they make."""

from __future__ import annotations

from typing import NamedTuple

from tracker.formats.shell import quoted


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
