"""Lists and ranges of numbers: what is read, what is refused with which words, and what is written again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import ids
from tracker.errors import NotFoundError, UsageError


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        (["3"], [3]),
        (["#3", "4"], [3, 4]),
        (["3,4"], [3, 4]),
        (["3, 4", "4,1"], [3, 4, 1]),
        (["3-5"], [3, 4, 5]),
        (["#3-#5", "9"], [3, 4, 5, 9]),
        (["3 - 5,9"], [3, 4, 5, 9]),
        (["3\u20135"], [3, 4, 5]),
        (["3..5"], [3, 4, 5]),
        (["3-3,"], [3]),
    ],
)
def test_numbers_are_listed_as_people_list_them(typed: list[str], numbers: list[int]) -> None:
    assert ids.parse_ids(typed) == numbers


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("5-3", "'5-3' runs backwards; write 3-5"),
        ("3-", "'3-' is not a range of proposal numbers; write one such as 3-5"),
        ("-3", "'-3' is not a range of proposal numbers"),
        ("1-2-3", "'1-2-3' is not a range of proposal numbers"),
        ("a-b", "'a' is not a proposal number"),
        ("0-3", "'0' is not a proposal number"),
        ("1-1001", "'1-1001' is more than 1,000 numbers"),
        ("1-99999999999999999999", "no proposal 99999999999999999999"),
        ("", "'' is not a proposal number"),
        (",", "',' is not a proposal number"),
    ],
)
def test_what_is_no_list_is_refused_in_words(typed: str, says: str) -> None:
    with pytest.raises((UsageError, NotFoundError)) as refused:
        ids.parse_ids([typed])
    assert str(refused.value).startswith(says)


@given(st.lists(st.integers(1, 40), min_size=1, unique=True))
def test_a_list_is_written_as_it_is_read_again(numbers: list[int]) -> None:
    assert ids.parse_ids([ids.id_text(numbers)]) == numbers
    assert ids.parse_ids([",".join(map(str, numbers))]) == numbers


def test_a_sentence_names_a_few() -> None:
    assert ids.named_ids([4]) == "4"
    assert ids.named_ids(range(1, 13)) == "1, 2, 3, 4, 5 and 7 more"
