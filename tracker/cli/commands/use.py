"""`tracker use`: what is said once for the next adds to a database, and what an add takes of it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, field_option, new_app, with_options
from tracker.comparison import folded_key
from tracker.editing import defaults
from tracker.editing.add_options import KEYS, Typed, options
from tracker.editing.shell import quote_argument
from tracker.errors import NotFoundError, blame_field
from tracker.fields import FIELDS, IN_USE, tuple_of
from tracker.model import KINDS, Person
from tracker.query_fields import refuse_reserved
from tracker.text import match_code, refuse_unstorable, visible_line, write_to_stream

# Who is named with an option, and what `use` says about another of its kind: that must not be mixed with it.
ABOUT = {"body": ("meeting", "place", "date"), "meeting": ("place", "date"), "proposers": ("speakers",)}

app = new_app()


OPTIONS = {KEYS[name]: field_option(FIELDS[name]) for name in IN_USE if name != "source"}


@app.command(cls=PlainCommand)
@with_options(OPTIONS, before="clear")
def use(
    ctx: typer.Context,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID|URL|TITLE", help="A source that is already in the database.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Clear all these values.")] = False,
    db: Db = None,
    **given: Any,
) -> None:
    """Set the values that the next adds use; without options, show them.

    On a terminal `add` uses them; elsewhere only `add --use` does. Options of `add` win. An empty value removes one.

    Example: tracker use --source 1 --topic migration --body CSTO --place Moscow --date 2012-05-15 --by Belarus
    """
    session = sessions.session_of(ctx, db)
    given["source"] = source
    said = {name: given[KEYS[name]] for name in IN_USE if given[KEYS[name]] is not None}
    known, unknown = defaults.InUse() if clear else _read_in_use(session)
    if said:
        known = known._replace(**{name: _taken(session, name, value) for name, value in said.items()})
    if known != Typed() or unknown:
        if said:
            defaults.keep_in_use(session.path, known, unknown)
        _show_in_use(session, known)
        return
    if said or clear:
        defaults.forget_in_use(session.path)
    sessions.print_info(session, "No values are set for the next adds; see: tracker use --help")


def that_apply(session: sessions.Session, *, wanted: bool | None) -> Typed:
    """What holds for this add: on a terminal what `use` keeps, elsewhere only if it is wanted. Raises TrackerError."""
    applies = sessions.is_interactive() if wanted is None else wanted
    return _read_in_use(session).typed if applies else Typed()


def _read_in_use(session: sessions.Session) -> defaults.InUse:
    """What the file keeps; says what of it this release does not know. Raises TrackerError."""
    values = defaults.read_in_use(session.path)
    if values.warning:
        sessions.print_info(session, values.warning)
    return values


def without_emptied(typed: Typed, defaults: Typed, given: dict[str, Any]) -> tuple[Typed, Typed]:
    """Both without what an empty option (`--place ""`) takes out of use for this one add."""
    names = [name for name, value in given.items() if value in ("", [""]) and getattr(defaults, name)]
    nothing: dict[str, Any] = {name: FIELDS[name].nothing for name in names}
    return typed._replace(**nothing), defaults._replace(**nothing)


def with_defaults(typed: Typed, defaults: Typed) -> Typed:
    """What was typed, with what holds for it where nothing was.

    A body, a meeting or a proposer that was typed itself brings no other's meeting, place, date or speaker with it, and
    another source than the one in use brings nothing.
    """
    other = {
        name
        for said, names in ABOUT.items()
        if (own := getattr(typed, said)) and _keys(own) != _keys(getattr(defaults, said))
        for name in names
    }
    if typed.source and defaults.source and typed.source.removeprefix("#") != defaults.source.removeprefix("#"):
        other.update(IN_USE)
    if not (typed.quote or typed.locator or typed.translation):
        other.add("source")
    taken = {name: getattr(defaults, name) for name in IN_USE if name not in other and not getattr(typed, name)}
    return typed._replace(**taken)


def filled(session: sessions.Session, typed: Typed, defaults: Typed) -> Typed:
    """What was typed with what holds for it, said in one line. Raises NotFoundError for a source that is gone."""
    full = with_defaults(typed, defaults)
    say_taken(session, typed, full, defaults)
    return full


def say_taken(session: sessions.Session, typed: Typed, full: Typed, defaults: Typed) -> None:
    """Say what of an add comes from `use`. Raises NotFoundError for a source that is gone."""
    own = [name for name in IN_USE if not getattr(typed, name) and getattr(full, name)]
    names = [name for name in own if getattr(full, name) == getattr(defaults, name)]
    if "source" in names:
        _source(session, defaults.source, "tracker use names it: name another with tracker use --source")
    if names:
        taken = Typed(**full.of(names))
        sessions.print_info(session, f"From tracker use: {quote_argument(options(taken))}")


def _keys(value: str | tuple[str, ...]) -> list[str]:
    return sorted(map(folded_key, tuple_of(value)))


def _taken(session: sessions.Session, name: str, typed: Any) -> Any:
    """What an option of `use` says, checked as far as it can be. Raises UsageError, NotFoundError."""
    for one in [typed] if isinstance(typed, str) else typed:
        with blame_field(name, one):
            refuse_unstorable(one, FIELDS[name].option.replace("-", " "))
        if name not in {"source", "date", "topics", "kind"}:
            refuse_reserved(Person.named(one).name if name == "speakers" else one, "a name", name)
    if name == "topics":
        return tuple(_topic(session, one) for one in typed if one.strip())
    if not isinstance(typed, str):
        return tuple(tidy for one in typed if (tidy := " ".join(one.split())))
    tidy = " ".join(typed.split())
    if name == "kind" and tidy:
        with blame_field(name, tidy):
            return match_code(tidy, KINDS, "kind")
    if name == "date":
        return sessions.a_date(tidy, "date") or ""
    if name == "source" and tidy:
        return str(_source(session, tidy, "add it first: tracker source add")[0])
    return tidy


def _topic(session: sessions.Session, typed: str) -> str:
    """The code of a topic that is in the database. Raises UsageError with the nearest one."""
    from tracker.store.records import topics

    with blame_field("topics", typed), sessions.reading(session) as ledger:
        return match_code(typed.strip(), topics.topics_in_use(ledger), "topic")


def _source(session: sessions.Session, typed: str, otherwise: str) -> tuple[int, str]:
    """The number and title of a source that is here. Raises NotFoundError."""
    from tracker.store.ledger import consistent_read
    from tracker.store.records import sources

    if session.path.exists():
        with sessions.reading(session) as ledger, consistent_read(ledger):
            number = sources.find(ledger, typed)
            if number is not None:
                known = sources.read(ledger, number)
                return number, known.title or known.url or ""
    raise NotFoundError(f"no source '{typed}' in the database; {otherwise}", field="source", value=typed)


def _show_in_use(session: sessions.Session, known: Typed) -> None:
    """A line for each field: aligned on a terminal, with tabs in a pipe."""
    rows = [(FIELDS[name].option, one) for name in IN_USE for one in tuple_of(getattr(known, name))]
    on_terminal = sys.stdout.isatty()
    if on_terminal and known.source:
        rows[0] = ("source", f"{known.source}  {_title_of(session, known.source)}")
    for name, value in rows:
        write_to_stream(
            sys.stdout, f"{name:<11}{visible_line(value)}\n" if on_terminal else f"{name}\t{visible_line(value)}\n"
        )
    if on_terminal:
        sessions.print_info(session, "Clear them: tracker use --clear")


def _title_of(session: sessions.Session, source: str) -> str:
    try:
        return _source(session, source, "")[1]
    except NotFoundError:
        return "(no longer here)"
