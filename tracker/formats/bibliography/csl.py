"""The types of documents as bibliographies know them: those of CSL 1.0.2."""

from __future__ import annotations

from tracker.comparison import folded_key
from tracker.model import UsageError
from tracker.text import match_code

USUAL = "document"
# https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
TYPES = (
    *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter"),
    *("classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event"),
    *("figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map"),
    *("motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
    *("personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software"),
    *("song", "speech", "standard", "thesis", "treaty", "webpage"),
)
# What people type for a type, where nothing that is alike would lead them there.
ALIASES = {
    "newspaper": "article-newspaper",
    "journal": "article-journal",
    "magazine": "article-magazine",
    "blog": "post-weblog",
    "encyclopedia": "entry-encyclopedia",
    "law": "legislation",
    "act": "legislation",
    "declaration": "treaty",
    "agreement": "treaty",
    "film": "motion_picture",
    "website": "webpage",
    "web": "webpage",
    "page": "webpage",
    "letter": "personal_communication",
    "email": "personal_communication",
    "press-release": "report",
    "news": "article-newspaper",
}


def type_meant(typed: str) -> str:
    """The type meant, whatever joins its words; `document` for an empty one. Raises UsageError with the nearest."""
    wanted = "-".join(folded_key(typed).split())
    if wanted in ALIASES:
        raise UsageError(f"no type of source '{typed}'; did you mean {ALIASES[wanted]}?")
    return match_code(typed, TYPES, "type of source") if wanted else USUAL
