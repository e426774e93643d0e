"""Why a list is empty: how one begins, or which terms of the query find nothing and can be dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tracker import query
from tracker.tui.main import words
from tracker.tui.widgets.lists.empty_list import Guilty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.query import Query
    from tracker.store.ledger import Ledger
    from tracker.store.search.hints import TermHint
    from tracker.tui.main.query_runner import QueryRunner
    from tracker.tui.widgets.lists.empty_list import Nothing


@dataclass
class EmptinessExplained(Message):
    """Why a query finds nothing."""

    asked: Query
    reasons: list[TermHint]


class Explanation:
    """What stands in the place of a list without rows."""

    def __init__(self, runner: QueryRunner, nothing: Nothing) -> None:
        """Nothing is explained yet."""
        self._runner, self._nothing = runner, nothing

    def begin(self) -> None:
        """Say that there is nothing, before it is known why."""
        self._nothing.say(words.NO_MATCH if self._runner.query.terms else words.BEGIN)

    def find(self) -> None:
        """Find out why the query finds nothing."""
        asked = self._runner.query
        if asked.terms:
            self._runner.read("closer", lambda ledger, _: _explain(ledger, asked))

    def show(self, explained: EmptinessExplained) -> None:
        """Say why nothing is found, unless another query was answered since."""
        if explained.asked == self._runner.query:
            guilty = [Guilty(one.typed, one.alone, one.others, one.instead) for one in explained.reasons]
            self._nothing.say(words.nothing_found(len(guilty)), guilty)

    def drop_term(self, place: int) -> None:
        """Ask without a term."""
        asked = self._runner.query
        if place < len(asked.terms):
            self._runner.rewrite(query.without_term(asked, asked.terms[place]))


def _explain(ledger: Ledger, asked: Query) -> Iterator[EmptinessExplained]:
    from tracker.store.search import hints

    yield EmptinessExplained(asked, hints.term_hints(ledger, asked))
