"""The vocabulary of topics: listing it, and adding, changing, renaming, merging and retiring its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.model import NoChangeError, UsageError
from tracker.store.records import topic_codes, topics
from tracker.store.records.tags import MergeResult
from tracker.store.tokens import make_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.store.ledger import Change, Ledger
    from tracker.store.records.topics import TopicCode


class Topic(NamedTuple):
    """A topic as the vocabulary has it: how many proposals have it, and as their primary one.

    `state` is empty for one in use, else retired, merged or renamed; the latter two mean another code. `also` are the
    codes that mean this one.
    """

    code: str
    title: str
    definition: str
    stems: tuple[str, ...]
    group: str
    proposals: int
    primary: int
    state: str
    means: str
    also: tuple[str, ...]


class TopicEdit(NamedTuple):
    """What is to change in a topic; None leaves it as it is."""

    code: str | None = None
    title: str | None = None
    definition: str | None = None
    stems: tuple[str, ...] | None = None
    add_stems: tuple[str, ...] = ()
    remove_stems: tuple[str, ...] = ()


def new_topic(code: str, title: str, definition: str = "", stems: tuple[str, ...] = ()) -> Topic:
    """A topic to be added."""
    return Topic(code, title, definition, stems, "", 0, 0, "", "", ())


def list_topics(ledger: Ledger) -> list[Topic]:
    """Every code there is, in order, each group together where its first topic stands."""
    there = topics.all_topic_codes(ledger)
    first: dict[str, int] = {}
    for place, one in enumerate(there.values()):
        first.setdefault(one.code.partition("/")[0], place)
    order = sorted(there.values(), key=lambda one: (first[one.code.partition("/")[0]], "/" in one.code))
    return [_make_topic(ledger, there, one.id) for one in order]


def read(ledger: Ledger, typed: str) -> Topic:
    """The topic that a code stands for. Raises UsageError for an unknown one."""
    return _make_topic(ledger, topics.all_topic_codes(ledger), topics.find(ledger, typed).id)


def codes_in_group(ledger: Ledger, code: str) -> list[str]:
    """The codes of the topics in a group, in order."""
    return [other for other in topics.unmerged_topics(ledger) if other.startswith(code + "/")]


def add(change: Change, new: Topic, *, force: bool = False) -> str:
    """Add a topic; gives back its code. Raises UsageError for a code that cannot be one, or is taken.

    One that is nearly the same as another is refused unless `force`.
    """
    topic_codes.refuse_code(change.ledger, new.code, force=force)
    change.insert(
        "topics",
        code=new.code,
        title=topic_codes.tidy_topic_title(new.title, new.code),
        definition=topic_codes.tidy_topic_text(new.definition, "definition"),
        stems=" ".join(topic_codes.parse_stems(new.stems)),
    )
    return new.code


def edit(change: Change, typed: str, wanted: TopicEdit, *, force: bool = False) -> tuple[Topic, list[str]]:
    """Change a topic; gives it back, and the codes of the topics of its group that were renamed with it.

    The old code stays another name of it. Raises UsageError as `add` does, NoChangeError if it is so already.
    """
    found = topics.find(change.ledger, typed)
    was = _make_topic(change.ledger, topics.all_topic_codes(change.ledger), found.id)
    columns: dict[str, str] = {}
    if wanted.title is not None:
        columns["title"] = topic_codes.tidy_topic_title(wanted.title, "")
    if wanted.definition is not None:
        columns["definition"] = topic_codes.tidy_topic_text(wanted.definition, "definition")
    columns["stems"] = " ".join(_edited_stems(was, wanted))
    now = {"title": was.title, "definition": was.definition, "stems": " ".join(was.stems)}
    changed = {name: value for name, value in columns.items() if now[name] != value}
    if changed:
        change.update("topics", found.id, **changed)
    new = found.code if wanted.code is None else wanted.code
    renamed = rename(change, found, new, force=force) if new != found.code else []
    if not changed and not renamed:
        raise NoChangeError(f"{found.code} already has these values; nothing was changed")
    return _make_topic(change.ledger, topics.all_topic_codes(change.ledger), found.id), renamed[1:]


def rename(change: Change, topic: TopicCode, new: str, *, force: bool = False) -> list[str]:
    """Rename a topic and those of its group; gives back their new codes, its own first. The old ones mean them.

    Raises UsageError for a code that cannot be one, or is taken.
    """
    there = topics.all_topic_codes(change.ledger).values()
    children = [one for one in there if one.code.startswith(topic.code + "/") and one.merged_into is None]
    if children and "/" in new:
        raise UsageError(
            f"{topic.code} has topics of its own ({', '.join(one.code for one in children)}),"
            " and a group cannot contain groups"
        )
    old = next((one for one in there if one.code == new and one.is_alias and one.merged_into == topic.id), None)
    if old is not None:  # a name that it had before
        change.execute("DELETE FROM topics WHERE id = ?", [old.id])
    topic_codes.refuse_code(change.ledger, new, force=force or old is not None, instead_of=topic.code)
    change.update("topics", topic.id, code=new)
    change.insert("topics", code=topic.code, title="", merged_into=topic.id)
    done = [new]
    for one in children:
        done += rename(change, one, new + one.code[len(topic.code) :], force=True)
    return done


def group_topics(change: Change, head: str, typed: Sequence[str]) -> list[str]:
    """Put topics into a group; gives back their new codes. Raises UsageError, NoChangeError if they are in it."""
    found = dict.fromkeys(topics.find_topics(change.ledger, typed))
    done: list[str] = []
    for one in found:
        if (new := f"{head}/{one.code.rpartition('/')[2]}") != one.code:
            done += rename(change, one, new, force=True)
    if not done:
        raise NoChangeError(f"{', '.join(one.code for one in found)}: in the group {head} already")
    return done


def topics_to_merge(ledger: Ledger, keep: str, others: Sequence[str]) -> tuple[TopicCode, list[TopicCode]]:
    """The topic that is kept in a merge, and those that become it. Raises UsageError as `merge` does."""
    kept = topics.find(ledger, keep)
    if kept.retired_at:
        raise UsageError(f"{kept.code} is retired; bring it back first: tracker topic restore {kept.code}")
    return kept, list(dict.fromkeys(_topic_to_merge(ledger, kept, name) for name in others))


def merge(change: Change, keep: str, others: Sequence[str]) -> MergeResult:
    """Make several topics one: every proposal of the others has the kept one, and their codes mean it.

    Raises UsageError for a kept one that is retired, and for another that is the kept one or means one already.
    """
    kept, merged = topics_to_merge(change.ledger, keep, others)
    ids = [one.id for one in merged]
    moved = _merge_result(change.ledger, kept, merged)
    topics.move_proposals(change, kept.id, ids)
    for one in merged:
        if one.merged_into is None:
            change.update("topics", one.id, merged_into=kept.id)
    return moved


def retire(change: Change, typed: Sequence[str]) -> list[str]:
    """Offer topics no longer; gives back their codes. Raises UsageError, NoChangeError if one is retired."""
    found = list(dict.fromkeys(topics.find_topics(change.ledger, typed)))
    for one in found:
        if one.retired_at:
            raise NoChangeError(f"{one.code} is retired already; nothing was changed")
        change.update("topics", one.id, retired_at=change.at)
    return [one.code for one in found]


def restore(change: Change, typed: Sequence[str]) -> list[str]:
    """Bring retired topics back; gives back their codes. Raises UsageError, NoChangeError if one is not retired."""
    found = list(dict.fromkeys(topics.find_topics(change.ledger, typed)))
    for one in found:
        if not one.retired_at:
            raise NoChangeError(f"{one.code} is not retired; nothing was changed")
        change.update("topics", one.id, retired_at=None)
    return [one.code for one in found]


def _make_topic(ledger: Ledger, there: Mapping[int, TopicCode], topic: int) -> Topic:
    one = there[topic]
    (row,) = ledger.rows("SELECT definition, stems FROM topics WHERE id = ?", [topic])
    state = "" if not one.retired_at else "retired"
    if one.merged_into is not None:
        state = "renamed" if one.is_alias else "merged"
    return Topic(
        one.code,
        one.title,
        row["definition"],
        tuple(row["stems"].split()),
        one.code.rpartition("/")[0],
        _proposal_count(ledger, make_token("topic", topic)),
        _proposal_count(ledger, make_token("primary", topic)),
        state,
        "" if one.merged_into is None else there[topics.surviving_topic(there, topic)].code,
        tuple(
            other.code
            for other in there.values()
            if other.id != topic and topics.surviving_topic(there, other.id) == topic
        ),
    )


def _proposal_count(ledger: Ledger, wanted: str) -> int:
    """How many proposals that are not removed have a token."""
    return int(ledger.value("SELECT count(*) FROM search WHERE search MATCH ? AND rowid > 0", [f'"{wanted}"']))


def _edited_stems(was: Topic, wanted: TopicEdit) -> list[str]:
    stems = topic_codes.parse_stems(was.stems if wanted.stems is None else wanted.stems)
    for one in topic_codes.parse_stems(wanted.remove_stems):
        if one not in stems:
            raise UsageError(f"{was.code} has no stem {one}; it has: {' '.join(stems) or 'none'}")
        stems.remove(one)
    return list(dict.fromkeys([*stems, *topic_codes.parse_stems(wanted.add_stems)]))


def _topic_to_merge(ledger: Ledger, kept: TopicCode, typed: str) -> TopicCode:
    there = topics.all_topic_codes(ledger)
    code = topics.match_topic_code(there, typed)
    found = next(one for one in there.values() if one.code == code)
    meant = there[topics.surviving_topic(there, found.id)]
    if found.id == kept.id:
        raise UsageError(f"{kept.code} cannot be merged into itself")
    if found.merged_into is None:
        return found
    if meant.id != kept.id:
        if found.is_alias:
            return meant
        raise UsageError(
            f"{code} is merged into {meant.code} already; to merge that: tracker topic merge {kept.code} {meant.code}"
        )
    if ledger.value("SELECT 1 FROM proposal_topics WHERE topic_id = ?", [found.id]):  # another program's
        return found
    raise UsageError(f"{code} means {kept.code} already; nothing was changed")


def _merge_result(ledger: Ledger, kept: TopicCode, merged: Sequence[TopicCode]) -> MergeResult:
    row = ledger.row(
        "SELECT count(DISTINCT t.proposal_id), count(DISTINCT k.proposal_id), count(DISTINCT iif(t.is_primary,"
        " t.proposal_id, NULL)) FROM proposal_topics AS t JOIN proposals AS p ON p.id = t.proposal_id"
        " LEFT JOIN proposal_topics AS k ON k.proposal_id = t.proposal_id AND k.topic_id = ?"
        " WHERE p.removed_at IS NULL AND t.topic_id IN (SELECT value FROM json_each(?))",
        [kept.id, str([one.id for one in merged])],
    )
    return MergeResult(kept.code, tuple(one.code for one in merged), *row)
