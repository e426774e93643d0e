"""What others call our kinds of proposals."""

from __future__ import annotations

from tracker.exchange.known.status_words import word_key

KIND_WORDS = {
    "commitment": "commitment|promise|pledge|undertaking",
    "recommendation": "recommendation|advice",
    "request": "request|demand|call",
    "proposal": "proposal|motion|bill|initiative",
}


def words_by_key(words: dict[str, str]) -> dict[str, str]:
    """Ours by the folded key of each word of theirs; hyphens are blanks."""
    return {word_key(word): ours for ours, theirs in words.items() for word in theirs.split("|")}
