"""How a Word document looks: its styles, its page and its language, told once for the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.formats.tones import TONE_COLOURS

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Arial"  # every system has it, or one of the same measures
LANGUAGE = "en-GB"
MUTED = TONE_COLOURS["muted"].light
TEXT = TONE_COLOURS["plain"].light
LINK = TONE_COLOURS["blue"].light
SIZES = {"Heading 1": 20, "Heading 2": 14, "Heading 3": 11.5, "Heading 4": 10.5}
LONG, SHORT = 29.7, 21.0  # centimetres of a page
MARGIN = 2.2
DATES, NUMBERS = 2.9, 0.9  # the room before what happened, and before a reference


def dress_document(document: Document, title: str, *, is_wide: bool) -> None:
    """Give a new document its title, its language, its page and its styles."""
    _name(document, title)
    _turn_page(document, is_wide=is_wide)
    _set_fonts(document)
    _set_styles(document)
    _number_pages(document)


def _name(document: Document, title: str) -> None:
    """Its title; neither a time nor a library, which would tell two files of the same content apart."""
    named = document.core_properties
    named.title, named.author, named.comments, named.language = title[:255], "", "", LANGUAGE
    for one in named._element.xpath("dcterms:created | dcterms:modified"):  # noqa: SLF001
        named._element.remove(one)  # noqa: SLF001


def _turn_page(document: Document, *, is_wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(one) for one in ((LONG, SHORT) if is_wide else (SHORT, LONG)))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)


def _set_fonts(document: Document) -> None:
    """One font for all, instead of those of a theme that a system may not have, and the language of the words."""
    from docx.oxml.ns import qn

    styles: Any = document.styles.element
    for one in styles.iter(qn("w:rFonts")):
        one.attrib.clear()
        for kind in ("w:ascii", "w:hAnsi", "w:cs"):
            one.set(qn(kind), FONT)
    for one in styles.iter(qn("w:lang")):
        one.set(qn("w:val"), LANGUAGE)
    for one in document.settings.element.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")


def _set_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm

    _style(document, "Normal", 10, after=4)
    for name, size in SIZES.items():
        _style(document, name, size, before=0 if size == SIZES["Heading 1"] else size, after=4, bold=True)
    quote = _style(document, "Quote", 10, after=3)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(DATES)
    _style(document, "Caption", 9, before=4, after=3, colour=MUTED).font.bold = False
    _style(document, "Footer", 8, colour=MUTED)
    for name, based, room in (("Life", "Normal", DATES), ("Fact", "Normal", DATES), ("Reference", "Normal", NUMBERS)):
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles[based]
        _hang(made, room)
    _style(document, "Fact", 10, after=1)
    document.styles.add_style("Translation", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Quote"]
    _style(document, "Cell", 8.5, before=2, after=2, new=True)
    _style(document, "Body Text", 10, before=4, after=4)
    below = _style(document, "Subtitle", 10, after=8, colour=MUTED)
    below.font.italic = False
    for one in below.element.rPr.xpath("w:spacing"):  # its letters stand far apart in the template
        below.element.rPr.remove(one)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    _paint(link, LINK)


def _style(
    document: Document,
    name: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    colour: str = TEXT,
    bold: bool | None = None,
    new: bool = False,
) -> Any:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else document.styles[name]
    style.font.size, style.font.bold = Pt(size), bold
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.15
    _paint(style, colour)
    return style


def _paint(style: Any, colour: str) -> None:
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())


def _hang(style: Any, room: float) -> None:
    """What stands first stands alone on the left, and the lines below begin where the rest of it does."""
    from docx.shared import Cm

    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(room), Cm(-room)
    style.paragraph_format.tab_stops.add_tab_stop(Cm(room))


def _number_pages(document: Document) -> None:
    """The number of each page and of all, which Word counts, at the foot."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    line = document.sections[0].footer.paragraphs[0]
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        line.add_run(words)
        simple = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        line._p.append(parse_xml(simple))  # noqa: SLF001 - the library has no fields
