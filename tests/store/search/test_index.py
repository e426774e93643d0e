"""Where a search found what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.factories import TODAY, add, cite, source
from tracker import query
from tracker.store.search import index, listing

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

QUOTE = "Norland proposes, in Ёлка and elsewhere, a joint inspection of all the northern ferries by the end of 2014"


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (["ferries"], ("quotes", "… inspection of all the northern ferries by the end of 2014")),
        (["елка"], ("quotes", "Norland proposes, in Ёлка and elsewhere, a joint inspection …")),
        (["ferr"], ("quotes", "… inspection of all the northern ferries by the end of 2014")),
        (["joint inspection"], ("quotes", "… in Ёлка and elsewhere, a joint inspection of all the northern …")),
        (["boats", "council"], ("actors", "Northern Council")),
        (["boats"], None),
        (["gazette"], ("sources", "The Gazette")),
        (["calm"], ("summary", "Seas are calm.")),
        (["nowhere"], None),
    ],
)
def test_a_match_that_the_title_does_not_show_is_shown_with_the_words_around_it(
    ledger: Ledger, asked: list[str], place: tuple[str, str] | None
) -> None:
    proposal = add(ledger, "Inspect the boats", summary="Seas are calm.", addressees=("Northern Council",))
    cite(ledger, proposal, source(ledger, "The Gazette"), QUOTE)
    assert index.match_excerpt(ledger, proposal, asked) == place


def test_a_proposal_that_is_gone_has_no_place(ledger: Ledger) -> None:
    assert index.match_excerpt(ledger, 99, ["boats"]) is None


def test_a_phrase_does_not_run_from_one_passage_or_title_into_the_next(ledger: Ledger) -> None:
    proposal = add(ledger, "Inspect the boats")
    for title, quote in (("The Gazette", "by the end of 2014"), ("Evening News", "a joint\ninspection")):
        cite(ledger, proposal, source(ledger, title), quote)
    asked = {"gazette evening": 0, "2014 a joint": 0, "joint inspection": 1, "evening news": 1}
    assert {typed: listing.count_matches(ledger, query.parse_query([typed], TODAY)) for typed in asked} == asked
