"""A proposal opened as one tree of blocks: values without width, colour or markup, which every speaker draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates, life
from tracker.clocks import local_day
from tracker.model import UNSURE, ChangeEntry, Look, Neighbour
from tracker.strength import SIGNS
from tracker.text import flow_lines, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tracker.model import Citation, Detail
    from tracker.strength import Strength

    SourceNumber = Callable[[int], int]  # under which number of the page a source is cited, by its id

LIFE = "What became of it"
ALSO = "Also"
LINKS = "Links"
SOURCES = "Sources"
UNDATED = "undated"
EXTRA_PREFIX = "x."  # before the name of an imported column
FLAGS_IN_WORDS = {"unsupported": "no evidence for this status", "uncheckable": "cannot be checked"}


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
    """A quote, where it stands, the number of its source, how far it was checked; the source as a whole has neither."""

    quote: str
    number: int
    locator: str
    translation: str
    is_against: bool
    strength: Strength


class LifeEntry(NamedTuple):
    """An entry of the life line: when, what, and the passages that say so.

    `evidence` is its strength, None where there is nothing to support; `note` is our own; `earlier` is as what it was
    entered before it was corrected.
    """

    day: str
    words: Words
    remarks: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    evidence: Strength | None = None
    note: str = ""
    is_corrected: bool = False
    earlier: tuple[str, ...] = ()


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
    detail: Detail,
    glyphs: Mapping[str, str],
    number: SourceNumber | None = None,
    *,
    numbered: bool = False,
    for_readers: bool = False,
) -> Tree:
    """All that is said of a proposal; status events with their numbers if `numbered`.

    `glyphs` are those of the statuses; without `number` its sources are numbered as they are first mentioned.
    `for_readers` who have never seen the program, what was corrected is a note at its correction.
    """
    number = number or number_sources()
    blocks: Iterable[Block] = (
        FactList(tuple(_facts(detail, "" if for_readers else EXTRA_PREFIX))),
        Summary(detail.proposal.summary),
        OwnNote(detail.note),
        Section(LIFE, tuple(_entries(detail, glyphs, number, numbered=numbered, for_readers=for_readers))),
        Section(ALSO, tuple(quotation_block(one, number) for one in life.passages_without_event(detail))),
        Section(LINKS, tuple(_link(one, glyphs) for one in detail.neighbours)),
        Section(SOURCES, tuple(_references(detail, number))),
        history_block(detail.history),
    )
    # the last field of a block is what it holds
    return (_head(detail, glyphs, for_readers=for_readers), *(one for one in blocks if one[-1]))


def number_sources() -> SourceNumber:
    """Numbers sources from 1, in the order in which they are asked for."""
    numbers: dict[int, int] = {}
    return lambda source: numbers.setdefault(source, len(numbers) + 1)


def words_text(words: Words) -> str:
    """A sentence as it is read."""
    return "".join(one if isinstance(one, str) else one.text for one in words)


def signed_words(entry: LifeEntry) -> str:
    """What an entry of the life line says, with the sign of its evidence."""
    return words_text(entry.words) + (f" {SIGNS[entry.evidence]}" if entry.evidence else "")


def status_label(code: str, glyphs: Mapping[str, str]) -> StatusLabel:
    """A status, unsure or not, as it is drawn."""
    return StatusLabel(glyphs.get(code.removeprefix(UNSURE), ""), code)


def quotation_block(one: Citation, number: SourceNumber) -> Quotation:
    """A citation with the number of its source; its lines flow, whatever the page was that they stood on."""
    quote, translation = flow_lines(one.quote), flow_lines(one.translation)
    against = one.stance == "contradicts"
    return Quotation(quote, number(one.source.id), one.locator, translation, against, one.strength)


def step_block(
    step: life.LifeStep,
    glyphs: Mapping[str, str],
    number: SourceNumber,
    *,
    numbered: bool = False,
    for_readers: bool = False,
) -> LifeEntry:
    """A status event with its evidence; with its number if `numbered`, or if another event names it."""
    return LifeEntry(
        dates.mark_damaged_date(step.event.occurred_on) if step.event.occurred_on else UNDATED,
        (status_label(step.event.status, glyphs),),
        tuple(step.remarks(numbered=numbered, for_readers=for_readers)),
        tuple(quotation_block(one, number) for one in step.cited),
        evidence=step.strength,
        is_corrected=step.corrected_by is not None,
    )


def look_block(look: Look) -> LifeEntry:
    """A search that found nothing new."""
    again = f"; again on {look.next_on}" if look.next_on else ""
    day = dates.mark_damaged_date(look.looked_on)
    return LifeEntry(day, (f"◦ looked: {look.places}, nothing new{again}",), note=look.note)


def history_block(changes: tuple[ChangeEntry, ...]) -> Section:
    """The changes of a record, under how many they are."""
    return Section(plural(len(changes), "change"), changes)


def _head(detail: Detail, glyphs: Mapping[str, str], *, for_readers: bool) -> Head:
    said = detail.proposal
    flags = tuple(FLAGS_IN_WORDS.get(one, one) for one in said.flags) if for_readers else said.flags
    remarks = (said.reason, said.extent, said.kind, ", ".join(said.topics) or "no topic")
    return Head(
        said.id,
        said.title,
        status_label(said.status, glyphs),
        _day(said.status_on),
        tuple(one for one in remarks if one),
        flags,
        local_day(detail.removed_at) if detail.removed_at else "",
    )


def _facts(detail: Detail, extra_prefix: str) -> Iterator[Fact]:
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
        *((extra_prefix + name, value) for name, value in detail.extra.items()),
    ]
    return (Fact(label, value) for label, value in table if value)


def _day(partial: str | None) -> str:
    return dates.date_in_words(partial) if partial else ""


def _entries(
    detail: Detail, glyphs: Mapping[str, str], number: SourceNumber, *, numbered: bool, for_readers: bool
) -> Iterator[LifeEntry]:
    """What became of it, in the order of the calendar, and where each stands whom it concerns."""
    for one in life.life_entries(detail):
        if isinstance(one, Look):
            yield look_block(one)
        elif isinstance(one, Neighbour):
            yield _repetition(one)
        elif not for_readers:
            yield step_block(one, glyphs, number, numbered=numbered)
        elif one.corrected_by is None:
            earlier = tuple(_earlier_entries(detail, glyphs, one.event.supersedes_id))
            yield step_block(one, glyphs, number, for_readers=True)._replace(earlier=earlier)
    if each := life.actor_progress(detail.status_events, detail.proposal.addressees):
        yield LifeEntry("so far", (life.progress_text(each),))


def _earlier_entries(detail: Detail, glyphs: Mapping[str, str], corrected: int | None) -> Iterator[str]:
    """As what an event was entered before, the latest first."""
    events = {one.id: one for one in detail.status_events}
    while corrected is not None and (event := events.get(corrected)) is not None:
        label = status_label(event.status, glyphs).text
        parts = [label, _day(event.occurred_on) or UNDATED, *life.life_step(detail, event).circumstances]
        yield f"Corrected; entered before as: {', '.join(parts)}"
        corrected = event.supersedes_id


def _repetition(other: Neighbour) -> LifeEntry:
    proposer = f"{other.proposer}, " if other.proposer else ""
    return LifeEntry(
        other.voiced_on or UNDATED,
        (f"↻ repeated by {proposer}", ProposalMention(other.id)),
        ("no evidence",) if other.evidence == "none" else (),
        evidence=other.evidence,
    )


def _link(one: Neighbour, glyphs: Mapping[str, str]) -> LinkedProposal:
    status = None if one.is_removed else status_label(one.status, glyphs)
    return LinkedProposal(one.said, ProposalMention(one.id), one.title, status)


def _references(detail: Detail, number: SourceNumber) -> Iterable[Reference]:
    """The sources of the quotations that are told, by their numbers."""
    events = {None, *(one.id for one in detail.status_events)}
    sources = {one.source.id: one.source for one in detail.citations if one.status_event_id in events}
    unchecked = {one.source.id for one in detail.citations if one.quote and one.start_at is None}
    return sorted(
        Reference(
            number(source), source, one.title or one.url or "", (one.title and one.url) or "", source in unchecked
        )
        for source, one in sources.items()
    )
