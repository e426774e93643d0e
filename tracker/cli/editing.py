"""`tracker edit` and `tracker add --editor`: a record in the user's editor, merged with what became of it meanwhile."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import adding
from tracker.cli import session as sessions
from tracker.cli.evidence import new_actors
from tracker.cli.parameters import Command, Db, new_app
from tracker.cli.typed import Typed, options
from tracker.formats import editing, merge, record
from tracker.formats.drafts import Draft, held
from tracker.formats.shell import quoted
from tracker.model import BusyError, Edit, TrackerError, UsageError
from tracker.text import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.formats.record import Record

RECORD_OF_TYPED = {
    "topics": "topic",
    "tags": "tag",
    "proposers": "by",
    "speakers": "spoken_by",
    "supporters": "support",
    "opponents": "oppose",
    "addressees": "to",
}

app = new_app()


@app.command(cls=Command)
def edit(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="The number of the proposal.")],
    db: Db = None,
) -> None:
    """Change a proposal in your editor, as front matter and Markdown.

    The editor is TRACKER_EDITOR, VISUAL, EDITOR or vi. The text is kept until what it says is saved.

    Example: tracker edit 12
    """
    from tracker.store import proposals, records, topics  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    proposal = sessions.an_id(number)
    with sessions.reading(session) as ledger:
        proposals.existing(ledger, proposal)
        now, status = records.now(ledger, proposal, sessions.today())
        comments = editing.comments(proposal, status, list(topics.known(ledger)))
    draft = Draft.of(session.path, str(proposal))
    with held(draft, f"#{proposal}"):
        again = _taken_up(session, draft)
        if not (again and draft.base_text()):
            draft.keep_base(record.to_text(now, {}))
        text = draft.text() if again else record.to_text(now, comments)
        _until_saved(session, draft, text, lambda mine: _save(session, proposal, draft, mine), comments, again=again)


def add(session: sessions.Session, typed: Typed, *, dry_run: bool) -> None:
    """Add what is written in the editor, which begins with what was typed."""
    from tracker.store import topics  # noqa: PLC0415 - --help needs no database

    with sessions.reading(sessions.Session(db=session.db, quiet=True)) as ledger:
        known = list(topics.known(ledger))
    beside = [name for name in Typed._fields if name not in {*RECORD_OF_TYPED.values(), *record.Record._fields}]
    rest = options(Typed(**{name: getattr(typed, name) for name in beside}))
    comments = editing.COMMENTS | {
        "title": f"A new proposal: fill in, save and close; closed as it is, nothing is added.\n{editing.BELOW}"
        + (f"\nWith it goes what was typed: {quoted(rest)}" if rest else ""),
        "topics": editing.known(known),
    }
    draft = Draft.of(session.path, "new")

    def save(mine: Record) -> None:
        adding.done(session, _typed(typed, mine), dry_run=dry_run, committed=draft.forget)

    with held(draft, "a new proposal"):
        again = _taken_up(session, draft)
        text = draft.text() if again else record.to_text(_record(typed), comments)
        _until_saved(session, draft, text, save, comments, again=again, nothing="Nothing was added")


def _until_saved(
    session: sessions.Session,
    draft: Draft,
    text: str,
    save: Callable[[Record], None],
    comments: dict[str, str],
    *,
    again: bool,
    nothing: str = "Nothing was changed",
) -> None:
    """Edit a text until it can be saved or is left as it is; `again` is whether it is a draft taken up again."""

    def refused(error: TrackerError) -> None:
        if not sessions.may_ask(session):
            kind: type[TrackerError] = BusyError if isinstance(error, BusyError) else UsageError
            raise kind(f"{error}; your draft is kept: {draft.path}") from error

    why = editing.until_saved(draft, text, save, said=comments, today=sessions.today(), refused=refused, again=again)
    if why:
        sessions.talk(session, nothing + why)


def _save(session: sessions.Session, proposal: int, draft: Draft, mine: Record) -> None:
    """Bring a record into the database, merged with what became of it since the editing began."""
    from tracker.store import records  # noqa: PLC0415 - --help needs no database

    base = editing.base_of(draft, sessions.today())
    fields = ", ".join(merge.touched(merge.difference(base, mine)))
    with sessions.writing(session, f"edit {proposal} ({fields})") as change:
        edit = records.bring_in(change, proposal, base, mine, today=sessions.today())
        line, told = adding.said(change, proposal), new_actors(change)
    draft.forget()
    if edit == Edit():
        sessions.talk(session, "Nothing was changed: it is so already")
        return
    sessions.result(f"Updated {line}  ({', '.join(merge.touched(edit))})", proposal)
    for one in told:
        sessions.talk(session, one)
    sessions.talk(session, "Undo: tracker undo")


def _taken_up(session: sessions.Session, draft: Draft) -> bool:
    """Whether there is a draft that is to be taken up again: asked, and yes where nobody can be asked."""
    since = draft.since()
    if not since:
        return False
    if not sessions.may_ask(session):
        sessions.talk(session, f"{since} and taken up again: {draft.path}")
        return True
    write(sys.stderr, f"{since}: take it up again? [Y/n] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() not in {"n", "no"}


def _record(typed: Typed) -> Record:
    """The record that the options begin."""
    names = {name: RECORD_OF_TYPED.get(name, name) for name in record.Record._fields}
    said: dict[str, Any] = {name: getattr(typed, option) for name, option in names.items()}
    return record.Record(**said)._replace(kind=typed.kind or "proposal")


def _typed(typed: Typed, mine: Record) -> Typed:
    """What was typed, with the record as it was written."""
    said: dict[str, Any] = {RECORD_OF_TYPED.get(name, name): value for name, value in mine._asdict().items()}
    return typed._replace(**said)
