"""BibTeX: the sources that proposals cite, as LaTeX and reference managers read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Source

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "{}#$%&_"},
    }
)
_IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})  # a brace would end the field


def _write_sources(sources: Iterable[Source]) -> Iterator[str]:
    from tracker.formats.bibliography.entries import BIBTEX_TYPES, entry_key

    divider = ""
    for one in sources:
        fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _bibtex_fields(one) if value)
        yield f"{divider}@{BIBTEX_TYPES.get(one.type, 'misc')}{{{entry_key(one)}{fields}\n}}\n"
        divider = "\n"


def _bibtex_fields(source: Source) -> Iterator[tuple[str, str]]:
    """The fields with their values: a title keeps its capitals, a name without a comma is one whole."""
    from tracker.formats.bibliography.entries import IN_JOURNALS, author_names

    year, _, later = (source.issued_on or "").partition("-")
    title = _escape_bibtex(source.title)
    yield "author", " and ".join(map(_bibtex_name, author_names(source)))
    yield "title", f"{{{title}}}" if title else ""
    yield "journal" if source.type in IN_JOURNALS else "booktitle", _escape_bibtex(source.container)
    yield "institution" if source.type in {"report", "standard"} else "publisher", _escape_bibtex(source.publisher)
    yield "year", year
    yield "month", later[:2].lstrip("0")
    yield "day", later[3:].lstrip("0")
    yield "date", source.issued_on or ""
    yield "url", (source.url or "").translate(_IN_ADDRESSES)
    yield "archiveurl", (source.archive_url or "").translate(_IN_ADDRESSES)
    yield "langid", _escape_bibtex(source.language)
    yield "csltype", source.type.replace("_", r"\_")


def _bibtex_name(name: str) -> str:
    escaped = _escape_bibtex(name)
    return escaped if "," in name and " and " not in name else f"{{{escaped}}}"


def _escape_bibtex(text: str) -> str:
    from tracker.formats.bibliography.entries import entry_line

    return entry_line(text).translate(_ESCAPES)


FORMAT = Format("bibtex", "the sources that are cited, for LaTeX", endings=("bib",), of_sources=_write_sources)
