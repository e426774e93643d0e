"""What the formats of bibliographies share: names, days and keys of a source, and its type in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.bibliography import csl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Source

# BibTeX and RIS know fewer types than CSL; what stands in neither is `misc` or `GEN`.
BIBTEX_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("article", "article-journal", "article-magazine", "article-newspaper", "review"), "article"),
    **dict.fromkeys(("report", "standard"), "techreport"),
    **dict.fromkeys(("book", "collection"), "book"),
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "manuscript": "unpublished",
    "thesis": "phdthesis",
}
RIS_TYPES: Mapping[str, str] = {
    "article": "JOUR",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "MPCT",
    "paper-conference": "CONF",
    "personal_communication": "PCOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
IN_JOURNALS = frozenset({"article", "article-journal", "article-magazine", "article-newspaper", "review"})


def entry_key(source: Source) -> str:
    """The key by which a text cites a source: it stays the same as long as the database does."""
    return f"source-{source.id}"


def author_names(source: Source) -> list[str]:
    """Those who wrote a source, each as entered: `Family, Given`, or the whole name of a body."""
    return [one.strip() for one in source.authors.split(";") if one.strip()]


def date_numbers(partial: str | None) -> list[int]:
    """Year, month and day of a partial date, no more of them than are known."""
    return [int(one) for one in partial.split("-")] if partial else []


def entry_line(text: str) -> str:
    """A text on one line, without signs that cannot be seen and would break a line of the file."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())


def csl_type_of(name: str, types: Mapping[str, str]) -> str:
    """The CSL type of a type of BibTeX or RIS: the first that is written so; `document` for another."""
    return next((ours for ours, theirs in types.items() if theirs.lower() == name.lower()), csl.USUAL)
