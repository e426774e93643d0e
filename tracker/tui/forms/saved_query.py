"""The form that keeps the filter under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config, query
from tracker.errors import UsageError, blame_field
from tracker.store import database
from tracker.store.records import saved_queries
from tracker.store.search import codes, listing
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.form import Form
from tracker.tui.widgets.inputs.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.store.ledger import Ledger


class Keep(Form):
    """A name and a query; gives back the place of the query among the saved ones."""

    heading = "Save the filter"
    drafted = "query"

    def __init__(self, ledger: Ledger, line: str, today: date) -> None:
        """`line` is the query as it is typed."""
        blanks = [
            Blank(
                "name", hint="one word, such as open-migration", known=lambda: saved_queries.saved_query_names(ledger)
            ),
            Blank("query", line, hint="relative dates stay relative"),
        ]
        super().__init__(ledger, blanks)
        self._today = today

    def save(self, typed: Mapping[str, str], *, sure: frozenset[str]) -> int | None:
        """Save it as one change; a name that is taken is asked about."""
        name, line = typed["name"].strip(), self._line(typed["query"])
        there = saved_queries.saved_query_lines(self.ledger)
        if name in there and there[name] != line and not sure:
            self._ask(name, there[name])
            return None
        with (
            database.write_change(self.ledger, f"query save {name}", config.user_name()) as change,
            blame_field("name", name),
        ):
            saved_queries.save_query(change, name, line, replace=bool(sure))
        return saved_queries.saved_query_names(self.ledger).index(name) + 1

    def _line(self, typed: str) -> str:
        """The query, which can be asked. Raises UsageError."""
        with blame_field("query", typed):
            asked = query.parse_line(typed, self._today)
            listing.count_matches(self.ledger, asked)  # it also refuses what nobody knows
            asked = codes.complete_codes(self.ledger, asked)
        if not (line := query.unparse_query(asked)):
            raise UsageError("a saved query needs a term, such as is:open", field="query")
        return line

    def _ask(self, name: str, line: str) -> None:
        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                self.attempt(sure=frozenset({"replace"}))

        question = f"A query {name} exists already ({line}). Replace it?"
        self.app.push_screen(Confirm(question, "Replace it", "Not yet"), answered)
