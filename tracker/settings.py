"""The settings of a user: which there are, what each takes, and how the file that sets them is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.model import COLOURS, DUE_DAYS, SHOWN_ROWS, STALE_MONTHS, UsageError
from tracker.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 100_000  # of a number that is set


class Key(NamedTuple):
    """A setting as the file explains it: an example, what it is for, what it takes, and whether a value is that."""

    name: str
    example: str
    says: str
    takes: str
    fits: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != "" and visible(value) == value


def _is_path(value: Any) -> bool:
    return _is_text(value) and re.match(r"[/~]|[A-Za-z]:[\\/]", value) is not None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST


NUMBER = f"a whole number from 1 to {MOST:,}"
KEYS = {
    key.name: key
    for key in (
        Key(
            "database",
            '"~/policy/tracker.db"',
            "The database to use, unless the command line or TRACKER_DB names one.",
            "a path in quotes that begins with / or ~",
            _is_path,
        ),
        Key("who", '"ana"', "Your name in the history; else that of your account.", "a name in quotes", _is_text),
        Key(
            "stale_months",
            f"{STALE_MONTHS}",
            "After how many months without an event, repetition or look an open proposal is stale.",
            NUMBER,
            _is_number,
        ),
        Key("due_days", f"{DUE_DAYS}", "How many days before its deadline a proposal is due.", NUMBER, _is_number),
        Key(
            "limit",
            f"{SHOWN_ROWS}",
            "How many rows a list has on a terminal; -L says it for one list. In a pipe a list is whole.",
            NUMBER,
            _is_number,
        ),
        Key(
            "color",
            '"auto"',
            "When there is colour, unless the command line or a variable says it.",
            " or ".join(f'"{one}"' for one in COLOURS),
            lambda value: value in COLOURS,
        ),
        Key(
            "pager",
            '"less"',
            'What shows output that is longer than the terminal, unless TRACKER_PAGER or PAGER is set; "cat" is none.',
            "a command in quotes",
            _is_text,
        ),
        Key(
            "editor",
            '"vi"',
            "The editor, unless TRACKER_EDITOR, VISUAL or EDITOR is set.",
            "a command in quotes",
            _is_text,
        ),
        Key(
            "theme",
            '"textual-dark"',
            "The theme of the screen, unless TRACKER_THEME or TEXTUAL_THEME is set; else the one chosen last.",
            "the name of a theme in quotes; the palette of the screen lists them",
            _is_text,
        ),
    )
}


def usual_text() -> str:
    """The file as it is first written: every setting explained, none set."""
    parts = [f"# {key.says}\n# {key.name} = {key.example}\n" for key in KEYS.values()]
    return "\n".join(["# Settings of tracker. Take the # before a name away to set it.\n", *parts])


def parsed(data: bytes, name: str) -> dict[str, Any]:
    """What a file sets, each setting with its value; the file is called by this name in errors.

    Raises UsageError, which names the line, for what is no TOML, no setting, or not what a setting takes.
    """
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        text = data.decode()
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 (byte {error.start + 1})") from error
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        where = where.rstrip(")").replace("end of document", f"line {len(text.splitlines())}")
        raise UsageError(f"{name}, {where}: {what[:1].lower()}{what[1:]}") from error
    except RecursionError as error:
        raise UsageError(f"{name} cannot be read: it is nested too deeply") from error
    for typed, value in found.items():
        _refuse_wrong(typed, value, f"{name}{_line(text, typed)}")
    return found


def _refuse_wrong(typed: str, value: Any, where: str) -> None:
    if typed not in KEYS:
        near = nearest(typed, KEYS)
        hint = f"did you mean {near}?" if near else f"there are {', '.join(KEYS)}"
        raise UsageError(f"{where}: no setting '{visible(typed, 60)}'; {hint}")
    if not KEYS[typed].fits(value):
        raise UsageError(f"{where}: {typed} takes {KEYS[typed].takes}")


def _line(text: str, name: str) -> str:
    """Where a name is set, `, line 3`; empty where it is written in a way that only a parser can follow."""
    lines = re.split(r"\r\n|\n", text)
    pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    return next((f", line {number}" for number, line in enumerate(lines, 1) if pattern.match(line)), "")
