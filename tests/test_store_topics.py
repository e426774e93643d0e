"""Topics: what a code means by now, what is offered, and that no merge, renaming, retiring or undo loses anything."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from factories import ME, TODAY, add, contents, newest, redo_last, remove, undo, undo_last, update
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import naive, read

from tracker import query
from tracker.model import Edit, NewProposal, SoAlreadyError, UsageError
from tracker.store import database
from tracker.store.history import changes
from tracker.store.records import proposals, topic_vocabulary, topics
from tracker.store.records.tags import Moved
from tracker.store.records.topic_vocabulary import Topic, TopicEdit
from tracker.store.reports import check
from tracker.store.search import hints, listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Change, Ledger


def deed(ledger: Ledger, do: Callable[[Change], Any]) -> Any:
    with database.write(ledger, "topic", ME) as change:
        return do(change)


def new(code: str, **fields: Any) -> Topic:
    return Topic(code, "", "", (), "", 0, 0, "", "", ())._replace(**fields)


def a_topic(ledger: Ledger, code: str, *, force: bool = False, **fields: Any) -> str:
    return str(deed(ledger, lambda change: topic_vocabulary.add(change, new(code, **fields), force=force)))


def rename(ledger: Ledger, old: str, code: str) -> list[str]:
    found: list[str] = deed(ledger, lambda change: topic_vocabulary.edit(change, old, TopicEdit(code)))[1]
    return found


def merge(ledger: Ledger, keep: str, *others: str) -> Moved:
    moved: Moved = deed(ledger, lambda change: topic_vocabulary.merge(change, keep, others))
    return moved


def retire(ledger: Ledger, *codes: str) -> None:
    deed(ledger, lambda change: topic_vocabulary.retire(change, codes))


def found(ledger: Ledger, *terms: str) -> list[int]:
    return sorted(listing.ids(ledger, query.parse(terms, TODAY)))


def codings(ledger: Ledger, proposal: int) -> list[tuple[str, int]]:
    rows = ledger.rows(
        "SELECT t.code, p.is_primary FROM proposal_topics AS p JOIN topics AS t ON t.id = p.topic_id"
        " WHERE p.proposal_id = ? ORDER BY p.is_primary DESC, t.code",
        [proposal],
    )
    return [tuple(row) for row in rows]


def is_sound(ledger: Ledger) -> bool:
    return list(check.problems(ledger)) == []


def test_it_is_counted_how_many_of_some_proposals_share_a_topic(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration", "special-forces"))
    two = add(ledger, topics=("migration",))
    add(ledger, topics=("other",))
    assert topics.shared(ledger, [one, two]) == {"migration": 2, "special-forces": 1}
    assert topics.shared(ledger, []) == {}


# codes


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Border Control", "perhaps border-control?"),
        ("border_control", "perhaps border-control?"),
        ("a/b/c", "one / for a group"),
        ("energy/", "perhaps energy?"),
        ("-x-", "perhaps x?"),
        ("12", "cannot be a code"),
        ("", "cannot be a code"),
        ("x" * 61, "at most 60 characters"),
        ("none", "topic:none finds what has none"),
        ("\x1b[31mred\0", "perhaps 31mred?"),
        ("bad\udcff", "cannot be a code"),
        ("migration", "there is a topic migration already"),
        ("migrations", "is nearly migration, which is there already"),
        ("people/migration", "is nearly migration"),
        ("countertterrorism", "is nearly counter-terrorism"),
    ],
)
def test_what_makes_no_code_is_refused_with_what_would(ledger: Ledger, code: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        a_topic(ledger, code)
    assert said in str(refused.value)
    assert "\x1b" not in str(refused.value)
    assert len(topics.every(ledger)) == 7


def test_a_topic_has_the_title_of_its_code_and_its_stems_once(ledger: Ledger) -> None:
    a_topic(ledger, "energy/power-grid", stems=("grid, Grid grid",), definition=" Lines  and operators. ")
    one = topic_vocabulary.get(ledger, "Energy/Power Grid")
    assert one == Topic(
        "energy/power-grid", "Power grid", "Lines and operators.", ("grid", "Grid"), "energy", 0, 0, "", "", ()
    )
    undo_last(ledger)
    assert len(topics.every(ledger)) == 7


@pytest.mark.parametrize("code", ["énergie", "энергетика", "m-2"])
def test_a_code_may_have_the_letters_of_any_script(ledger: Ledger, code: str) -> None:
    a_topic(ledger, code)
    assert found(ledger, f"topic:{code}") == []
    assert found(ledger, f"topic:{code}") != found(ledger, "topic:none") or add(ledger, topics=(code,))


def test_nearly_the_same_is_added_by_force_and_in_another_group(ledger: Ledger) -> None:
    a_topic(ledger, "emigration", force=True)
    a_topic(ledger, "health/reform")
    a_topic(ledger, "energy/reform")
    with pytest.raises(UsageError, match="nearly energy/reform"):
        a_topic(ledger, "energy/reforms")


# editing


def test_an_edit_changes_what_it_names_and_refuses_what_is_so(ledger: Ledger) -> None:
    def edit(**fields: Any) -> Topic:
        one: Topic = deed(ledger, lambda change: topic_vocabulary.edit(change, "migration", TopicEdit(**fields))[0])
        return one

    before = topic_vocabulary.get(ledger, "migration")
    assert edit(add_stems=("visa",), remove_stems=("migra",)).stems == (*before.stems[1:], "visa")
    assert edit(stems=("a b",)).stems == ("a", "b")
    assert edit(title="People", definition="").title == "People"
    with pytest.raises(SoAlreadyError):
        edit(title="People")
    with pytest.raises(UsageError, match="has no stem zzz; it has: a b"):
        edit(remove_stems=("zzz",))
    with pytest.raises(UsageError, match="needs a title"):
        edit(title="  ")
    with pytest.raises(UsageError, match="no beginning of a word"):
        edit(stems=("a;b",))
    for _ in range(3):
        undo_last(ledger)
    assert topic_vocabulary.get(ledger, "migration") == before


def test_a_renamed_topic_keeps_its_proposals_and_its_old_code_means_it(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration",))
    before = contents(ledger)
    assert rename(ledger, "migration", "mobility") == []
    assert codings(ledger, one) == [("mobility", 1)]
    assert found(ledger, "topic:migration") == found(ledger, "topic:mobility") == [one]
    two = add(ledger, topics=("migration",))
    assert codings(ledger, two) == [("mobility", 1)]
    assert topics.meanings(ledger, ["migration", "mobility", "nonsense"]) == [
        "migration was renamed: it means mobility"
    ]
    assert "migration" not in topics.known(ledger)
    with pytest.raises(UsageError, match="migration was renamed to mobility"):
        a_topic(ledger, "migration")
    undo(ledger, 3 - 1)
    assert codings(ledger, two) == [("migration", 1)]
    remove(ledger, two)
    assert contents(ledger)["proposal_topics"][:1] == before["proposal_topics"]
    assert is_sound(ledger)


def test_a_topic_takes_back_a_name_that_it_had_and_each_step_is_undone(ledger: Ledger) -> None:
    rename(ledger, "migration", "mobility")
    rename(ledger, "mobility", "migration")
    assert topic_vocabulary.get(ledger, "mobility").code == "migration"
    assert topic_vocabulary.get(ledger, "migration").also == ("mobility",)
    undo_last(ledger)
    assert topic_vocabulary.get(ledger, "migration").code == "mobility"
    undo_last(ledger)
    assert topics.spoken_of(ledger).keys() == {one.code for one in topics.every(ledger).values()}


def test_a_renaming_is_not_undone_beneath_a_later_one(ledger: Ledger) -> None:
    rename(ledger, "migration", "mobility")
    first = newest(ledger)
    rename(ledger, "mobility", "movement")
    with pytest.raises(UsageError, match="renamed again since"):
        undo(ledger, first)
    assert topic_vocabulary.get(ledger, "movement").also == ("migration", "mobility")


def test_a_group_is_renamed_with_its_head_and_both_names_find_the_same(ledger: Ledger) -> None:
    for code in ("energy", "energy/grid", "energy/gas"):
        a_topic(ledger, code)
    grid, gas = add(ledger, topics=("energy/grid",)), add(ledger, topics=("energy/gas", "migration"))
    assert rename(ledger, "energy", "power") == ["power/grid", "power/gas"]
    for name in ("energy", "power"):
        assert found(ledger, f"topic:{name}") == [grid, gas]
        assert found(ledger, f"topic:{name}/grid") == [grid]
    with pytest.raises(UsageError, match="energy means power by now; say power/coal"):
        a_topic(ledger, "energy/coal")
    with pytest.raises(UsageError, match="a group has no groups"):
        rename(ledger, "power", "economy/power")
    undo_last(ledger)
    assert codings(ledger, grid) == [("energy/grid", 1)]


def test_topics_are_put_into_a_group_and_out_of_it(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration",))

    def group(*codes: str) -> list[str]:
        done: list[str] = deed(ledger, lambda change: topic_vocabulary.group(change, "people", codes))
        return done

    assert group("migration", "other") == ["people/migration", "people/other"]
    assert found(ledger, "topic:people") == found(ledger, "topic:migration") == [one]
    with pytest.raises(SoAlreadyError):
        group("other")
    rename(ledger, "people/migration", "migration")
    assert found(ledger, "topic:people") == []
    assert [one.group for one in topic_vocabulary.everything(ledger) if one.code == "people/other"] == ["people"]


# merging


def test_every_proposal_of_a_merged_topic_has_the_kept_one_once_and_a_primary_stays_primary(ledger: Ledger) -> None:
    only = add(ledger, topics=("other",))
    both = add(ledger, topics=("migration", "other"))
    turned = add(ledger, topics=("other", "migration"))
    third = add(ledger, topics=("special-forces", "other"))
    gone = add(ledger, topics=("other",))
    remove(ledger, gone)
    before = contents(ledger)
    assert merge(ledger, "migration", "other") == Moved("migration", ("other",), 4, 2, 2)
    assert [codings(ledger, one) for one in (only, both, turned, gone)] == [[("migration", 1)]] * 4
    assert codings(ledger, third) == [("special-forces", 1), ("migration", 0)]
    assert found(ledger, "topic:other") == found(ledger, "topic:migration") == [only, both, turned, third]
    assert found(ledger, "primary:other") == [only, both, turned]
    assert is_sound(ledger)
    undo_last(ledger)
    after = contents(ledger)
    assert {**after, "proposal_topics": sorted(after["proposal_topics"])} == before
    assert is_sound(ledger)
    redo_last(ledger)
    assert found(ledger, "topic:other") == [only, both, turned, third]
    assert is_sound(ledger)


def test_merges_in_a_chain_mean_the_last_one(ledger: Ledger) -> None:
    one = add(ledger, topics=("other",))
    merge(ledger, "migration", "other")
    merge(ledger, "special-forces", "migration")
    assert codings(ledger, one) == [("special-forces", 1)]
    assert found(ledger, "topic:other") == found(ledger, "topic:migration") == [one]
    assert topic_vocabulary.get(ledger, "other").also == ("migration", "other")
    assert [code for code in topics.known(ledger) if code in {"other", "migration"}] == []
    assert (
        hints.reasons(ledger, query.parse(["topic:drug-trafficking"], TODAY))[0].instead == "topic:special-forces (1)"
    )


@pytest.mark.parametrize(
    ("keep", "others", "said"),
    [
        ("migration", ["migration"], "cannot be merged into itself"),
        ("migration", ["gone"], "gone means migration already"),
        ("gone", ["migration"], "cannot be merged into itself"),
        ("special-forces", ["gone"], "to merge that: tracker topic merge special-forces migration"),
        ("asleep", ["other"], "asleep is retired; bring it back first: tracker topic restore asleep"),
        ("migration", ["migraton"], "did you mean migration?"),
        ("migratoin", ["other"], "did you mean migration?"),
    ],
)
def test_what_cannot_be_merged_is_refused(ledger: Ledger, keep: str, others: list[str], said: str) -> None:
    for code in ("gone", "asleep"):
        a_topic(ledger, code)
    merge(ledger, "migration", "gone")
    retire(ledger, "asleep")
    with pytest.raises(UsageError) as refused:
        merge(ledger, keep, *others)
    assert said in str(refused.value)


def test_an_undo_brings_no_merged_topic_back_to_a_proposal(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration", "other"))
    took = update(ledger, one, Edit(remove={"topics": ("other",)}))
    merge(ledger, "special-forces", "other")
    undo(ledger, took)
    assert codings(ledger, one) == [("migration", 1), ("special-forces", 0)]
    assert is_sound(ledger)


def test_what_was_given_before_a_merge_is_taken_back_after_it(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration",))
    gave = update(ledger, one, Edit(add={"topics": ("other",)}))
    merge(ledger, "special-forces", "other")
    undo(ledger, gave)
    assert codings(ledger, one) == [("migration", 1)]
    undo(ledger, 1)
    assert ledger.value("SELECT count(*) FROM proposals") == 0


def test_two_topics_are_never_merged_into_each_other_by_a_redo(ledger: Ledger) -> None:
    merge(ledger, "migration", "other")
    undo_last(ledger)
    undone = newest(ledger)
    merge(ledger, "other", "migration")
    with pytest.raises(UsageError, match="would be merged into each other"):
        undo(ledger, undone)
    assert topics.in_a_circle(ledger) == []


def test_what_another_program_leaves_is_found_by_the_check_and_mended_by_a_merge(ledger: Ledger) -> None:
    merge(ledger, "migration", "other")
    one = add(ledger)
    deed(ledger, lambda change: change.insert("proposal_topics", proposal_id=one, topic_id=7, is_primary=1))
    assert [one.sentence for one in check.problems(ledger)] == [
        "#1: has the topic other, which was merged into migration; mend it with: tracker topic merge migration other"
    ]
    merge(ledger, "migration", "other")
    assert is_sound(ledger)
    deed(ledger, lambda change: change.update("topics", 3, merged_into=7))
    assert "topic other: was merged, in the end, into itself" in [one.sentence for one in check.problems(ledger)]


# retiring


def test_a_retired_topic_is_kept_and_found_but_neither_offered_nor_given(ledger: Ledger) -> None:
    one = add(ledger, topics=("other", "migration"))
    two = add(ledger)
    retire(ledger, "other")
    assert "other" not in topics.known(ledger)
    assert found(ledger, "topic:other") == [one]
    with pytest.raises(UsageError, match=r"the topic other is retired.*tracker topic restore other"):
        update(ledger, two, Edit(add={"topics": ("other",)}))
    update(ledger, one, Edit(add={"topics": ("other", "special-forces")}))
    update(ledger, one, Edit(remove={"topics": ("other", "migration")}, add={"topics": ("migration", "other")}))
    assert codings(ledger, one) == [("special-forces", 1), ("migration", 0), ("other", 0)]
    update(ledger, one, Edit(remove={"topics": ("other",)}))
    with pytest.raises(SoAlreadyError, match="retired already"):
        retire(ledger, "other")
    with pytest.raises(UsageError, match="which is retired; bring it back with: tracker topic restore other"):
        a_topic(ledger, "other")
    deed(ledger, lambda change: topic_vocabulary.restore(change, ["other"]))
    update(ledger, two, Edit(add={"topics": ("other",)}))
    with pytest.raises(SoAlreadyError, match="is not retired"):
        deed(ledger, lambda change: topic_vocabulary.restore(change, ["other"]))
    assert is_sound(ledger)


# whatever happens

NAMES = ("migration", "other", "special-forces", "energy", "energy/grid", "energy/gas", "power", "power/grid", "alpha")


def _any_deed(ledger: Ledger, change: Change, rng: Random) -> None:
    some = rng.sample(NAMES, 3)
    there = [row[0] for row in ledger.rows("SELECT id FROM proposals WHERE removed_at IS NULL")]
    recent = [one.id for one in changes.log(ledger, 12) if one.id != change.id]
    deeds: list[Callable[[], object]] = [
        lambda: topic_vocabulary.merge(change, some[0], some[1 : rng.randint(2, 3)]),
        lambda: topic_vocabulary.edit(change, some[0], TopicEdit(some[1]), force=True),
        lambda: topic_vocabulary.add(change, new(some[0]), force=True),
        lambda: topic_vocabulary.group(change, rng.choice(("energy", "power")), some[:2]),
        lambda: topic_vocabulary.retire(change, some[:1]),
        lambda: topic_vocabulary.restore(change, some[:1]),
        lambda: proposals.update(change, rng.choice(there), Edit(add={"topics": tuple(some[:2])})),
        lambda: proposals.update(change, rng.choice(there), Edit(remove={"topics": tuple(some[:1])})),
        lambda: proposals.add(change, NewProposal("Another", topics=tuple(some[:2]))),
        *[lambda: changes.undo(change, rng.choice(recent))] * 4,
    ]
    rng.choice(deeds)()


def _live(seed: int) -> Ledger:
    """A ledger in which topics are merged, renamed, grouped, retired, given and taken, and much of it undone."""
    rng = Random(seed)  # noqa: S311 - no secret
    ledger = database.in_memory()
    database._set_up(ledger)
    for code in ("energy/grid", "energy/gas"):
        a_topic(ledger, code)
    for _ in range(4):
        add(ledger, topics=tuple(rng.sample(sorted(topics.known(ledger)), 2)))
    for _ in range(40):
        with suppress(UsageError, IndexError), database.write(ledger, "deed", ME) as change:
            _any_deed(ledger, change, rng)
    return ledger


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_whatever_happens_the_ledger_is_sound_and_old_names_find_what_new_ones_do(seed: int) -> None:
    ledger = _live(seed)
    try:
        assert is_sound(ledger)
        every = read(ledger)
        there = topics.every(ledger)
        for one in there.values():
            kept = there[topics.kept_as(there, one.id)].code
            for field in ("topic", "primary"):
                old, now = (query.parse([f"{field}:{code}"], TODAY) for code in (one.code, kept))
                assert list(listing.ids(ledger, old)) == list(listing.ids(ledger, now)) == naive(ledger, every, old)
        for told in topic_vocabulary.everything(ledger):
            own = [known.topics[told.code] for known in every if told.code in known.topics]
            assert (told.proposals, told.primary) == (len(own), sum(own))
            assert not (told.state in {"merged", "renamed"} and own)
        assert all(sum(known.topics.values()) == bool(known.topics) for known in every)
    finally:
        ledger.close()
