"""The bytes of a document become its text, its paragraphs and what can be proposed about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from tracker import dates
from tracker.model import TrackerError
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 20_000_000
MAX_TITLE = 200
DATELINES = 5
# what reads differently on these two days depends on today, so it is no date of a document
_TODAYS = (date(2001, 1, 1), date(2002, 2, 2))
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_LATER = "HTML and PDF come with a later release; save it as text"
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_MARKUP = re.compile(r"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_MEMBER = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]+)""")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:")
_CLOSERS = "\"'\N{RIGHT SINGLE QUOTATION MARK}”»)]"


class DocumentError(TrackerError):
    """A document that cannot be read, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, and what it says about itself; what it does not say is empty.

    `text` is exact but for its line ends, which are newlines only: offsets of quotes are code points into
    it. `issued_on` is a partial ISO date, `url` is http or https.
    """

    text: str
    media_type: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    issued_on: str | None
    url: str
    language: str


def read_document(data: bytes, name: str) -> Document:
    """Give back the document in `data`; `name`, a file's name, tells Markdown from plain text.

    UTF-8 is read, UTF-16 with its mark, and anything else where charset-normalizer is installed. Raises
    DocumentError for PDF, HTML, what is not text, is empty or is over MAX_BYTES, and model.UsageError for
    text that cannot be stored.
    """
    _refuse_bytes(data, name)
    text = _decode_text(data, name).replace("\r\n", "\n").replace("\r", "\n")
    refuse_unstorable(text, name)
    if _is_html(text, name):
        raise DocumentError(f"{name} is HTML: {_LATER}")
    is_markdown = name.lower().endswith(_MARKDOWN)
    facts, body = _split_front_matter(text) if is_markdown else ({}, text)
    if not body.strip():
        raise DocumentError(f"{name} is empty: there is nothing to quote from it")
    return _make_document(body, facts, "text/markdown" if is_markdown else "text/plain")


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Give back where each paragraph begins and ends (exclusive), in code points, without outer space.

    Paragraphs are blocks between blank lines. Where most lines inside the blocks end like a sentence or
    are too long to have been wrapped, every line is a paragraph. The title line (see `opening_title`) is none.
    """
    lines = [match.span() for match in _LINE.finditer(text, _title_end(text))]
    joined = {after[0] for before, after in pairwise(lines) if text.count("\n", before[1], after[0]) == 1}
    inner = [before for before, after in pairwise(lines) if after[0] in joined]
    if 2 * sum(_ends_paragraph(text, *line) for line in inner) >= len(inner):
        return lines
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        blocks.append((blocks.pop()[0] if start in joined else start, end))
    return blocks


def find_locator(text: str, start: int) -> str:
    """Give back the locator of the code point `start`: `para. 14`, or `opening_title` in the title line.

    Paragraphs count from 1, and the title line (see `opening_title`) does not count. White space belongs to the
    paragraph after it, at the end of the text to the last one. A text without any paragraph gives ''.
    """
    return find_locators(text, [start])[0]


def find_locators(text: str, starts: Iterable[int]) -> list[str]:
    """Give back the locator of each of several code points, as `find_locator` does, reading the text once."""
    title_end = _title_end(text)
    ends = [end for _, end in paragraph_spans(text)]

    def locator(start: int) -> str:
        if start < title_end:
            return "title"
        return f"para. {min(bisect_right(ends, start) + 1, len(ends))}" if ends else ""

    return [locator(start) for start in starts]


def opening_title(text: str) -> str:
    """Give back the title that a text opens with, or ''.

    It is the first line that is not blank, at most MAX_TITLE characters long, with text after it: a
    Markdown `# heading`, or any line that a blank line or a dateline follows.
    """
    line = text[: _title_end(text)].strip()
    return line.strip("#").strip() if line.startswith("# ") else line


def _title_end(text: str) -> int:
    first = _LINE.search(text)
    second = first and _LINE.search(text, first.end())
    if not first or not second or len(first[0]) > MAX_TITLE:
        return 0
    stands_alone = text.count("\n", first.end(), second.start()) > 1
    dated = _find_dateline(text[second.start() : second.end()]) is not None
    return first.end() if stands_alone or dated or first[0].startswith("# ") else 0


def _ends_paragraph(text: str, start: int, end: int) -> bool:
    tail = text[max(start, end - 4) : end].rstrip(_CLOSERS)
    return end - start > MAX_TITLE or tail.endswith(tuple(".!?:;…"))


def _refuse_bytes(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"{name} is too large: {len(data) / 1e6:.1f} MB, at most {MAX_BYTES // 1_000_000} MB are allowed"
        )
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise DocumentError(f"{name} is a PDF: {_LATER}")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(f"{name} is not text: it has a NUL at byte {data.index(0)}")


def _is_html(text: str, name: str) -> bool:
    head = text[:1024].lstrip()
    return name.lower().endswith(_HTML) or bool(head.startswith("<") and _MARKUP.search(head))


def _decode_text(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DocumentError(f"{name} is not text: broken UTF-16 at byte {error.start}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _decode_by_guess(data, name, error.start)


def _decode_by_guess(data: bytes, name: str, at: int) -> str:
    from importlib import import_module

    try:
        best = import_module("charset_normalizer").from_bytes(data).best()
    except ImportError as error:
        raise DocumentError(
            f"{name} is not UTF-8 (byte {at}): install `proposal-tracker[capture]` to read other encodings"
        ) from error
    if best is None:
        raise DocumentError(f"{name} is not text in any known encoding: save it as UTF-8 text")
    return str(best)


def _make_document(body: str, facts: dict[str, list[str]], media_type: str) -> Document:
    links = _fact_values(facts, "url", "source", "link")
    days = map(_certain_day, _fact_values(facts, "date", "issued", "published"))
    return Document(
        text=body,
        media_type=media_type,
        title=next(_fact_values(facts, "title"), "") or opening_title(body),
        authors=tuple(_fact_values(facts, "author", "authors")),
        publisher=next(_fact_values(facts, "publisher"), ""),
        issued_on=next(filter(None, days), None) or _find_dateline(body),
        url=next((link for link in links if link.startswith(("https://", "http://"))), ""),
        language=next(_fact_values(facts, "language", "lang"), ""),
    )


def _fact_values(facts: dict[str, list[str]], *keys: str) -> Iterator[str]:
    return (value for key in keys for value in facts.get(key, []) if value)


def _find_dateline(text: str) -> str | None:
    lines = (match[0].partition("|")[0].strip() for match in islice(_LINE.finditer(text), DATELINES))
    return next(filter(None, (_certain_day(line) for line in lines if len(line) <= MAX_TITLE)), None)


def _certain_day(words: str) -> str | None:
    moment = _MOMENT.match(words)
    try:
        readings = {dates.parse_date(moment[1] if moment else words, today) for today in _TODAYS}
    except dates.DateError:
        return None
    return readings.pop() if len(readings) == 1 else None


def _split_front_matter(text: str) -> tuple[dict[str, list[str]], str]:
    if (block := _FRONT.match(text)) and (facts := _parse_facts(block[1] or "")) is not None:
        return facts, text[block.end() :]
    return {}, text


def _parse_facts(block: str) -> dict[str, list[str]] | None:
    """Give back each key with its values, or None when the block is prose between two rules."""
    facts: dict[str, list[str]] = {}
    values: list[str] = []
    for line in block.split("\n"):
        if item := _ITEM.fullmatch(line):
            values.append(_unquote_value(item[1]))
        elif pair := _PAIR.fullmatch(line):
            values = facts.setdefault(pair[1].lower(), [])
            values.extend(_split_values((pair[2] or "").strip()))
        elif line.strip() and not line.startswith((" ", "\t", "#")):
            return None
    return facts


def _split_values(written: str) -> list[str]:
    is_list = written.startswith("[") and written.endswith("]")
    return [_unquote_value(member) for member in (_MEMBER.findall(written[1:-1]) if is_list else [written])]


def _unquote_value(written: str) -> str:
    value = written.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    value = re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()
    return "" if value in {">", "|", ">-", "|-", "null", "~"} else value
