"""The numbers of proposals alone, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _write_ids(ids: Iterable[int]) -> Iterator[str]:
    return (f"{one}\n" for one in ids)


FORMAT = Format("ids", "the numbers alone, one a line, for `xargs`", endings=("ids",), of_ids=_write_ids)
