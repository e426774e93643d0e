"""JSON and JSON lines: values taken one by one from the file, so that a long list needs little memory."""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracker.errors import UsageError
from tracker.exchange.tables.encodings import find_encoding
from tracker.exchange.tables.flat_objects import Pairs
from tracker.exchange.tables.object_table import ObjectFile, ObjectItem, read_document_table, read_object_table
from tracker.exchange.tables.text_table import each_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.exchange.source_table import SourceTable
    from tracker.exchange.tables.choices import TableChoices

DOCUMENT_MOST = 200_000_000  # bytes of a document that is one object, which is read whole
VALUE_MOST = 200_000_000  # signs
_CHUNK = 1 << 16
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_float=str, parse_int=str, parse_constant=str)


def read_json_table(path: Path, choices: TableChoices) -> SourceTable:
    """The table of a JSON file. Raises UsageError for broken JSON, with the object in which it breaks."""
    encoding = find_encoding(path, choices.encoding)
    read = partial(_each_element, path, encoding.codec)
    if _is_list(path, encoding.codec):
        return read_object_table(ObjectFile(path, read, about=(encoding.label,)), choices.header)
    if path.stat().st_size > DOCUMENT_MOST:
        raise UsageError(f"{path} is larger than {DOCUMENT_MOST // 1_000_000} MB and no list; save it as JSON lines")
    values = [item.value for item in islice(read(), 2)]
    if len(values) > 1:
        return read_json_lines(path, choices)
    return read_document_table(path, values[0] if values else None, choices, (encoding.label,))


def read_json_lines(path: Path, choices: TableChoices) -> SourceTable:
    """The table of a file with an object on each line; a line that is none is told as its row."""
    encoding = find_encoding(path, choices.encoding)
    read = partial(_each_json_line, path, encoding.codec)
    return read_object_table(ObjectFile(path, read, "line", (encoding.label,)), choices.header)


def _each_json_line(path: Path, codec: str) -> Iterator[ObjectItem]:
    for number, line in enumerate(each_line(path, codec), 1):
        if text := line.strip():
            try:
                yield ObjectItem(number, _DECODER.decode(text))
            except (ValueError, RecursionError) as error:
                yield ObjectItem(number, text, f"it is not JSON: {_cause(error)}")


def _is_list(path: Path, codec: str) -> bool:
    with path.open(encoding=codec) as stream:
        return stream.read(_CHUNK).lstrip().startswith("[")


def _each_element(path: Path, codec: str) -> Iterator[ObjectItem]:
    """Each element of the list that the file is, or each value if it is none; only one is held at a time."""
    with path.open(encoding=codec, newline="") as stream:
        text = stream.read(_CHUNK)
        begins = len(text) - len(text.lstrip())
        is_list = text.startswith("[", begins)
        place, number, whole = begins + is_list, 0, False
        while True:
            place = _place_after(text, place)
            if is_list and text.startswith("]", place):
                return
            value, end = _decode_value(text, place, path, number + 1, whole=whole)
            if end < len(text) or (whole and end > place):
                number, place = number + 1, end
                yield ObjectItem(number, value)
            elif whole:
                _refuse_open_list(path, number, is_list=is_list)
                return
            else:
                more = stream.read(max(_CHUNK, len(text) - place))
                text, place, whole = text[place:] + more, 0, not more


def _refuse_open_list(path: Path, number: int, *, is_list: bool) -> None:
    if is_list:
        raise UsageError(f"{path} is not JSON: it ends after object {number} without ]")


def _decode_value(text: str, place: int, path: Path, number: int, *, whole: bool) -> tuple[Any, int]:
    """A value and where it ends; the end of the text if more has to be read."""
    if len(text) - place > VALUE_MOST:
        raise UsageError(f"{path}: object {number} is larger than {VALUE_MOST:,} signs")
    try:
        return _DECODER.raw_decode(text, place) if place < len(text) else (None, place)
    except RecursionError as error:
        raise UsageError(f"{path}: object {number} is nested too deep") from error
    except ValueError as error:
        if whole:
            raise UsageError(f"{path} is not JSON: object {number}: {_cause(error)}") from error
        return None, len(text)


def _place_after(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _cause(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
