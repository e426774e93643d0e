"""Documents become text, quotes become anchors."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.capture import anchors, documents
from tracker.model import TrackerError, UsageError

ARTICLE = """The Harbour Council met in Lindholm

    The Harbour Council met for the third time. Delegates of five ports attended.

    Norland suggests improving the safety of ferries, and of piers — in all ports.

    “We are ready to share our pilots\N{RIGHT SINGLE QUOTATION MARK} charts,” the harbour master said.

    The delegates thanked the hosts. The Harbour Council will meet again in May.
"""
LINES = "A first point stands here.\nA second one follows.\n“And a third,” she said.\n"
WRAPPED = "The council met on the quay in the\nafternoon and spoke of pilots\nand charts.\n\nIt met again.\n"


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


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
    assert documents.read(b"Some words.", name).media_type == media_type


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert documents.read(ARTICLE.encode(encoding), "a.txt").text == ARTICLE


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_line_ends_become_newlines_and_all_else_stays(newline: str) -> None:
    text = "\n One\t two  \n\n\u2028three \x1b[31m\n"
    assert documents.read(text.replace("\n", newline).encode(), "a.txt").text == text


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
        documents.read(data, name)
    assert str(caught.value).startswith(f"{name} {reason}")
    assert "\n" not in str(caught.value)


def test_a_nul_in_utf_16_is_refused() -> None:
    with pytest.raises(TrackerError):
        documents.read("a\0b".encode("utf-16"), "a.txt")


def test_other_encodings_need_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    with pytest.raises(documents.DocumentError, match=r"not UTF-8 \(byte 1\): install `proposal-tracker\[cap"):
        documents.read(b"G\xfcnther", "a.txt")


def test_other_encodings_are_read_with_the_extra() -> None:
    pytest.importorskip("charset_normalizer")
    text = "Совет гавани собрался в третий раз. Делегаты пяти портов говорили о лоцманах и картах."  # noqa: RUF001
    assert documents.read(text.encode("cp1251"), "a.txt").text == text


@given(st.binary(max_size=60), st.sampled_from(["a.txt", "a.md"]))
def test_any_bytes_give_a_document_or_an_error_of_ours(data: bytes, name: str) -> None:
    try:
        document = documents.read(data, name)
    except TrackerError:
        return
    assert document.text.strip()
    assert "\r" not in document.text


@given(st.text(alphabet="ab-:[]\"'#\\, \n~>", max_size=60))
def test_any_front_matter_is_read_or_left_in_the_text(block: str) -> None:
    document = documents.read(f"---\n{block}\n---\nBody.".encode(), "a.md")
    assert document.text.endswith("Body.")


def test_front_matter_is_proposed_and_the_body_is_kept_as_it_is() -> None:
    matter = (
        '---\n# a comment\ntitle: "Harbours: a \\"plan\\""\n'
        "Date: 15 May 2012\nauthors: [Ada Lund, 'O''Hara, P.']\n"
        "publisher: Port Press # the old one\nsource: https://example.org/a#b\n"
        "lang: en\nnested:\n  x: 1\n---\n"
    )
    body = "\n# Heading\n\nSome *words*.\n"
    assert documents.read((matter + body).encode(), "a.md") == documents.Document(
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
    assert documents.read(f"---\n{written}\n---\nBody.".encode(), "a.md").authors == authors


@pytest.mark.parametrize("text", ["---\nSome prose.\n---\nMore.", "---\ntitle: T\nno end", "Words\n---\na: b\n---\n"])
def test_a_rule_of_dashes_alone_is_no_front_matter(text: str) -> None:
    assert documents.read(text.encode(), "a.md").text == text


def test_plain_text_has_no_front_matter() -> None:
    assert documents.read(b"---\ntitle: T\n---\nBody.", "a.txt").text.startswith("---")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "Port Press"])
def test_only_web_addresses_are_proposed_as_url(url: str) -> None:
    assert not documents.read(f"---\nurl: {url}\n---\nBody.".encode(), "a.md").url


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
    assert documents.title(text) == title
    assert documents.read(text.encode(), "a.txt").title == title


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
    assert documents.read(opening.encode(), "a.txt").issued_on == issued_on


@pytest.mark.parametrize(
    ("written", "issued_on"),
    [("2012-05-15T10:00:00+03:00", "2012-05-15"), ("'2012'", "2012"), ("05/06/2012", None), ("today", None)],
)
def test_a_date_in_front_matter_is_as_exact_as_written(written: str, issued_on: str | None) -> None:
    assert documents.read(f"---\ndate: {written}\n---\nBody.".encode(), "a.md").issued_on == issued_on


@pytest.mark.parametrize(
    ("text", "count"), [(ARTICLE, 4), (LINES, 3), (WRAPPED, 2), ("# Head\nWords", 1), ("", 0), (" \n\n ", 0)]
)
def test_paragraphs_are_blocks_or_lines_but_not_the_title(text: str, count: int) -> None:
    assert len(documents.paragraphs(text)) == count


@given(st.text(alphabet="ab. \n#", max_size=80))
def test_paragraphs_and_title_cover_every_word_once_and_in_order(text: str) -> None:
    spans = documents.paragraphs(text)
    inside = "".join(text[start:end] for start, end in spans)
    assert spans == sorted(spans)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    outside = text[: spans[0][0]] if spans else text
    assert outside.strip("# \n") == documents.title(text).strip("# ")
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
    assert documents.locate(text, text.index(words)) == locator


def test_a_locator_at_the_end_is_the_last_paragraph_and_of_nothing_is_empty() -> None:
    assert documents.locate(ARTICLE, len(ARTICLE)) == "para. 4"
    assert not documents.locate("", 0)


# anchors


def test_an_anchor_has_the_words_their_surroundings_and_their_place() -> None:
    start, end = span(ARTICLE, "the safety of ferries")
    assert anchors.find(ARTICLE, "the safety of ferries") == anchors.Anchor(
        exact="the safety of ferries",
        prefix=ARTICLE[start - 32 : start],
        suffix=ARTICLE[end : end + 32],
        start=start,
        end=end,
    )


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        (
            '"We are ready to share our pilots\' charts,"',
            "“We are ready to share our pilots\N{RIGHT SINGLE QUOTATION MARK} charts,”",
        ),
        ("«Norland suggests improving»", "Norland suggests improving"),
        ('" five ports "', "five ports"),
        ("  Norland\u00a0suggests\n improving ", "Norland suggests improving"),
        ("piers - in all", "piers — in all"),
        ("piers -- in all", "piers — in all"),
        ("norland SUGGESTS", "Norland suggests"),
        ("… five ports ...", "five ports"),
        ("third time. Delegates of", "third time. Delegates of"),
        (
            "suggests improving … all ports",
            "suggests improving the safety of ferries, and of piers — in all ports",
        ),
        ("“suggests [...] ferries”", "suggests improving the safety of ferries"),
        ("NORLAND ... of PIERS -", "Norland suggests improving the safety of ferries, and of piers —"),
        (
            "The delegates…May.",
            "The delegates thanked the hosts. The Harbour Council will meet again in May.",
        ),
    ],
)
def test_a_quote_is_found_as_people_type_it(quote: str, exact: str) -> None:
    anchor = anchors.find(ARTICLE, quote)
    assert (anchor.exact, anchor.start, anchor.end) == (exact, *span(ARTICLE, exact))


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        ("we could … wait", "we could … wait"),
        ("we could ... wait", "we could … wait"),
        ("so ... far", "so... far"),
    ],
)
def test_an_ellipsis_of_the_source_comes_before_a_gap(quote: str, exact: str) -> None:
    text = "Perhaps we could … wait. Or we could not wait, so... far from it, so near and far."
    assert anchors.find(text, quote.replace("so ...", "so...")).exact == exact


def test_the_case_decides_before_it_is_ignored() -> None:
    assert anchors.find("may we meet in May", "May").start == 15


def test_a_quote_is_found_with_its_marks_before_it_is_without() -> None:
    assert anchors.find("sea, “sea”, sea", '"sea"').exact == "“sea”"


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("", "the quote has no words: give the words as they stand in the source"),
        ("“ … — !”", "the quote has no words: give the words as they stand in the source"),
        ("Norland … !?", "the quote has no words: give the words as they stand in the source"),
        (
            "The Harbour Council",
            "the quote is in the source 3 times (title, para. 1, para. 4); quote more words",
        ),
        (
            "The Harbour … May",
            "the quote is in the source 3 times (title, para. 1, para. 4); quote more words",
        ),
        ("all ports … Norland suggests", 'the source has "all ports", but not "Norland suggests" after it'),
        ("One … two … three", "the quote has more than one gap: give only its first words … last words"),
        ("zebra", 'the quote is not in the source: "zebra"'),
    ],
)
def test_a_quote_without_one_place_is_refused_with_the_reason(quote: str, message: str) -> None:
    with pytest.raises(anchors.QuoteError) as caught:
        anchors.find(ARTICLE, quote)
    assert str(caught.value) == message
    assert isinstance(caught.value, UsageError)


def test_a_missing_quote_is_answered_with_the_nearest_passage() -> None:
    nearest = "Norland suggests improving the safety of ferries, and of piers — in all ports."
    with pytest.raises(anchors.QuoteError) as caught:
        anchors.find(ARTICLE, "Norland suggests raising the safety of ferries")
    assert str(caught.value).endswith(f'safety of ferries"; the nearest passage is "{nearest}"')


def test_overlapping_places_are_two() -> None:
    with pytest.raises(anchors.QuoteError, match="2 times"):
        anchors.find("banana", "ana")


def test_many_places_are_counted_and_only_the_first_named() -> None:
    text = "\n".join(f"Point {number} is here." for number in range(60))
    with pytest.raises(anchors.QuoteError, match=r"60 times \(para\. 1, para\. 2, .* para\. 5, …\)"):
        anchors.find(text, "is here")


def test_first_words_may_recur_where_only_one_place_has_the_last_words_near() -> None:
    text = "The council met. " + "Waves. " * 400 + "The council voted for new piers."
    assert anchors.find(text, "The council … new piers").exact == "The council voted for new piers"


def test_a_gap_over_too_much_text_is_refused_with_its_length() -> None:
    text = "It began. " + "Waves. " * 400 + "It ended."
    with pytest.raises(anchors.QuoteError, match=r"runs over 2,819 characters, and 2,000 are the most"):
        anchors.find(text, "It began … It ended.")


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_any_words_that_occur_once_are_found_exactly(before: str, words: str, after: str) -> None:
    text = before + words + after
    start, end = len(before), len(before + words)
    assume(any(map(str.isalnum, words)) and text.find(words, text.find(words) + 1) < 0)
    anchor = anchors.find(text, words)
    assert (anchor.exact, anchor.start, anchor.end) == (words, start, end)
    assert text.startswith(anchor.prefix + anchor.exact + anchor.suffix, start - len(anchor.prefix))


WORDS = [
    "ferry",
    "Pier",
    "straße",
    "Ωμέγας",
    "İzmir",
    "ёлка",
    "don\N{RIGHT SINGLE QUOTATION MARK}t",
    "“so”",
    "x\N{EN DASH}y",
]
KINDS = ["'\"‘’“”«»„", "-–—", " \n\t\u00a0\u2009"]  # noqa: RUF001


@given(
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", "\n\n  ", " \u00a0", ", ", " \N{EN DASH} "])),
        max_size=9,
    ),
    st.data(),
)
def test_words_are_found_through_other_quotes_dashes_and_spaces(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    unique = [(f"{word}{number}q", gap) for number, (word, gap) in enumerate(parts)]
    text = "".join(word + gap for word, gap in [("begin", " "), *unique, ("end", ".")])
    first = data.draw(st.integers(0, len(parts)))
    words = text[text.index([*[word for word, _ in unique], "end"][first]) : -1]
    noisy = [
        data.draw(st.sampled_from(kind)) if (kind := next((k for k in KINDS if sign in k), "")) else sign
        for sign in words
    ]
    anchor = anchors.find(text, "".join(noisy))
    assert (anchor.exact, anchor.start, anchor.end) == (words, len(text) - 1 - len(words), len(text) - 1)


def test_every_white_space_is_alike_and_every_letter_keeps_its_width() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert all(anchors._ALIKE.get(ord(sign)) == " " for sign in every if sign.isspace())
    assert len(every.replace("İ", "i").lower()) == len(every)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a" * 1_000_000, "a" * 10_000),
        ("a" * 1_000_000, "a" * 9_999 + "b"),
        ("ab " * 333_000, "ab " * 3_000 + "c"),
        ("a  " * 333_000, "A " * 5_000 + "B"),
        ("a. " * 333_000, "a … b"),
        ("ab" * 500_000, "a … c"),
        ("a\n\n" * 333_000, "a … a"),
        (". " * 500_000, "“" * 9_999 + "a"),
        ("… " * 500_000, "… " * 5_000 + "a"),
        (" " * 1_000_000, "a"),
    ],
    ids=range(10),
)
def test_hostile_input_takes_no_quadratic_time(text: str, quote: str) -> None:
    began = time.process_time()
    with pytest.raises(anchors.QuoteError):
        anchors.find(text, quote)
    assert time.process_time() - began < 30


def test_capture_loads_neither_a_database_nor_the_detector() -> None:
    heavy = "{'sqlite3', 'charset_normalizer', 'difflib'}"
    code = f"import sys, tracker.capture.anchors; print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
