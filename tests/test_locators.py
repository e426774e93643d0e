"""Locators: which numbers of a document a place covers, as documents print them and as people write them."""

from __future__ import annotations

import pytest

from tracker.locators import RANGE_MOST, places_covered, words_of

CASES = {
    "para. 140.247": ["para 140.247"],
    "paras. 140.7, 140.17-18": ["para 140.7", "para 140.17", "para 140.18"],
    "140.17\u2013140.19": ["140.17", "140.18", "140.19"],
    "paragraphs 9 to 11 and 13": ["para 9", "para 10", "para 11", "para 13"],
    "pp. 117-8": ["p 117", "p 118"],
    "p. 117-18": ["p 117", "p 118"],
    "Art. 5, p. 12": ["art 5", "p 12"],
    "§ 3": ["§ 3"],
    "§§3\u20134": ["§ 3", "§ 4"],
    "para 140.247(a)": ["para 140.247"],
    "block 14": ["block 14"],
    "пункт 5": ["пункт 5"],
    "140.20-17": ["140.20", "140.17"],
    "1.2-3.4": ["1.2", "3.4"],
    f"1-{RANGE_MOST + 2}": ["1", f"{RANGE_MOST + 2}"],
    "annex": [],
    "": [],
}


@pytest.mark.parametrize(("typed", "covered"), CASES.items())
def test_a_locator_covers_these_numbers(typed: str, covered: list[str]) -> None:
    assert [place.named for place in places_covered(typed)] == covered


def test_the_words_of_a_locator_are_what_is_no_number() -> None:
    assert words_of("Annex II, paras. 3") == ["annex", "ii", "para"]
