"""The history: what undo and redo do, on random histories against a model and as facts."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from helpers.factories import (
    ME,
    TODAY,
    add,
    cite,
    contents,
    newest,
    plain,
    redo_last,
    remove,
    source,
    step,
    titles,
    undo,
    undo_last,
    update,
)
from tracker.model import Evidence, NewProposal, NotFoundError, ProposalEdit, UndoLeftover, UsageError
from tracker.store import database
from tracker.store.history import changes
from tracker.store.records import proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


# Facts


def title_of(ledger: Ledger, proposal: int) -> str:
    return proposals.read_detail(ledger, proposal, TODAY).proposal.title


def test_what_was_changed_since_is_kept_and_named(ledger: Ledger) -> None:
    one = add(ledger, "first", summary="short")
    middle = update(ledger, one, ProposalEdit(title="second", summary="long"))
    update(ledger, one, ProposalEdit(title="third"))
    assert undo(ledger, middle) == [UndoLeftover("proposals", one, "title", "third")]
    found = proposals.read_detail(ledger, one, TODAY).proposal
    assert (found.title, found.summary) == ("third", "short")
    assert list(check.find_problems(ledger)) == []


def test_a_change_of_which_all_was_changed_since_is_not_undone(ledger: Ledger) -> None:
    one = add(ledger, "first")
    middle = update(ledger, one, ProposalEdit(title="second"))
    update(ledger, one, ProposalEdit(title="third"))
    log = changes.newest_changes(ledger)
    with pytest.raises(
        UsageError, match=f"nothing of change {middle} can be undone: what it did was changed again since"
    ):
        undo(ledger, middle)
    assert changes.newest_changes(ledger) == log


def test_an_add_that_a_later_change_builds_on_is_not_undone_and_that_change_is_named(ledger: Ledger) -> None:
    one = add(ledger, "first")
    added = newest(ledger)
    later = update(ledger, one, ProposalEdit(add={"tags": ("urgent",)}))
    message = rf"change {added} added #{one}, .*\(change {later}\); undo that first, or use: tracker rm {one}"
    with pytest.raises(UsageError, match=message):
        undo(ledger, added)
    undo(ledger, later)
    undo(ledger, added)
    assert titles(ledger) == []


def test_an_add_that_a_link_leans_on_is_not_undone_and_the_link_is_named(ledger: Ledger) -> None:
    one = add(ledger, "first")
    added = newest(ledger)
    other = add(ledger, "second", links=(("repeats", one),))
    linked = newest(ledger)
    with pytest.raises(UsageError, match=rf"change {added} added #{one}, .*\(change {linked}\); undo that first"):
        undo(ledger, added)
    undo(ledger, linked)
    undo(ledger, added)
    assert titles(ledger) == []
    assert other == 2


def test_a_step_that_was_cited_since_is_not_undone_and_the_citation_is_named(ledger: Ledger) -> None:
    one, paper = add(ledger), source(ledger)
    with database.write_change(ledger, "status", ME) as change:
        proposals.update_proposal(change, one, ProposalEdit(), step("proposed", occurred_on="2013"))
    stepped = newest(ledger)
    cite(ledger, one, paper)
    with pytest.raises(UsageError, match=rf"change {stepped} added status_events 2, .*\(change {newest(ledger)}\)"):
        undo(ledger, stepped)


def test_a_refused_undo_leaves_nothing_of_itself(ledger: Ledger) -> None:
    one = add(ledger, "first", topics=("migration",), proposers=("Belarus",))
    added = newest(ledger)
    update(ledger, one, ProposalEdit(title="second"))
    before, log = contents(ledger), changes.newest_changes(ledger)
    with pytest.raises(UsageError):
        undo(ledger, added)
    assert (contents(ledger), changes.newest_changes(ledger)) == (before, log)


def test_an_actor_that_another_proposal_uses_stays(ledger: Ledger) -> None:
    add(ledger, "first", proposers=("Belarus",), body="CSTO", meeting="Moscow")
    added = newest(ledger)
    other = add(ledger, "second", proposers=("Belarus", "Russia"), body="CSTO", meeting="Moscow")
    kept = undo(ledger, added)
    assert {(one.table, one.value) for one in kept} == {
        *[("actors", "Belarus"), ("actors", "CSTO"), ("meetings", "Moscow")]
    }
    assert titles(ledger) == ["second"]
    found = proposals.read_detail(ledger, other, TODAY).proposal
    assert (found.proposers, found.body, found.meeting) == (("Belarus", "Russia"), "CSTO", "Moscow")
    assert list(check.find_problems(ledger)) == []


def test_ids_are_not_used_again_after_an_undo(ledger: Ledger) -> None:
    assert add(ledger, "first") == 1
    undo_last(ledger)
    assert add(ledger, "second") == 2
    undo_last(ledger)
    assert add(ledger, "third") == 3


def test_what_an_undo_deleted_comes_back_with_its_ids(ledger: Ledger) -> None:
    paper = source(ledger)
    one = add(ledger, "first", tags=("a",), topics=("migration",), evidence=Evidence(paper, "they said so"))
    before = contents(ledger)
    undo_last(ledger)
    assert titles(ledger) == []
    redo_last(ledger)
    assert contents(ledger) == before
    assert title_of(ledger, one) == "first"


def test_a_change_is_undone_once(ledger: Ledger) -> None:
    add(ledger, "first")
    added = newest(ledger)
    undo(ledger, added)
    with pytest.raises(UsageError, match=f"change {added} is undone already, by change {added + 1}"):
        undo(ledger, added)
    undo(ledger, added + 1)
    with pytest.raises(UsageError, match=f"change {added + 1} is undone already, by change {added + 2}"):
        undo(ledger, added + 1)
    undo(ledger, added)
    assert titles(ledger) == []


def test_a_change_that_is_not_there(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no change 99") as caught:
        undo(ledger, 99)
    assert caught.value.way == ("changes",)


def test_two_undos_and_two_redos_go_back_and_forth_in_order(ledger: Ledger) -> None:
    one = add(ledger, "first")
    for title in ("second", "third"):
        update(ledger, one, ProposalEdit(title=title))
    seen_titles = []
    for turn in (undo_last, undo_last, redo_last, redo_last):
        turn(ledger)
        seen_titles.append(title_of(ledger, one))
    assert seen_titles == ["second", "first", "second", "third"]
    with pytest.raises(UsageError, match="nothing to redo"):
        redo_last(ledger)


def test_back_and_forth_many_times(ledger: Ledger) -> None:
    one = add(ledger, "first")
    changed = update(ledger, one, ProposalEdit(title="second"))
    for _ in range(10):
        assert undo_last(ledger) == changed
        assert title_of(ledger, one) == "first"
        redo_last(ledger)
        assert title_of(ledger, one) == "second"
    assert undo_last(ledger) == changed
    assert undo_last(ledger) == 1
    with pytest.raises(UsageError, match="nothing to undo") as caught:
        undo_last(ledger)
    assert caught.value.way == ("changes",)


def test_nothing_is_redone_once_something_new_was_done(ledger: Ledger) -> None:
    one = add(ledger, "first")
    update(ledger, one, ProposalEdit(title="second"))
    undo_last(ledger)
    update(ledger, one, ProposalEdit(summary="new"))
    with pytest.raises(UsageError, match="nothing to redo: the last change is not an undo") as caught:
        redo_last(ledger)
    assert caught.value.way == ("changes",)
    assert title_of(ledger, one) == "first"


def test_nothing_to_undo_or_redo_in_a_new_database(ledger: Ledger) -> None:
    for turn in (undo_last, redo_last):
        with pytest.raises(UsageError, match=r"nothing to (un|re)do"):
            turn(ledger)


def test_a_bare_undo_takes_back_nobody_elses_change(ledger: Ledger) -> None:
    add(ledger, "ann's", who="ann")
    add(ledger, "bob's", who="bob")
    undo_last(ledger, "ann")
    assert titles(ledger) == ["bob's"]
    with pytest.raises(UsageError, match="nothing to undo"):
        undo_last(ledger, "ann")
    with pytest.raises(UsageError, match="nothing to redo"):
        redo_last(ledger, "bob")
    redo_last(ledger, "ann")
    assert titles(ledger) == ["ann's", "bob's"]


def test_what_another_program_did_is_undone_by_its_number(ledger: Ledger) -> None:
    one = add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("UPDATE proposals SET title = 'theirs' WHERE id = ?", [one])
    undo(ledger, newest(ledger))
    assert title_of(ledger, one) == "ours"
    assert list(check.find_problems(ledger)) == []


def stamp(ledger: Ledger, proposal: int) -> str:
    return proposals.read_detail(ledger, proposal, TODAY).proposal.updated_at


@pytest.mark.parametrize(
    "edit", [ProposalEdit(title="second"), ProposalEdit(add={"tags": ("a",)}), ProposalEdit(remove={"tags": ("b",)})]
)
def test_an_undo_stamps_what_it_touched(ledger: Ledger, edit: ProposalEdit) -> None:
    one, other = add(ledger, "first", tags=("b",)), add(ledger, "another")
    changed = update(ledger, one, edit)
    before = stamp(ledger, other)
    time.sleep(0.005)
    undo(ledger, changed)
    assert stamp(ledger, one) == changes.newest_changes(ledger, 1)[0].at > before
    assert stamp(ledger, other) == before


def test_an_update_that_only_stamped_can_be_undone_so_that_the_one_before_it_can(ledger: Ledger) -> None:
    one = add(ledger, "first", tags=("a",))
    update(ledger, one, ProposalEdit(title="second"))
    with database.write_change(ledger, "update", ME) as change:
        change.update("proposals", one, updated_at="2030-01-01T00:00:00.000Z")
    undo_last(ledger)
    undo_last(ledger)
    assert title_of(ledger, one) == "first"


def test_an_undo_is_in_the_history_and_says_what_it_undid(ledger: Ledger) -> None:
    one = add(ledger, "first")
    changed = update(ledger, one, ProposalEdit(title="second"))
    undo(ledger, changed)
    last, before, first = changes.newest_changes(ledger)
    assert (last.undoes, before.undoes, first.undoes) == (changed, None, None)
    assert changes.find_undoer(ledger, changed) == last.id
    assert changes.find_undoer(ledger, first.id) is None
    assert [entry.id for entry in changes.newest_changes(ledger, 2)] == [last.id, before.id]


def test_undoing_an_edit_of_what_is_gone(ledger: Ledger) -> None:
    one = add(ledger, "first")
    added = newest(ledger)
    tagged = update(ledger, one, ProposalEdit(add={"tags": ("a",)}))
    untagged = update(ledger, one, ProposalEdit(remove={"tags": ("a",)}))
    undo(ledger, added)
    for change in (untagged, tagged):
        with pytest.raises(UsageError, match=f"nothing of change {change} can be undone"):
            undo(ledger, change)
    assert list(check.find_problems(ledger)) == []


def test_redoing_after_a_removal_leaves_it_removed(ledger: Ledger) -> None:
    one = add(ledger, "first")
    changed = update(ledger, one, ProposalEdit(title="second"))
    undo(ledger, changed)
    undone = newest(ledger)
    remove(ledger, one)
    undo(ledger, undone)
    found = proposals.read_detail(ledger, one, TODAY)
    assert found.proposal.title == "second"
    assert found.removed_at is not None
    undo_last(ledger)
    assert proposals.read_detail(ledger, one, TODAY).removed_at is None
    assert list(check.find_problems(ledger)) == []


def test_a_tag_that_was_given_again_meanwhile_is_not_given_twice(ledger: Ledger) -> None:
    one = add(ledger, "first", tags=("a",))
    taken = update(ledger, one, ProposalEdit(title="second", remove={"tags": ("a",)}))
    update(ledger, one, ProposalEdit(add={"tags": ("a",)}))
    assert undo(ledger, taken) == [UndoLeftover("tags", 1, "", None)]
    found = proposals.read_detail(ledger, one, TODAY).proposal
    assert (found.title, found.tags) == ("first", ("a",))


def test_a_row_added_and_changed_in_one_change_is_undone(ledger: Ledger) -> None:
    with database.write_change(ledger, "both", ME) as change:
        one = proposals.add(change, NewProposal("first", tags=("a",)))
        proposals.update_proposal(change, one, ProposalEdit(title="second", remove={"tags": ("a",)}), step("adopted"))
    before = contents(ledger)
    undo_last(ledger)
    assert titles(ledger) == []
    redo_last(ledger)
    assert contents(ledger) == before


def test_where_the_primary_topic_is_taken_back_another_takes_its_place(ledger: Ledger) -> None:
    one = add(ledger, "first")
    first = update(ledger, one, ProposalEdit(add={"topics": ("migration",)}))
    update(ledger, one, ProposalEdit(add={"topics": ("other",)}))
    undo(ledger, first)
    assert ledger.rows("SELECT is_primary FROM proposal_topics")[0][0] == 1
    undo(ledger, newest(ledger))
    assert proposals.read_detail(ledger, one, TODAY).proposal.topics == ("migration", "other")
    undo(ledger, first)
    undo_last(ledger)
    assert proposals.read_detail(ledger, one, TODAY).proposal.topics == ()


def test_a_place_taken_meanwhile_is_left_to_who_has_it(ledger: Ledger) -> None:
    one = add(ledger, "first", topics=("migration", "other"))
    promoted = update(ledger, one, ProposalEdit(remove={"topics": ("migration",)}))
    undo(ledger, promoted)
    demoted = newest(ledger)
    swapped = update(ledger, one, ProposalEdit(remove={"topics": ("other",)}))
    update(ledger, one, ProposalEdit(remove={"topics": ("migration",)}, add={"topics": ("drug-trafficking",)}))
    undo(ledger, swapped)
    with pytest.raises(UsageError, match=f"nothing of change {demoted} can be undone"):
        undo(ledger, demoted)
    assert proposals.read_detail(ledger, one, TODAY).proposal.topics == ("drug-trafficking", "other")
    assert list(check.find_problems(ledger)) == []


def test_two_values_that_were_swapped_are_swapped_back(ledger: Ledger) -> None:
    with database.write_change(ledger, "two", ME) as change:
        one, other = (change.insert("saved_queries", name=name, query="is:open") for name in ("a", "b"))
    with database.write_change(ledger, "swap", ME) as change:
        for row, name in ((one, "c"), (other, "a"), (one, "b")):
            change.update("saved_queries", row, name=name)
    undo_last(ledger)
    assert [row[0] for row in ledger.rows("SELECT name FROM saved_queries ORDER BY id")] == ["a", "b"]
    redo_last(ledger)
    assert [row[0] for row in ledger.rows("SELECT name FROM saved_queries ORDER BY id")] == ["b", "a"]


def test_the_history_of_texts_that_are_hard_to_write_down(ledger: Ledger) -> None:
    hard = 'a "quoted" \\ back\u2028slash \U0001f600 \x1b[31m \u202e Ёлка \x7f'
    one = add(ledger, hard, summary=hard, tags=("ёлка",))
    update(ledger, one, ProposalEdit(title="plain", summary=""))
    undo_last(ledger)
    found = proposals.read_detail(ledger, one, TODAY).proposal
    assert (found.title, found.summary) == (" ".join(hard.split()), hard)
    undo_last(ledger)
    redo_last(ledger)
    assert proposals.read_detail(ledger, one, TODAY).proposal.summary == hard


def test_what_can_be_taken_back_is_tried_without_a_savepoint_which_keeps_every_page_of_every_statement(
    ledger: Ledger,
) -> None:
    add(ledger, "Mine")
    one = add(ledger)
    update(ledger, one, ProposalEdit(title="Theirs"), who="bob")
    said: list[str] = []
    ledger.con.set_trace_callback(said.append)
    entry, passed = changes.next_to_undo(ledger, ME)
    ledger.con.set_trace_callback(None)
    assert (entry.command, len(passed)) == ("add Mine", 1)
    assert [statement for statement in said if statement.startswith("SAVEPOINT")] == []
    assert not ledger.con.in_transaction
    assert changes.find_undoer(ledger, entry.id) is None
