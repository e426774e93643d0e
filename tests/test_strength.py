"""The strength of evidence, wherever it is read, asked for and drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, add
from tracker import query
from tracker.clocks import Clock
from tracker.model import Evidence, NewStatus, ProposalEdit, UnusualStepError
from tracker.store import database
from tracker.store.as_of import selection, states
from tracker.store.records import proposals, sources
from tracker.store.search import listing
from tracker.strength import STRENGTHS, best_strength

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

TODAY = date(2099, 1, 1)  # of what is entered now, all is known and has begun
CITED = {
    "none": [],
    "as a whole": [""],
    "unchecked": ["words of a paper that nobody has"],
    "checked": ["ferries are safe"],
    "both": ["", "ferries are safe"],
}


def proposal_cited(ledger: Ledger, quotes: list[str], stance: str = "supports") -> int:
    """A proposal with citations: an empty quote is the source as a whole."""
    number = add(ledger)
    with database.write_change(ledger, "cite", ME) as change:
        paper = sources.add_reference(change, title="A paper")
        text, _ = sources.add_file(change, "a.txt", b"Title\n\nAll ferries are safe.\n")
        for quote in quotes:
            proposals.cite_passage(change, number, Evidence(text if "safe" in quote else paper, quote, stance=stance))
    return number


def strengths_read(ledger: Ledger, number: int) -> set[str]:
    """The strength of a proposal's evidence by every way to read it."""
    clock = Clock(as_of=TODAY)
    (line,) = listing.read_lines(ledger, [number])
    (record,) = proposals.read_records(ledger, [number], TODAY)
    then = list(states.proposals_as_of(ledger, [number], clock).values())
    (line_then,) = states.lines_as_of(ledger, then, clock)
    ((record_then, _),) = states.records_as_of(ledger, then, clock, TODAY)
    return {one.evidence for one in (line, record, line_then, record_then)}


@pytest.mark.parametrize(
    ("cited", "strength"),
    [
        *(("none", "none"), ("as a whole", "unchecked"), ("unchecked", "unchecked")),
        *(("checked", "checked"), ("both", "checked")),
    ],
)
def test_the_best_citation_counts_however_it_is_read_and_asked(ledger: Ledger, cited: str, strength: str) -> None:
    number = proposal_cited(ledger, CITED[cited])
    assert strengths_read(ledger, number) == {strength}
    for other in STRENGTHS:
        asked = query.parse_query([f"evidence:{other}"], TODAY)
        expected = [number] * (other == strength)
        assert list(listing.matching_ids(ledger, asked)) == expected
        for clock in (Clock(as_of=TODAY), Clock(known_by=TODAY)):
            assert [one.id for one in selection.select_as_of(ledger, asked, clock, TODAY)] == expected
    for line, holds in (("has:evidence", strength != "none"), ("no:evidence", strength == "none")):
        parsed = query.parse_query([line], TODAY)
        assert list(listing.matching_ids(ledger, parsed)) == [number] * holds
        then = selection.select_as_of(ledger, parsed, Clock(as_of=TODAY), TODAY)
        assert [one.id for one in then] == [number] * holds


def test_what_contradicts_does_not_support(ledger: Ledger) -> None:
    assert strengths_read(ledger, proposal_cited(ledger, CITED["checked"], "contradicts")) == {"none"}


def test_a_source_as_a_whole_does_not_carry_an_unusual_step(ledger: Ledger) -> None:
    number = proposal_cited(ledger, [])
    with database.write_change(ledger, "step", ME) as change:
        step = NewStatus("rejected")
        proposals.update_proposal(change, number, ProposalEdit(), step, Evidence(1))
    with (
        pytest.raises(UnusualStepError, match="has no quote"),
        database.write_change(ledger, "step", ME) as change,
    ):
        proposals.update_proposal(change, number, ProposalEdit(), NewStatus("implemented"), Evidence(1))


def test_the_best_of_nothing_is_none() -> None:
    assert best_strength([]) == "none"
    assert best_strength(["none", "unchecked"]) == "unchecked"
