"""Blocks as HTML in which text from outside is never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.blocks import (
    FactList,
    Head,
    LifeEntry,
    LinkedProposal,
    OwnNote,
    Quotation,
    Reference,
    Section,
    StatusLabel,
    Summary,
    signed_words,
)
from tracker.formats.documents import html
from tracker.formats.documents.caption import TRANSLATED
from tracker.formats.documents.list_cells import EvidenceCell, StatusCell
from tracker.formats.documents.references import language_attribute, mention
from tracker.model import ChangeEntry
from tracker.strength import SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.blocks import Block, Item
    from tracker.formats.documents.list_cells import Cell, SourceMention

AROUND = {LifeEntry: ('<ol class="life">\n', "</ol>\n"), LinkedProposal: ("<dl>\n", "</dl>\n")}


def block_html(block: Block, languages: Mapping[int, str], *, alone: bool) -> str:
    """A block of a briefing, nothing for our own note; if it is `alone` the page has the title already.

    `languages` are those of the sources, by their numbers.
    """
    match block:
        case Head():
            return _head_html(block, alone=alone)
        case FactList(facts):
            return f"<dl>\n{''.join(_described(one.label, one.value) for one in facts)}</dl>\n"
        case Summary(text):
            return f'<p class="text" dir="auto">{html.html_text(text)}</p>\n'
        case Section():
            return _section_html(block, languages, level=2 if alone else 3)
        case OwnNote():
            return ""


def _head_html(head: Head, *, alone: bool) -> str:
    title = f'<h2 dir="auto">{html.html_line(head.title)} <a href="#proposal-{head.id}">#{head.id}</a></h2>\n'
    number = [f"#{head.id}"] if alone else []
    standing = _toned(" · ".join(map(html.html_line, [*number, *head.standing])), [head.status])
    return ("" if alone else title) + f"<p>{standing}</p>\n"


def _section_html(section: Section, languages: Mapping[int, str], level: int) -> str:
    items = "".join(_item_html(one, languages) for one in section.items)
    begin, end = AROUND.get(type(section.items[0]), ("", ""))
    return f"<h{level}>{html.html_line(section.heading)}</h{level}>\n{begin}{items}{end}" if items else ""


def _item_html(item: Item, languages: Mapping[int, str]) -> str:
    """An item; nothing for a change, nor for the short reference of a page: a briefing has a bibliography."""
    match item:
        case LifeEntry():
            words = html.html_line(" · ".join([signed_words(item), *item.remarks]))
            words = _toned(words, [one for one in item.words if isinstance(one, StatusLabel)])
            earlier = "".join(f'<p class="note">{html.html_line(one)}</p>' for one in item.earlier)
            quotes = "".join(_blockquote_html(one, languages) for one in item.quotations)
            return f"<li>{_time(item.day)} {words}{quotes}{earlier}</li>\n"
        case Quotation():
            return _blockquote_html(item, languages) + "\n"
        case LinkedProposal():
            return _described(item.label, f"{item.other.text} {item.title} [{item.state}]")
        case Reference() | ChangeEntry():
            return ""


def _toned(line: str, labels: Iterable[StatusLabel]) -> str:
    """A line of HTML with the statuses that it names in their tones."""
    for one in labels:
        line = line.replace(html.html_line(one.text), html.html_status(one.code, one.text), 1)
    return line


def _described(label: str, value: str) -> str:
    return f'<dt>{html.html_line(label)}</dt><dd dir="auto">{html.html_line(value)}</dd>\n'


def _time(day: str) -> str:
    shown = html.html_line(day)
    if dates.is_partial_date(day):
        return f'<time datetime="{shown}">{shown}</time>'
    return f'<span class="origin">{shown}</span>'


def _blockquote_html(one: Quotation, languages: Mapping[int, str]) -> str:
    """A passage in its own language, with its translation below."""
    against = "against: " if one.is_against else ""
    lang = language_attribute(languages.get(one.number, ""))
    quote = f'<q dir="auto"{lang}>{html.html_text(one.quote)}</q> ' if one.quote else ""
    where = mention(one.number, as_html=True) + (f", {html.html_whole(one.locator)}" if one.locator else "")
    origin = f'<span class="origin">{where}&nbsp;{SIGNS[one.strength]}</span>'
    return f"<blockquote>{against}{quote}{origin}{_translation_html(one)}</blockquote>"


def _translation_html(one: Quotation) -> str:
    if not one.translation:
        return ""
    words = f'<q dir="auto">{html.html_text(one.translation)}</q>'
    return f'<p class="translation"><span class="origin">{TRANSLATED}:</span> {words}</p>'


def cell_html(cell: Cell) -> str:
    """A cell of a list."""
    match cell:
        case EvidenceCell():
            told = [*map(_mention_html, cell.mentions), *([cell.remark] if cell.remark else [])]
            return f"{cell.sign} {'; '.join(told)}"
        case StatusCell():
            return html.html_status(cell.code, cell.words)
        case str():
            return html.html_cell_text(cell)


def _mention_html(one: SourceMention) -> str:
    return one.before + ", ".join([mention(one.number, as_html=True), *map(html.html_whole, one.places)])
