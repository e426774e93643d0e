"""What others call our statuses: the words of known trackers and reviews, each with the status and reason it means."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tracker.comparison import folded_key
from tracker.exchange.known.data import BETWEEN, read_known_rows


class KnownStatus(NamedTuple):
    """Words of a vocabulary that mean one status of ours, with its reason after a colon, and why."""

    vocabulary: str
    ours: str
    theirs: tuple[str, ...]
    why: str = ""


class KnownVocabulary(NamedTuple):
    """A tracker or review whose words are known, who publishes it, and what its words mean."""

    code: str
    title: str
    source: str
    url: str
    statuses: tuple[KnownStatus, ...]


@cache
def known_vocabularies() -> tuple[KnownVocabulary, ...]:
    """All vocabularies in the order in which they are printed; words of many tables are last."""
    rows = [
        KnownStatus(row["vocabulary"], row["ours"], tuple(row["theirs"].split(BETWEEN)), row["why"])
        for row in read_known_rows("statuses")
    ]
    return tuple(
        KnownVocabulary(**row, statuses=tuple(one for one in rows if one.vocabulary == row["code"]))
        for row in read_known_rows("vocabularies")
    )


def find_known_status(word: str, vocabulary: str = "") -> KnownStatus | None:
    """What a word means in that vocabulary; without one, in tables of any kind, else in the only one that has it."""
    meant = _statuses_by_key().get(word_key(word), {})
    if vocabulary or "plain" in meant:
        return meant.get(vocabulary or "plain")
    return next(iter(meant.values())) if len({one.ours for one in meant.values()}) == 1 else None


def status_words() -> dict[str, str]:
    """Our status for each word that means one, by the folded key of the word."""
    meant = {key: find_known_status(key) for key in _statuses_by_key()}
    return {key: one.ours for key, one in meant.items() if one}


def word_key(word: str) -> str:
    """A word as these tables compare it: folded, with blanks for hyphens, dashes and underscores."""
    return " ".join(folded_key(word).translate(_BLANKS).split())


_BLANKS = str.maketrans(dict.fromkeys("-_–—/", " "))  # noqa: RUF001 - dashes as they are typed


@cache
def _statuses_by_key() -> dict[str, dict[str, KnownStatus]]:
    keys: dict[str, dict[str, KnownStatus]] = {}
    for vocabulary in known_vocabularies():
        for status in vocabulary.statuses:
            for word in status.theirs:
                keys.setdefault(word_key(word), {})[vocabulary.code] = status
    return keys
