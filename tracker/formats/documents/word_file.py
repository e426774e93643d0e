"""A Word document with real headings, links and a language, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from tracker.formats.documents.html import WHOLE_MOST
from tracker.formats.documents.references import HEADING, is_link, language_tag, reference_words, source_addresses
from tracker.formats.documents.word_styles import dress_document
from tracker.model import UsageError
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.text.paragraph import Paragraph

    from tracker.model import Source

THEN = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP can name
ANCHOR = "source-"
NO_BREAK = "\N{NO-BREAK SPACE}"


class WordFile:
    """A document that is written from above to below."""

    def __init__(self, title: str, *, is_wide: bool = False) -> None:
        """Begin with the title. Raises UsageError if the library is not there."""
        try:
            import docx
        except ImportError as error:
            raise UsageError("a Word document needs a library: install `proposal-tracker[office]`") from error
        self.document = docx.Document()
        self._marks = 0
        dress_document(self.document, visible_line(title), is_wide=is_wide)
        self.heading(title, 1)

    def heading(self, text: str, level: int) -> Paragraph:
        """A heading, as the outline of the document has it."""
        made: Paragraph = self.document.add_heading(visible_line(text), level)
        return made

    def paragraph(self, text: str = "", style: str = "Normal") -> Paragraph:
        """A paragraph of a style, to which more can be added."""
        return self.document.add_paragraph(visible_line(text), style)

    def lines(self, lines: Iterable[str], style: str) -> None:
        """Lines that are said beside what is reported."""
        for one in lines:
            if one:
                self.paragraph(one, style)

    def mark(self, paragraph: Paragraph, name: str) -> None:
        """Make a paragraph a place to which links lead."""
        self._marks += 1
        begin = element("w:bookmarkStart", {"w:id": str(self._marks), "w:name": name})
        properties = paragraph._p.pPr  # noqa: SLF001 - the library has no bookmarks
        paragraph._p.insert(0 if properties is None else 1, begin)  # noqa: SLF001
        paragraph._p.append(element("w:bookmarkEnd", {"w:id": str(self._marks)}))  # noqa: SLF001

    def references(self, references: Iterable[tuple[int, Source]]) -> None:
        """The list of references, each a place to which its numbers lead."""
        for at, (number, source) in enumerate(references):
            if not at:
                self.heading(HEADING, 2)
            line = self.paragraph(f"{number}.", "Reference")
            add_words(line, f"\t{visible_line(reference_words(source))}", language=language_tag(source))
            for label, url in source_addresses(source):
                add_words(line, f" {label}")
                add_address(line, url)
            self.mark(line, f"{ANCHOR}{number}")

    def write(self) -> bytes:
        """The document; its parts bear no time of their own, so that the same content is the same file."""
        written = io.BytesIO()
        self.document.save(written)
        settled = io.BytesIO()
        with zipfile.ZipFile(written) as parts, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
            for one in parts.namelist():
                entry = zipfile.ZipInfo(one, THEN)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3  # Unix, whatever system it is written on
                target.writestr(entry, parts.read(one))
        return settled.getvalue()


def element(name: str, values: dict[str, str] | None = None) -> Any:
    """An element of a Word document with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in (values or {}).items():
        made.set(qn(key), value)
    return made


def whole_words(place: str) -> str:
    """A place in a source on one line; a short one is not divided."""
    shown = visible_line(place)
    return shown.replace(" ", NO_BREAK) if len(shown) <= WHOLE_MOST else shown


def add_words(paragraph: Paragraph, text: str, *, colour: str = "", language: str = "", style: str = "") -> None:
    """Words at the end of a paragraph; `colour` is `#rrggbb`, `language` that of the words."""
    from docx.shared import RGBColor

    run = paragraph.add_run(text, style or None)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    if language:
        properties = run._r.get_or_add_rPr()  # noqa: SLF001 - the library has no languages
        properties.append(element("w:lang", {"w:val": language, "w:eastAsia": language, "w:bidi": language}))


def add_mention(paragraph: Paragraph, text: str, anchor: str) -> None:
    """Words that lead to a place of the document."""
    _add_link(paragraph, text, {"w:anchor": anchor, "w:history": "1"})


def add_address(paragraph: Paragraph, url: str) -> None:
    """An address, as a link where it may be one."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    if not is_link(url):
        add_words(paragraph, visible_line(url))
        return
    _add_link(paragraph, url, {"r:id": paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)})


def _add_link(paragraph: Paragraph, text: str, values: dict[str, str]) -> None:
    link = element("w:hyperlink", values)
    add_words(paragraph, text, style="Hyperlink")
    link.append(paragraph.runs[-1]._r)  # noqa: SLF001 - the library has no links of ours
    paragraph._p.append(link)  # noqa: SLF001
