"""A briefing on proposals as Markdown and as an HTML page, with a bibliography and without our own notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.blocks import proposal_blocks
from tracker.formats.documents import html, references
from tracker.formats.documents.html_blocks import block_html
from tracker.formats.documents.markdown import escape_markdown
from tracker.formats.documents.markdown_blocks import block_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.blocks import Tree
    from tracker.formats.documents.references import Numbers
    from tracker.model import Detail, Source, Status

    Sources = Callable[[Numbers], Iterable[tuple[int, Source]]]


def briefing_markdown(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: Sources, about: Sequence[str] = ()
) -> Iterator[str]:
    """The briefing as Markdown that shows every text as it is; `sources` reads those that were numbered."""
    numbers = references.Numbers()
    yield from (f"{escape_markdown(one)}\n\n" for one in about if one)
    for at, tree in enumerate(_trees(details, statuses, numbers)):
        yield from ["\n"] * bool(at)
        yield from map(block_markdown, tree)
    yield from references.references_markdown(sources(numbers))


def briefing_html(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: Sources, about: Sequence[str] = ()
) -> Iterator[str]:
    """The briefing as a complete page; `sources` reads those that were numbered."""
    numbers = references.Numbers()
    yield from html.html_page_head(title_of(details), about)
    for detail, tree in zip(details, _trees(details, statuses, numbers), strict=True):
        body = "".join(block_html(block, alone=len(details) == 1) for block in tree)
        yield f'<article id="proposal-{detail.proposal.id}">\n{body}</article>\n'
    yield from references.references_html(sources(numbers))
    yield html.html_page_foot()


def title_of(details: Sequence[Detail]) -> str:
    """What the page is called: its proposal, or how many there are."""
    return details[0].proposal.title if len(details) == 1 else f"{len(details)} proposals"


def _trees(details: Sequence[Detail], statuses: Mapping[str, Status], numbers: Numbers) -> Iterator[Tree]:
    glyphs = {code: status.glyph for code, status in statuses.items()}
    return (proposal_blocks(one, glyphs, numbers.of) for one in details)
