# ruff: noqa: RUF001  # look-alikes and other scripts are what is tested
"""The two strengths in which text is compared: what finds, and what judges that nothing changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.comparison import compared_views, fold_text, folded_key, same_wording

anything = st.text(st.characters(exclude_categories=()))
trouble = st.text(
    st.sampled_from("ab1 \t\r\n\x00\x1b\x7f\x85\xad\u0301\u0489\u200b\u200c\u2028\u202e\ufe0f\U000e0041\u115f\u02bc"
                    "ﬁŁøßİıÆ½²…漢ガ한é*()-–—―‘’“”«»'`" + '"'),
    max_size=24,
)  # fmt: skip
hostile = anything | trouble


# key


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Énergie", "energie"), ("E\u0301nergie", "energie"), ("Ёлка", "елка"), ("Май", "маи"),
     ("STRASSE", "strasse"), ("Straße", "strasse"), ("ﬁnal", "final"), ("İstanbul", "istanbul"),
     ("한국", "한국"), ("ΌΣΟΣ", "οσοσ"), ("ＣＳＴＯ", "csto"), ("10²", "102"),
     ("Łódź", "lodz"), ("ŁÓDŹ", "lodz"), ("Øresund", "oresund"), ("Đặng", "dang"), ("Ħamrun", "hamrun"),
     ("Ŧ Ɨ Ƀ", "t i b"), ("Ærø", "aero"), ("Œuvre", "oeuvre"), ("Diyarbakır", "diyarbakir"), ("Þórður", "thordur"),
     ("Қазақстан", "казакстан"), ("Ғ", "г")],
)  # fmt: skip
def test_case_accents_and_strokes_are_folded(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@pytest.mark.parametrize("unseen", list("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u3164\ufe0f"))
def test_what_is_not_seen_is_neither_letter_nor_gap(unseen: str) -> None:
    assert folded_key(f"Bela{unseen}rus") == "belarus"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  Saint\u00a0Étienne \n", "saint  etienne"),
        ("the “Group”", 'The "group"'),
        ("the «Group»", "the ‘group’"),
        ("the ``Group''", 'the "Group"'),
        ("Лук’янова", "Лукʼянова"),
        ("Côte d’Ivoire", "COTE D'IVOIRE"),
        ("2012–2015", "2012-2015"),
        ("North — South", "north -- south"),
        ("a\u2011b", "a-b"),
        ("secu\u00ad\nrity", "security"),
    ],
)
def test_names_that_look_alike_have_one_key(one: str, other: str) -> None:
    assert folded_key(one) == folded_key(other)


@given(hostile)
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded
    assert folded_key(folded_key(text)) == folded_key(text)


# same wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe\u0301"),
        ("the “Group” of five", 'the "Group"\nof  five'),
        ("2012–2015", "2012-2015"),
        ("2012-\n2015", "2012–2015"),
        ("secu-\nrity", "security"),
        ("secu-\r\n  rity and well-\nknown", "security and well-known"),
        ("secu\u00adrity", "security"),
        ("secu\u00ad\nrity", "security"),
        ("well-\nknown", "well-known"),
        ("secu-\nrity", "se-\ncurity"),
    ],
)
def test_the_same_words_differently_set_are_the_same_wording(one: str, other: str) -> None:
    assert same_wording(one, other)
    assert same_wording(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("resume", "résumé"),
        ("The State", "the state"),
        ("Łódź", "Lodz"),
        ("re-sign", "resign"),
        ("shall", "shall not"),
        ("secu-\nrity", "secu rity"),
        ("secu-\nrity", "secu-"),
        ("ﬁve", "five"),
        ("2012-\n2015", "20122015"),
    ],
)
def test_other_words_are_another_wording(one: str, other: str) -> None:
    assert not same_wording(one, other)
    assert not same_wording(other, one)


@given(hostile, hostile)
def test_what_has_the_same_wording_has_it_both_ways(one: str, other: str) -> None:
    assert same_wording(one, one)
    assert same_wording(one, other) == same_wording(other, one)


# with positions


@given(hostile, st.integers(0, 30), st.integers(1, 30))
def test_every_piece_of_a_compared_text_leads_back_to_where_it_stands(text: str, start: int, length: int) -> None:
    for view in compared_views(text):
        end = min(start + length, len(view.text))
        if start >= end:
            continue
        begins, ends = view.span(start, end)
        assert 0 <= begins < ends <= len(text)


@given(hostile)
def test_a_whole_text_is_found_in_all_its_views(text: str) -> None:
    for view in compared_views(text):
        if view.text:
            begins, ends = view.span(0, len(view.text))
            assert fold_text(text[begins:ends]).strip() == fold_text(text).strip()
