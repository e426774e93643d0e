"""JSON lines: an object on each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.formats.format import FormatTable


def _write_jsonl(table: FormatTable) -> Iterator[str]:
    from tracker.formats.json_format import json_text, table_objects

    yield from (json_text(one) + "\n" for one in table_objects(table))


FORMAT = Format(
    "jsonl",
    "an object on each line",
    endings=("jsonl", "ndjson"),
    is_lossless=True,
    usual_columns="nested",
    table=_write_jsonl,
)
