"""Names: whatever is accepted as one is found by it again, and what a query means otherwise is refused everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.factories import ME, TODAY, add
from tracker import query
from tracker.model import NewProposal, Person, ProposalEdit, UsageError
from tracker.query import Term, term_text
from tracker.query_fields import means_none
from tracker.store import database
from tracker.store.records import actors, meetings, proposals, saved_queries, tags, topic_vocabulary
from tracker.store.records.topic_vocabulary import Topic, TopicEdit
from tracker.store.search import index, listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.store.ledger import Change, Ledger


class Way(NamedTuple):
    """A way to make a name: by which fields a query finds what has it, and what gives it to the one proposal."""

    fields: tuple[str, ...]
    give: Callable[[Change, int, str], object]


def edit(change: Change, proposal: int, **fields: str) -> None:
    proposals.update_proposal(change, proposal, ProposalEdit(**fields))  # type: ignore[arg-type]  # texts only


def give(field: str) -> Callable[[Change, int, str], object]:
    return lambda change, proposal, name: proposals.update_proposal(
        change, proposal, ProposalEdit(add={field: (name,)})
    )


def say(change: Change, proposal: int, name: str) -> None:
    proposals.update_proposal(change, proposal, ProposalEdit(add={"speakers": (Person(name),)}))  # type: ignore[dict-item]  # as `update` does


def rename_tag(change: Change, proposal: int, name: str) -> None:
    proposals.update_proposal(change, proposal, ProposalEdit(add={"tags": ("before",)}))
    tags.rename(change, "before", name)


def rename_actor(change: Change, proposal: int, name: str) -> None:
    give("proposers")(change, proposal, "Somebody")
    actors.edit(change, actors.require_actor(change.ledger, "Somebody"), name=name)


def add_alias(change: Change, proposal: int, name: str) -> None:
    give("proposers")(change, proposal, "Somebody")
    actors.add_aliases(change, actors.require_actor(change.ledger, "Somebody"), [name])


def edit_meeting(field: str) -> Callable[[Change, int, str], object]:
    def rename(change: Change, proposal: int, name: str) -> None:
        edit(change, proposal, meeting="The session")
        said = {"name": name} if field == "meeting" else {field: name}
        meetings.edit(change, meetings.require_meeting(change.ledger, "The session"), **said)  # type: ignore[arg-type]  # texts only

    return rename


def add_topic(change: Change, proposal: int, name: str) -> None:
    topic_vocabulary.add(change, Topic(name, "T", "", (), "", 0, 0, "", "", ()), force=True)
    give("topics")(change, proposal, name)


def rename_topic(change: Change, proposal: int, name: str) -> None:
    give("topics")(change, proposal, "migration")
    topic_vocabulary.edit(change, "migration", TopicEdit(code=name), force=True)


def save(change: Change, proposal: int, name: str) -> None:
    saved_queries.save_query(change, name, f"id:{proposal}")


WAYS = {
    "a tag": Way(("tag",), give("tags")),
    "a tag renamed": Way(("tag",), rename_tag),
    "a proposer": Way(("by", "actor"), give("proposers")),
    "a speaker": Way(("by", "actor"), say),
    "an addressee": Way(("to", "actor"), give("addressees")),
    "a supporter": Way(("supporter", "actor"), give("supporters")),
    "an opponent": Way(("opponent", "actor"), give("opponents")),
    "an actor renamed": Way(("by",), rename_actor),
    "an alias": Way(("by",), add_alias),
    "a body": Way(("body",), lambda change, one, name: edit(change, one, body=name)),
    "a body of a meeting": Way(("body",), edit_meeting("body")),
    "a meeting": Way(("meeting",), lambda change, one, name: edit(change, one, meeting=name)),
    "a meeting renamed": Way(("meeting",), edit_meeting("meeting")),
    "a place": Way(("meeting",), lambda change, one, name: edit(change, one, place=name)),
    "a place of a meeting": Way(("meeting",), edit_meeting("place")),
    "a topic": Way(("topic", "primary"), add_topic),
    "a topic renamed": Way(("topic", "primary"), rename_topic),
    "a saved query": Way(("saved",), save),
}
RESERVED = ["none", "None", "NONE", "\uff2e\uff4f\uff2e\uff25", "no\u0301ne", " none ", "\uff4e\uff4f\uff4e\uff45"]
NAMES = st.text(min_size=1, max_size=12) | st.from_regex(r'[a-z"#.,:!=~ -]{1,8}', fullmatch=True) | st.sampled_from(
    ["not:x", "-x", "~x", "2012..2013", "..", "any", "a;b", 'Ali "Baba"', "«Мемориал»", "AND", "12", "#12", "is:open"]
)  # fmt: skip


def found_by(ledger: Ledger, field: str, name: str) -> list[int]:
    asked = query.parse_line(term_text(Term(field, (name,))), TODAY)
    return list(listing.matching_ids(ledger, asked))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", RESERVED)
def test_what_finds_what_has_none_is_no_name_however_it_is_spelled_and_given(
    ledger: Ledger, way: str, name: str
) -> None:
    add(ledger)
    with pytest.raises(UsageError, match="cannot"), database.write_change(ledger, "try", ME) as change:
        WAYS[way].give(change, 1, name)


@pytest.fixture(scope="module")
def one_proposal() -> Iterator[Ledger]:
    """A ledger in memory in which names are only tried."""
    ledger = database.open_in_memory()
    add(ledger)
    yield ledger
    ledger.close()


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=40)
@given(name=NAMES)
def test_whatever_is_accepted_is_found_by_its_name_again(one_proposal: Ledger, way: str, name: str) -> None:
    with database.try_change(one_proposal, "try", ME) as change:
        try:
            WAYS[way].give(change, 1, name)
        except UsageError:
            return  # a name that is refused need not be found
        index.flush_index(one_proposal)
        for field in WAYS[way].fields:
            assert found_by(one_proposal, field, name) == [1]


@pytest.mark.parametrize("name", RESERVED)
def test_a_column_of_ones_own_is_not_called_so_but_an_old_one_can_be_taken_away(ledger: Ledger, name: str) -> None:
    add(ledger)
    with pytest.raises(UsageError, match="cannot"), database.write_change(ledger, "try", ME) as change:
        proposals.update_proposal(change, 1, ProposalEdit(add={"extra": (f"{name}=1",)}))
    with database.write_change(ledger, "import", "somebody else") as change:
        change.insert("extras", proposal_id=1, name=name, value="1")
    with database.write_change(ledger, "update", ME) as change:
        proposals.update_proposal(change, 1, ProposalEdit(add={"extra": (f"{name}=",)}))
    assert ledger.value("SELECT count(*) FROM extras") == 0


def test_an_old_tag_that_no_query_finds_can_be_renamed_and_taken_away(ledger: Ledger) -> None:
    add(ledger)
    with database.write_change(ledger, "import", "somebody else") as change:
        change.insert("tags", proposal_id=1, name="none")
    with database.write_change(ledger, "tag rename", ME) as change:
        tags.rename(change, "none", "nothing")
    assert found_by(ledger, "tag", "nothing") == [1]


@pytest.mark.parametrize("name", RESERVED)
@pytest.mark.parametrize("field", ["tag", "by", "body", "meeting", "topic", "link", "source"])
def test_a_query_means_none_in_every_spelling(ledger: Ledger, field: str, name: str) -> None:
    add(ledger)
    assert found_by(ledger, field, name) == [1]


def test_what_only_looks_like_it_is_a_name(ledger: Ledger) -> None:
    assert not any(map(means_none, ["nonesuch", "none of them", "(none)", "no-ne", ""]))
    with database.write_change(ledger, "add", ME) as change:
        proposals.add(change, NewProposal("A", proposers=("None of the above",), tags=("none-given",)))
    assert found_by(ledger, "by", "none of the above") == found_by(ledger, "tag", "none-given") == [1]
