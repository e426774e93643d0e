"""Where the cursor of a command line stands, and which commands and options may stand there, read from the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Candidate(NamedTuple):
    """A whole word that may stand there, and what it means."""

    word: str
    says: str = ""


class Place(NamedTuple):
    """Where the cursor stands: the command so far, the parameter whose value is begun, what was given before.

    `lead` is what the word begins with that is no part of the value: `--status=`.
    """

    command: Any
    path: tuple[str, ...]
    param: Any | None
    typed: str
    lead: str
    given: Mapping[str, Sequence[str]]


class Lost(Exception):  # noqa: N818 - no error of the user's: there is nothing to offer
    """No command that we know."""


def find_place(root: Any, words: Sequence[str]) -> Place:
    """The place of the last of these words. Raises Lost behind a word that is no command."""
    *before, last = words
    command, path, given = root, (), {}  # type: tuple[Any, tuple[str, ...], dict[str, list[str]]]
    arguments: list[str] = []
    waiting, options_end = None, False
    for word in before:
        if waiting is not None:
            given.setdefault(waiting.name, []).append(word)
            waiting = None
        elif word == "--" and not options_end:
            options_end = True
        elif word.startswith("-") and len(word) > 1 and not options_end:
            waiting = _taken(command, word, given)
        elif hasattr(command, "list_commands"):
            command, path = _inner(command, word), (*path, word)
        else:
            arguments.append(word)
    argument = _argument(command, arguments, given)
    if waiting is None and not options_end and last.startswith("-"):
        name, equals, typed = last.partition("=")
        option = _option(command, name) if equals else None
        if equals and (option is None or option.is_flag):
            raise Lost
        return Place(command, path, option, typed if equals else last, f"{name}=" if equals else "", given)
    return Place(command, path, waiting or argument, last, "", given)


def _inner(group: Any, word: str) -> Any:
    command = group.get_command(None, word)
    if command is None:
        raise Lost
    return command


def _option(command: Any, name: str) -> Any | None:
    for param in command.params:
        if name in (*param.opts, *param.secondary_opts) and param.param_type_name == "option":
            return param
    return None


def _taken(command: Any, word: str, given: dict[str, list[str]]) -> Any | None:
    """Take an option as given; gives back the one whose value is the next word."""
    name, equals, value = word.partition("=") if word.startswith("--") else (word[:2], word[2:], word[2:])
    option = _option(command, name)
    if option is None or option.is_flag:
        given.setdefault(option.name if option else "", [])
        return _taken(command, f"-{value}", given) if option and equals and not word.startswith("--") else None
    if not equals:
        return option
    given.setdefault(option.name, []).append(value)
    return None


def _argument(command: Any, typed: Sequence[str], given: dict[str, list[str]]) -> Any | None:
    """The argument that comes next, those before it taken as given; None if there is none."""
    rest = list(typed)
    for param in command.params:
        if param.param_type_name == "argument":
            many = param.nargs < 0
            if many or not rest:
                given.setdefault(param.name, []).extend(rest)
                return param
            given.setdefault(param.name, []).append(rest.pop(0))
    return None


def words(place: Place) -> Iterator[Candidate]:
    """The options and commands that may stand where no value is begun."""
    for one in (*_commands(place), *_options(place)):
        if one.word.startswith(place.typed):
            yield one


def _options(place: Place) -> Iterator[Candidate]:
    """The options of a command in the order of its help, less those given that can be given once."""
    if place.typed and not place.typed.startswith("-"):
        return
    if not place.typed and hasattr(place.command, "list_commands"):
        return
    for param in place.command.params:
        again = getattr(param, "multiple", False) or param.name not in place.given
        if param.param_type_name == "option" and not param.hidden and again:
            yield from (Candidate(name, _sentence(param.help)) for name in param.opts if name.startswith("--"))
    yield Candidate("--help", "Show this command's help.")


def _commands(place: Place) -> Iterator[Candidate]:
    if place.typed.startswith("-") or not hasattr(place.command, "list_commands"):
        return
    homes = getattr(place.command, "homes", None)
    for name in place.command.list_commands(None):
        yield Candidate(name, homes[name][1] if homes else _sentence(place.command.get_command(None, name).help))


def _sentence(text: str | None) -> str:
    return (text or "").partition("\n")[0]
