"""Where a quote stands in a text: found as people type it, refused where it has no one place."""

from __future__ import annotations

import sys
import time
from unicodedata import category

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.minutes import ARTICLE
from tracker.capture import anchors
from tracker.model import UsageError


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


# anchors


def test_an_anchor_has_the_words_their_surroundings_and_their_place() -> None:
    start, end = span(ARTICLE, "the safety of ferries")
    assert anchors.find_anchor(ARTICLE, "the safety of ferries") == anchors.Anchor(
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
    anchor = anchors.find_anchor(ARTICLE, quote)
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
    assert anchors.find_anchor(text, quote.replace("so ...", "so...")).exact == exact


def test_the_case_decides_before_it_is_ignored() -> None:
    assert anchors.find_anchor("may we meet in May", "May").start == 15


def test_a_quote_is_found_with_its_marks_before_it_is_without() -> None:
    assert anchors.find_anchor("sea, “sea”, sea", '"sea"').exact == "“sea”"


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("", "the quote has no words: give the words as they stand in the source"),
        ("“ … — !”", "the quote has no words: give the words as they stand in the source"),
        ("Norland … !?", "the quote has no words: give the words as they stand in the source"),
        (
            "The Harbour Council",
            "the quote is in the source 3 times; quote more words",
        ),
        (
            "The Harbour … May",
            "the quote is in the source 3 times; quote more words",
        ),
        ("all ports … Norland suggests", 'the source has "all ports", but not "Norland suggests" after it'),
        ("One … two … three", "the quote has more than one gap: give only its first words … last words"),
        ("zebra", 'the quote is not in the source: "zebra"'),
    ],
)
def test_a_quote_without_one_place_is_refused_with_the_reason(quote: str, message: str) -> None:
    with pytest.raises(anchors.QuoteError) as caught:
        anchors.find_anchor(ARTICLE, quote)
    assert str(caught.value) == message
    assert isinstance(caught.value, UsageError)


def test_a_missing_quote_is_answered_with_the_nearest_passage() -> None:
    nearest = "Norland suggests improving the safety of ferries, and of piers — in all ports."
    with pytest.raises(anchors.QuoteError) as caught:
        anchors.find_anchor(ARTICLE, "Norland suggests raising the safety of ferries")
    assert str(caught.value).endswith(f'safety of ferries"; the nearest passage is "{nearest}"')


def test_overlapping_places_are_two() -> None:
    with pytest.raises(anchors.QuoteError, match="2 times"):
        anchors.find_anchor("banana", "ana")


def test_first_words_may_recur_where_only_one_place_has_the_last_words_near() -> None:
    text = "The council met. " + "Waves. " * 400 + "The council voted for new piers."
    assert anchors.find_anchor(text, "The council … new piers").exact == "The council voted for new piers"


def test_a_gap_over_too_much_text_is_refused_with_its_length() -> None:
    text = "It began. " + "Waves. " * 400 + "It ended."
    with pytest.raises(anchors.QuoteError, match=r"runs over 2,819 characters, at most 2,000 are allowed"):
        anchors.find_anchor(text, "It began … It ended.")


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_any_words_that_occur_once_are_found_exactly(before: str, words: str, after: str) -> None:
    text = before + words + after
    start, end = len(before), len(before + words)
    assume(any(map(str.isalnum, words)) and text.find(words, text.find(words) + 1) < 0)
    assume(category(after[:1] or " ") != "Mn")  # an accent stays on its letter
    anchor = anchors.find_anchor(text, words)
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
    anchor = anchors.find_anchor(text, "".join(noisy))
    assert (anchor.exact, anchor.start, anchor.end) == (words, len(text) - 1 - len(words), len(text) - 1)


def test_every_white_space_is_alike() -> None:
    for sign in filter(str.isspace, map(chr, range(sys.maxunicode + 1))):
        assert anchors.find_anchor(f"so:a{sign}b.", "a b").exact == f"a{sign}b", hex(ord(sign))


@pytest.mark.parametrize(
    ("text", "quote", "exact"),
    [
        ("The cafe\u0301 owners.", "caf\u00e9 owners", "cafe\u0301 owners"),
        ("Le s\u00e9nat.", "se\u0301nat", "s\u00e9nat"),
        ("We met at the cafe\u0301.", "the cafe", "the cafe\u0301"),
        ("The gov\u00adern\u00adment pro\u00adposes.", "government proposes", "gov\u00adern\u00adment pro\u00adposes"),
        ("For secu-\nrity and trade.", "security", "secu-\nrity"),
        ("For secu-\r\n  rity and trade.", "For security", "For secu-\r\n  rity"),
        ("For secu\u00ad\nrity and trade.", "security and", "secu\u00ad\nrity and"),
        ("A well-\nknown secu-\nrity firm.", "well-known security", "well-\nknown secu-\nrity"),
        ("In 2012-\n2015 it fell.", "in 2012-2015", "In 2012-\n2015"),
        ("New security.", "secu- rity", "security"),
        ("Five \ufb01ndings of o\ufb03ces.", "findings of offices", "\ufb01ndings of o\ufb03ces"),
        ("Five \ufb01ndings.", "indings", "\ufb01ndings"),
        ("Meeting in \u0141\u00f3d\u017a.", "in Lodz", "in \u0141\u00f3d\u017a"),
        ("Stra\u00dfe 5, 10\u00b2 m.", "STRASSE 5", "Stra\u00dfe 5"),
        ("Zero\u200bwidth joi\u200dner.", "zerowidth joiner", "Zero\u200bwidth joi\u200dner"),
        ("\u65b0\u6771\u4eac\uff12\uff10\uff11\uff12", "2012", "\uff12\uff10\uff11\uff12"),
        ("The state \u2014\u2014 all of it.", "state --", "state \u2014\u2014"),
        ("Se\u0301nat \u2026 et re\u0301seau.", "S\u00e9nat ... r\u00e9seau", "Se\u0301nat \u2026 et re\u0301seau"),
    ],
)
def test_a_quote_is_found_however_its_letters_are_written(text: str, quote: str, exact: str) -> None:
    anchor = anchors.find_anchor(text, quote)
    assert anchor.exact == exact == text[anchor.start : anchor.end]


def test_what_is_written_the_same_comes_before_what_only_looks_alike() -> None:
    assert anchors.find_anchor("10\u00b2 or 102", "102").start == 7


@pytest.mark.parametrize(
    ("text", "quote", "kept"),
    [
        ("They propose a hotline.", "propose a hotline", True),
        ("They \u201cpropose\u201d a hot-\nline.", '"propose" a hotline', True),
        ("They pro\u00adpose a caf\u00e9.", "propose a cafe\u0301", True),
        ("They Propose a hotline.", "propose a hotline", False),
        ("They propose 102 cases.", "10\u00b2 cases", False),
        ("They propose two hotlines.", "propose a hotline", False),
    ],
)
def test_a_text_keeps_a_quote_if_its_wording_is_the_same(text: str, quote: str, *, kept: bool) -> None:
    assert (anchors.find_wording(text, quote) is not None) is kept


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
        anchors.find_anchor(text, quote)
    assert time.process_time() - began < 30
