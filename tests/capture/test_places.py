"""Which of several passages a locator means, and what is said where it means none or several."""

from __future__ import annotations

import pytest

from tracker.capture import anchors, places

REPORT = """# Report

Intro, the duty.

## Ferries

1. The council sees the duty.

2. Members note the duty; the duty stays.

140.247 Go on: the duty.

## Piers

Article 5

The duty again.

Article 6

See the duty.
\f
On page two, the duty.
"""


def words_before(locator: str) -> str:
    """What stands right before the place of the quote that a locator picks."""
    return REPORT[: places.locate_quote(REPORT, "the duty", locator).start].rpartition("\n")[2]


@pytest.mark.parametrize(
    ("locator", "before"),
    [
        ("block 1", "Intro, "),
        ("para. 1", "1. The council sees "),
        ("Para 1", "1. The council sees "),
        ("1.", "1. The council sees "),
        ("¶ 140.247", "140.247 Go on: "),
        ("140.247", "140.247 Go on: "),
        ("140.240-140.250", "140.247 Go on: "),
        ("p. 2", "On page two, "),
        ("page 2", "On page two, "),
        ("Ferries, para. 140.247", "140.247 Go on: "),
        ("p. 1, Piers, art. 6", "See "),
        ("art. 5", ""),
    ],
)
def test_a_locator_picks_one_of_several_places(locator: str, before: str) -> None:
    assert words_before(locator) == before


def test_a_number_of_the_text_itself_is_meant_before_one_of_ours() -> None:
    assert "1. The council" in REPORT[: places.locate_quote(REPORT, "the duty", "para. 1").start]
    assert "1. The council" not in REPORT[: places.locate_quote(REPORT, "the duty", "block 1").start]


@pytest.mark.parametrize(
    ("locator", "says"),
    [
        ("", "the quote is in the source 7 times (block 1, para. 3, "),
        ("para. 2", ", 2 of them at para. 2; quote more words"),
        ("Ferries", ", 4 of them at Ferries; "),
        ("para. 99", ", and none of them at para. 99; "),
        ("nowhere", ", and none of them at nowhere; "),
        ("block 0", ", and none of them at block 0; "),
        ("1" * 5000, ", and none of them at "),
        ("(((", ", and none of them at "),
    ],
)
def test_a_locator_that_picks_none_or_several_is_answered_with_those_that_pick_one(locator: str, says: str) -> None:
    with pytest.raises(anchors.QuoteError) as caught:
        places.locate_quote(REPORT, "the duty", locator)
    assert says in str(caught.value)
    assert str(caught.value).endswith("or say where it is, such as block 1")
    assert caught.value.remedies == ("locator",)


def test_what_is_offered_picks_one() -> None:
    text = "\n\n".join(f"Point {number} is here." for number in range(172))
    with pytest.raises(anchors.QuoteError, match=r"172 times \(title, para\. 1, para\. 2, .* para\. 4, …\)") as caught:
        places.locate_quote(text, "is here", "p. 4")
    offered = str(caught.value).rpartition("such as ")[2]
    assert places.locate_quote(text, "is here", offered).start == len("Point 0 ")
    assert places.locate_quote(text, "is here", "para. 4").start == text.index("4 is here") + 2


def test_where_two_are_in_one_block_only_more_words_tell_them_apart() -> None:
    with pytest.raises(anchors.QuoteError, match=r"is in the source 2 times \(…\); quote more words$"):
        places.locate_quote("So a sea, a sea.", "a sea", "")


def test_a_quote_with_one_place_needs_no_locator_and_any_is_taken() -> None:
    assert places.locate_quote(REPORT, "sees the duty", "p. 77").exact == "sees the duty"
