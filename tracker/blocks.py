"""A proposal opened as one tree of blocks: values without width, colour or markup, which every speaker draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates, life
from tracker.model import UNSURE, ChangeEntry, Look, Neighbour
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tracker.model import Citation, Detail

    SourceNumber = Callable[[int], int]  # under which number of the page a source is cited, by its id

LIFE = "What became of it"
ALSO = "Also"
LINKS = "Links"
SOURCES = "Sources"
UNDATED = "undated"


class StatusLabel(NamedTuple):
    """A status: its glyph, empty if it is not known, and its code, behind `~` if it is unsure."""

    glyph: str
    code: str

    @property
    def text(self) -> str:
        """Both in one."""
        return f"{self.glyph} {self.code}" if self.glyph else self.code


class ProposalMention(NamedTuple):
    """Another proposal in a sentence: a link that leads there."""

    id: int

    @property
    def text(self) -> str:
        """Its number as it is read."""
        return f"#{self.id}"


Words = tuple[str | StatusLabel | ProposalMention, ...]


class Head(NamedTuple):
    """What stands above all: number and title, the status and since when, how so and what it is, what is the matter."""

    id: int
    title: str
    status: StatusLabel
    since: str
    remarks: tuple[str, ...]
    flags: tuple[str, ...]
    removed_on: str

    @property
    def standing(self) -> list[str]:
        """All that it says below the title, as one line has it."""
        since = f" since {self.since}" if self.since else ""
        return [self.status.text + since, *self.remarks, *self.flags, *(["removed"] if self.removed_on else [])]


class Fact(NamedTuple):
    """A value under its name."""

    label: str
    value: str


class FactList(NamedTuple):
    """What is said of it, each by its name."""

    facts: tuple[Fact, ...]


class Summary(NamedTuple):
    """What it is about, in lines."""

    text: str


class OwnNote(NamedTuple):
    """Our own words on it, in lines."""

    text: str


class Quotation(NamedTuple):
    """A quote, where it stands, and the number of its source; without a quote the place alone."""

    quote: str
    number: int
    locator: str
    translation: str
    is_against: bool


class LifeEntry(NamedTuple):
    """An entry of the life line: when, what, and the passages that say so.

    `supported` is the mark of its evidence, None where there is nothing to support; `note` is our own.
    """

    day: str
    words: Words
    remarks: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    supported: bool | None = None
    note: str = ""
    is_corrected: bool = False


class LinkedProposal(NamedTuple):
    """Another proposal, what it is to this one, and where it stands; no status if it was removed."""

    label: str
    other: ProposalMention
    title: str
    status: StatusLabel | None

    @property
    def state(self) -> str:
        """Where it stands, or that it was removed."""
        return self.status.text if self.status else "removed"


class Reference(NamedTuple):
    """A source that passages are from, by the number of the page."""

    number: int
    source_id: int
    title: str
    url: str
    is_unchecked: bool


Item = LifeEntry | Quotation | LinkedProposal | Reference | ChangeEntry


class Section(NamedTuple):
    """Items of one kind under a heading."""

    heading: str
    items: tuple[Item, ...]


Block = Head | FactList | Summary | OwnNote | Section
Tree = tuple[Block, ...]


def proposal_blocks(
    detail: Detail, glyphs: Mapping[str, str], number: SourceNumber | None = None, *, numbered: bool = False
) -> Tree:
    """All that is said of a proposal; status events with their numbers if `numbered`.

    `glyphs` are those of the statuses; without `number` its sources are numbered as they are first mentioned.
    """
    number = number or number_sources()
    blocks: Iterable[Block] = (
        FactList(tuple(_facts(detail))),
        Summary(detail.proposal.summary),
        OwnNote(detail.note),
        Section(LIFE, tuple(_entries(detail, glyphs, number, numbered=numbered))),
        Section(ALSO, tuple(quotation_block(one, number) for one in life.passages_without_event(detail))),
        Section(LINKS, tuple(_link(one, glyphs) for one in detail.neighbours)),
        Section(SOURCES, tuple(_references(detail, number))),
        history_block(detail.history),
    )
    return (_head(detail, glyphs), *(one for one in blocks if one[-1]))  # the last field of a block is what it holds


def number_sources() -> SourceNumber:
    """Numbers sources from 1, in the order in which they are asked for."""
    numbers: dict[int, int] = {}
    return lambda source: numbers.setdefault(source, len(numbers) + 1)


def words_text(words: Words) -> str:
    """A sentence as it is read."""
    return "".join(one if isinstance(one, str) else one.text for one in words)


def status_label(code: str, glyphs: Mapping[str, str]) -> StatusLabel:
    """A status, unsure or not, as it is drawn."""
    return StatusLabel(glyphs.get(code.removeprefix(UNSURE), ""), code)


def quotation_block(one: Citation, number: SourceNumber) -> Quotation:
    """A citation with the number of its source."""
    return Quotation(one.quote, number(one.source.id), one.locator, one.translation, one.stance == "contradicts")


def step_block(
    step: life.LifeStep, glyphs: Mapping[str, str], number: SourceNumber, *, numbered: bool = False
) -> LifeEntry:
    """A status event with its evidence; with its number if `numbered`, or if another event names it."""
    return LifeEntry(
        step.event.occurred_on or UNDATED,
        (status_label(step.event.status, glyphs),),
        tuple(step.remarks(numbered=numbered)),
        tuple(quotation_block(one, number) for one in step.cited),
        supported=step.supported,
        is_corrected=step.corrected_by is not None,
    )


def look_block(look: Look) -> LifeEntry:
    """A search that found nothing new."""
    again = f"; again on {look.next_on}" if look.next_on else ""
    return LifeEntry(look.looked_on, (f"◦ looked: {look.places}, nothing new{again}",), note=look.note)


def history_block(changes: tuple[ChangeEntry, ...]) -> Section:
    """The changes of a record, under how many they are."""
    return Section(plural(len(changes), "change"), changes)


def _head(detail: Detail, glyphs: Mapping[str, str]) -> Head:
    said = detail.proposal
    remarks = (said.reason, said.extent, said.kind, ", ".join(said.topics) or "no topic")
    return Head(
        said.id,
        said.title,
        status_label(said.status, glyphs),
        _day(said.status_on),
        tuple(one for one in remarks if one),
        said.flags,
        (detail.removed_at or "")[:10],
    )


def _facts(detail: Detail) -> Iterator[Fact]:
    """The one table of the names of facts, in their order; nothing empty."""
    said = detail.proposal
    spoken = f" ({'; '.join(said.speakers)})" if said.speakers else ""
    table = [
        ("by", "; ".join(said.proposers) + spoken),
        ("to", "; ".join(said.addressees)),
        ("supported by", "; ".join(said.supporters)),
        ("opposed by", "; ".join(said.opponents)),
        ("at", ", ".join(part for part in (said.body, said.meeting, said.place) if part)),
        ("on", _day(said.proposed_on)),
        ("deadline", _day(said.deadline_on)),
        ("tags", ", ".join(said.tags)),
        ("uncheckable", detail.uncheckable or ""),
        *((f"x.{name}", value) for name, value in detail.extra.items()),
    ]
    return (Fact(label, value) for label, value in table if value)


def _day(partial: str | None) -> str:
    return dates.date_in_words(partial) if partial and dates.is_partial_date(partial) else partial or ""


def _entries(detail: Detail, glyphs: Mapping[str, str], number: SourceNumber, *, numbered: bool) -> Iterator[LifeEntry]:
    """What became of it, in the order of the calendar, and where each stands whom it concerns."""
    for one in life.life_entries(detail):
        if isinstance(one, Look):
            yield look_block(one)
        elif isinstance(one, Neighbour):
            yield _repetition(one)
        else:
            yield step_block(one, glyphs, number, numbered=numbered)
    if each := life.actor_progress(detail.status_events, detail.proposal.addressees):
        yield LifeEntry("so far", (life.progress_text(each),))


def _repetition(other: Neighbour) -> LifeEntry:
    proposer = f"{other.proposer}, " if other.proposer else ""
    return LifeEntry(
        other.voiced_on or UNDATED,
        (f"↻ repeated by {proposer}", ProposalMention(other.id)),
        () if other.evidence else ("no evidence",),
        supported=other.evidence,
    )


def _link(one: Neighbour, glyphs: Mapping[str, str]) -> LinkedProposal:
    status = None if one.is_removed else status_label(one.status, glyphs)
    return LinkedProposal(one.said, ProposalMention(one.id), one.title, status)


def _references(detail: Detail, number: SourceNumber) -> Iterable[Reference]:
    """The sources of the quotations that are told, by their numbers."""
    events = {None, *(one.id for one in detail.status_events)}
    sources = {one.source.id: one.source for one in detail.citations if one.status_event_id in events}
    unchecked = {one.source.id for one in detail.citations if one.start_at is None}
    return sorted(
        Reference(
            number(source), source, one.title or one.url or "", (one.title and one.url) or "", source in unchecked
        )
        for source, one in sources.items()
    )
