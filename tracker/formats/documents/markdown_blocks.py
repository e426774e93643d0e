"""Blocks as Markdown in which text from outside is never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.blocks import (
    FactList,
    Head,
    LifeEntry,
    LinkedProposal,
    OwnNote,
    Quotation,
    Reference,
    Section,
    Summary,
    signed_words,
)
from tracker.formats.documents.caption import TRANSLATED
from tracker.formats.documents.list_cells import EvidenceCell, StatusCell
from tracker.formats.documents.markdown import escape_markdown
from tracker.formats.documents.references import mention
from tracker.model import ChangeEntry
from tracker.strength import SIGNS

if TYPE_CHECKING:
    from tracker.blocks import Block, Item
    from tracker.formats.documents.list_cells import Cell, SourceMention


def block_markdown(block: Block) -> str:
    """A block of a briefing, below an empty line where it does not begin it; nothing for our own note."""
    match block:
        case Head():
            return _head_markdown(block)
        case FactList(facts):
            return "\n" + "".join(_labelled(one.label, one.value) for one in facts)
        case Summary(text):
            return "".join(f"\n{shown}\n" for line in text.splitlines() if (shown := escape_markdown(line)))
        case Section():
            return _section_markdown(block)
        case OwnNote():
            return ""


def quotation_markdown(one: Quotation) -> str:
    """A passage with its reference, on one line."""
    against = "against: " if one.is_against else ""
    quote = f"“{escape_markdown(one.quote)}” " if one.quote else ""
    place = f", {escape_markdown(one.locator)}" if one.locator else ""
    return f"{against}{quote}{mention(one.number)}{place} {SIGNS[one.strength]}"


def _head_markdown(head: Head) -> str:
    number, standing = escape_markdown(f"#{head.id}"), " · ".join(map(escape_markdown, head.standing))
    return f"## {escape_markdown(head.title)} ({number})\n\n{standing}\n"


def _section_markdown(section: Section) -> str:
    below = "" if isinstance(section.items[0], Quotation) else "\n"  # a quotation begins with an empty line itself
    items = "".join(map(_item_markdown, section.items))
    return f"\n### {escape_markdown(section.heading)}\n{below}{items}" if items else ""


def _item_markdown(item: Item) -> str:
    """An item; nothing for a change, nor for the short reference of a page: a briefing has a bibliography."""
    match item:
        case LifeEntry():
            words = escape_markdown(" · ".join([signed_words(item), *item.remarks]))
            below = [_blockquote_markdown(one, "  ") for one in item.quotations]
            below += [f"\n  {escape_markdown(one)}\n" for one in item.earlier]
            return f"- {escape_markdown(item.day)}: {words}\n" + "".join(below)
        case Quotation():
            return _blockquote_markdown(item, "")
        case LinkedProposal():
            return _labelled(item.label, f"{item.other.text} {item.title} [{item.state}]")
        case Reference() | ChangeEntry():
            return ""


def _labelled(label: str, value: str) -> str:
    return f"- **{escape_markdown(label)}:** {escape_markdown(value)}\n"


def _blockquote_markdown(one: Quotation, indent: str) -> str:
    """A passage as a block of its own, with its translation."""
    translated = f"{indent}>\n{indent}> {TRANSLATED}: “{escape_markdown(one.translation)}”\n" if one.translation else ""
    return f"\n{indent}> {quotation_markdown(one)}\n{translated}"


def cell_markdown(cell: Cell) -> str:
    """A cell of a list."""
    match cell:
        case EvidenceCell():
            told = [*map(_mention_markdown, cell.mentions), *([cell.remark] if cell.remark else [])]
            return f"{cell.sign} {'; '.join(told)}"
        case StatusCell():
            return escape_markdown(cell.words)
        case str():
            return escape_markdown(cell)


def _mention_markdown(one: SourceMention) -> str:
    return one.before + ", ".join([mention(one.number), *map(escape_markdown, one.places)])
