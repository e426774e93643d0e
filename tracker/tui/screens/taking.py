"""The verbs that take something out: y copies, w writes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from tracker.model import TrackerError
from tracker.store import database, listing
from tracker.text import plural, visible
from tracker.tui.screens import reading
from tracker.tui.screens.changing import Changing
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.query import Query
    from tracker.tui.screens.write import Target

LONG = 75_000  # bytes of a clipboard that many terminals take, and not much more
STEP = 500  # pieces after which is said how far it is


class Taking(Changing):
    """The verbs y and w of a screen that has marks and a query."""

    def action_copy(self) -> None:
        """Open the menu of what can be copied."""
        from tracker.tui import copies  # noqa: PLC0415 - the first paint does not need it
        from tracker.tui.screens.copying import Copying  # noqa: PLC0415

        asked = copies.Asked(self.ledger, self.chosen(), self._query, self.today)

        def chosen(kind: str | None) -> None:
            if kind:
                with self.toasted():
                    text = copies.text(kind, asked)
                    self.app.copy_to_clipboard(text)
                    long = len(text.encode()) > LONG
                    much = "; that is much, and some terminals cut it: w writes a file" if long else ""
                    self.say(f"Copied {copies.KINDS[kind][0]}: {short(text, 60)}{much}")

        if asked.wanted:
            self.app.push_screen(Copying(asked), chosen)

    def action_write_file(self) -> None:
        """Write what is marked, or all that the query finds, into a file."""
        from tracker.tui.screens.write import Write  # noqa: PLC0415 - the first paint does not need it

        marked = tuple(sorted(self.table.marked))
        what = f"the {plural(len(marked), 'marked proposal')}" if marked else "all that is listed"
        form, asked = Write(self.ledger, f"Write {what} to a file", self._said), self._query

        def closed(saved: tuple[int, Mapping[str, str]] | None) -> None:
            if saved is not None:
                self._said = {**self._said, "file": saved[1]["file"], "format": saved[1]["format"]}
                self.title_bar.busy = "writing"
                self._write(form.target, marked, asked)

        self.app.push_screen(form, closed)

    @work(thread=True, exclusive=True, group="writing")
    def _write(self, target: Target, marked: Sequence[int], asked: Query) -> None:
        """Write a file over a connection of its own, and say how many went where."""
        from tracker.formats.files import replacing  # noqa: PLC0415 - the first paint does not need it
        from tracker.store import exporting  # noqa: PLC0415

        reader = reading.Reader(self.ledger.path)
        said, severity = "", "information"
        try:
            with reader.reading() as ledger:
                assert ledger is not None  # noqa: S101 - it was opened here
                with database.reading(ledger), replacing(target.path) as stream:
                    wanted = marked or listing.ids(ledger, asked)
                    pieces = exporting.pieces(ledger, wanted, target.form, target.spreadsheet, self.today)
                    stream.writelines(self._counted(pieces, len(wanted)))
            said = f"Wrote {plural(len(wanted), 'proposal')} to {visible(str(target.path.absolute()))}"
        except TrackerError as error:
            said, severity = str(error), "error"
        finally:
            reader.close()
        self.app.call_from_thread(self._written, said, severity)

    def _counted(self, pieces: Iterable[str], total: int) -> Iterator[str]:
        for number, piece in enumerate(pieces):
            if number and number % STEP == 0:
                self.app.call_from_thread(self._writing, f"writing {number * 100 // max(total, 1)} %")
            yield piece

    def _writing(self, how_far: str) -> None:
        self.title_bar.busy = how_far

    def _written(self, said: str, severity: str) -> None:
        self.title_bar.busy = ""
        self.say(said, "error" if severity == "error" else "information")
