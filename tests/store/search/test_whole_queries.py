"""Queries as people paste them: in one string, an address, places of documents, who entered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, TODAY, add, step, undo_last, update
from tracker import query
from tracker.model import Evidence, NewProposal, ProposalEdit, QueryError
from tracker.query import Term
from tracker.query_fields import WORDS
from tracker.store import database
from tracker.store.records import proposals, source_edits, sources
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

URL = "https://Example.org/a_(b)?c=d,e"


def ids(ledger: Ledger, *args: str) -> list[int]:
    return sorted(listing.matching_ids(ledger, query.parse_query(args, TODAY)))


# in one string


@pytest.mark.parametrize(
    "line",
    [
        "is:overdue by:belarus",
        "hotline is:open",
        "is:open hotline",
        "migration hotline topic!=other",
        'by:"united nations" is:open',
        "status:adopted,stalled topic:migration sort:-date limit:5",
        "hotline not:exercise",
        "is:open https://x.org/a",
        "https://x.org/a is:open",
        "id:1,2 has:quote",
        "x.era:2017 is:open",
    ],
)
def test_an_argument_with_terms_is_the_line_of_the_filter_box(line: str) -> None:
    assert query.parse_query([line], TODAY) == query.parse_line(line, TODAY)
    assert query.parse_query(["kind:request", line, "sort:id"], TODAY).terms[1:] == query.parse_line(line, TODAY).terms


@pytest.mark.parametrize(
    ("argument", "term"),
    [
        ("special forces", Term(WORDS, ("special forces",))),
        ('"is:open by:belarus"', Term(WORDS, ("is:open by:belarus",))),
        ("meeting:moscow session", Term("meeting", ("moscow session",))),
        ("by:united nations", Term("by", ("united nations",))),
        ("status:in progress", Term("status", ("in progress",))),
        ("x.era:the second one", Term("x.era", ("the second one",))),
        ("not:special forces", Term(WORDS, ("special forces",), negated=True)),
        ("Chair: the session is open", None),
        ("ratio 3:4 of it", Term(WORDS, ("ratio 3:4 of it",))),
        ("addressed to: all", Term(WORDS, ("addressed to: all",))),
    ],
)
def test_any_other_argument_with_a_blank_is_a_phrase_or_a_value(argument: str, term: Term | None) -> None:
    if term is None:  # as before: it looks like a field, and none is called so
        with pytest.raises(QueryError, match="no field"):
            query.parse_query([argument], TODAY)
        return
    assert query.parse_query([argument], TODAY).terms == (term,)


def test_the_terms_in_strings_count_as_any_others() -> None:
    with pytest.raises(QueryError, match="at most"):
        query.parse_query([" ".join(["is:open"] * 201)], TODAY)


# an address


@pytest.fixture
def cited(ledger: Ledger) -> Ledger:
    """Three proposals: cited from an address, from that of an archive, and from nothing."""
    with database.write_change(ledger, "fill", ME) as change:
        paper = sources.add_reference(change, title="Report", url=URL)
        other = sources.add_reference(change, title="Other", archive_url="https://archive.org/1")
        places = {paper: "paras. 140.7, 140.17-18", other: "Annex II, p. 3"}
        for source, place in places.items():
            proposals.add(change, NewProposal(f"From {source}", evidence=Evidence(source, "said", place)))
        proposals.add(change, NewProposal("Bare"))
    return ledger


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        (URL, [1]),
        (URL.lower(), [1]),
        ("HTTPS://example.ORG:443/a_%28b)?c=d,e", []),
        ("HTTPS://example.ORG:443/./a_(b)?c=d,e#:~:text=said", [1]),
        ("https://archive.org:443/1", [2]),
        ("https://example.org/", []),
    ],
)
def test_a_pasted_address_finds_what_cites_its_source(cited: Ledger, pasted: str, found: list[int]) -> None:
    assert ids(cited, pasted) == ids(cited, f'source:"{pasted}"') == found
    assert sorted(listing.matching_ids(cited, query.parse_line(pasted + " is:open", TODAY))) == found
    assert query.parse_line(query.unparse_query(query.parse_query([pasted], TODAY)), TODAY).terms == (
        Term("source", (pasted,)),
    )


def test_what_addresses_are_compared_by_follows_every_change(cited: Ledger) -> None:
    with database.write_change(cited, "source edit", ME) as change:
        source_edits.edit(change, 1, {"url": "https://x.org:443"})
    assert (ids(cited, URL), ids(cited, "https://X.org/")) == ([], [1])
    undo_last(cited)
    assert (ids(cited, URL), ids(cited, "https://X.org/")) == ([1], [])
    with database.write_change(cited, "source merge", ME) as change:
        source_edits.merge(change, 2, [1])
    assert ids(cited, URL) == ids(cited, "https://archive.org/1") == [1, 2]
    undo_last(cited)
    assert ids(cited, URL) == [1]
    assert list(check.find_problems(cited)) == []


def test_an_upgrade_makes_what_addresses_are_compared_by(cited: Ledger) -> None:
    cited.con.execute("UPDATE sources SET url_key = NULL, archive_key = NULL")
    assert ids(cited, URL) == []
    sources.set_address_keys(cited)
    assert (ids(cited, URL), ids(cited, "https://archive.org/1")) == ([1], [2])
    assert sources.find(cited, "https://EXAMPLE.org/a_(b)?c=d,e") == 1
    assert sources.find(cited, "https://archive.org/1") == 2


# places


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("140.7", [1]),
        ("140.17,140.18", [1]),
        ("140.16-17", [1]),
        ('"para. 140.18"', [1]),
        ("p.140.18", []),
        ("140.1", []),
        ("140", []),
        ("7", []),
        ("3", [2]),
        ("p.3", [2]),
        ("annex", [2]),
        ('"Annex II"', [2]),
        ("none", [3]),
        ("140.7,none", [1, 3]),
    ],
)
def test_a_place_finds_what_is_cited_there(cited: Ledger, place: str, found: list[int]) -> None:
    assert ids(cited, f"locator:{place}") == found
    assert ids(cited, f"locator!={place}") == [one for one in (1, 2, 3) if one not in found]


def test_having_a_place_is_a_part(cited: Ledger) -> None:
    assert (ids(cited, "has:locator"), ids(cited, "no:locator")) == ([1, 2], [3])


# who


def test_who_entered_a_proposal_or_its_status_finds_it(ledger: Ledger) -> None:
    one, two = add(ledger, who="ab"), add(ledger, who="Berta Oz")
    with database.write_change(ledger, "update", "ab") as change:
        proposals.update_proposal(change, two, ProposalEdit(), step("adopted", occurred_on="2013"))
    assert ids(ledger, "who:AB") == [one, two]
    assert ids(ledger, "who:ber") == ids(ledger, 'who:"berta oz"') == [two]
    assert ids(ledger, "who!=ab") == []
    update(ledger, two, ProposalEdit(title="Said otherwise"), who="cd")
    with pytest.raises(QueryError, match="no change by"):
        ids(ledger, "who:nobody")
    assert ids(ledger, "who:cd") == []


def test_who_entered_the_status_is_who_did_so_once_that_was_undone(ledger: Ledger) -> None:
    one = add(ledger, who="ab")
    with database.write_change(ledger, "update", "cd") as change:
        proposals.update_proposal(change, one, ProposalEdit(), step("adopted", occurred_on="2013"))
    assert ids(ledger, "who:cd") == [one]
    undo_last(ledger, "cd")
    assert (ids(ledger, "who:cd"), ids(ledger, "who:ab")) == ([], [one])
    assert list(check.find_problems(ledger)) == []
