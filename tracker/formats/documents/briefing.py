"""A briefing on proposals as Markdown and as an HTML page, with a bibliography and without our own notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tracker.blocks import proposal_blocks
from tracker.dates import date_in_words, is_partial_date
from tracker.formats.documents import html, references
from tracker.formats.documents.html_blocks import block_html
from tracker.formats.documents.markdown import escape_markdown, markdown_lines
from tracker.formats.documents.markdown_blocks import block_markdown
from tracker.formats.pictures.canvas import figure_html
from tracker.formats.pictures.lifeline import life_picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.blocks import Tree
    from tracker.formats.documents.references import Numbers
    from tracker.model import Detail, Proposal, Source, Status

    Sources = Callable[[Numbers], Iterable[tuple[int, Source]]]

OTHER = "other"  # the topic of what has none of its own
T = TypeVar("T")


class BriefingWords(NamedTuple):
    """What is said on a briefing beside its proposals: its title (none: what they share), under it, below."""

    title: str = ""
    heading: str = ""
    made: str = ""
    caption: tuple[str, ...] = ()


class Briefing(NamedTuple):
    """All that a briefing says, for whoever writes it: proposals opened as trees, and the references under numbers.

    `is_alone`: it is on one proposal and has no other title than this one.
    """

    title: str
    is_alone: bool
    words: BriefingWords
    articles: Sequence[tuple[Detail, Tree]]
    references: Sequence[tuple[int, Source]]

    @property
    def languages(self) -> dict[int, str]:
        """In which language each source is, by its number."""
        return {number: references.language_tag(source) for number, source in self.references}


def read_briefing(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: Sources, words: BriefingWords
) -> Briefing:
    """What a briefing on these proposals says; `sources` reads those that were numbered."""
    numbers = references.Numbers()
    glyphs = {code: status.glyph for code, status in statuses.items()}
    articles = [(one, proposal_blocks(one, glyphs, numbers.of, for_readers=True)) for one in details]
    title, is_alone = words.title or briefing_title(details), len(details) == 1 and not words.title
    return Briefing(title, is_alone, words, articles, list(sources(numbers)))


def briefing_markdown(said: Briefing) -> Iterator[str]:
    """The briefing as Markdown that shows every text as it is."""
    if not said.is_alone:
        yield f"# {escape_markdown(said.title)}\n\n"
    if said.words.heading:
        yield f"{escape_markdown(said.words.heading)}\n\n"
    for at, (_, tree) in enumerate(said.articles):
        yield from ["\n"] * bool(at)
        yield from map(block_markdown, tree)
    yield from markdown_lines(said.words.caption)
    yield from references.references_markdown(said.references)
    yield from markdown_lines([said.words.made])


def briefing_html(said: Briefing, statuses: Mapping[str, Status]) -> Iterator[str]:
    """The briefing as a complete page, with the life of each proposal as a picture."""
    languages = said.languages
    yield from html.html_page_head(said.title, [said.words.heading])
    for detail, tree in said.articles:
        body = "".join(block_html(block, languages, alone=said.is_alone) for block in tree)
        yield f'<article id="proposal-{detail.proposal.id}">\n{body}{_life_figure(detail, statuses)}</article>\n'
    yield html.html_caption(said.words.caption)
    yield from references.references_html(said.references)
    yield html.html_page_foot([said.words.made])


def _life_figure(detail: Detail, statuses: Mapping[str, Status]) -> str:
    """The life of a proposal as a picture, if more than one thing happened."""
    if len(detail.status_events) + len(detail.looks) < 2:  # noqa: PLR2004 - one date needs no axis
        return ""
    return figure_html(life_picture(detail, statuses))


def briefing_title(details: Sequence[Detail]) -> str:
    """What a briefing is called: its proposal, or what all share: who proposed them, on what, where and when."""
    proposals = [one.proposal for one in details]
    if len(proposals) == 1:
        return proposals[0].title
    proposers, topic = _shared(one.proposers for one in proposals), _shared(one.topics[:1] for one in proposals)
    body, meeting, place = (_shared(getattr(one, name) for one in proposals) for name in ("body", "meeting", "place"))
    title = "Proposals"
    if proposers:
        title += f" by {' and '.join([', '.join(proposers[:-1])] * bool(proposers[1:]) + [proposers[-1]])}"
    if topic and topic[0] != OTHER:
        title += f" on {topic[0].rpartition('/')[2].replace('-', ' ')}"
    return ", ".join(part for part in (title, body, meeting, place, _time_span(proposals)) if part)


def _shared(values: Iterable[T]) -> T | None:
    """The value that all have, None if they differ."""
    first, *others = values
    return first if all(one == first for one in others) else None


def _time_span(proposals: Sequence[Proposal]) -> str:
    """When all were put forward: the day, or the first and the last year; empty where a date is missing."""
    days = [one.proposed_on or "" for one in proposals]
    if not all(map(is_partial_date, days)):
        return ""
    first, last = min(days), max(days)
    years = first[:4] if first[:4] == last[:4] else f"{first[:4]} to {last[:4]}"
    return date_in_words(first) if first == last else years
