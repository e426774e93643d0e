# ruff: noqa: RUF001  # look-alikes, joiners and other scripts are what is tested
import io
import sqlite3
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import text as texts
from tracker import words
from tracker.model import UsageError

anything = st.text(st.characters(exclude_categories=()))
trouble = st.text(
    st.sampled_from("ab1 \t\r\n\x00\x1b\x7f\x85\u0301\u0489\u200b\u200c\u200d\u2028\u202e\ufe0f\u20e3\ud800"
                    "\U000e0041\U0001f3fd👩❤میک漢é*()^-:…" + '"'),
    max_size=24,
)  # fmt: skip
hostile = anything | trouble


# to store


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("abcd\0", "title has a NUL character at position 5"),
        ("caf\udce9", "title has bytes that are not UTF-8 at position 4"),
        ("\ud83dx", r"title has half a character \(U\+D83D\) at position 1"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_position(text: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        texts.refuse_unstorable(text, "title")


@given(hostile)
def test_what_is_not_refused_comes_back_unchanged_and_is_stored_unchanged(text: str) -> None:
    try:
        accepted = texts.refuse_unstorable(text, "title")
    except UsageError:
        return
    assert accepted == text == sqlite3.connect(":memory:").execute("SELECT ?", [text]).fetchone()[0]


# to search


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Drug-trafficking, 2012!", ["drug", "trafficking", "2012"]),
        ("snake_case", ["snake", "case"]),
        ("½ Ⅻ x²", ["1", "2", "xii", "x2"]),
        ("Ёлка\0мир\ud800да", ["елка", "мир", "да"]),
        ("--- …", []),
        ("gov\u00adern\u00ad\nment", ["government"]),
        ("cross-bor-\n  der", ["cross", "bor", "der", "border"]),
        ("新東京2012年", ["新", "東", "京", "2012", "年"]),
        ("ミサイル すし", ["ミ", "サ", "イ", "ル", "す", "し"]),
        ("ไทย ປະເທດ ខ្មែរ", ["ไ", "ท", "ย", "ປ", "ະ", "ເ", "ທ", "ດ", "ខ", "ម", "រ"]),
    ],
)
def test_words(text: str, split: list[str]) -> None:
    assert words.split_words(text) == split


@pytest.mark.parametrize(
    ("parts", "unfinished", "query"),
    [
        (["migration", "hotline"], False, '"migration" "hotline"'),
        (["Special Forces"], False, '"special forces"'),
        (["special forc"], True, '"special forc" *'),
        (["migration", "hot"], True, '"migration" "hot" *'),
        (["migration", "ho"], True, '"migration" "ho"'),
        (["migration", "!"], True, '"migration"'),
        (['a" OR x*', "NEAR(b)"], False, '"a or x" "near b"'),
        (["", "--", "\0"], True, ""),
        ([], True, ""),
    ],
)
def test_fts_query(parts: list[str], unfinished: bool, query: str) -> None:  # noqa: FBT001
    assert words.fts_query(parts, unfinished=unfinished) == query


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 0', prefix='3')")
    return db


@given(parts=st.lists(hostile), unfinished=st.booleans())
def test_whatever_is_typed_is_an_expression_that_fts5_takes(
    index: sqlite3.Connection, parts: list[str], *, unfinished: bool
) -> None:
    query = words.fts_query(parts, unfinished=unfinished)
    assert not query or index.execute("SELECT * FROM t WHERE t MATCH ?", [query]).fetchall() == []


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_is_found_by_itself(index: sqlite3.Connection, text: str) -> None:
    query = words.fts_query([text], unfinished=True)
    index.execute("BEGIN")
    index.execute("INSERT INTO t VALUES (?)", [words.searchable_text(text).replace("\0", " ")])
    found = index.execute("SELECT * FROM t WHERE t MATCH ?", [query]).fetchall() if query else []
    index.execute("ROLLBACK")
    assert len(found) == bool(query)


@pytest.mark.parametrize(
    ("text", "indexed"),
    [("Cost: ₽100", "cost:  100"), ("a🟩b — c", "a b - c"), ("It's", "it's"), ("Ёлка!", "елка!")],
)
def test_the_index_is_given_no_symbol_that_fts5_would_take_for_a_letter(text: str, indexed: str) -> None:
    assert words.searchable_text(text) == indexed


@pytest.mark.parametrize(
    ("word", "meant"),
    [("topik", "topic"), ("migrants", "migration"), ("mig", "migration"), ("ENERGIE", "Énergie"),
     ("drug", "drug-trafficking"), ("zzz", None), ("", None), ("\0", None), ("x" * 100_000, None)],
)  # fmt: skip
def test_the_nearest_known_word(word: str, meant: str | None) -> None:
    known = ["dragon", "topic", "migration", "Énergie", "drug-trafficking", "status"]
    assert texts.find_nearest(word, known) == meant


def test_nothing_is_nearest_among_nothing() -> None:
    assert texts.find_nearest("topic", []) is None


# to show


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [bold] {text}", "plain [bold] {text}"),
        ("Énergie ёлка 漢字", "Énergie ёлка 漢字"),
        ("\x1b]52;c;x\x07", "␛]52;c;x␇"),
        ("\0\x0b\x7f", "␀␋␡"),
        ("\x85\x9b", r"\x85\x9b"),
        ("one\r\n\t two\nthree", "one two three"),
        ("evil\u202etxt", r"evil\u202etxt"),
        ("\u200e\u061c\u2066", r"\u200e\u061c\u2066"),
        ("so\xadft\u200b\u2060\ufeff", r"so\xadft\u200b\u2060\ufeff"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\U000e0041\U000e0002", r"\U000e0041\U000e0002"),
        ("\udce9\ud83d", r"\udce9\ud83d"),
        ("\u3164\u2800\u034f", r"\u3164\u2800\u034f"),
        ("\u0600\u0661", "\u0600\u0661"),
        ("👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3", "👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("pass\u200dword", r"pass\u200dword"),
        ("a\ufe0f1\ufe0f\u200c", r"a\ufe0f1\ufe0f\u200c"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f\\ufe0f"),
        ("e" + "\u0301" * 50 + "x", "e" + "\u0301" * 4 + "x"),
        ("ی" + "\u0301" * 50 + "ی", "ی" + "\u0301" * 4 + "ی"),
    ],
)
def test_what_is_shown_is_safe_and_hides_nothing(text: str, shown: str) -> None:
    assert texts.visible_line(text) == shown


@given(hostile)
def test_what_is_shown_is_one_line_without_controls_and_stays_so(text: str) -> None:
    shown = texts.visible_line(text)
    assert texts.visible_line(shown) == shown
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    shown.encode()


@given(hostile)
def test_a_block_is_its_lines_made_visible(text: str) -> None:
    shown = texts.visible_block(text)
    assert texts.visible_block(shown) == shown
    assert all(texts.visible_line(line) == line for line in shown.split("\n"))


def test_a_block_keeps_its_lines_and_fills_tabs() -> None:
    assert texts.visible_block("one\r\n\ttwo\rthree\x1b\n") == "one\n    two\nthree␛\n"


@pytest.mark.parametrize("show", [texts.visible_line, texts.visible_block])
def test_long_text_is_cut_before_it_is_worked_on(show: Callable[[str, int], str]) -> None:
    assert show("abcdef", 6) == "abcdef"
    assert show("abcdefg", 6) == "abcde…"
    assert show("\x1b" * 9, 3) == "␛␛…"


@pytest.mark.parametrize(
    ("text", "cells"), [("", 0), ("abc", 3), ("é", 1), ("漢字", 4), ("e\u0301", 1), ("👩\u200d🚀", 2)]
)
def test_width(text: str, cells: int) -> None:
    assert texts.cell_width(text) == cells


@pytest.mark.parametrize(
    ("text", "cells", "clipped"),
    [("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢…"),
     ("ab", 1, "…"), ("漢", 1, "…"), ("ab", 0, ""), ("", 3, ""), ("👩\u200d🚀👩\u200d🚀", 3, "👩\u200d🚀…"),
     ("e\u0301" * 3, 2, "e\u0301…")],
)  # fmt: skip
def test_clip(text: str, cells: int, clipped: str) -> None:
    assert texts.clip_text(text, cells) == clipped


@given(hostile.map(texts.visible_line), st.integers(-1, 30))
def test_clipped_text_fits_and_padded_text_fills(text: str, cells: int) -> None:
    assert texts.cell_width(texts.clip_text(text, cells)) <= max(cells, 0)
    assert texts.cell_width(texts.pad_text(text, cells)) == max(cells, 0)
    assert not 0 < texts.cell_width(text) <= cells or texts.clip_text(text, cells) == text


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("utf-8", "é→\\ud800".encode()), ("ascii", rb"\xe9\u2192\ud800"), ("latin-1", b"\xe9\\u2192\\ud800")],
)
def test_what_an_encoding_cannot_carry_is_written_as_an_escape(encoding: str, written: bytes) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    texts.write_to_stream(stream, "é→\ud800")
    stream.flush()
    assert raw.getvalue() == written


@given(hostile, st.sampled_from(["ascii", "cp1252", "cp437", "koi8-r", "gb18030", "utf-8", "utf-16"]))
def test_writing_never_fails_for_what_is_written(text: str, encoding: str) -> None:
    with io.TextIOWrapper(io.BytesIO(), encoding=encoding) as stream:
        texts.write_to_stream(stream, text)


def test_a_stream_without_an_encoding_is_written_to() -> None:
    stream = io.StringIO()
    texts.write_to_stream(stream, "é\udce9")
    assert stream.getvalue() == "é\\udce9"


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 proposals"), (1, "1 proposal"), (2, "2 proposals"), (909_081, "909,081 proposals")],
)
def test_plural(number: int, said: str) -> None:
    assert texts.plural(number, "proposal") == said


def test_an_irregular_plural_is_given() -> None:
    assert [texts.plural(n, "body", "bodies") for n in (1, 2)] == ["1 body", "2 bodies"]
