"""A library of references as a file: BibTeX, RIS or CSL-JSON, each entry as the columns of a source."""

from __future__ import annotations

import json
import logging
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.dates import is_partial_date
from tracker.files import decode_utf8
from tracker.formats.bibliography import csl, entries
from tracker.model import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LIBRARIES = (".bib", ".ris", ".json")
MOST_BYTES = 50_000_000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def is_library(name: str) -> bool:
    """Whether a file is a library of references, by its ending."""
    return Path(name).suffix.lower() in LIBRARIES


def read_library(name: str, data: bytes) -> list[dict[str, str]]:
    """The entries of a library, each as the columns of a source. Raises UsageError, TrackerError."""
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} has over {MOST_BYTES // 1_000_000} MB; export it in parts")
    try:
        text = decode_utf8(data)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 (byte {error.start + 1}); export it as UTF-8") from error
    reader = _READERS[Path(name).suffix.lower()]
    try:
        found = [{key: value for key, value in one.items() if value} for one in reader(text)]
    except TrackerError:
        raise
    except Exception as error:  # a reader of others raises whatever it meets
        raise UsageError(f"{name} cannot be read as a library: it is damaged or of another form") from error
    if not found:
        raise UsageError(f"{name} holds no reference; a library has entries such as @report{{...}}, TY  - RPRT")
    return found


def _read_bibtex(text: str) -> list[dict[str, str]]:
    parsing, latex = _library_reader("bibtexparser.bparser"), _library_reader("bibtexparser.latexenc")
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    parser = parsing.BibTexParser(common_strings=True, ignore_nonstandard_types=False, interpolate_strings=True)
    return [_bibtex_columns(one, latex.latex_to_unicode) for one in parser.parse(text).entries]


def _bibtex_columns(entry: Mapping[str, str], decode: Callable[[str], str]) -> dict[str, str]:
    def plain(*names: str) -> str:
        return next((_plain_latex(entry[name], decode) for name in names if entry.get(name)), "")

    names = re.split(r"\s+and\s+(?![^{]*\})", entry.get("author") or entry.get("editor") or "")
    month = entry.get("month", "").strip("{} ").lower()[:3]
    number = str(_MONTHS.index(month) + 1) if month in _MONTHS else month
    typed = plain("csltype")
    kind = entries.csl_type_of(entry.get("ENTRYTYPE", ""), _BIBTEX_KINDS)
    return {
        "type": typed if typed in csl.TYPES else kind,
        "title": plain("title"),
        "authors": "; ".join(_plain_latex(one, decode) for one in names if one.strip()),
        "container": plain("journaltitle", "journal", "booktitle"),
        "publisher": plain("publisher", "institution", "organization", "school"),
        "issued_on": _partial(*plain("date").split("/")[0].split("-")) or _partial(plain("year"), number, plain("day")),
        "url": _web_address(entry.get("url", "").replace(r"\_", "_").replace(r"\%", "%").replace(r"\&", "&")),
        "archive_url": _web_address(entry.get("archiveurl", "")),
        "language": plain("langid", "language"),
    }


def _plain_latex(text: str, decode: Callable[[str], str]) -> str:
    """A text without the braces and escapes of LaTeX."""
    kept = {r"\{": "\ue000", r"\}": "\ue001", r"\textbackslash{}": "\ue002", r"\textasciitilde{}": "\ue003"}
    kept |= {r"\textasciicircum{}": "\ue004"} | {f"\\{char}": chr(0xE010 + at) for at, char in enumerate("#$%&_")}
    for written, mark in kept.items():
        text = text.replace(written, mark)
    text = decode(text).replace("{", "").replace("}", "").replace("~", " ")
    for mark, char in zip(kept.values(), "{}\\~^#$%&_", strict=True):
        text = text.replace(mark, char)
    return entries.entry_line(text)


def _read_ris(text: str) -> list[dict[str, str]]:
    return [_ris_columns(one) for one in _library_reader("rispy").loads(text)]


def _ris_columns(entry: Mapping[str, Any]) -> dict[str, str]:
    typed, urls = str(entry.get("type_of_work", "")), entry.get("urls") or [entry.get("url", "")]
    unknown = entry.get("unknown_tag") or {}
    kind = entries.csl_type_of(str(entry.get("type_of_reference", "")), entries.RIS_TYPES)
    parts = str(entry.get("date") or entry.get("year") or "").split("/")
    return {
        "type": typed if typed in csl.TYPES else kind,
        "title": str(entry.get("title") or entry.get("primary_title") or ""),
        "authors": "; ".join(entry.get("authors") or entry.get("first_authors") or []),
        "container": str(entry.get("secondary_title") or entry.get("journal_name") or ""),
        "publisher": str(entry.get("publisher", "")),
        "issued_on": _partial(*parts[:3]) or _partial(str(entry.get("year", "")).split("/")[0]),
        "url": _web_address(urls[0]),
        "archive_url": _web_address((unknown.get("AV") or [entry.get("location_in_archives", "")])[0]),
        "language": str(entry.get("language", "")),
    }


def _read_csl(text: str) -> list[dict[str, str]]:
    items = json.loads(text)
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise UsageError('this JSON is no library: CSL-JSON is a list of items, such as [{"id": "1", "type": "book"}]')
    return list(map(_csl_columns, items))


def _csl_columns(item: Mapping[str, Any]) -> dict[str, str]:
    dates = (item.get("issued") or {}).get("date-parts") or [[]]
    typed = str(item.get("type", ""))
    return {
        "type": typed if typed in csl.TYPES else csl.USUAL,
        "title": str(item.get("title", "")),
        "authors": "; ".join(_csl_name(one) for one in item.get("author") or []),
        "container": str(item.get("container-title", "")),
        "publisher": str(item.get("publisher", "")),
        "issued_on": _partial(*map(str, dates[0][:3])),
        "url": _web_address(item.get("URL", "")),
        "archive_url": _web_address(item.get("archive_location", "")),
        "language": str(item.get("language", "")),
    }


def _csl_name(name: Mapping[str, str]) -> str:
    family = " ".join(part for part in (name.get("non-dropping-particle"), name.get("family")) if part)
    return name.get("literal") or ", ".join(part for part in (family, name.get("given")) if part)


def _partial(*numbers: str) -> str:
    """The partial date of a year, a month and a day, as far as they are known and right; never more."""
    known: list[str] = []
    for number, width in zip(numbers, (4, 2, 2), strict=False):
        digits = number.strip()
        if not (digits.isascii() and digits.isdigit() and is_partial_date("-".join([*known, digits.zfill(width)]))):
            break
        known.append(digits.zfill(width))
    return "-".join(known)


def _web_address(typed: object) -> str:
    """An address of the web; whatever else stands there is left out."""
    text = str(typed or "").strip()
    return text if text.lower().startswith(("http://", "https://")) and not re.search(r"\s", text) else ""


def _library_reader(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        way = "pip install 'proposal-tracker[tables]'"
        raise UsageError(f"this library needs the package {name.partition('.')[0]}; install it: {way}") from error


_BIBTEX_KINDS = {"article-journal": "article", "report": "techreport", "webpage": "online", "thesis": "thesis"} | {
    ours: theirs for ours, theirs in entries.BIBTEX_TYPES.items() if theirs not in {"article", "techreport"}
}
_READERS: Mapping[str, Callable[[str], list[dict[str, str]]]] = {
    ".bib": _read_bibtex,
    ".ris": _read_ris,
    ".json": _read_csl,
}
