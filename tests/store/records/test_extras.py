"""Extras: said by hand, found at once, changed and taken away as any other part of a proposal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.factories import add, redo_last, undo_last, update
from tracker import query
from tracker.editing import merge, record, revision
from tracker.editing.record import Record
from tracker.model import NoChangeError, ProposalEdit, UsageError
from tracker.store import database
from tracker.store.records import extras, proposals
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 25)


def said(ledger: Ledger, *items: str, proposal: int = 1) -> dict[str, str]:
    update(ledger, proposal, ProposalEdit(add={"extra": items}))
    return extras.extras_of_proposal(ledger, proposal)


def found(ledger: Ledger, *terms: str) -> list[int]:
    return list(listing.matching_ids(ledger, query.parse_query(terms, TODAY)))


@pytest.mark.parametrize(
    ("items", "kept"),
    [
        (["era=2017"], {"era": "2017"}),
        ([" page  no = a=b "], {"page no": "a=b"}),
        (["era=2017", "era=2018"], {"era": "2018"}),
        (["Era=2017", "éRA=2018"], {"Era": "2018"}),
        (["a=1", "b=2", "a="], {"b": "2"}),
    ],
)
def test_an_extra_has_one_value_whatever_the_case_of_its_name(
    ledger: Ledger, items: list[str], kept: dict[str, str]
) -> None:
    add(ledger, extra=tuple(items))
    assert extras.extras_of_proposal(ledger, 1) == kept
    add(ledger)
    assert said(ledger, *items, proposal=2) == kept


@pytest.mark.parametrize("item", ["era", "=2017", " = 1", "--=1", "era=\0", "a\udcff=1"])
def test_what_is_no_extra_is_refused(ledger: Ledger, item: str) -> None:
    with pytest.raises(UsageError, match="extra"):
        add(ledger, extra=(item,))


def test_an_extra_is_found_at_once_and_until_it_is_taken_back(ledger: Ledger) -> None:
    add(ledger, extra=("era=2017",))
    assert said(ledger, "era=2018") == {"era": "2018"}
    for value, turn in (("2018", undo_last), ("2017", redo_last), ("2018", undo_last)):
        assert found(ledger, f"x.era:{value}") == [1]
        assert list(check.find_problems(ledger)) == []
        turn(ledger)
    update(ledger, 1, ProposalEdit(remove={"extra": ("ERA",)}))
    assert extras.extras_of_proposal(ledger, 1) == {}
    assert [one.command for one in proposals.proposal_history(ledger, 1)][-1] == "update 1"
    undo_last(ledger)
    assert extras.extras_of_proposal(ledger, 1) == {"era": "2017"}
    assert list(check.find_problems(ledger)) == []


def test_what_is_so_already_or_not_there_is_said(ledger: Ledger) -> None:
    add(ledger, extra=("era=2017", "page=7"))
    with pytest.raises(NoChangeError):
        said(ledger, "era=2017", "other=")
    with pytest.raises(UsageError, match="#1 has no extra eras; it has era, page"):
        update(ledger, 1, ProposalEdit(remove={"extra": ("eras",)}))
    add(ledger, "Another")
    with database.write_change(ledger, "update", "ann") as change:
        proposals.update_proposals(change, [1, 2], ProposalEdit(remove={"extra": ("era",)}))
    assert extras.extras_of_proposal(ledger, 1) == {"page": "7"}


def test_an_imported_name_that_cannot_be_said_stays_when_the_record_is_edited(ledger: Ledger) -> None:
    add(ledger)
    with database.write_change(ledger, "import", "ann") as change:
        change.insert("extras", proposal_id=1, name="a=b", value="kept")
        change.insert("extras", proposal_id=1, name="era", value="2017\nlate ")
    base = record.from_text(record.to_text(revision.now(ledger, 1, TODAY)[0], {}), TODAY)
    assert base.extra == ("era=2017\nlate ",)
    with database.write_change(ledger, "edit", "ann") as change:
        revision.bring_in(change, 1, base, base._replace(extra=("page=7",)), today=TODAY)
    assert extras.extras_of_proposal(ledger, 1) == {"a=b": "kept", "page": "7"}


ITEMS = st.dictionaries(st.sampled_from(["era", "page", "no"]), st.sampled_from(["1", "2", "Late", "late"])).map(
    lambda pairs: tuple(f"{name}={value}" for name, value in pairs.items())
)


@given(ITEMS, ITEMS)
def test_the_difference_of_two_records_makes_one_of_the_other(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    edit = merge.difference(Record(title="T", extra=before), Record(title="T", extra=after))
    now = dict(item.split("=") for item in before)
    for name in edit.remove.get("extra", ()):
        del now[name]
    now |= dict(item.split("=") for item in edit.add.get("extra", ()))
    assert now == dict(item.split("=") for item in after)
    assert (edit == ProposalEdit()) == (set(before) == set(after))


@given(ITEMS, ITEMS, ITEMS)
def test_two_who_edit_other_extras_do_not_clash(
    base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    both, clashes = merge.merge_records(*(Record(title="T", extra=items) for items in (base, mine, theirs)))
    was, my, their = (dict(item.split("=") for item in items) for items in (base, mine, theirs))
    clashing = {
        n for n in ("era", "page", "no") if my.get(n) not in {was.get(n), their.get(n)} and their.get(n) != was.get(n)
    }
    assert len(clashes) == len(clashing)
    merged = dict(item.split("=") for item in both.extra)
    for name in {"era", "page", "no"} - clashing:
        assert merged.get(name) == (their.get(name) if my.get(name) == was.get(name) else my.get(name))
