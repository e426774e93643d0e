"""Topics: their codes, what is said of them, renamed and grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helpers.factories import add, contents, newest, remove, undo, undo_last
from helpers.topics import a_topic, codings, deed, found, is_sound, rename
from tracker.model import NoChangeError, UsageError
from tracker.store.records import topic_vocabulary, topics
from tracker.store.records.topic_vocabulary import Topic, TopicEdit

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def test_it_is_counted_how_many_of_some_proposals_share_a_topic(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration", "special-forces"))
    two = add(ledger, topics=("migration",))
    add(ledger, topics=("other",))
    assert topics.count_topics(ledger, [one, two]) == {"migration": 2, "special-forces": 1}
    assert topics.count_topics(ledger, []) == {}


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
        ("none", "in a query it finds what has none"),
        ("none/grid", "in a query it finds what has none"),
        ("\x1b[31mred\0", "perhaps 31mred?"),
        ("bad\udcff", "cannot be a code"),
        ("migration", "there is a topic migration already"),
        ("migrations", "is very similar to migration, which is there already"),
        ("people/migration", "is very similar to migration"),
        ("countertterrorism", "is very similar to counter-terrorism"),
    ],
)
def test_what_makes_no_code_is_refused_with_what_would(ledger: Ledger, code: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        a_topic(ledger, code)
    assert said in str(refused.value)
    assert "\x1b" not in str(refused.value)
    assert len(topics.all_topic_codes(ledger)) == 7


def test_a_topic_has_the_title_of_its_code_and_its_stems_once(ledger: Ledger) -> None:
    a_topic(ledger, "energy/power-grid", stems=("grid, Grid grid",), definition=" Lines  and operators. ")
    one = topic_vocabulary.read(ledger, "Energy/Power Grid")
    assert one == Topic(
        "energy/power-grid", "Power grid", "Lines and operators.", ("grid", "Grid"), "energy", 0, 0, "", "", ()
    )
    undo_last(ledger)
    assert len(topics.all_topic_codes(ledger)) == 7


@pytest.mark.parametrize("code", ["énergie", "энергетика", "m-2"])
def test_a_code_may_have_the_letters_of_any_script(ledger: Ledger, code: str) -> None:
    a_topic(ledger, code)
    assert found(ledger, f"topic:{code}") == []
    assert found(ledger, f"topic:{code}") != found(ledger, "topic:none") or add(ledger, topics=(code,))


def test_nearly_the_same_is_added_by_force_and_in_another_group(ledger: Ledger) -> None:
    a_topic(ledger, "emigration", force=True)
    a_topic(ledger, "health/reform")
    a_topic(ledger, "energy/reform")
    with pytest.raises(UsageError, match="very similar to energy/reform"):
        a_topic(ledger, "energy/reforms")


# editing


def test_an_edit_changes_what_it_names_and_refuses_what_is_so(ledger: Ledger) -> None:
    def edit(**fields: Any) -> Topic:
        one: Topic = deed(ledger, lambda change: topic_vocabulary.edit(change, "migration", TopicEdit(**fields))[0])
        return one

    before = topic_vocabulary.read(ledger, "migration")
    assert edit(add_stems=("visa",), remove_stems=("migra",)).stems == (*before.stems[1:], "visa")
    assert edit(stems=("a b",)).stems == ("a", "b")
    assert edit(title="People", definition="").title == "People"
    with pytest.raises(NoChangeError):
        edit(title="People")
    with pytest.raises(UsageError, match="has no stem zzz; it has: a b"):
        edit(remove_stems=("zzz",))
    with pytest.raises(UsageError, match="needs a title"):
        edit(title="  ")
    with pytest.raises(UsageError, match="not the beginning of a word"):
        edit(stems=("a;b",))
    for _ in range(3):
        undo_last(ledger)
    assert topic_vocabulary.read(ledger, "migration") == before


def test_a_renamed_topic_keeps_its_proposals_and_its_old_code_means_it(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration",))
    before = contents(ledger)
    assert rename(ledger, "migration", "mobility") == []
    assert codings(ledger, one) == [("mobility", 1)]
    assert found(ledger, "topic:migration") == found(ledger, "topic:mobility") == [one]
    two = add(ledger, topics=("migration",))
    assert codings(ledger, two) == [("mobility", 1)]
    assert topics.meaning_lines(ledger, ["migration", "mobility", "nonsense"]) == [
        "migration was renamed: it means mobility"
    ]
    assert "migration" not in topics.topics_in_use(ledger)
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
    assert topic_vocabulary.read(ledger, "mobility").code == "migration"
    assert topic_vocabulary.read(ledger, "migration").also == ("mobility",)
    undo_last(ledger)
    assert topic_vocabulary.read(ledger, "migration").code == "mobility"
    undo_last(ledger)
    assert topics.unmerged_topics(ledger).keys() == {one.code for one in topics.all_topic_codes(ledger).values()}


def test_a_renaming_is_not_undone_beneath_a_later_one(ledger: Ledger) -> None:
    rename(ledger, "migration", "mobility")
    first = newest(ledger)
    rename(ledger, "mobility", "movement")
    with pytest.raises(UsageError, match="renamed again since"):
        undo(ledger, first)
    assert topic_vocabulary.read(ledger, "movement").also == ("migration", "mobility")


def test_a_group_is_renamed_with_its_head_and_both_names_find_the_same(ledger: Ledger) -> None:
    for code in ("energy", "energy/grid", "energy/gas"):
        a_topic(ledger, code)
    grid, gas = add(ledger, topics=("energy/grid",)), add(ledger, topics=("energy/gas", "migration"))
    assert rename(ledger, "energy", "power") == ["power/grid", "power/gas"]
    for name in ("energy", "power"):
        assert found(ledger, f"topic:{name}") == [grid, gas]
        assert found(ledger, f"topic:{name}/grid") == [grid]
    with pytest.raises(UsageError, match="energy now means power; write power/coal"):
        a_topic(ledger, "energy/coal")
    with pytest.raises(UsageError, match="a group cannot contain groups"):
        rename(ledger, "power", "economy/power")
    undo_last(ledger)
    assert codings(ledger, grid) == [("energy/grid", 1)]


def test_topics_are_put_into_a_group_and_out_of_it(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration",))

    def group(*codes: str) -> list[str]:
        done: list[str] = deed(ledger, lambda change: topic_vocabulary.group_topics(change, "people", codes))
        return done

    assert group("migration", "other") == ["people/migration", "people/other"]
    assert found(ledger, "topic:people") == found(ledger, "topic:migration") == [one]
    with pytest.raises(NoChangeError):
        group("other")
    rename(ledger, "people/migration", "migration")
    assert found(ledger, "topic:people") == []
    assert [one.group for one in topic_vocabulary.list_topics(ledger) if one.code == "people/other"] == ["people"]
