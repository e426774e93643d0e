"""`tracker edit` and `tracker add --editor`: a record in the user's editor, merged with what became of it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import adding, terminal, using
from tracker.cli import session as sessions
from tracker.cli.drafts import Draft, edited, held, taken_up
from tracker.cli.evidence import new_actors
from tracker.cli.parameters import Command, Db, new_app
from tracker.cli.typed import Typed, from_json, options, quoted, refuse_what_cannot_be_kept, to_json
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
DATES = ("on", "date", "deadline")

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
        if not again:  # never beside a draft: what others changed since it was begun would be taken for what it was
            draft.keep_base(record.to_text(now, {}))
        text = draft.text() if again else record.to_text(now, comments)
        _until_saved(session, draft, text, lambda mine: _save(session, proposal, draft, mine, comments), again=again)


def add(session: sessions.Session, typed: Typed, defaults: Typed, *, dry_run: bool) -> None:
    """Add what is written in the editor, which begins with what was typed and what holds for it.

    Raises UsageError where a draft of another add is there, something was typed, and nobody can be asked, or for what
    was typed and is no date or no text.
    """
    refuse_what_cannot_be_kept(typed)
    typed = _dated(typed)
    draft = Draft.of(session.path, "new")
    with held(draft, "a new proposal"):
        begun = _begun(draft)
        again = _add_taken_up(session, draft, typed in (Typed(), begun) or using.merged(typed, defaults) == begun)
        whole = begun if again else using.filled(session, typed, defaults)
        text = draft.text() if again else record.to_text(_record(whole), _comments(session, whole))
        if not again:
            draft.keep_base(to_json(whole))
        elif draft.base_data() is None:
            sessions.talk(session, "What was typed with it was not kept: only its text is taken up")

        def save(mine: Record) -> None:
            adding.done(session, _typed(whole, mine), dry_run=dry_run, committed=draft.forget)
            if dry_run:
                sessions.talk(session, f"Your draft is kept: {draft.path}")

        _until_saved(session, draft, text, save, again=again, nothing="Nothing was added")


def _dated(typed: Typed) -> Typed:
    """What was typed with its dates as they are meant today: a draft may be taken up another day. Raises UsageError."""
    meant: dict[str, Any] = {name: sessions.a_date(getattr(typed, name), name) or "" for name in DATES}
    return typed._replace(**meant)


def _begun(draft: Draft) -> Typed:
    """What was typed for the draft that is there; nothing if that was not kept. Raises TrackerError."""
    data = draft.base_data() if draft.path.exists() else None
    try:
        return Typed() if data is None else from_json(data)
    except ValueError as error:
        raise TrackerError(
            f"what was typed with the draft {draft.path} cannot be read: {draft.base}: {error}; mend it, or delete it"
            " to take up the text alone"
        ) from error


def _add_taken_up(session: sessions.Session, draft: Draft, is_same: bool) -> bool:
    """Whether a draft of an add is to be taken up again. Raises UsageError if another add was typed beside it."""
    if is_same or not draft.path.exists():
        return taken_up(session, draft)
    if not sessions.may_ask(session):
        raise UsageError(
            f"a draft of {draft.since()} is there already, and nothing of it is mixed with what was typed: take it up"
            f" with a bare tracker add -e, or delete {draft.path}"
        )
    return taken_up(session, draft, ", without what was typed now")


def _comments(session: sessions.Session, typed: Typed) -> dict[str, str]:
    """The comments of the text of a new proposal, with what was typed and is no field of it."""
    from tracker.store import topics  # noqa: PLC0415 - --help needs no database

    with sessions.reading(sessions.Session(db=session.db, quiet=True)) as ledger:
        known = list(topics.known(ledger))
    beside = [name for name in Typed._fields if name not in {*RECORD_OF_TYPED.values(), *record.Record._fields}]
    rest = options(Typed(**{name: getattr(typed, name) for name in beside}))
    return COMMENTS | {
        "title": f"A new proposal: fill in, save and close; closed as it is, nothing is added.\n{BELOW}"
        + (f"\nWith it goes what was typed: {quoted(rest)}" if rest else ""),
        "topics": _known(known),
    }


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
        after = edited(session, draft, text, pristine=not (again or mended))
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
    fields = ", ".join(merge.touched(merge.difference(base or record.Record(), mine)))
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


def _base(draft: Draft, today: date) -> Record | None:
    """The record that the editing began with, None if that was lost or damaged, so that all that differs clashes."""
    try:
        return record.from_text((draft.base_data() or b"").decode(), today)
    except (UsageError, UnicodeDecodeError):
        return None


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
