"""Blocks of a briefing in a Word document, in the order and with the words that the other documents have."""

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
    signed_words,
)
from tracker.formats.documents.caption import TRANSLATED
from tracker.formats.documents.references import mention
from tracker.formats.documents.word_file import ANCHOR, NO_BREAK, WordFile, add_mention, add_words, whole_words
from tracker.formats.documents.word_styles import MUTED
from tracker.formats.tones import TONE_COLOURS, status_tone
from tracker.model import UNSURE, ChangeEntry
from tracker.strength import SIGNS
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from docx.text.paragraph import Paragraph

    from tracker.blocks import Block, Item


class WordBlocks:
    """Writes blocks into a document.

    `languages` are those of the sources, by their numbers; `there` are the proposals to which a link can lead; a
    proposal that `is_alone` has its title above already.
    """

    def __init__(
        self, file: WordFile, languages: Mapping[int, str], there: AbstractSet[int], *, is_alone: bool
    ) -> None:
        """Write into this document."""
        self.file, self.languages, self.there, self.is_alone = file, languages, there, is_alone

    def block(self, block: Block) -> None:
        """A block; nothing for our own note."""
        match block:
            case Head():
                self._head(block)
            case FactList(facts):
                for one in facts:
                    self._labelled(one.label, one.value)
            case Summary(text):
                self.file.lines(text.splitlines(), "Body Text")
            case Section():
                self._section(block)
            case OwnNote():
                pass

    def _head(self, head: Head) -> None:
        if not self.is_alone:
            self.file.mark(self.file.heading(f"{head.title} #{head.id}", 2), f"proposal-{head.id}")
        number = [f"#{head.id}"] if self.is_alone else []
        line = self.file.paragraph()
        add_toned(line, " · ".join([*number, *head.standing]), [head.status])

    def _section(self, section: Section) -> None:
        items = [one for one in section.items if not isinstance(one, Reference | ChangeEntry)]
        if items:
            self.file.heading(section.heading, 2 if self.is_alone else 3)
            for one in items:
                self._item(one)

    def _item(self, item: Item) -> None:
        match item:
            case LifeEntry():
                self._life_entry(item)
            case Quotation():
                self._quotation(item)
            case LinkedProposal():
                self._link(item)
            case Reference() | ChangeEntry():
                pass

    def _life_entry(self, entry: LifeEntry) -> None:
        line = self.file.paragraph(style="Life")
        add_words(line, f"{visible_line(entry.day)}\t", colour=MUTED)
        labels = [one for one in entry.words if isinstance(one, StatusLabel)]
        add_toned(line, " · ".join([signed_words(entry), *entry.remarks]), labels)
        line.paragraph_format.keep_with_next = bool(entry.quotations)
        for one in entry.quotations:
            self._quotation(one)
        self.file.lines(entry.earlier, "Quote")

    def _quotation(self, one: Quotation) -> None:
        """A passage in its own language, with its translation below."""
        line = self.file.paragraph("against: " if one.is_against else "", "Quote")
        if one.quote:
            add_words(line, f"“{visible_line(one.quote)}” ", language=self.languages.get(one.number, ""))
        add_mention(line, mention(one.number), f"{ANCHOR}{one.number}")
        place = f", {whole_words(one.locator)}" if one.locator else ""
        add_words(line, f"{place}{NO_BREAK}{SIGNS[one.strength]}", colour=MUTED)
        if one.translation:
            line.paragraph_format.keep_with_next = True
            below = self.file.paragraph(style="Translation")
            add_words(below, f"{TRANSLATED}: ", colour=MUTED)
            add_words(below, f"“{visible_line(one.translation)}”")

    def _labelled(self, label: str, value: str) -> Paragraph:
        line = self.file.paragraph(style="Fact")
        add_words(line, f"{visible_line(label)}\t", colour=MUTED)
        add_words(line, visible_line(value))
        return line

    def _link(self, one: LinkedProposal) -> None:
        line = self._labelled(one.label, "")
        if one.other.id in self.there and not self.is_alone:
            add_mention(line, one.other.text, f"proposal-{one.other.id}")
        else:
            add_words(line, one.other.text)
        add_toned(line, f" {one.title} [{one.state}]", [one.status] if one.status else [])


def add_toned(line: Paragraph, text: str, labels: Iterable[StatusLabel]) -> None:
    """Words in which the statuses that they name have their tones."""
    rest = text
    for one in labels:
        before, word, rest = rest.partition(one.text)
        add_words(line, visible_line(before))
        if word:
            add_words(line, visible_line(word), colour=status_colour(one.code))
    add_words(line, visible_line(rest))


def status_colour(code: str) -> str:
    """The colour of a status on paper; its word stands there too."""
    return TONE_COLOURS[status_tone(code.removeprefix(UNSURE))].light
