"""What follows on words that somebody begins to quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture.continuations import continue_quote

TEXT = (
    "The meeting\n\nHe asked for a joint centre against\n  drug trafficking. It costs 3.5 million.\n\n"
    "\u201cWe want close ties with the UN,\u201d the chair said.\n\nThe draft \u2013 a long one \u2013 was sent back"
)  # fmt: skip


@pytest.mark.parametrize(
    ("begun", "rest"),
    [
        ("asked for", " a joint centre against drug trafficking"),
        ("ASKED  for ", "a joint centre against drug trafficking"),
        ("asked for a jo", "int centre against drug trafficking"),
        ("It costs", " 3.5 million"),
        ('"We want', " close ties with the UN"),
        ("We want", " close ties with the UN"),
        ("The draft - a", " long one \u2013 was sent back"),
        ("against drug trafficking", ""),
        ("asked", ""),
        ("was rejected", ""),
        ("sked for", ""),
        ("", ""),
    ],
)
def test_the_rest_of_the_sentence_is_offered(begun: str, rest: str) -> None:
    assert continue_quote(TEXT, begun) == rest


@given(st.text(), st.text())
def test_whatever_is_typed_in_whatever_text_is_answered_on_one_line(text: str, begun: str) -> None:
    assert "\n" not in continue_quote(text, begun)


@given(st.integers(0, 120), st.integers(6, 40))
def test_what_is_begun_and_what_is_offered_stand_in_the_text_together(start: int, length: int) -> None:
    begun = TEXT[start : start + length]
    if offered := continue_quote(TEXT, begun):
        assert " ".join((begun + offered).split()).casefold() in " ".join(TEXT.split()).casefold()
