"""A list of made-up rows, with no database behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import ProposalLine
from tracker.tui.contrast import ReadableApp
from tracker.tui.widgets.lists.proposal_table import ProposalTable

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Alone(ReadableApp):
    """A table of made-up rows; `asked` is what it asked for."""

    def __init__(self, total: int) -> None:
        """Take how many there are."""
        super().__init__()
        self.asked: list[tuple[int, int]] = []
        self.total = total
        self.table = ProposalTable(self.fetch, {"proposed": "○"})

    def fetch(self, offset: int, limit: int) -> list[ProposalLine]:
        """Some of the rows."""
        self.asked.append((offset, limit))
        rows = range(offset, min(offset + limit, self.total))
        return [
            ProposalLine(row + 1, "proposed", None, f"Number {row} ", None, "", "", None, evidence="none")
            for row in rows
        ]

    def compose(self) -> ComposeResult:
        """Nothing but the table."""
        yield self.table

    def on_mount(self) -> None:
        """Show the first rows and say how many there are."""
        self.table.show(self.fetch(0, 100))
        self.table.count(self.total)
