"""The text of a source to be read: its paragraphs numbered, the passages cited from it marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from tracker.strength import SIGNS
from tracker.text import clip_text, visible_line
from tracker.tui.widgets.pages.link_page import EMPTY, Laid, Laying, LinkPage, LinkTarget
from tracker.tui.widgets.signs import MUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LABEL = 6
MARKED = "bold underline $text-accent"


class Passage(NamedTuple):
    """What is cited from a text: from where to where in it, its words, and for which proposals, with their titles."""

    start: int
    end: int
    quote: str
    proposals: Mapping[int, str]


class Reading(NamedTuple):
    """A text, where its paragraphs begin and end with their labels, the passages found in it and those that are not."""

    head: Sequence[str]
    text: str
    paragraphs: Sequence[tuple[int, int, str]]
    passages: Sequence[Passage]
    elsewhere: Sequence[Passage]


class TextPane(LinkPage):
    """The text given by `show`; each passage is followed by the proposal that it is cited for, as a link."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self._reading: Reading | None = None

    def show(self, reading: Reading) -> None:
        """Show a text; where it is read stays as it is."""
        self._reading = reading
        self.lay_out()
        self.refresh_bindings()

    def laying(self, width: int) -> Laying:
        """The text as a page."""
        if self._reading is None:
            return EMPTY
        targets: list[LinkTarget] = []
        return Laying(list(_reading_lines(self._reading, max(width, 20), targets)), targets)


def _reading_lines(reading: Reading, width: int, targets: list[LinkTarget]) -> Iterator[Laid]:
    for line in reading.head:
        yield from _broken(Content.styled(visible_line(line), MUTED), width, "")
    yield Laid(Content(""))
    at = 0
    for start, end, label in reading.paragraphs:
        inside = []
        while at < len(reading.passages) and reading.passages[at].start < end:
            inside.append(reading.passages[at])
            at += 1
        yield from _broken(_paragraph(reading.text, start, end, inside), width, label)
        for passage in inside:
            yield from _links(passage, SIGNS["checked"], width, targets)
        yield Laid(Content(""))
    if reading.elsewhere:
        heading = "Cited, but not found in this text" if reading.text else "Cited from it"
        yield Laid(Content.styled(heading, f"{MUTED} bold"), is_heading=True)
    for passage in reading.elsewhere:
        quoted = f"“{visible_line(passage.quote)}”" if passage.quote else "without a quote"
        yield from _broken(Content.styled(quoted, "italic"), width, "")
        yield from _links(passage, SIGNS["unchecked"], width, targets)


def _links(passage: Passage, mark: str, width: int, targets: list[LinkTarget]) -> Iterator[Laid]:
    """The proposals that a passage is cited for, a line each."""
    for proposal, title in passage.proposals.items():
        targets.append(LinkTarget("proposal", proposal))
        head = " " * LABEL + f"{mark} #{proposal}  "
        words = clip_text(visible_line(title), width - len(head))
        yield Laid(Content.assemble((head, "$text-accent"), (words, MUTED)), len(targets) - 1)


def _paragraph(text: str, start: int, end: int, passages: Sequence[Passage]) -> Content:
    parts: list[tuple[str, str]] = []
    for passage in passages:
        begin = max(start, passage.start)
        parts.append((visible_line(text[start:begin]), ""))
        start = max(start, min(passage.end, end))
        parts.append((visible_line(text[begin:start]), MARKED))
    parts.append((visible_line(text[start:end]), ""))
    return Content.assemble(*parts)


def _broken(content: Content, width: int, label: str) -> Iterator[Laid]:
    for number, line in enumerate(content.wrap(max(width - LABEL, 8)) or [content]):
        before = (label if number == 0 else "").rjust(LABEL - 2)
        yield Laid(Content.assemble((f"{before}  ", MUTED), line))
