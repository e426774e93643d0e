"""Reports: the same words in Markdown, in HTML and in a Word document, which is one that Word knows its way in."""

from __future__ import annotations

import builtins
import io
import re
import zipfile
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from helpers.dossier import fill
from tracker.clocks import NO_CLOCK, Clock
from tracker.formats.documents.caption import EVIDENCE, PARTLY, PROPOSED, TRANSLATED, caption_lines
from tracker.formats.documents.word_table import ROOM, column_widths
from tracker.formats.format import FormatTable
from tracker.formats.registry import find_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

    from helpers.program import Program

TODAY = date(2026, 11, 23)
QUOTE, OURS = "тесное сотрудничество", "close cooperation"
SIGNS = re.compile(r"[#*>`|\\\-\s“”:]+")


@pytest.fixture
def filled(tracker: Program) -> Program:
    return tracker.filled_by(fill)


@pytest.fixture
def cited(filled: Program) -> Program:
    """A proposal whose status has a foreign quote with its translation, and a link to another."""
    filled.done("source", "add", "https://x.org/ru", "--title", "Заявление", "--language", "ru")
    passage = ("--quote", QUOTE, "--translation", OURS, "--locator", "p. 7")
    filled.done("update", "1", "-s", "adopted", "--on", "2013", "--source", "https://x.org/ru", *passage)
    filled.done("link", "1", "part-of", "2")
    return filled


def opened(program: Program, *args: str) -> Document:
    program.done(*args, "-o", "a.docx")
    return docx.Document(str(program.db.parent / "a.docx"))


def words_of(document: Document) -> str:
    lines: Any = document.element.body.iter(qn("w:p"))
    return " ".join("".join(part.text or " " for part in one.iter(qn("w:t"), qn("w:tab"))) for one in lines)


def plain(text: str) -> str:
    """The words of a text alone, whatever its markup."""
    return SIGNS.sub(" ", text).strip()


def anchors(document: Document) -> tuple[set[str], set[str]]:
    """Where links lead to, and where they can lead."""
    body: Any = document.element.body
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    return links, {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (NO_CLOCK, "Status on 23 November 2026, by what was known on that day."),
        (Clock(date(2013, 1, 1)), "Status on 1 January 2013, by what was known on 23 November 2026."),
        (Clock(None, date(2020, 2, 3)), "Status on 3 February 2020, by what was known on that day."),
        (Clock(date(2013, 1, 1), date(2020, 2, 3)), "Status on 1 January 2013, by what was known on 3 February 2020."),
    ],
)
def test_the_caption_says_of_which_day_and_by_which_knowledge(clock: Clock, said: str) -> None:
    first, evidence, *rest = caption_lines(clock, TODAY)
    assert (first, evidence) == (f"{said} {PROPOSED}", EVIDENCE)
    assert rest == ([] if clock == NO_CLOCK else [PARTLY])


@pytest.mark.parametrize("asked", [["list", "sort:id"], ["show", "1", "2"], ["list", "--as-of", "2013"]])
def test_the_three_documents_say_the_same(cited: Program, asked: list[str]) -> None:
    word = plain(words_of(opened(cited, *asked)))
    page = cited.done(*asked, "--format", "html")
    page = re.sub(r"<head>.*?</head>|<figure>.*?</figure>", "", page, flags=re.DOTALL)
    page = plain(unescape(re.sub(r"<[^>]+>", " ", page)))
    markdown = plain(cited.done(*asked, "--format", "markdown"))
    for shown in (
        "Status on",
        "it does not mean that nothing happened",
        "References",
        "Заявление",
        "Made on",
        "Ferries",
    ):
        assert all(shown in one for one in (word, page, markdown)), shown
    told = [set(re.findall(r"\w+", one)) for one in (word, page, markdown)]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_foreign_quote_stands_in_the_original_and_its_translation_below(cited: Program, form: str) -> None:
    text = cited.done("show", "1", "--format", form)
    assert text.index(QUOTE) < text.index(TRANSLATED) < text.index(OURS)
    assert form == "markdown" or f'<q dir="auto" lang="ru">{QUOTE}</q>' in text


def test_a_word_document_has_headings_links_and_languages(cited: Program) -> None:
    document = opened(cited, "show", "1", "2")
    styles = [
        (one.style.name, one.text) for one in document.paragraphs if one.style and "Heading" in str(one.style.name)
    ]
    assert [name for name, _ in styles][:3] == ["Heading 1", "Heading 2", "Heading 3"]
    assert styles[-1] == ("Heading 2", "References")
    links, places = anchors(document)
    assert {"source-1", "proposal-2"} <= links <= places
    quote: Any = next(run for one in document.paragraphs for run in one.runs if QUOTE in run.text)
    below = next(one for one in document.paragraphs if OURS in one.text)
    assert quote._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "ru"
    assert below.text == f"{TRANSLATED}: “{OURS}”"
    assert document.core_properties.language == "en-GB"


def test_the_table_of_a_word_document_repeats_its_header_and_fits_the_page(cited: Program) -> None:
    document = opened(cited, "list")
    (table,) = document.tables
    rows: Any = [one._tr for one in table.rows]
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False, False]
    assert [cell.text for cell in table.rows[0].cells][:3] == ["id", "status", "moved"]
    assert sum(one.width.cm for one in table.columns if one.width) <= ROOM + 0.1
    links, places = anchors(document)
    assert links == places == {"source-1", "source-2", "source-3"}


@pytest.mark.parametrize("asked", [["list"], ["show", "1", "2"], ["export"]])
def test_the_same_content_is_the_same_file(cited: Program, asked: list[str]) -> None:
    opened(cited, *asked)
    written = (cited.db.parent / "a.docx").read_bytes()
    opened(cited, *asked)
    assert (cited.db.parent / "a.docx").read_bytes() == written
    assert {one.date_time for one in zipfile.ZipFile(io.BytesIO(written)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=4))
def test_any_text_can_stand_in_a_word_document(rows: list[list[str]]) -> None:
    write = find_format("docx").table
    assert write
    (written,) = write(FormatTable(["a", "b\0"], rows, title="T\x1b"))
    assert isinstance(written, bytes)
    assert len(docx.Document(io.BytesIO(written)).tables[0].rows) == len(rows) + 1


@pytest.mark.parametrize(
    "rows", [[], [["1", "x"]], [["1", "word " * 300]], [["w" * 400, "v" * 400]], [["1" * 60, "a " * 90]]]
)
def test_the_columns_of_a_table_have_the_width_of_the_page_at_most(rows: Sequence[Sequence[str]]) -> None:
    widths = column_widths(["id", "title"], rows)
    assert sum(widths) <= ROOM + 0.01
    assert min(widths) > 0.5


def test_without_the_library_a_line_says_what_to_install(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return usual(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    answer = filled("list", "-o", "a.docx")
    assert answer.code == 2
    assert answer.err == "tracker: a Word document needs a library: install `proposal-tracker[office]`\n"
    assert not (filled.db.parent / "a.docx").exists()
