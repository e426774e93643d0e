"""A briefing on one proposal or several: facts, the life line with its evidence and quotes, references.

As Markdown and as an HTML page. Our own notes are left out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates, life
from tracker.formats import pages, references
from tracker.formats.markdown import plain
from tracker.model import UNSURE, Look, Neighbour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.formats.references import Numbers
    from tracker.model import Citation, Detail, Source, Status

    Sources = Callable[[Numbers], Iterable[tuple[int, Source]]]

ALSO = "Also"
LIFE = "What became of it"


class Act(NamedTuple):
    """An entry of the life line: when, what, and the passages that say so."""

    when: str
    said: str
    cited: Sequence[Citation] = ()


def markdown(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: Sources, about: Sequence[str] = ()
) -> Iterator[str]:
    """The briefing as Markdown that shows every text as it is; `sources` reads those that were numbered."""
    numbers = references.Numbers()
    yield from (f"{plain(one)}\n\n" for one in about if one)
    for at, detail in enumerate(details):
        yield from ["\n"] * bool(at)
        yield from _markdown(detail, statuses, numbers)
    yield from references.markdown(sources(numbers))


def html(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: Sources, about: Sequence[str] = ()
) -> Iterator[str]:
    """The briefing as a page that stands alone; `sources` reads those that were numbered."""
    numbers = references.Numbers()
    title = title_of(details)
    yield from pages.begun(title, about)
    bodies = "".join(part for detail in details for part in _html(detail, statuses, numbers, alone=len(details) == 1))
    listed = list(sources(numbers))
    yield bodies
    yield from references.html(listed)
    yield pages.ended()


def title_of(details: Sequence[Detail]) -> str:
    """What the page is called: its proposal, or how many there are."""
    return details[0].proposal.title if len(details) == 1 else f"{len(details)} proposals"


def _status(code: str, statuses: Mapping[str, Status]) -> str:
    known = statuses.get(code.removeprefix(UNSURE))
    return f"{known.glyph} {code}" if known else code


def _standing(detail: Detail, statuses: Mapping[str, Status]) -> list[str]:
    """Where it stands and since when, how so, what it is, its topics, what is the matter with it."""
    said = detail.proposal
    since = f" since {dates.in_words(said.status_on)}" if said.status_on else ""
    parts = [_status(said.status, statuses) + since, said.reason, said.extent, said.kind]
    parts += [", ".join(said.topics) or "no topic", *said.flags, "removed" if detail.removed_at else None]
    return [part for part in parts if part]


def acts(detail: Detail, statuses: Mapping[str, Status]) -> Iterator[Act]:
    """What became of it, in the order of the calendar."""
    for one in life.entries(detail):
        if isinstance(one, Look):
            yield Act(one.looked_on, f"looked: {one.places}, nothing new")
        elif isinstance(one, Neighbour):
            who = f"{one.proposer}, #{one.id}" if one.proposer else f"#{one.id}"
            yield Act(one.voiced_on or "", f"repeated by {who}" + ("" if one.evidence else " (no evidence)"))
        else:
            said = " · ".join([_status(one.event.status, statuses), *one.remarks()])
            yield Act(one.event.occurred_on or "", said, one.cited)
    if each := life.progress(detail.status_events, detail.proposal.addressees):
        yield Act("so far", life.progress_said(each))


def _links(detail: Detail, statuses: Mapping[str, Status]) -> list[tuple[str, str]]:
    return [
        (one.said, f"#{one.id} {one.title} [{'removed' if one.is_removed else _status(one.status, statuses)}]")
        for one in detail.neighbours
    ]


# Markdown


def _markdown(detail: Detail, statuses: Mapping[str, Status], numbers: Numbers) -> Iterator[str]:
    said = detail.proposal
    yield f"## {plain(said.title)} (\\#{said.id})\n\n{' · '.join(map(plain, _standing(detail, statuses)))}\n"
    told = [*life.facts(detail), *_links(detail, statuses)]
    if told:
        yield "\n"
    yield from (f"- **{plain(name)}:** {plain(value)}\n" for name, value in told)
    yield from (f"\n{shown}\n" for line in said.summary.splitlines() if (shown := plain(line)))
    yield f"\n### {LIFE}\n\n"
    for act in acts(detail, statuses):
        yield f"- {plain(act.when or 'undated')}: {plain(act.said)}\n"
        yield from (line for one in act.cited for line in _quoted(one, numbers, "  "))
    if others := life.others(detail):
        yield f"\n### {ALSO}\n"
        yield from (line for one in others for line in _quoted(one, numbers, ""))


def _quoted(one: Citation, numbers: Numbers, indent: str) -> Iterator[str]:
    """A passage as a block of its own, with its reference and its translation."""
    against = "against: " if one.stance == "contradicts" else ""
    quote = f"“{plain(one.quote)}” " if one.quote else ""
    where = references.mention(numbers.of(one.source.id)) + (f", {plain(one.locator)}" if one.locator else "")
    yield f"\n{indent}> {against}{quote}{where}\n"
    if one.translation:
        yield f"{indent}>\n{indent}> = {plain(one.translation)}\n"


# HTML


def _html(detail: Detail, statuses: Mapping[str, Status], numbers: Numbers, *, alone: bool) -> Iterator[str]:
    said = detail.proposal
    yield f'<article id="proposal-{said.id}">\n'
    if not alone:
        yield f'<h2 dir="auto">{pages.line(said.title)} <a href="#proposal-{said.id}">#{said.id}</a></h2>\n'
    number = [f"#{said.id}"] if alone else []
    yield f"<p>{' · '.join(map(pages.line, [*number, *_standing(detail, statuses)]))}</p>\n"
    told = [*life.facts(detail), *_links(detail, statuses)]
    if told:
        pairs = (f'<dt>{pages.line(name)}</dt><dd dir="auto">{pages.line(value)}</dd>\n' for name, value in told)
        yield f"<dl>\n{''.join(pairs)}</dl>\n"
    if said.summary:
        yield f'<p class="text" dir="auto">{pages.text(said.summary)}</p>\n'
    yield f'<h{3 - alone}>{LIFE}</h{3 - alone}>\n<ol class="life">\n'
    for act in acts(detail, statuses):
        quotes = "".join(_quote(one, numbers) for one in act.cited)
        yield f"<li>{_time(act.when)} {pages.line(act.said)}{quotes}</li>\n"
    yield "</ol>\n"
    if others := life.others(detail):
        yield f"<h{3 - alone}>{ALSO}</h{3 - alone}>\n{''.join(_quote(one, numbers) for one in others)}\n"
    yield "</article>\n"


def _time(when: str) -> str:
    shown = pages.line(when or "undated")
    return f'<time datetime="{shown}">{shown}</time>' if dates.is_partial(when) else shown


def _quote(one: Citation, numbers: Numbers) -> str:
    against = "against: " if one.stance == "contradicts" else ""
    quote = f'<q dir="auto">{pages.text(one.quote)}</q> ' if one.quote else ""
    mention = references.mention(numbers.of(one.source.id), as_html=True)
    where = mention + (f", {pages.line(one.locator)}" if one.locator else "")
    translated = f'<br>= <span dir="auto">{pages.text(one.translation)}</span>' if one.translation else ""
    return f'<blockquote>{against}{quote}<span class="origin">{where}</span>{translated}</blockquote>'
