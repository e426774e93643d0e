"""HTML pages that stand alone: everything inside, nothing fetched, read aloud, printed, by day and by night."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from tracker.formats.tones import TONE_COLOURS, status_tone
from tracker.model import UNSURE
from tracker.text import visible_block, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WHOLE_MOST = 30  # characters of a word that a narrow column does not divide
# a word with a hyphen, at which a browser would divide it, and one that is too long for a column
_DIVISIBLE = re.compile(r"[^\s-]+-\S+|\S{31,}")
STYLE = """
:root { color-scheme: light dark; --line: #8886; --quiet: light-dark(#555, #aaa); }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: 1.7rem; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; }
a { color: light-dark(#0a5fb4, #6cb0f5); }
.about, .note, .caption, dt, time, .origin, footer { color: var(--quiet); }
.note { margin: .3rem 0 0; }
footer { border-top: 1px solid var(--line); margin-top: 2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .8rem; width: 100%; }
article, .references { max-width: 56rem; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .5rem; text-align: start; vertical-align: top; }
thead th { white-space: nowrap; }
td, tbody th { overflow-wrap: break-word; white-space: pre-line; font-weight: normal; }
tbody th { min-width: 12rem; }
.whole { white-space: nowrap; }
.long { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
ol.life { list-style: none; padding: 0; }
ol.life > li { border-inline-start: 3px solid var(--line); margin: .5rem 0; padding-inline-start: .8rem; }
blockquote { margin: .3rem 0 .3rem 1rem; white-space: pre-line; }
.translation { margin: .2rem 0 0; }
.text { white-space: pre-line; }
.caption { font-size: .9rem; margin: 1rem 0; }
.caption p { margin: .2rem 0; max-width: 50rem; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { height: auto; max-width: 100%; }
.references li { margin: .3rem 0; overflow-wrap: anywhere; }
:target { outline: 2px solid; }
@media screen and (max-width: 45rem) {
  body { margin: 1rem auto; }
  thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  table, tbody { display: block; font-size: 1rem; }
  tbody tr { border-bottom: 1px solid var(--line); display: flex; flex-direction: column; padding: .7rem 0; }
  tbody th, td { border: 0; padding: .05rem 0; }
  tbody th { font-weight: bold; min-width: 0; order: -1; padding-bottom: .2rem; }
  td { padding-inline-start: 6.5rem; position: relative; }
  td::before { color: var(--quiet); content: attr(data-column); inset-inline-start: 0; max-width: 6rem; }
  td::before { overflow: hidden; position: absolute; text-overflow: ellipsis; white-space: nowrap; }
  td:empty { display: none; }
}
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  tr, li, blockquote { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""
# of a status, whose word or glyph stands there too: the colour says nothing that it alone would say
TONES = "".join(
    f".tone-{name} {{ color: light-dark({colours.light}, {colours.dark}); }}\n"
    for name, colours in TONE_COLOURS.items()
    if name != "plain"
)


def html_text(value: str) -> str:
    """Text as HTML that shows it as it is, on its own lines."""
    return escape(visible_block(value))


def html_line(value: str) -> str:
    """Text as HTML that shows it as it is, on one line."""
    return escape(visible_line(value))


def html_page_head(title: str, about: Sequence[str]) -> Iterator[str]:
    """The page up to its heading, with what is said under it."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{html_line(title)}</title>\n<style>{STYLE}{TONES}</style>\n</head>\n<body>\n<main>\n"
        f'<h1 id="title">{html_line(title)}</h1>\n'
    )
    yield from (f'<p class="about">{html_line(one)}</p>\n' for one in about if one)


def html_caption(lines: Sequence[str]) -> str:
    """What is to be known of a report, below it; nothing for no lines."""
    told = "".join(f"<p>{html_line(one)}</p>\n" for one in lines)
    return f'<div class="caption">\n{told}</div>\n' if told else ""


def html_page_foot(about: Sequence[str] = ()) -> str:
    """The end of the page, with how it was made."""
    lines = "".join(f"<p>{html_line(one)}</p>\n" for one in about if one)
    foot = f"<footer>\n{lines}</footer>\n" if lines else ""
    return f"</main>\n{foot}</body>\n</html>\n"


def html_cell_text(value: str) -> str:
    """Text for a cell of a table: a short word with a hyphen, a date among them, is not divided; a long one may be."""
    return _DIVISIBLE.sub(_keep_whole, html_text(value))


def html_whole(value: str) -> str:
    """A short text as HTML that no column divides, as a place in a source."""
    return f'<span class="whole">{html_line(value)}</span>' if len(value) <= WHOLE_MOST else html_line(value)


def html_status(code: str, words: str) -> str:
    """Words that name a status, in its tone."""
    tone = status_tone(code.removeprefix(UNSURE))
    return html_line(words) if tone == "plain" else f'<span class="whole tone-{tone}">{html_line(words)}</span>'


def _keep_whole(match: re.Match[str]) -> str:
    word = match[0]
    return f'<span class="{"whole" if len(word) <= WHOLE_MOST else "long"}">{word}</span>'


def html_table(header: Sequence[str], rows: Iterable[Sequence[str]], named_by: int) -> Iterator[str]:
    """A table of cells that are HTML already; the cell number `named_by` is what its row is called."""
    heads = "".join(f'<th scope="col">{html_line(name)}</th>' for name in header)
    yield '<div class="wide" role="region" aria-labelledby="title" tabindex="0">\n<table aria-labelledby="title">\n'
    yield f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n"
    for cells in rows:
        drawn = (_html_cell(one, header[at], is_name=at == named_by) for at, one in enumerate(cells))
        yield f"<tr>{''.join(drawn)}</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _html_cell(shown: str, column: str, *, is_name: bool) -> str:
    """A cell; its column is told beside it where the page is too narrow for a table."""
    if is_name:
        return f'<th scope="row" dir="auto">{shown}</th>'
    return f'<td data-column="{html_line(column)}" dir="auto">{shown}</td>'
