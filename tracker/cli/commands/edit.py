"""`tracker edit` and `tracker add --editor`: a record in the user's editor, merged with what became of it meanwhile."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import session as sessions
from tracker.cli.commands import use
from tracker.cli.evidence import new_actors
from tracker.cli.new_proposal import add_proposal, proposal_line
from tracker.cli.options import Db, PlainCommand, new_app
from tracker.editing import editor, merge, record
from tracker.editing.add_options import Typed, from_json, is_undated, options, refuse_what_cannot_be_kept, to_json
from tracker.editing.drafts import Draft, held
from tracker.editing.shell import quote_argument
from tracker.fields import FIELDS, RECORD, TYPED
from tracker.ids import parse_one_id
from tracker.model import KINDS, BusyError, ProposalEdit, TrackerError, UsageError
from tracker.text import write_to_stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.editing.record import Record

DATES = tuple(name for name in TYPED if FIELDS[name].takes == "date")

app = new_app()


@app.command(cls=PlainCommand)
def edit(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="The number of the proposal.")],
    db: Db = None,
) -> None:
    """Change a proposal in your editor, as front matter and Markdown.

    The editor is TRACKER_EDITOR, VISUAL, EDITOR or vi. The text is kept as a draft until it is saved.

    Example: tracker edit 12
    """
    from tracker.editing import revision
    from tracker.store.records import proposals, topics

    session = sessions.session_of(ctx, db)
    proposal = parse_one_id(number, "edit opens")
    with sessions.reading(session) as ledger:
        proposals.existing(ledger, proposal)
        now, status = revision.now(ledger, proposal, sessions.today())
        comments = editor.comments(proposal, status, list(topics.topics_in_use(ledger)))
    draft = Draft.of(session.path, str(proposal))
    with held(draft, f"#{proposal}"):
        again = _taken_up(session, draft)
        if not again:  # never beside a draft: what others changed since it was begun would be taken for what it was
            draft.keep_base(record.to_text(now, {}))
        text = draft.text() if again else record.to_text(now, comments)
        _until_saved(session, draft, text, lambda mine: _save(session, proposal, draft, mine), comments, again=again)


def add_in_editor(session: sessions.Session, typed: Typed, defaults: Typed, *, dry_run: bool) -> None:
    """Add what is written in the editor, which begins with what was typed and what holds for it.

    Raises UsageError where a draft of another add is there, something was typed, and nobody can be asked, or for what
    was typed and is no date or no text.
    """
    refuse_what_cannot_be_kept(typed)
    typed = _dated(typed)
    draft = Draft.of(session.path, "new")
    with held(draft, "a new proposal"):
        begun = _read_draft(session, draft)
        again = _add_taken_up(session, draft, typed in (Typed(), begun) or use.with_defaults(typed, defaults) == begun)
        whole = begun if again else use.filled(session, typed, defaults)
        comments = {} if again else _comments(session, whole)
        text = draft.text() if again else record.to_text(_record(whole), comments)
        if not again:
            draft.keep_base(to_json(whole))
        elif draft.base_data() is None:
            sessions.print_info(session, "Only the text of the draft was kept, not what was typed with it")

        def save(mine: Record) -> None:
            add_proposal(session, whole._replace(**mine._asdict()), dry_run=dry_run, committed=draft.forget)
            if dry_run:
                sessions.print_info(session, f"Your draft is kept: {draft.path}")

        _until_saved(session, draft, text, save, comments, again=again, nothing="Nothing was added")


def _dated(typed: Typed) -> Typed:
    """What was typed with its dates as they are meant today: a draft may be taken up another day. Raises UsageError."""
    dates_by_name: dict[str, Any] = {
        name: value if is_undated(value := getattr(typed, name)) else sessions.a_date(value, name) or ""
        for name in DATES
    }
    return typed._replace(**dates_by_name)


def _read_draft(session: sessions.Session, draft: Draft) -> Typed:
    """What was typed for the draft that is there; nothing if that was not kept. Raises TrackerError."""
    data = draft.base_data() if draft.path.exists() else None
    try:
        typed, unknown = (Typed(), {}) if data is None else from_json(data)
    except ValueError as error:
        raise TrackerError(
            f"what was typed with the draft {draft.path} cannot be read: {draft.base}: {error}; correct it, or"
            " delete it to open the text alone"
        ) from error
    if unknown:
        names = ", ".join(unknown)
        sessions.print_info(
            session, f"The draft has fields that this release does not know; they are not added: {names}"
        )
    return typed


def _add_taken_up(session: sessions.Session, draft: Draft, is_same: bool) -> bool:
    """Whether a draft of an add is to be taken up again. Raises UsageError if another add was typed beside it."""
    if is_same or not draft.path.exists():
        return _taken_up(session, draft)
    if not sessions.may_ask(session):
        raise UsageError(
            f"there is already a draft of {draft.since()}, and it is not mixed with what you typed: open it"
            f" with tracker add -e alone, or delete {draft.path}"
        )
    return _taken_up(session, draft, ", without what you typed now")


def _comments(session: sessions.Session, typed: Typed) -> dict[str, str]:
    """The comments of the text of a new proposal, with what was typed and is no field of it."""
    from tracker.store.records import topics

    with sessions.reading(sessions.Session(db=session.db, quiet=True)) as ledger:
        known = list(topics.topics_in_use(ledger))
    rest = options(Typed(**typed.of([name for name in TYPED if name not in RECORD])))
    return editor.COMMENTS | {
        "title": "A new proposal: fill it in, save and close; if you close it unchanged, nothing is added.\n"
        + editor.BELOW
        + (f"\nThe options that you typed are added too: {quote_argument(rest)}" if rest else ""),
        "topics": editor.known(known),
    }


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
            raise kind(f"{error}; your draft is kept: {draft.path}", way=error.way) from error

    today = sessions.today()
    try:
        why = editor.until_saved(draft, text, save, said=comments, today=today, refused=refused, again=again)
    except KeyboardInterrupt:
        if draft.path.exists():
            sessions.print_info(session, f"Your draft is kept: {draft.path}")
        raise
    if why:
        sessions.print_info(session, nothing + why)


def _save(session: sessions.Session, proposal: int, draft: Draft, mine: Record) -> None:
    """Bring a record into the database, merged with what became of it since the editing began."""
    from tracker.cli import status_messages
    from tracker.editing import revision

    base = editor.base_of(draft, sessions.today())
    fields = ", ".join(merge.touched(merge.difference(base or record.Record(), mine)))
    with sessions.writing(session, f"edit {proposal} ({fields})") as change:
        edit = revision.bring_in(change, proposal, base, mine, today=sessions.today())
        line, messages = proposal_line(change, proposal), new_actors(change)
        messages += status_messages.redated(change.ledger, [proposal]) if edit.proposed_on else ()
    draft.forget()
    if edit == ProposalEdit():
        sessions.print_info(session, "Nothing was changed: it already has these values")
        return
    sessions.result(f"Updated {line}  ({', '.join(merge.touched(edit))})", proposal)
    for one in messages:
        sessions.print_info(session, one)
    sessions.print_info(session, "Undo: tracker undo")


def _taken_up(session: sessions.Session, draft: Draft, but: str = "") -> bool:
    """Whether there is a draft that is to be taken up again: asked, and yes where nobody can be asked.

    `but` is what the question says beside it. A draft that is not wanted is gone, before another takes its place.
    """
    if not draft.path.exists():
        return False
    since = f"There is a draft of {draft.since()}"
    if not sessions.may_ask(session):
        sessions.print_info(session, f"{since}; it is opened again: {draft.path}")
        return True
    write_to_stream(sys.stderr, f"{since}: open it again{but}? [Y/n] ")
    sys.stderr.flush()
    is_wanted = sys.stdin.readline().strip().lower() not in {"n", "no"}
    if not is_wanted:
        draft.forget()
    return is_wanted


def _record(typed: Typed) -> Record:
    """The record that the options begin."""
    begun = record.Record(**typed.of(RECORD))
    return begun._replace(kind=typed.kind or KINDS[0])
