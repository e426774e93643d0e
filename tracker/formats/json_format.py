"""JSON (RFC 8259), one array with an object on each line; a value that nests is indented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.formats.format import FormatTable

# Control, bidi and invisible characters, which JSON may hold raw but a terminal must not see.
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON with letters as they are, and escapes for what a terminal must not see."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], text)


def json_array(objects: Iterable[Any]) -> Iterator[str]:
    """A JSON array with one object a line."""
    start = "[\n"
    for one in objects:
        yield start + json_text(one)
        start = ",\n"
    yield "\n]\n" if start != "[\n" else "[]\n"


def table_objects(table: FormatTable) -> Iterator[dict[str, Any]]:
    """Each row of a table as an object."""
    from tracker.formats.rows import json_value

    for row in table.rows:
        yield dict(zip(table.names, map(json_value, row), strict=True))


def _write_value(value: Any) -> Iterator[str]:
    yield json_text(value, indent=2) + "\n"


FORMAT = Format(
    "json",
    "one array of objects, every field, `null` for what is not known",
    endings=("json",),
    is_lossless=True,
    usual_columns="nested",
    table=lambda table: json_array(table_objects(table)),
    value=_write_value,
)
