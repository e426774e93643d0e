"""Actors: found by any of their names, renamed, merged and removed, and what an undo makes of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.factories import ME, add, newest, redo_last, remove, step, undo, undo_last
from helpers.oracle import TODAY, naive, read
from tracker import query
from tracker.model import NewProposal, NoChangeError, NotFoundError, Person, ProposalEdit, UsageError
from tracker.store import database
from tracker.store.records import actor_pages, events, meetings, proposals
from tracker.store.records import actors as store
from tracker.store.reports import check
from tracker.store.search import facets, listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.store.ledger import Change, Ledger


def change(ledger: Ledger, deed: Callable[..., Any], *args: Any, **options: Any) -> Any:
    with database.write_change(ledger, deed.__name__, ME) as written:
        return deed(written, *args, **options)


def merge(ledger: Ledger, keep: str, *others: str) -> int:
    found = change(
        ledger, store.merge, store.require_actor(ledger, keep), [store.require_actor(ledger, one) for one in others]
    )
    return int(found)


def rename(ledger: Ledger, name: str, new: str, *, slip: bool = False) -> None:
    change(ledger, store.edit, store.require_actor(ledger, name), name=new, slip=slip)


def asked(ledger: Ledger, *terms: str) -> list[int]:
    return sorted(listing.matching_ids(ledger, query.parse_query(list(terms), TODAY)))


def roles(ledger: Ledger) -> list[tuple[Any, ...]]:
    sql = (
        "SELECT r.proposal_id, r.role, a.name, r.office FROM proposal_actors AS r JOIN actors AS a ON a.id = r.actor_id"
    )
    return sorted(tuple(row) for row in ledger.rows(sql))


def sound(ledger: Ledger) -> bool:
    assert list(check.find_problems(ledger)) == []
    return True


def test_a_renamed_actor_is_found_by_both_names(ledger: Ledger) -> None:
    one = add(ledger, proposers=("Belorussia",))
    rename(ledger, "Belorussia", "Belarus")
    for term in ("by:belarus", "by:belorussia", "belarus", "belorussia", "actor:BELORUSSIA"):
        assert asked(ledger, term) == [one]
    assert store.actor_names(ledger) == ["Belarus"]
    assert sound(ledger)
    undo_last(ledger)
    assert (store.actor_names(ledger), store.find(ledger, "Belarus")) == (["Belorussia"], None)
    redo_last(ledger)
    assert asked(ledger, "by:belorussia") == [one]
    assert sound(ledger)


def test_a_slip_of_the_pen_finds_nothing_any_more(ledger: Ledger) -> None:
    one = add(ledger, proposers=("Belrus",))
    rename(ledger, "Belrus", "Belarus", slip=True)
    assert store.find(ledger, "Belrus") is None
    assert (asked(ledger, "belrus"), asked(ledger, "belarus")) == ([], [one])


def test_a_name_written_otherwise_makes_no_alias(ledger: Ledger) -> None:
    add(ledger, proposers=("belarus",))
    rename(ledger, "belarus", "Bélarus")
    assert (store.actor_names(ledger), store.read_aliases(ledger, 1)) == (["Bélarus"], [])


def test_a_rename_back_turns_name_and_alias_round(ledger: Ledger) -> None:
    add(ledger, proposers=("Belorussia",))
    rename(ledger, "Belorussia", "Belarus")
    rename(ledger, "Belarus", "Belorussia")
    assert (store.actor_names(ledger), store.read_aliases(ledger, 1)) == (["Belorussia"], ["Belarus"])
    assert sound(ledger)


WAYS = {
    r"is an alias of Belarus and means actor 1; .* merge 1 2$": ("remove alias", 1, "White Russia"),
    "is an alias of Belarus": ("remove alias", 1, "white russia"),
    "is its name, not an alias": ("rename actor", 1),
    r"Belarus cannot be removed: 1 role in a proposal and 1 meeting name it": ("actor", 1),
}


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda c: store.edit(c, 2, name="BELARUS"), r"'BELARUS' means actor 1; .*: tracker actor merge 1 2"),
        (
            lambda c: store.edit(c, 2, name="White Russia"),
            r"is an alias of Belarus and means actor 1; .* merge 1 2$",
        ),
        (lambda c: store.add_aliases(c, 1, ["Russia"]), "'Russia' means actor 2; .*: tracker actor merge 1 2"),
        (lambda c: store.add_aliases(c, 2, ["Ally", "white russia"]), "is an alias of Belarus"),
        (lambda c: store.edit(c, 1, name="…"), "cannot be the name of an actor: it needs a letter or a digit"),
        (lambda c: store.edit(c, 1, name="a\0b"), "name has a NUL character at position 2"),
        (lambda c: store.edit(c, 1, name="a\ud800"), "name has half a character"),
        (lambda c: store.edit(c, 1, kind="staet"), "no kind of actor 'staet'; did you mean state?"),
        (lambda c: store.remove_aliases(c, 1, ["Belarus"]), "is its name, not an alias"),
        (lambda c: store.remove_aliases(c, 1, ["White Russa"]), "did you mean White Russia?"),
        (lambda c: store.remove_aliases(c, 2, ["x"]), "it has none"),
        (lambda c: store.merge(c, 1, [2, 1]), r"both mean actor 1 \(Belarus\) already"),
        (lambda c: store.remove(c, 1), r"Belarus cannot be removed: 1 role in a proposal and 1 meeting name it"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    ledger: Ledger, deed: Callable[[Change], None], message: str
) -> None:
    add(ledger, proposers=("Belarus", "Russia"), body="Belarus")
    change(ledger, store.add_aliases, 1, ["White Russia"])
    with pytest.raises(UsageError, match=message) as caught:
        change(ledger, deed)
    assert sound(ledger)
    assert caught.value.way == WAYS.get(message, ())


def test_what_is_so_already_is_said(ledger: Ledger) -> None:
    add(ledger, proposers=("Belarus",))
    for deed in (lambda c: store.edit(c, 1, name="Belarus"), lambda c: store.add_aliases(c, 1, ["belarus"])):
        with pytest.raises(NoChangeError, match="nothing was changed"):
            change(ledger, deed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("lukashenko", r"did you mean Aleksandr Lukashenko \(2\)\?"),
        ("Belrus", r"did you mean Belarus \(1\)\?"),
        ("Belorusia", r"did you mean Belorussia \(1\)\?"),
        ("99", "^no actor 99$"),
        ("9" * 30, "^no actor 9{19}$"),
        ("", "^no actor ''$"),
        ("\x1b[31m", "^no actor '\x1b.31m'$"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(ledger: Ledger, typed: str, message: str) -> None:
    add(ledger, proposers=("Belarus",), speakers=(Person("Aleksandr Lukashenko"),))
    change(ledger, store.add_aliases, 1, ["Belorussia"])
    with pytest.raises(NotFoundError, match=message) as caught:
        store.require_actor(ledger, typed)
    assert caught.value.way == (("actors",) if message.endswith("$") else ())


def test_a_merge_keeps_every_reference_once_and_every_office(ledger: Ledger) -> None:
    add(ledger, speakers=(Person("Aleksandr Lukashenko", "President"), Person("Alexander Lukashenko", "Chairman")))
    add(ledger, speakers=(Person("Alexander Lukashenko", "President"),), supporters=("Alexander Lukashenko",))
    add(ledger, speakers=(Person("Aleksandr Lukashenko"), Person("Alexander Lukashenko", "President")))
    four = add(ledger, body="Alexander Lukashenko", meeting="Talks")
    with database.write_change(ledger, "update 4", ME) as written:
        proposals.update_proposal(
            written, four, ProposalEdit(), step("adopted", actor="Alexander Lukashenko", force=True, because="x")
        )
    assert merge(ledger, "Aleksandr Lukashenko", "Alexander Lukashenko") == 4
    name = "Aleksandr Lukashenko"
    assert roles(ledger) == [
        (1, "speaker", name, "President and Chairman"),
        (2, "speaker", name, "President"),
        (2, "supporter", name, ""),
        (3, "speaker", name, "President"),
    ]
    assert asked(ledger, "body:alexander lukashenko") == asked(ledger, f"body:{name}") == [4]
    assert [one.actor for one in events.events_of_proposal(ledger, 4)] == [None, name]
    assert store.actor_names(ledger) == facets.body_names(ledger) == [name]
    assert sound(ledger)


def test_a_merge_is_one_change_and_its_undo_gives_all_back(ledger: Ledger) -> None:
    add(ledger, proposers=("Belarus", "Belorussia"), addressees=("White Russia",))
    change(ledger, store.edit, 2, kind="state", note="theirs")
    change(ledger, store.add_aliases, 2, ["BSSR"])
    before = roles(ledger)
    merge(ledger, "Belarus", "Belorussia", "White Russia")
    page = actor_pages.read_actor_page(ledger, 1)
    assert (page.actor.kind, page.note) == ("state", "theirs")
    assert sorted(page.actor.aliases) == ["BSSR", "Belorussia", "White Russia"]
    for name in ("bssr", "belorussia", "white russia", "2", "#3"):
        assert store.require_actor(ledger, name) == 1
    undo_last(ledger)
    assert roles(ledger) == before
    assert store.find(ledger, "bssr") == store.find(ledger, "belorussia") == 2
    assert sound(ledger)
    redo_last(ledger)
    assert store.find(ledger, "bssr") == 1
    assert sound(ledger)


def test_a_merge_stamps_the_proposals_and_their_history_tells_it(ledger: Ledger) -> None:
    one, other = add(ledger, proposers=("Belarus",)), add(ledger, proposers=("Belorussia",))
    merge(ledger, "Belarus", "Belorussia")
    assert [entry.command for entry in proposals.proposal_history(ledger, other)][1:] == ["merge"]
    assert len(proposals.proposal_history(ledger, one)) == 1


def test_what_was_merged_twice_over_is_found_at_the_end_of_the_way(ledger: Ledger) -> None:
    for name in ("A one", "B two", "C three"):
        add(ledger, proposers=(name,))
    merge(ledger, "B two", "C three")
    merge(ledger, "A one", "B two")
    assert asked(ledger, "by:c three") == asked(ledger, "by:a one") == [1, 2, 3]
    with pytest.raises(UsageError, match="C three was merged on since, into A one"):
        undo(ledger, newest(ledger) - 1)
    undo_last(ledger)
    undo_last(ledger)
    assert asked(ledger, "by:c three") == [3]
    assert sound(ledger)


def test_two_cannot_each_be_merged_into_the_other_by_way_of_an_undo(ledger: Ledger) -> None:
    add(ledger, proposers=("A one", "B two"))
    merge(ledger, "A one", "B two")
    undo_last(ledger)
    undone = newest(ledger)
    merge(ledger, "B two", "A one")
    with pytest.raises(UsageError, match="merged the other way since"):
        undo(ledger, undone)
    assert sound(ledger)


def test_a_role_that_an_undo_brings_back_is_that_of_the_one_kept(ledger: Ledger) -> None:
    one = add(ledger, proposers=("Belarus",), opponents=("Nato",))
    with database.write_change(ledger, "update", ME) as written:
        proposals.update_proposal(written, one, ProposalEdit(remove={"opponents": ("Nato",)}))
    taken = newest(ledger)
    add(ledger, proposers=("NATO alliance",))
    merge(ledger, "NATO alliance", "Nato")
    undo(ledger, taken)
    assert asked(ledger, "opponent:nato alliance") == asked(ledger, "opponent:nato") == [one]
    assert sound(ledger)


def test_an_orphan_is_removed_and_comes_back_with_what_names_it(ledger: Ledger) -> None:
    one = add(ledger, proposers=("Belrus",))
    with database.write_change(ledger, "update", ME) as written:
        proposals.update_proposal(
            written, one, ProposalEdit(add={"proposers": ("Belarus",)}, remove={"proposers": ("Belrus",)})
        )
    mended = newest(ledger)
    assert [actor.name for actor in actor_pages.list_actors(ledger, unused=True)] == ["Belrus"]
    change(ledger, store.remove, 1)
    assert store.actor_names(ledger) == ["Belarus"]
    assert sound(ledger)
    undo(ledger, mended)
    assert asked(ledger, "by:belrus") == [one]
    assert sound(ledger)


def test_a_name_that_was_freed_may_be_given_again(ledger: Ledger) -> None:
    one = add(ledger, proposers=("Belrus",))
    remove(ledger, one)
    with database.write_change(ledger, "update", ME) as written:
        written.execute("DELETE FROM proposal_actors")
    change(ledger, store.remove, 1)
    removal = newest(ledger)
    two = add(ledger, proposers=("Belrus",))
    assert asked(ledger, "by:belrus") == [two]
    with pytest.raises(UsageError, match="the name 'Belrus' now belongs to actor 2"):
        undo(ledger, removal)
    assert sound(ledger)


def test_what_another_program_merged_is_followed(ledger: Ledger) -> None:
    add(ledger, proposers=("Belarus", "Belorussia"))
    ledger.con.execute("UPDATE actors SET merged_into = 1 WHERE id = 2")
    assert store.find(ledger, "belorussia") == store.require_actor(ledger, "2") == 1
    assert store.actor_names(ledger) == ["Belarus"]
    assert any("actors 2" in one.sentence for one in check.find_problems(ledger))
    ledger.con.execute("UPDATE actors SET merged_into = 2 WHERE id = 1")
    assert store.find(ledger, "belarus") is None


def test_the_list_counts_what_is_not_removed_and_says_what_nothing_names(ledger: Ledger) -> None:
    add(ledger, proposers=("Belarus",), addressees=("Armenia",), body="CSTO", meeting="Session")
    remove(ledger, add(ledger, proposers=("Belarus",), supporters=("Nato",)))
    found = {one.name: (one.proposals, one.used) for one in actor_pages.list_actors(ledger)}
    assert found == {
        "Armenia": ({"addressee": 1}, True),
        "Belarus": ({"proposer": 1}, True),
        "CSTO": ({"body": 1}, True),
        "Nato": ({}, True),
    }
    assert [one.name for one in actor_pages.list_actors(ledger, ["bel"])] == ["Belarus"]
    assert [one.name for one in actor_pages.list_actors(ledger, kind="organisation")] == ["CSTO"]
    assert actor_pages.read_actor_page(ledger, 1).statuses == {"proposed": 1}


# Whatever is done in whatever order

NAMES = ["Belarus", "Belorussia", "White Russia", "Russia", "Aleksandr Lukashenko", "Alexander Lukashenko"]
DEEDS = st.lists(
    st.tuples(st.sampled_from(["add", "rename", "slip", "alias", "merge", "undo", "any", "rm", "meet", "join"]),
              st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 40)),
    min_size=8, max_size=24,
)  # fmt: skip


def perform(written: Change, what: str, one: str, other: str, number: int) -> None:
    ledger = written.ledger
    if what == "add":
        new = NewProposal(f"p {number}", proposers=(one,), opponents=(other,), body=other, meeting=one)
        proposals.add(written, new._replace(speakers=(Person(other, f"office {number % 3}"),)))
    elif what in {"rename", "slip"}:
        store.edit(written, store.require_actor(ledger, one), name=other, slip=what == "slip")
    elif what == "alias":
        store.add_aliases(written, store.require_actor(ledger, one), [other])
    elif what == "merge":
        stays = store.require_actor(ledger, one)
        store.merge(written, stays, [store.require_actor(ledger, other)])
        meetings.merge_alike(written, stays)
    elif what == "rm":
        store.remove(written, store.require_actor(ledger, one))
    elif what == "meet":
        meetings.edit(written, meetings.require_meeting(ledger, one), name=other, place=f"place {number % 2}")
    elif what == "join":
        meetings.merge(written, meetings.require_meeting(ledger, one), [meetings.require_meeting(ledger, other)])


def test_meetings_that_are_alike_once_their_bodies_are_one_become_one(ledger: Ledger) -> None:
    add(ledger, body="CSTO", meeting="Moscow session", proposed_on="2012")
    add(ledger, body="ODKB", meeting="Moscow session", proposed_on="2012")
    add(ledger, body="ODKB", meeting="Moscow session", proposed_on="2013")
    with database.write_change(ledger, "merge", ME) as written:
        store.merge(written, 1, [2])
        assert meetings.merge_alike(written, 1) == [2]
    assert sound(ledger)
    assert [row[0] for row in ledger.rows("SELECT meeting_id FROM proposals ORDER BY id")] == [1, 1, 3]
    undo_last(ledger)
    assert [row[0] for row in ledger.rows("SELECT meeting_id FROM proposals ORDER BY id")] == [1, 2, 3]


def try_to(ledger: Ledger, what: str, one: str, other: str, number: int) -> None:
    try:
        if what == "undo":
            undo_last(ledger)
        elif what == "any":
            undo(ledger, 1 + number % newest(ledger))
        else:
            with database.write_change(ledger, what, ME) as written:
                perform(written, what, one, other, number)
    except (UsageError, NotFoundError):
        pass


@given(deeds=DEEDS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_done_in_whatever_order_nothing_is_wrong_and_every_name_finds_the_same(
    template: Path, tmp_path: Path, deeds: list[tuple[str, str, str, int]]
) -> None:
    path = tmp_path / "chance.db"
    for old in tmp_path.glob("chance.db*"):
        old.unlink()
    path.write_bytes(template.read_bytes())
    ledger = database.open_ledger(path, writing=True)
    try:
        add(ledger, proposers=(NAMES[0],), body=NAMES[3], meeting=NAMES[1])
        for deed in deeds:
            try_to(ledger, *deed)
            assert sound(ledger)
        everything = read(ledger)
        for one in actor_pages.list_actors(ledger):
            for field in ("by", "opponent", "body", "actor"):
                terms = [query.parse_query([f'{field}:"{name}"'], TODAY) for name in (one.name, *one.aliases)]
                found = [list(listing.matching_ids(ledger, term)) for term in terms]
                assert found == [naive(ledger, everything, terms[0])] * len(terms)
        for name in NAMES:
            asked_for = query.parse_query([f'meeting:"{name}"'], TODAY)
            assert list(listing.matching_ids(ledger, asked_for)) == naive(ledger, everything, asked_for)
    finally:
        ledger.close()
