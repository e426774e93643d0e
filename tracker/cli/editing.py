"""`tracker edit` and `tracker add --editor`: a record in the user's editor, merged with what became of it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import adding, terminal
from tracker.cli import session as sessions
from tracker.cli.drafts import Draft, edited, held, taken_up
from tracker.cli.evidence import new_actors
from tracker.cli.parameters import Command, Db, new_app
from tracker.cli.typed import Typed, options, quoted
from tracker.formats import merge, record
from tracker.model import BusyError, Edit, TrackerError, UsageError
from tracker.text import visible_block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tracker.formats.record import Record
    from tracker.store.database import Ledger

COMMENTS = {
    "kind": "proposal, recommendation, request or commitment",
    "speakers": "who said it for the proposers, one a line: - Name, office held then",
    "date": "when it was put forward, as exact as it is known: 2012, 2012-05, 15 May 2012",
    "uncheckable": "why the wording cannot be tested; empty if it can",
}
BELOW = "Below the second --- the summary (Markdown); below '## Note' your own words."
WIDTH = 78
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


class ClashError(BusyError):
    """Both sides changed a field: the text that shows it, and the record as it is now, to be the next base."""

    def __init__(self, clashes: Sequence[merge.Clash], text: str, theirs: Record) -> None:
        """Take what clashes; the message says it in one line."""
        what = "; ".join(f"{one.field} to '{one.theirs}', and by you to '{one.mine}'" for one in clashes)
        super().__init__(f"changed meanwhile by somebody else: {what}; nothing was saved")
        self.text, self.theirs = text, theirs


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
    from tracker.store import proposals, topics  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    proposal = sessions.an_id(number)
    with sessions.reading(session) as ledger:
        proposals.existing(ledger, proposal)
        now, status = _now(ledger, proposal)
        known = list(topics.known(ledger))
    comments = COMMENTS | {
        "title": f"#{proposal}: edit, save and close; closed as it is, nothing is changed.\n{BELOW}",
        "topics": f"status: {status} (a ledger, not edited here;\n"
        f"to record a step: tracker update {proposal} -s STATUS)\n{_known(known)}",
    }
    draft = Draft.of(session.path, str(proposal))
    with held(draft, f"#{proposal}"):
        again = taken_up(session, draft)
        if not (again and draft.base_text()):
            draft.keep_base(record.to_text(now, {}))
        text = draft.text() if again else record.to_text(now, comments)
        _until_saved(session, draft, text, lambda mine: _save(session, proposal, draft, mine, comments), again=again)


def add(session: sessions.Session, typed: Typed, *, dry_run: bool) -> None:
    """Add what is written in the editor, which begins with what was typed."""
    from tracker.store import topics  # noqa: PLC0415 - --help needs no database

    with sessions.reading(sessions.Session(db=session.db, quiet=True)) as ledger:
        known = list(topics.known(ledger))
    beside = [name for name in Typed._fields if name not in {*RECORD_OF_TYPED.values(), *record.Record._fields}]
    rest = options(Typed(**{name: getattr(typed, name) for name in beside}))
    comments = COMMENTS | {
        "title": f"A new proposal: fill in, save and close; closed as it is, nothing is added.\n{BELOW}"
        + (f"\nWith it goes what was typed: {quoted(rest)}" if rest else ""),
        "topics": _known(known),
    }
    draft = Draft.of(session.path, "new")

    def save(mine: Record) -> None:
        adding.done(session, _typed(typed, mine), dry_run=dry_run, committed=draft.forget)

    with held(draft, "a new proposal"):
        again = taken_up(session, draft)
        text = draft.text() if again else record.to_text(_record(typed), comments)
        _until_saved(session, draft, text, save, again=again, nothing="Nothing was added")


def _until_saved(
    session: sessions.Session,
    draft: Draft,
    text: str,
    save: Callable[[Record], None],
    *,
    again: bool,
    nothing: str = "Nothing was changed",
) -> None:
    """Edit a text until it can be saved or is left as it is; `again` is whether it is a draft taken up again."""
    mended = False
    while True:
        after = edited(draft, text)
        if not after.strip() or (after == text and not (again or mended)):
            draft.forget()
            sessions.talk(session, f"{nothing}: the text is " + ("as it was" if after.strip() else "empty"))
            return
        if after == text and mended:
            sessions.talk(session, f"{nothing}; your draft is kept: {draft.path}")
            return
        again, mended = False, True
        try:
            save(record.from_text(after, sessions.today()))
        except ClashError as clash:
            _refuse_unless_asked(session, draft, clash)
            text = clash.text
            draft.keep(text)  # before its base: killed in between, the draft clashes once more and loses nothing
            draft.keep_base(record.to_text(clash.theirs, {}))
        except UsageError as error:
            _refuse_unless_asked(session, draft, error)
            text = record.remarked(
                after, _lines(f"Not saved: {error}", "Mend it, save and close; closed as it is, it waits.")
            )
        except TrackerError as error:
            raise type(error)(f"{error}; your draft is kept: {draft.path}") from error
        else:
            return


def _refuse_unless_asked(session: sessions.Session, draft: Draft, error: TrackerError) -> None:
    if not sessions.may_ask(session):
        kind: type[TrackerError] = BusyError if isinstance(error, BusyError) else UsageError
        raise kind(f"{error}; your draft is kept: {draft.path}") from error


def _save(session: sessions.Session, proposal: int, draft: Draft, mine: Record, comments: dict[str, str]) -> None:
    """Bring a record into the database, merged with what became of it since the editing began."""
    from tracker.store import proposals  # noqa: PLC0415 - --help needs no database

    today = sessions.today()
    base = _base(draft, today)
    fields = ", ".join(merge.touched(merge.difference(base, mine)))
    with sessions.writing(session, f"edit {proposal} ({fields})") as change:
        proposals.existing(change.ledger, proposal)
        theirs = record.from_text(record.to_text(_now(change.ledger, proposal)[0], {}), today)
        both, clashes = merge.merged(base, mine, theirs)
        if clashes:
            raise ClashError(clashes, record.remarked(record.to_text(both, comments), _shown(clashes)), theirs)
        edit = merge.difference(theirs, both)
        if edit != Edit():
            proposals.update(change, proposal, edit)
        line, told = adding.said(change, proposal), new_actors(change)
    draft.forget()
    if edit == Edit():
        sessions.talk(session, "Nothing was changed: it is so already")
        return
    sessions.result(f"Updated {line}  ({', '.join(merge.touched(edit))})", proposal)
    for one in told:
        sessions.talk(session, one)
    sessions.talk(session, "Undo: tracker undo")


def _base(draft: Draft, today: date) -> Record:
    """The record that the editing began with; an empty one if that was lost, so that all that differs clashes."""
    try:
        return record.from_text(draft.base_text(), today)
    except UsageError:
        return record.Record()


def _now(ledger: Ledger, proposal: int) -> tuple[Record, str]:
    """The record as it is, and where the proposal stands."""
    from tracker.store import proposals  # noqa: PLC0415 - --help needs no database

    found = proposals.detail(ledger, proposal, sessions.today())
    since = f" since {found.proposal.status_on}" if found.proposal.status_on else ""
    return record.of(found), found.proposal.status + since


def _known(topics: Sequence[str]) -> str:
    return "\n".join(terminal.wrapped(f"the first is the primary one; known: {', '.join(topics)}", "", WIDTH))


def _shown(clashes: Sequence[merge.Clash]) -> list[str]:
    """Both values of each field that clashes, for the head of the text."""
    both = [
        line
        for clash in clashes
        for line in (f"{clash.field}, theirs: {clash.theirs}", f"{clash.field}, yours:  {clash.mine}")
    ]
    return ["Somebody else changed this too. Take what is right, delete this line, and save.", *_lines(*both)]


def _lines(*texts: str) -> list[str]:
    """Texts in lines that fit beside their mark, each on lines of its own."""
    lines = [line for text in texts for line in visible_block(text).split("\n")]
    return [part for line in lines for part in terminal.wrapped(line, "", WIDTH)]


def _record(typed: Typed) -> Record:
    """The record that the options begin."""
    names = {name: RECORD_OF_TYPED.get(name, name) for name in record.Record._fields}
    said: dict[str, Any] = {name: getattr(typed, option) for name, option in names.items()}
    return record.Record(**said)._replace(kind=typed.kind or "proposal")


def _typed(typed: Typed, mine: Record) -> Typed:
    """What was typed, with the record as it was written."""
    said: dict[str, Any] = {RECORD_OF_TYPED.get(name, name): value for name, value in mine._asdict().items()}
    return typed._replace(**said)
