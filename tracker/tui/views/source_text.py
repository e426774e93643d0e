"""The text of a source as a screen: read, with the passages already cited; the door of the reader with candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from tracker.store.records import citations, sources
from tracker.store.search import listing
from tracker.text import plural
from tracker.tui.views.addresses import open_address
from tracker.tui.views.destination import Destination
from tracker.tui.views.view import View
from tracker.tui.widgets import signs
from tracker.tui.widgets.pages.text_pane import Passage, Reading, TextPane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from textual.widget import Widget

    from tracker.model import Citation, Source
    from tracker.store.ledger import Ledger
    from tracker.tui.widgets.pages.link_page import LinkPage


class SourceTextRead(NamedTuple):
    """A source and its newest text with what is cited from it."""

    source: Source
    reading: Reading


class SourceText(View):
    """Paragraphs with numbers, passages with the proposals that they are cited for."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("o", "address", "Open its address")]

    def __init__(self, ledger: Ledger, go: Callable[[Destination], None], source: int) -> None:
        """A source by its id."""
        super().__init__(ledger, go)
        self._source = source
        self._url: str | None = None
        self.heading = f"Source {source}"
        self.pane = TextPane()

    def content(self) -> Widget:
        """The text."""
        return self.pane

    def read(self, ledger: Ledger) -> SourceTextRead:
        """The source, its newest text, and what is cited from it."""
        source = sources.read(ledger, self._source)
        cited = citations.citations_of_source(ledger, self._source)
        captured = sources.newest_text(ledger, self._source)
        snapshot, text = captured or (0, "")
        titles = {
            line.id: line.title for line in listing.read_lines(ledger, sorted({one.proposal_id for one in cited}))
        }
        found = _passages(cited, snapshot, text, titles)
        reading = Reading(
            list(_head(source, captured=captured is not None)),
            text,
            _paragraphs(text),
            [one for one in found if one.end],
            [one for one in found if not one.end],
        )
        return SourceTextRead(source, reading)

    def show(self, answer: SourceTextRead) -> None:
        """Show it."""
        source, reading = answer
        self._url = source.url
        number = plural(len(reading.passages) + len(reading.elsewhere), "passage")
        self.head(f"Source {source.id}  {source.title or source.url or ''}   {number} cited")
        self.pane.show(reading)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Only some have an address."""
        return bool(self._url) if action == "address" else True

    def on_link_page_followed(self, event: LinkPage.Followed) -> None:
        """Go to the proposal that a passage is cited for."""
        self.go(Destination(event.target.id))

    def action_address(self) -> None:
        """Open its address in a browser."""
        open_address(self.context, self._url)


def _head(source: Source, *, captured: bool) -> Iterator[str]:
    parts = [source.authors, source.container or source.publisher, signs.day(source.issued_on, in_words=True)]
    yield " · ".join(part for part in parts if part)
    if source.url:
        yield source.url
    if source.archive_url:
        yield f"archived: {source.archive_url}"
    if not captured:
        yield "Its text was not captured; among the sources, a takes in a file or a text as a new one"
    elif source.captured_at:
        yield f"captured {signs.moment(source.captured_at)}"


def _paragraphs(text: str) -> list[tuple[int, int, str]]:
    """Where each paragraph begins and ends, with its number; the title line has none."""
    from tracker.capture import documents

    found = [(start, end, str(number)) for number, (start, end) in enumerate(documents.paragraph_spans(text), 1)]
    first = found[0][0] if found else len(text)
    title = text[:first].strip()
    begin = text.find(title)
    return [(begin, begin + len(title), "")] * bool(title) + found


def _passages(cited: Iterable[Citation], snapshot: int, text: str, titles: Mapping[int, str]) -> list[Passage]:
    """The passages in the order of the text, each once with every proposal that it is cited for."""
    found: dict[tuple[int, int, str], dict[int, str]] = {}
    for one in cited:
        place = found.setdefault((*_place(one, snapshot, text), one.quote), {})
        place[one.proposal_id] = titles.get(one.proposal_id, "")
    return [Passage(*place, found[place]) for place in sorted(found)]


def _place(one: Citation, snapshot: int, text: str) -> tuple[int, int]:
    """Where a citation stands in a text: where it was found, or where its words stand now; nowhere is 0, 0."""
    if one.start_at is not None and one.end_at is not None and one.snapshot_id == snapshot:
        return one.start_at, one.end_at
    from tracker.capture import anchors

    return anchors.find_wording(text, one.quote) or (0, 0)
