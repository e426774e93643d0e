"""By what a row is known again: its own uid, its key, or all that it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from tracker.exchange.mapping.mapping import MappedRow

ROWS = UUID("5f0e6c5e-6f0b-5c0a-9b1d-2f6f3c1b7a52")  # the name space of rows, made up once


def row_uid(row: MappedRow, scope: str) -> str:
    """The uid of the proposal of a row: the same for the same row, whenever it is imported.

    A key tells rows of one `scope` apart, such as the name of the file; what has none is known by all that it says.
    """
    if row.uid:
        return row.uid
    if row.key:
        said: list[object] = [scope, *row.key]
    else:
        content = row._replace(number=0, numbers=(), key=())
        said = ["", content.values, content.claim, content.sources, content.extras]
    return uuid5(ROWS, json.dumps(said, ensure_ascii=False, sort_keys=True, default=dict)).hex
