"""What ships with the program: words for statuses, and states and UN bodies with their other names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tracker.comparison import folded_key
from tracker.exchange.known.actor_names import find_known_actor, known_actors
from tracker.exchange.known.status_words import find_known_status, known_vocabularies, status_words, word_key
from tracker.model import EXTENTS
from tracker.store.records import statuses

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def test_each_word_means_a_status_of_ours_with_a_reason_that_it_has(ledger: Ledger) -> None:
    reasons = {code: [*statuses.read_reasons(ledger, code)] for code in statuses.read_statuses(ledger)}
    for vocabulary in known_vocabularies():
        assert vocabulary.title
        assert vocabulary.source
        assert vocabulary.statuses
        for one in vocabulary.statuses:
            status, _, more = one.ours.partition(":")
            assert status in reasons
            assert not more or more in (*reasons[status], *EXTENTS), one


def test_no_vocabulary_has_a_word_twice() -> None:
    for vocabulary in known_vocabularies():
        words = Counter(word_key(word) for one in vocabulary.statuses for word in one.theirs)
        assert {word: count for word, count in words.items() if count > 1} == {}, vocabulary.code


@pytest.mark.parametrize(
    ("word", "vocabulary", "ours"),
    [
        ("Accepted", "upr", "adopted"),
        ("Noted", "upr", "rejected:noted"),
        ("noted", "", "rejected:noted"),
        ("Promise Kept", "politifact", "implemented"),
        ("PROMISE BROKEN", "", "lapsed:abandoned"),
        ("In the Works", "", "in-progress"),
        ("compromise", "", "partly-implemented"),
        ("Stalled", "", "stalled"),
        ("not-delivered", "nz", "lapsed:abandoned"),
        ("Open – Partially Addressed", "", "partly-implemented"),  # noqa: RUF001 - their dash
        ("Not implemented", "greco", "proposed"),
        ("Not fulfilled", "pledges", "lapsed:expired"),
    ],
)
def test_a_known_word_means_a_status_in_its_vocabulary(word: str, vocabulary: str, ours: str) -> None:
    known = find_known_status(word, vocabulary)
    assert known
    assert known.ours == ours


def test_an_unknown_word_means_nothing() -> None:
    assert find_known_status("purple") is None
    assert find_known_status("Kept", "upr") is None
    assert "purple" not in status_words()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Russian Federation", "Russia"),
        ("the russian federation", "Russia"),
        ("RUS", "Russia"),
        ("Côte d’Ivoire", "Côte d'Ivoire"),  # noqa: RUF001 - as it is typed
        ("Ivory Coast", "Côte d'Ivoire"),
        ("Iran (Islamic Republic of)", "Iran"),
        ("Viet Nam", "Vietnam"),
        ("the Netherlands", "Netherlands"),
        ("U.S.A.", "United States"),
        ("turkey", "Türkiye"),
        ("UNHCR", "UN High Commissioner for Refugees"),
        ("Human Rights Council", "UN Human Rights Council"),
    ],
)
def test_a_state_and_a_body_are_found_by_each_of_their_names(typed: str, name: str) -> None:
    known = find_known_actor(typed)
    assert known
    assert known.name == name


@pytest.mark.parametrize("typed", ["", "no", "NO", "per", "rus", "Guinea Ecuador", "Federation"])
def test_a_word_is_no_state_because_it_is_like_a_code(typed: str) -> None:
    assert find_known_actor(typed) is None


def test_no_name_means_two_actors_and_no_code_two_states() -> None:
    names = Counter(name for one in known_actors() for name in {folded_key(name) for name in (one.name, *one.aliases)})
    assert {name: count for name, count in names.items() if count > 1} == {}
    codes = Counter(code for one in known_actors() for code in one.codes)
    assert {code: count for code, count in codes.items() if count > 1} == {}


def test_the_members_and_observers_of_the_united_nations_are_known() -> None:
    states = [one for one in known_actors() if one.kind == "state"]
    assert len([one for one in states if len(one.codes) == 2]) == 193 + 2 + 2  # members, observers, Cook Islands, Niue
    assert {one.kind for one in known_actors()} == {"state", "organisation"}
    assert all(len(code) in {2, 3} and code.isupper() for one in states for code in one.codes)
