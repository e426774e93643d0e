"""The verbs that take something out: y copies, w writes a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tracker.clocks import NO_CLOCK
from tracker.store.ledger import consistent_read
from tracker.store.search import listing
from tracker.text import plural, visible_line
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.formats.format import Piece
    from tracker.formats.pictures.canvas import Picture
    from tracker.query import Query
    from tracker.store.ledger import Ledger
    from tracker.tui.background import Background
    from tracker.tui.context import ScreenContext
    from tracker.tui.copies import CopyRequest
    from tracker.tui.form_opener import FormOpener
    from tracker.tui.forms.write import WriteTarget

LONG = 75_000  # bytes of a clipboard that many terminals take, and not much more
STEP = 500  # pieces after which is said how far it is


@dataclass
class FileWritten(Message):
    """A list was written to a file, in a format."""

    form: str


class Exports:
    """What y and w do with proposals, or with the list of a query."""

    def __init__(self, context: ScreenContext, forms: FormOpener, background: Background) -> None:
        """A file is written beside the screen's own work; its name is offered again."""
        self._context, self._forms, self._background = context, forms, background

    def copy(self, wanted: Sequence[int], asked: Query) -> None:
        """Open the menu of what can be copied of these proposals and of the list."""
        from tracker.tui import copies
        from tracker.tui.dialogs.copy_menu import Copying

        what = copies.CopyRequest(self._context.ledger, wanted, asked, self._context.today)

        def closed(kind: str | None) -> None:
            if kind:
                with self._context.say_errors():
                    self._copy(kind, what)

        if wanted:
            self._context.app.push_screen(Copying(what), closed)

    def _copy(self, kind: str, what: CopyRequest) -> None:
        from tracker.tui import copies
        from tracker.tui.clipboard import copying_note

        text = copies.copied_text(kind, what)
        self._context.app.copy_to_clipboard(text)
        is_long = len(text.encode()) > LONG
        much = "; this is long, and some terminals cut it off: w writes a file" if is_long else ""
        self._context.say(f"Copied {copies.KINDS[kind][0]}: {short(text, 60)}{much}{copying_note()}")

    def write_file(self, marked: Sequence[int], asked: Query) -> None:
        """Write what is marked, or all that the query finds, into a file."""
        from tracker.tui.forms.write import Write

        what = f"the {plural(len(marked), 'marked proposal')}" if marked else "all that is listed"
        form = Write(self._context.ledger, f"Write {what} to a file", self._forms.typed)

        def write(ledger: Ledger) -> str:
            return self._write(ledger, form.target, marked, asked)

        def tell(said: str) -> None:
            self._context.say(said)
            self._context.screen.post_message(FileWritten(form.target.form))

        def closed(saved: tuple[int, Mapping[str, str]] | None) -> None:
            if saved is not None:
                self._forms.remember({name: saved[1][name] for name in ("file", "format")})
                self._background.start("writing", write, tell, writing=False)

        if self._background.is_free():
            self._context.app.push_screen(form, closed)

    def write_life(self, proposal: int) -> None:
        """Write the life of a proposal as an SVG."""
        from tracker.tui.forms.write_picture import WritePicture

        heading, name = f"Write the life of #{proposal} as a picture", f"proposal-{proposal}.svg"
        self._forms.open(lambda: WritePicture(self._context.ledger, heading, name, lambda: self._draw_life(proposal)))

    def _draw_life(self, proposal: int) -> Picture:
        from tracker.formats.pictures.lifeline import life_picture
        from tracker.store.records import proposals, statuses

        ledger = self._context.ledger
        with consistent_read(ledger):
            detail = proposals.read_detail(ledger, proposal, self._context.today)
            return life_picture(detail, statuses.read_statuses(ledger))

    def _write(self, ledger: Ledger, target: WriteTarget, marked: Sequence[int], asked: Query) -> str:
        """Write a file; gives back how many went where."""
        from tracker.files import replace_file
        from tracker.formats.documents.caption import caption_lines
        from tracker.formats.format import TITLE, ListShape
        from tracker.store.reports import export

        today = self._context.today
        with consistent_read(ledger):
            wanted = marked or listing.matching_ids(ledger, asked)
            shape = ListShape(
                target.form,
                (),
                target.spreadsheet,
                title=TITLE if marked else export.list_title(asked),
                foot=export.foot_lines(None if marked else asked, today),
                caption=caption_lines(NO_CLOCK, today),
            )
            pieces = export.ProposalSelection(ledger, wanted, today).pieces(shape)
            replace_file(target.path, self._report_steps(pieces, len(wanted)))
        return f"Wrote {plural(len(wanted), 'proposal')} to {visible_line(str(target.path.absolute()))}"

    def _report_steps(self, pieces: Iterable[Piece], total: int) -> Iterator[Piece]:
        for number, piece in enumerate(pieces):
            if number and number % STEP == 0:
                self._background.report_from_thread(f"writing {number * 100 // max(total, 1)} %")
            yield piece
