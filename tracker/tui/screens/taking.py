"""The verbs that take something out: y copies, w writes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.ledger import consistent_read
from tracker.store.search import listing
from tracker.text import plural, visible
from tracker.tui.screens.changing import Changing
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.query import Query
    from tracker.store.ledger import Ledger
    from tracker.tui.screens.write import Target

LONG = 75_000  # bytes of a clipboard that many terminals take, and not much more
STEP = 500  # pieces after which is said how far it is


class Taking(Changing):
    """The verbs y and w of a screen that has marks and a query."""

    def action_copy(self) -> None:
        """Open the menu of what can be copied."""
        from tracker.tui import copies
        from tracker.tui.screens.copying import Copying

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
        from tracker.tui.screens.write import Write

        marked = tuple(sorted(self.table.marked))
        what = f"the {plural(len(marked), 'marked proposal')}" if marked else "all that is listed"
        form, asked = Write(self.ledger, f"Write {what} to a file", self._said), self._query

        def write(ledger: Ledger) -> str:
            return self._written(ledger, form.target, marked, asked)

        def closed(saved: tuple[int, Mapping[str, str]] | None) -> None:
            if saved is not None:
                self._said = {**self._said, "file": saved[1]["file"], "format": saved[1]["format"]}
                self.beside("writing", write, self.say, writing=False)

        if self.is_free():
            self.app.push_screen(form, closed)

    def _written(self, ledger: Ledger, target: Target, marked: Sequence[int], asked: Query) -> str:
        """Write a file; gives back how many went where."""
        from tracker.files import replacing
        from tracker.formats.lists import Shape
        from tracker.store.reports import export

        with consistent_read(ledger), replacing(target.path) as stream:
            wanted = marked or listing.ids(ledger, asked)
            shape = Shape(target.form, (), target.spreadsheet, export.about(asked, self.today))
            pieces = export.pieces(ledger, wanted, shape, self.today)
            stream.writelines(self._counted(pieces, len(wanted)))
        return f"Wrote {plural(len(wanted), 'proposal')} to {visible(str(target.path.absolute()))}"

    def _counted(self, pieces: Iterable[str], total: int) -> Iterator[str]:
        for number, piece in enumerate(pieces):
            if number and number % STEP == 0:
                self.app.call_from_thread(self.at_work, f"writing {number * 100 // max(total, 1)} %")
            yield piece
