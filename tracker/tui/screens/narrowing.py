"""What a result is made of, and why there is none: facets that narrow the query, terms that can be dropped from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from tracker import query
from tracker.model import QueryError, TrackerError
from tracker.store.search import listing
from tracker.store.search.facets import Facets, Stopped
from tracker.text import key, visible
from tracker.tui.screens import words
from tracker.tui.screens.answers import Explained, Faceted
from tracker.tui.screens.asking import Asking
from tracker.tui.widgets.facets_pane import Entry, FacetsPane
from tracker.tui.widgets.nothing import Guilty, Nothing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.widget import Widget

    from tracker.query import Query, Term
    from tracker.store.ledger import Ledger

SHOWN = {"topic": 8, "body": 5, "year": 8}
WHOLE = 100_000
FIELDS = {"topic": "topic", "status": "status", "body": "body", "year": "date"}  # what a facet's values are asked with


class Narrowing(Asking):
    """A screen with facets beside its list, and an explanation in the place of one that is empty."""

    def __init__(self, ledger: Ledger, glyphs: Mapping[str, str], today: date | None, classes: str) -> None:
        """Nothing is counted yet."""
        super().__init__(ledger, today, classes)
        self.facets = FacetsPane(glyphs)
        self.nothing = Nothing()
        self._counts = Facets()
        self._most = dict(SHOWN)
        self._faceted: Query | None = None  # the query whose facets are shown, or are on their way

    # what is read

    def look_closer(self) -> None:
        """Count the facets if they are to be seen, explain an empty list."""
        if not self.table.total:
            self.facets.clear()
            if self._query.terms:
                self.explain(self._query)
        elif self.facets.display:
            self._faceted = self._query
            self.count_facets(self._query, dict(self._most))

    def break_off(self) -> None:
        """Stop whatever is being read: another query was typed."""
        self.workers.cancel_group(self, "closer")
        self._faceted = None
        self.facets.age()
        super().break_off()

    @work(thread=True, exclusive=True, group="closer")
    def count_facets(self, asked: Query, most: dict[str, int]) -> None:
        """Count what a result is made of, beside the screen's own work."""
        worker = get_current_worker()
        try:
            with self._reader.reading() as ledger:
                if ledger is not None:
                    for facet in self._counts.of(ledger, asked, most, lambda: not worker.is_cancelled):
                        self.post_message(Faceted(asked, facet))
        except (Stopped, TrackerError):
            return  # broken off by a key, and asked again with its answer

    @work(thread=True, exclusive=True, group="closer")
    def explain(self, asked: Query) -> None:
        """Find out why a query finds nothing, beside the screen's own work."""
        from tracker.store.search import hints

        worker = get_current_worker()
        try:
            with self._reader.reading() as ledger:
                if ledger is not None and not worker.is_cancelled:
                    self.post_message(Explained(asked, hints.reasons(ledger, asked)))
        except TrackerError:
            return  # broken off by a key, and asked again with its answer

    def on_faceted(self, faceted: Faceted) -> None:
        """Show a group of counts, unless another query was answered since."""
        if faceted.asked != self._query:
            return
        field, values, more = faceted.facet
        entries = [Entry(value, number, self._taken(field, value) is not None) for value, number in values]
        self.facets.show(field, entries, more=more, whole=self._most.get(field, 0) > SHOWN.get(field, 0))

    def on_explained(self, explained: Explained) -> None:
        """Say why nothing is found."""
        if explained.asked == self._query and not self.table.total:
            guilty = [Guilty(one.typed, one.alone, one.others, one.instead) for one in explained.reasons]
            self.nothing.say(words.nothing_found(len(guilty)), guilty)

    def shown(self) -> None:
        """Have the list, or in its place why there is none."""
        self.show_saved()
        with self.toasted():
            self.table.largest = listing.largest_id(self.ledger)
        empty = not self.table.total
        if empty:
            self.nothing.say(words.NO_MATCH if self._query.terms else words.BEGIN)
        self.set_class(empty, "-empty")
        here, other = (self.nothing, self.table) if empty else (self.table, self.nothing)
        if self.focused is other or (empty and self.focused in {self.facets, self._detail()}):
            self.set_focus(here)

    def _detail(self) -> Widget | None:
        """What shows one row whole; there is none to show."""
        return None

    # what is wished

    def action_facets(self) -> None:
        """Open the facets and go into them."""
        if not self.table.total:
            return
        self.add_class("-faceting")
        self.set_focus(self.facets)

    def on_facets_pane_appeared(self) -> None:
        """Count what was not counted while nobody saw it."""
        if self._faceted != self._query and self.table.total_known:
            self.look_closer()

    def on_facets_pane_left(self) -> None:
        """Close the facets where they took the place of something, and go back to the list."""
        self.leave_facets()

    def leave_facets(self) -> None:
        """Go back to the list."""
        self.remove_class("-faceting")
        self.set_focus(self.nothing if self.has_class("-empty") else self.table)

    def on_facets_pane_picked(self, picked: FacetsPane.Picked) -> None:
        """Add the value to the query, or take it away again."""
        taken = self._taken(picked.field, picked.value)
        if taken is not None:
            self._rewrite(_less(self._query, taken, picked.value))
            return
        try:
            self._rewrite(query.with_term(self._query, FIELDS[picked.field], picked.value, self.today))
        except QueryError as error:
            self.say(str(error), severity="warning")

    def on_facets_pane_rest_wanted(self, event: FacetsPane.RestWanted) -> None:
        """Show a group whole, or its beginning."""
        self._most[event.field] = WHOLE if event.whole else SHOWN[event.field]
        self.look_closer()

    def on_nothing_dropped(self, event: Nothing.Dropped) -> None:
        """Ask without a term."""
        if event.place < len(self._query.terms):
            self._rewrite(query.without(self._query, self._query.terms[event.place]))

    def _rewrite(self, asked: Query) -> None:
        line = query.unparse(asked)
        if visible(line) == line:
            self.bar.write(line)
        else:  # an input draws what is in it as it is
            self.say(f"{line} cannot be typed; ask on the command line", severity="warning")

    def _taken(self, field: str, value: str) -> Term | None:
        """The term of the query that asks for this value."""
        for term in self._query.terms:
            if term.field == FIELDS[field] and not term.negated and key(value) in map(key, term.values):
                return term
        return None


def _less(asked: Query, term: Term, value: str) -> Query:
    """The query without one value of a term, and without the term if it was the only one."""
    left = [
        (one, span)
        for one, span in zip(term.values, term.spans or [None] * len(term.values), strict=True)
        if key(one) != key(value)
    ]
    if not left:
        return query.without(asked, term)
    spans = tuple(span for _, span in left if span is not None)
    narrower = term._replace(values=tuple(one for one, _ in left), spans=spans)
    return asked._replace(terms=tuple(narrower if other == term else other for other in asked.terms))
