"""An error in the words of the command line: the option that is wrong, those that would mend it, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.errors import TrackerError

WAYS: Mapping[str, str] = {
    "actor": "see: tracker actor show {}",
    "actors": "see: tracker actor list",
    "changes": "see: tracker log",
    "cite event": "tracker cite {} --event {} adds evidence to it",
    "clear use": "or clear it with: tracker use --clear",
    "columns": "--columns help lists them",
    "events": "see: tracker show {} --history",
    "force": "if it is something else, use --force",
    "meeting": "see: tracker meeting show {}",
    "meetings": "see: tracker meeting list",
    "proposal": "see: tracker show {}",
    "proposals": "see: tracker list",
    "remove alias": "if not: tracker actor alias {} '{}' --remove",
    "remove link": "take one away: tracker link {} {} {} --remove",
    "rename actor": "give it another: tracker actor edit {} --name",
    "put back": "put it right with: tracker check --repair",
    "repair": "see: tracker check; to put it right: tracker check --repair",
    "replace": "--force replaces it",
    "sources": "see: tracker source list",
    "tags": "see: tracker tag list",
}
PREFIXES = ("", "add-", "remove-")  # of the options of `tracker update` for a field of several values


def way_sentence(way: Sequence[object]) -> str:
    """What to do next, behind a sentence; empty if there is nothing."""
    return f"; {WAYS[str(way[0])].format(*way[1:])}" if way else ""


def put_options(error: TrackerError, ctx: Any) -> None:
    """Put the options of a command into the sentence of an error: which is wrong, which would mend it."""
    mending = {name: found[0] for name in " ".join(error.remedies).split() if (found := _options(ctx, name))}
    wrong = _wrong_option(error, ctx)
    sentence = error.with_remedies(mending) + way_sentence(error.way)
    error.reword(f"{wrong}: {sentence}" if wrong else sentence)
    error.field, error.remedies, error.way = "", (), ()


def _wrong_option(error: TrackerError, ctx: Any) -> str:
    """The option in which the wrong value was given; of a field that was not given, the one that would take it."""
    options = _options(ctx, error.field)
    given = [one for one in options if _option_value(ctx, one)]
    with_it = [one for one in given if error.value in _option_value(ctx, one)]
    return next(iter([*with_it, *given, *([] if error.remedies else options)]), "")


def _options(ctx: Any, field: str) -> list[str]:
    """The options of a command that say something of a field."""
    named = FIELDS[field].option if field in FIELDS else field.replace("_", "-")
    known = {option for param in ctx.command.params for option in param.opts}
    return [option for prefix in PREFIXES if (option := f"--{prefix}{named}") in known and field]


def _option_value(ctx: Any, option: str) -> str:
    """What an option was given, each time that it was; empty if it was not."""
    (param,) = (one for one in ctx.command.params if option in one.opts)
    value = ctx.params.get(param.name)
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
