"""What others call our statuses and kinds, in trackers of promises and reports of reviews."""

from __future__ import annotations

from tracker.comparison import folded_key

STATUS_WORDS = {
    "proposed": "not started|not yet started|not begun|promised|pledged|announced|noted|pending|new|open|not rated",
    "on-agenda": "on agenda|under consideration|under review|in committee|introduced|tabled|draft",
    "adopted": "adopted|passed|agreed|enacted|approved|accepted|supported|legislated",
    "in-progress": "in progress|in the works|ongoing|on going|underway|under way|started|on track|begun|in action",
    "partly-implemented": (
        "partly implemented|partially implemented|partly|partial|partially|partially complete|partly delivered|"
        "partially delivered|partially kept|partly kept|compromise|partially fulfilled|partly fulfilled|mixed"
    ),
    "implemented": (
        "implemented|fully implemented|done|complete|completed|kept|promise kept|delivered|fulfilled|achieved|"
        "largely|mostly|largely delivered|largely implemented|mostly implemented|mostly kept|met|finished|success"
    ),
    "stalled": "stalled|stuck|delayed|blocked|on hold|suspended|paused|behind schedule|off track",
    "rejected": "rejected|refused|voted down|defeated|not accepted|not supported|vetoed|declined",
    "withdrawn": "withdrawn|retracted|taken back",
    "lapsed": "lapsed|closed",
    "lapsed:abandoned": (
        "abandoned|broken|promise broken|not delivered|not kept|unfulfilled|not fulfilled|failed|dropped|cancelled|"
        "canceled|scrapped|not implemented|not achieved|not done|missed"
    ),
    "lapsed:superseded": "superseded|replaced|overtaken",
    "lapsed:expired": "expired|term ended",
    "lapsed:reversed": "reversed|repealed|undone|rolled back",
}
KIND_WORDS = {
    "commitment": "commitment|promise|pledge|undertaking",
    "recommendation": "recommendation|advice",
    "request": "request|demand|call",
    "proposal": "proposal|motion|bill|initiative",
}


def words_by_key(words: dict[str, str]) -> dict[str, str]:
    """Ours by the folded key of each word of theirs; hyphens are blanks."""
    return {word_key(word): ours for ours, theirs in words.items() for word in theirs.split("|")}


def word_key(word: str) -> str:
    """A word as these tables have it: folded, with blanks for hyphens and underscores."""
    return " ".join(folded_key(word).replace("-", " ").replace("_", " ").split())
