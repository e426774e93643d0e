"""Blocks as lines of a terminal: safe on it, broken at its width, in colour if there is colour."""

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
    StatusLabel,
    Summary,
    words_text,
)
from tracker.cli.render import linear, pages
from tracker.cli.render.terminal import styled, wrapped
from tracker.clocks import local_minute
from tracker.formats.tones import evidence_style, status_style
from tracker.model import UNSURE, ChangeEntry
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.blocks import Block, Item

INDENT = " " * 12


class BlockLines:
    """Draws blocks and what is in them, for one room in cells."""

    def __init__(self, *, colour: bool, room: int) -> None:
        """Draw for so many cells, with colour or without."""
        self.colour, self.room = colour, room

    def blocks(self, blocks: Iterable[Block | Item]) -> Iterator[str]:
        """Blocks, line by line."""
        for one in blocks:
            yield from self._block(one)

    def _block(self, block: Block | Item) -> Iterable[str]:
        match block:
            case Head():
                return self._head(block)
            case FactList(facts):
                return (line for one in facts for line in self.labelled(one.label, one.value))
            case Summary(text):
                return self._paragraphs(text)
            case OwnNote(text):
                return self._paragraphs(f"Note: {text}")
            case Section():
                return self._section(block)
            case _:
                return self._item(block)

    def _item(self, item: Item) -> Iterable[str]:
        match item:
            case LifeEntry():
                return self._entry(item)
            case Quotation():
                return self._quotation(item)
            case LinkedProposal():
                return self.labelled(item.label, f"{item.other.text}  {item.title}  [{item.state}]")
            case Reference():
                return self._reference(item)
            case ChangeEntry():
                return self._change(item)

    def title(self, label: str, title: str) -> Iterator[str]:
        """What a page is about, behind its number."""
        for line in pages.hanging(f"{label}  ", visible_line(title), self.room):
            yield styled(line, "bold", colour=self.colour)

    def labelled(self, label: str, value: str) -> Iterator[str]:
        """A value behind its name."""
        return pages.labelled(label, visible_line(value), self.room, colour=self.colour)

    def status(self, label: StatusLabel) -> str:
        """A status in its colour."""
        return styled(visible_line(label.text), status_style(label.code.removeprefix(UNSURE)), colour=self.colour)

    def _head(self, head: Head) -> Iterator[str]:
        yield from self.title(f"#{head.id}", head.title)
        first, *rest = wrapped(visible_line(linear.join_parts([head.status.text, *head.remarks])), "", self.room)
        yield self._with_status(first, head.status)
        yield from rest
        if head.removed_on:
            way_back = f"removed {head.removed_on}; tracker restore {head.id} brings it back"
            yield from wrapped(way_back, "", self.room)
        for line in wrapped(", ".join(head.flags), "", self.room) if head.flags else []:
            yield styled(line, "magenta", colour=self.colour)

    def _paragraphs(self, text: str) -> Iterator[str]:
        yield ""
        for paragraph in text.split("\n"):
            yield from wrapped(visible_line(paragraph), "", self.room)

    def _section(self, section: Section) -> Iterator[str]:
        """Its items; dates, names and numbers say what they are, quotations and changes need the heading."""
        if not section.items:
            return
        if not isinstance(section.items[0], Quotation):
            yield ""
        if isinstance(section.items[0], Quotation | ChangeEntry):
            yield section.heading
        yield from self.blocks(section.items)

    def _entry(self, entry: LifeEntry) -> Iterator[str]:
        """An entry of the life line behind its date, with the sign of its evidence."""
        text = linear.without_sign(linear.join_parts([_signed(entry), *entry.remarks]))
        note = f" ({entry.note})" if entry.note else ""
        lines = self._dated(entry.day, visible_line(text + note))
        if entry.is_corrected:
            yield from (styled(line, "dim", colour=self.colour) for line in [*lines, *self._quotations(entry)])
            return
        for label in (one for one in entry.words if isinstance(one, StatusLabel)):
            lines[0] = self._with_status(lines[0], label)
        if entry.evidence:
            sign = linear.evidence_label(entry.evidence)
            coloured = styled(sign, evidence_style(entry.evidence), colour=self.colour)
            lines = [line.replace(f" {sign}", f" {coloured}") for line in lines]
        yield from lines
        yield from self._quotations(entry)

    def _quotations(self, entry: LifeEntry) -> Iterator[str]:
        return (line for one in entry.quotations for line in self._quotation(one))

    def _quotation(self, one: Quotation) -> Iterator[str]:
        against = "against: " if one.is_against else ""
        quote = f"“{one.quote}” " if one.quote else ""
        place = f" {one.locator}" if one.locator else ""
        yield from self._indented(f"{against}{quote}[{one.number}]{place} {linear.evidence_label(one.strength)}")
        if one.translation:
            yield from self._indented(f"= {one.translation}")

    def _reference(self, one: Reference) -> Iterator[str]:
        where = f" {one.url}" if one.url else ""
        unchecked = ", quotes not checked against its text" if one.is_unchecked else ""
        text = f"[{one.number}] {one.title}{where} (source {one.source_id}{unchecked})"
        yield from wrapped(visible_line(text), "", self.room)

    def _change(self, entry: ChangeEntry) -> Iterator[str]:
        head = f"{local_minute(entry.at)}  {entry.id:>5}  "
        return pages.hanging(head, f"{visible_line(entry.who)}  {visible_line(entry.command)}", self.room)

    def _dated(self, day: str, text: str) -> list[str]:
        """A safe text in as many lines as it needs, its date before the first."""
        first, *rest = wrapped(text, INDENT, self.room - len(INDENT))
        return [f"{visible_line(day):<10}  {first.removeprefix(INDENT)}", *rest]

    def _indented(self, text: str) -> list[str]:
        return wrapped(visible_line(text), INDENT, self.room - len(INDENT))

    def _with_status(self, line: str, label: StatusLabel) -> str:
        return line.replace(visible_line(label.text), self.status(label), 1)


def _signed(entry: LifeEntry) -> str:
    """The words of an entry, behind them how well it is supported."""
    return " ".join([words_text(entry.words), *([linear.evidence_label(entry.evidence)] if entry.evidence else [])])
