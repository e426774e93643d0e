"""The blocks of a proposal laid out for a width of the screen, with the links in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tracker.blocks import (
    FactList,
    Head,
    LifeEntry,
    LinkedProposal,
    OwnNote,
    ProposalMention,
    Quotation,
    Reference,
    Section,
    StatusLabel,
    Summary,
)
from tracker.formats.tones import status_tone
from tracker.model import ChangeEntry
from tracker.text import visible_block, visible_line
from tracker.tui.widgets import signs
from tracker.tui.widgets.pages.link_page import Laid, Laying, LinkTarget
from tracker.tui.widgets.signs import MUTED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tracker.blocks import Block, Item, Tree

LABEL = 6  # cells for `by`, `to`, `at` and the gap behind them; a longer label takes what it needs
JOIN = "\ue000"  # a space at which no line is broken: the wrapping of Content breaks at a no-break space too
JOINED_MOST = 24  # code points of a place in a source that are kept together
LINK_LABEL = 13
DATE = 10
BAR = ("┃ ", MUTED)
INSIDE = ("┃ " + " " * (DATE + 1), MUTED)
NARROW = 46  # below that what belongs to a step stands below its date, not behind it
NONE = ("", "")


def lay_out_proposal(tree: Tree, width: int, unfolded: Collection[int] = ()) -> Laying:
    """The whole of it as lines of at most that width; of the steps that were corrected, counted from 0, the `unfolded`.

    Any other one is a line that leads to the whole.
    """
    page = _Page(max(width, 20), unfolded)
    return Laying([line for block in sorted(tree, key=_rank) for line in page.block(block)], page.targets)


def _rank(block: Block) -> int:
    """Our note stands below, before the last change: the life line is to be seen without scrolling."""
    match block:
        case OwnNote():
            return 1
        case Section(items=(ChangeEntry(), *_)):
            return 2
        case _:
            return 0


class _Page:
    """One proposal at one width."""

    def __init__(self, width: int, unfolded: Collection[int]) -> None:
        self.width, self._unfolded = width, unfolded
        self._corrected = 0  # steps that were corrected so far
        self.targets: list[LinkTarget] = []
        self.inside = INSIDE if width >= NARROW else BAR

    def block(self, block: Block) -> Iterable[Laid]:
        match block:
            case Head():
                return self._head(block)
            case FactList(facts):
                return (line for one in facts for line in self._labelled(one.label, one.value))
            case Summary(text):
                return (Laid(Content("")), *self._block(text))
            case OwnNote(text):
                return (*self._heading("Our note"), *self._block(text))
            case Section():
                return self._section(block)

    def _item(self, item: Item) -> Iterable[Laid]:
        match item:
            case LifeEntry():
                return self._corrected_entry(item) if item.is_corrected else self._entry(item)
            case Quotation():
                return self._quotation(item)
            case LinkedProposal():
                return self._linked(item)
            case Reference():
                return self._reference(item)
            case ChangeEntry():
                return self._change(item)

    def _head(self, head: Head) -> Iterator[Laid]:
        number = f"#{head.id}  "
        title = Content.styled(visible_line(head.title), "bold")
        for line in self._wrapped(title, (number, MUTED), (" " * len(number), "")):
            yield line._replace(is_heading=True)
        beside = "".join(f" · {signs.visible_cell(one)}" for one in head.remarks)
        yield from self._wrapped(Content.assemble(_status(head.status, bold=True), (beside, MUTED)))
        removed = ["removed"] if head.removed_on else []
        if flags := [*removed, *head.flags]:
            yield from self._wrapped(Content.styled("⚑ " + " · ".join(flags), "$text-warning"))
        yield Laid(Content(""))

    def _labelled(self, label: str, value: str) -> Iterator[Laid]:
        name = f"{visible_line(label):<{LABEL - 1}} "
        yield from self._wrapped(Content(visible_line(value)), (name, MUTED), (" " * LABEL, ""))

    def _section(self, section: Section) -> Iterator[Laid]:
        """The items below their heading; of the changes the last one."""
        if isinstance(section.items[-1], ChangeEntry):
            yield Laid(Content(""))
            yield from self._item(section.items[-1])
            return
        yield from self._heading(section.heading)
        for one in section.items:
            yield from self._item(one)

    def _corrected_entry(self, entry: LifeEntry) -> Iterator[Laid]:
        """A step that was corrected: one line, unless it is unfolded, which following the line does and undoes."""
        number = self._corrected
        self._corrected += 1
        whole = [*self._entry(entry)]
        folded = Content.assemble(whole[0].content, (" …" * (len(whole) > 1), MUTED))
        lines = whole if number in self._unfolded else [Laid(_clipped(folded, self.width))]
        yield from self._link(LinkTarget("fold", number), iter(lines))

    def _entry(self, entry: LifeEntry) -> Iterator[Laid]:
        dim = MUTED if entry.is_corrected else ""
        words: list[str | tuple[str, str]] = []
        for one in entry.words:
            match one:
                case StatusLabel():
                    words.append((visible_line(one.text), dim) if dim else _status(one, bold=True))
                case ProposalMention():
                    words.append((one.text, "$text-accent"))
                case _:
                    words.append(visible_line(one))
        if entry.evidence is not None:
            mark, tone = signs.evidence_sign(entry.evidence)
            words += [" ", (mark, dim or signs.style(tone))]
        words.append(("".join(f" · {visible_line(one)}" for one in entry.remarks), MUTED))
        words.append(f" ({visible_line(entry.note)})" if entry.note else "")
        lines = self._dated(visible_line(entry.day), Content.assemble(*words))
        mention = next((one for one in entry.words if isinstance(one, ProposalMention)), None)
        yield from self._link(LinkTarget("proposal", mention.id), lines) if mention else lines
        for quotation in entry.quotations:
            yield from self._quotation(quotation, dim)

    def _quotation(self, one: Quotation, dim: str = "") -> Iterator[Laid]:
        against = "against: " if one.is_against else ""
        place = f" {visible_line(one.locator)}" if one.locator else ""
        place = place.replace(" ", JOIN) if len(place) <= JOINED_MOST else place
        sign, tone = signs.evidence_sign(one.strength)
        told = ((f"{JOIN}{sign}", dim or signs.style(tone)),)
        reference = ((f"[{one.number}]", dim or "$text-accent"), (place, MUTED), *told)
        if one.quote:
            *lines, last = visible_block(f"{against}“{one.quote}”").split("\n")
            for line in lines:
                yield from self._wrapped(Content.styled(line, dim or "italic"), self.inside, self.inside)
            whole = Content.assemble((last, dim or "italic"), " ", *reference)
        else:
            whole = Content.assemble(against, *reference)
        yield from self._wrapped(whole, self.inside, self.inside)
        if one.translation:
            yield from self._block(f"= {one.translation}", self.inside, style=MUTED)

    def _linked(self, one: LinkedProposal) -> Iterator[Laid]:
        state = _status(one.status) if one.status else (one.state, MUTED)
        words = Content.assemble((one.other.text, "$text-accent"), f"  {visible_line(one.title)}  ", state)
        label, indent = f"{visible_line(one.label)} ", "  "
        if self.width >= NARROW:
            label = label.ljust(LINK_LABEL)
            indent = " " * len(label)
        yield from self._link(LinkTarget("proposal", one.other.id), self._wrapped(words, (label, MUTED), (indent, "")))

    def _reference(self, one: Reference) -> Iterator[Laid]:
        unchecked = " · quotes not checked against its text" if one.is_unchecked else ""
        words = Content.assemble(visible_line(one.title), (f" · source {one.source_id}{unchecked}", MUTED))
        label = (f"[{one.number}] ", "$text-accent")
        lines = self._wrapped(words, label, (" " * len(label[0]), ""))
        yield from self._link(LinkTarget("source", one.source_id), lines)
        if one.url:
            yield from self._wrapped(Content.styled(visible_line(one.url), MUTED), ("    ", ""), ("    ", ""))

    def _change(self, one: ChangeEntry) -> Iterator[Laid]:
        words = f"changed {signs.moment(one.at)} by {signs.visible_cell(one.who)}: {signs.visible_cell(one.command)}"
        yield from self._wrapped(Content.styled(words, MUTED))

    def _heading(self, words: str) -> Iterator[Laid]:
        yield Laid(Content(""))
        yield Laid(Content.styled(words, f"{MUTED} bold"), is_heading=True)

    def _dated(self, when: str, words: Content) -> Iterator[Laid]:
        """An entry of the life line behind its date."""
        if self.width >= NARROW:
            yield from self._wrapped(words, (f"┃ {when.ljust(DATE)} ", MUTED), INSIDE)
        else:
            date = Content.styled(f"{when.ljust(DATE)} ", MUTED)
            yield from self._wrapped(Content.assemble(date, words), BAR, BAR)

    def _link(self, target: LinkTarget, lines: Iterator[Laid]) -> Iterator[Laid]:
        """These lines as a link."""
        self.targets.append(target)
        number = len(self.targets) - 1
        yield from (Laid(line.content, number) for line in lines)

    def _block(self, text: str, indent: tuple[str, str] = NONE, style: str = "") -> Iterator[Laid]:
        for line in visible_block(text).split("\n"):
            yield from self._wrapped(Content.styled(line, style), indent, indent)

    def _wrapped(self, content: Content, first: tuple[str, str] = NONE, rest: tuple[str, str] = NONE) -> Iterator[Laid]:
        """The content as lines, the first and the rest each behind its own indent."""
        indent = max(len(first[0]), len(rest[0]))
        for number, line in enumerate(self._broken(content, self.width - indent)):
            yield Laid(Content.assemble(rest if number else first, line))

    def _broken(self, content: Content, room: int) -> list[Content]:
        lines = content.wrap(max(room, 8)) or [content]
        return [Content(line.plain.replace(JOIN, " "), spans=[*line.spans]) for line in lines]


def _clipped(line: Content, cells: int) -> Content:
    return line.truncate(cells, ellipsis=True)


def _status(label: StatusLabel, *, bold: bool = False) -> tuple[str, str]:
    """A status as its glyph and word in its tone."""
    tone = signs.style(status_tone(label.code))
    return visible_line(label.text), f"{tone} bold" if bold else tone
