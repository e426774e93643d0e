"""Where a reader wants to go from a view."""

from __future__ import annotations

from typing import NamedTuple


class Destination(NamedTuple):
    """To a proposal, to the list of a query as it is typed, or to both."""

    proposal: int | None = None
    line: str | None = None
