"""The sources that rows name, each taken in once, by its address or its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import Evidence
from tracker.store.records import sources
from tracker.text import visible_line

if TYPE_CHECKING:
    from tracker.exchange.mapping.mapping import CitedSource
    from tracker.store.ledger import Change

REMEMBERED = 50_000  # sources, so that memory stays flat


class RowSources:
    """Gives the number of a source that a row names; what is not there yet is added."""

    def __init__(self, change: Change) -> None:
        """Nothing is known yet."""
        self._change = change
        self._known: dict[tuple[str, str], int] = {}
        self.added = 0

    def evidence_of(self, cited: CitedSource) -> Evidence:
        """What a row cites. Raises UsageError for a title of several sources."""
        return Evidence(self._find(cited), cited.quote, cited.locator, cited.translation)

    def _find(self, cited: CitedSource) -> int:
        key = cited.url, "" if cited.url else cited.title
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = sources.find(self._change.ledger, cited.url or cited.title) or self._add(cited)
        return self._known[key]

    def _add(self, cited: CitedSource) -> int:
        self.added += 1
        return sources.add_reference(self._change, title=visible_line(cited.title), url=cited.url or None)
