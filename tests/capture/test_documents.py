"""Documents read into text: encodings, front matter, titles, dates and paragraphs."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.minutes import ARTICLE
from tracker.capture import documents
from tracker.model import TrackerError

LINES = "A first point stands here.\nA second one follows.\n“And a third,” she said.\n"

WRAPPED = "The council met on the quay in the\nafternoon and spoke of pilots\nand charts.\n\nIt met again.\n"


# documents


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.txt", "text/plain"),
        ("a", "text/plain"),
        ("A.MD", "text/markdown"),
        ("a.markdown", "text/markdown"),
    ],
)
def test_the_ending_tells_markdown_from_plain_text(name: str, media_type: str) -> None:
    assert documents.read_document(b"Some words.", name).media_type == media_type


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert documents.read_document(ARTICLE.encode(encoding), "a.txt").text == ARTICLE


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_line_ends_become_newlines_and_all_else_stays(newline: str) -> None:
    text = "\n One\t two  \n\n\u2028three \x1b[31m\n"
    assert documents.read_document(text.replace("\n", newline).encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"%PDF-1.7 ...", "a.pdf", "is a PDF: HTML and PDF come with a later release; save it as text"),
        (b"\n<!DOCTYPE html><p>Hello", "a.txt", "is HTML"),
        (b'<?xml version="1.0"?><html lang="en">', "a", "is HTML"),
        (b"words", "page.HTML", "is HTML"),
        (b"PK\x03\x04\x14\x00", "a.docx", "is not text: it has a NUL at byte 5"),
        (b"\xff\xfea", "a.txt", "is not text: broken UTF-16"),
        (b"", "a.txt", "is empty"),
        (b" \r\n\t", "a.txt", "is empty"),
        (b"---\ntitle: T\n---\n\n", "a.md", "is empty"),
        (b"a" * (documents.MAX_BYTES + 1), "a.txt", "is too large: 20.0 MB"),
    ],
)
def test_what_is_not_a_text_is_refused_with_one_line(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(documents.DocumentError) as caught:
        documents.read_document(data, name)
    assert str(caught.value).startswith(f"{name} {reason}")
    assert "\n" not in str(caught.value)


def test_a_nul_in_utf_16_is_refused() -> None:
    with pytest.raises(TrackerError):
        documents.read_document("a\0b".encode("utf-16"), "a.txt")


def test_other_encodings_need_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    with pytest.raises(documents.DocumentError, match=r"not UTF-8 \(byte 1\): install `proposal-tracker\[cap"):
        documents.read_document(b"G\xfcnther", "a.txt")


def test_other_encodings_are_read_with_the_extra() -> None:
    pytest.importorskip("charset_normalizer")
    text = "Совет гавани собрался в третий раз. Делегаты пяти портов говорили о лоцманах и картах."  # noqa: RUF001
    assert documents.read_document(text.encode("cp1251"), "a.txt").text == text


@given(st.binary(max_size=60), st.sampled_from(["a.txt", "a.md"]))
def test_any_bytes_give_a_document_or_an_error_of_ours(data: bytes, name: str) -> None:
    try:
        document = documents.read_document(data, name)
    except TrackerError:
        return
    assert document.text.strip()
    assert "\r" not in document.text


@given(st.text(alphabet="ab-:[]\"'#\\, \n~>", max_size=60))
def test_any_front_matter_is_read_or_left_in_the_text(block: str) -> None:
    document = documents.read_document(f"---\n{block}\n---\nBody.".encode(), "a.md")
    assert document.text.endswith("Body.")


def test_front_matter_is_proposed_and_the_body_is_kept_as_it_is() -> None:
    matter = (
        '---\n# a comment\ntitle: "Harbours: a \\"plan\\""\n'
        "Date: 15 May 2012\nauthors: [Ada Lund, 'O''Hara, P.']\n"
        "publisher: Port Press # the old one\nsource: https://example.org/a#b\n"
        "lang: en\nnested:\n  x: 1\n---\n"
    )
    body = "\n# Heading\n\nSome *words*.\n"
    assert documents.read_document((matter + body).encode(), "a.md") == documents.Document(
        text=body,
        media_type="text/markdown",
        title='Harbours: a "plan"',
        authors=("Ada Lund", "O'Hara, P."),
        publisher="Port Press",
        issued_on="2012-05-15",
        url="https://example.org/a#b",
        language="en",
    )


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("author: Ada Lund", ("Ada Lund",)),
        ("authors:\n  - Ada Lund\n  - Bo Berg", ("Ada Lund", "Bo Berg")),
        ('authors: [ "Lund, Ada" , Bo ]', ("Lund, Ada", "Bo")),
        ("authors: []", ()),
        ("author:", ()),
        ("author: ~", ()),
    ],
)
def test_authors_are_one_or_a_list(written: str, authors: tuple[str, ...]) -> None:
    assert documents.read_document(f"---\n{written}\n---\nBody.".encode(), "a.md").authors == authors


@pytest.mark.parametrize("text", ["---\nSome prose.\n---\nMore.", "---\ntitle: T\nno end", "Words\n---\na: b\n---\n"])
def test_a_rule_of_dashes_alone_is_no_front_matter(text: str) -> None:
    assert documents.read_document(text.encode(), "a.md").text == text


def test_plain_text_has_no_front_matter() -> None:
    assert documents.read_document(b"---\ntitle: T\n---\nBody.", "a.txt").text.startswith("---")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "Port Press"])
def test_only_web_addresses_are_proposed_as_url(url: str) -> None:
    assert not documents.read_document(f"---\nurl: {url}\n---\nBody.".encode(), "a.md").url


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ARTICLE, "The Harbour Council met in Lindholm"),
        ("\n\n  A title \n \nWords.", "A title"),
        ("# A heading #\nWords.", "A heading"),
        ("A line\nand its next.", ""),
        ("Alone", ""),
        ("Alone\n\n", ""),
        ("x" * 201 + "\n\nWords.", ""),
        ("x" * 200 + "\n\nWords.", "x" * 200),
    ],
)
def test_the_title_is_a_short_first_line_that_stands_alone(text: str, title: str) -> None:
    assert documents.opening_title(text) == title
    assert documents.read_document(text.encode(), "a.txt").title == title


@pytest.mark.parametrize(
    ("opening", "issued_on"),
    [
        ("A title\n2019-11-28 | Lindholm\nWords.", "2019-11-28"),
        ("A title\n\n\n15 May 2012\n\nWords.", "2012-05-15"),
        ("May 2012\n\nWords.", "2012-05"),
        ("A title\nOn 15 May 2012 they met.", None),
        ("A title\nyesterday\n+14d\nWords.", None),
        ("05/06/2012\nWords.", None),
        ("1.\n2.\n3.\n4.\n5.\n2012-05-15\n", None),
    ],
)
def test_only_a_dateline_near_the_top_is_taken_for_the_date(opening: str, issued_on: str | None) -> None:
    assert documents.read_document(opening.encode(), "a.txt").issued_on == issued_on


@pytest.mark.parametrize(
    ("written", "issued_on"),
    [("2012-05-15T10:00:00+03:00", "2012-05-15"), ("'2012'", "2012"), ("05/06/2012", None), ("today", None)],
)
def test_a_date_in_front_matter_is_as_exact_as_written(written: str, issued_on: str | None) -> None:
    assert documents.read_document(f"---\ndate: {written}\n---\nBody.".encode(), "a.md").issued_on == issued_on


@pytest.mark.parametrize(
    ("text", "count"), [(ARTICLE, 4), (LINES, 3), (WRAPPED, 2), ("# Head\nWords", 1), ("", 0), (" \n\n ", 0)]
)
def test_paragraphs_are_blocks_or_lines_but_not_the_title(text: str, count: int) -> None:
    assert len(documents.paragraph_spans(text)) == count


@given(st.text(alphabet="ab. \n#", max_size=80))
def test_paragraphs_and_title_cover_every_word_once_and_in_order(text: str) -> None:
    spans = documents.paragraph_spans(text)
    inside = "".join(text[start:end] for start, end in spans)
    assert spans == sorted(spans)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    outside = text[: spans[0][0]] if spans else text
    assert outside.strip("# \n") == documents.opening_title(text).strip("# ")
    assert "".join((outside + inside).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "words", "locator"),
    [
        (ARTICLE, "Harbour Council met in", "title"),
        (ARTICLE, "    The Harbour", "para. 1"),
        (ARTICLE, "pilots\N{RIGHT SINGLE QUOTATION MARK}", "para. 3"),
        (ARTICLE, "in May.\n", "para. 4"),
        (LINES, "And a third", "para. 3"),
        (WRAPPED, "and charts", "para. 1"),
        (WRAPPED, "It met", "para. 2"),
    ],
)
def test_a_locator_counts_paragraphs_from_one_after_the_title(text: str, words: str, locator: str) -> None:
    assert documents.find_locator(text, text.index(words)) == locator


def test_a_locator_at_the_end_is_the_last_paragraph_and_of_nothing_is_empty() -> None:
    assert documents.find_locator(ARTICLE, len(ARTICLE)) == "para. 4"
    assert not documents.find_locator("", 0)


def test_capture_loads_neither_a_database_nor_the_detector() -> None:
    heavy = "{'sqlite3', 'charset_normalizer', 'difflib'}"
    code = f"import sys, tracker.capture.anchors; print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
