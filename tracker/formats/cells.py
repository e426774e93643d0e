"""Several values in one cell: joined so that cutting at the divider gives each exactly, and cut again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DIVIDER = "; "
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def join_values(values: Iterable[str]) -> str:
    r"""Values as one cell: a backslash in one is doubled, and the blank of a `; ` in one stands behind a backslash.

    Cutting at `; ` gives as many as there were, since no value holds it any more; less its backslashes each is exact.
    """
    return DIVIDER.join(one.replace("\\", "\\\\").replace(DIVIDER, ";\\ ") for one in values)


def cut_values(cell: str) -> list[str]:
    """The values of a cell that `join_values` made; none of an empty one."""
    return [_ESCAPED.sub(r"\1", one) for one in cell.split(DIVIDER)] if cell else []
