"""Topics: the vocabulary of what proposals are about, and which of them a proposal has."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError, blame_field
from tracker.store.records import presence
from tracker.text import ambiguous_code_message, codes_beginning_with, find_code, match_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tracker.store.ledger import Change, Ledger


class TopicCode(NamedTuple):
    """A code and what it stands for: a topic of its own, or another one that it was merged into or renamed to."""

    id: int
    code: str
    title: str
    merged_into: int | None
    retired_at: str | None

    @property
    def in_use(self) -> bool:
        """Whether it is offered for proposals."""
        return self.retired_at is None and self.merged_into is None

    @property
    def is_alias(self) -> bool:
        """Whether it is but the old name of a renamed topic: such a one has no title of its own."""
        return self.merged_into is not None and not self.title


def all_topic_codes(ledger: Ledger) -> dict[int, TopicCode]:
    """Every code there ever was by its id, in order: topics in use, retired ones, and those that mean another."""
    sql = "SELECT id, code, title, merged_into, retired_at FROM topics ORDER BY position, id"
    return {row["id"]: TopicCode(*row) for row in ledger.rows(sql)}


def surviving_topic(there: Mapping[int, TopicCode], topic: int) -> int:
    """The topic that one was merged into in the end; itself if it was not, or if that leads back to it."""
    seen = {topic}
    while (further := there[topic].merged_into) is not None and further not in seen:
        seen.add(topic := further)
    return topic


def codes_in_circle(ledger: Ledger) -> list[str]:
    """The codes that mean one another, and so none: no command makes such, but an undo could."""
    there = all_topic_codes(ledger)
    return [one.code for one in there.values() if there[surviving_topic(there, one.id)].merged_into is not None]


def topics_in_use(ledger: Ledger) -> dict[str, int]:
    """The id of every topic in use by its code, in order: what is offered. Retired and merged ones are not."""
    return {one.code: one.id for one in all_topic_codes(ledger).values() if one.in_use}


def topic_titles(ledger: Ledger) -> dict[str, str]:
    """The title of every topic in use by its code, in order."""
    return {one.code: one.title for one in all_topic_codes(ledger).values() if one.in_use}


def unmerged_topics(ledger: Ledger) -> dict[str, int]:
    """The id of every topic that proposals may have by its code, in order: those in use, and retired ones."""
    return {one.code: one.id for one in all_topic_codes(ledger).values() if one.merged_into is None}


def match_topic_code(there: Mapping[int, TopicCode], typed: str, groups: Collection[str] | None = None) -> str:
    """The code (or group) that was typed, or the one that begins so, whatever its case.

    Topics in use come first, then retired ones; codes that mean the same topic are one, and what begins a group means
    the group where there are `groups`. Raises UsageError with those that begin so, or with the nearest one in use.
    """
    codes = {one.code: one for one in there.values()}
    in_use = [code for code, one in codes.items() if one.in_use]
    known = dict.fromkeys([*codes, *(groups or ())])
    if (exact := find_code(typed, known)) is not None:
        return exact
    begun = codes_beginning_with(typed, known)
    if groups is None:
        begun = [code for code in begun if code in in_use] or begun
    elif head := next((code for code in begun if all((one + "/").startswith(code + "/") for one in begun)), ""):
        return head
    meant = {surviving_topic(there, codes[code].id) if code in codes else code: code for code in reversed(begun)}
    if len(meant) == 1:
        return begun[0]
    if begun:
        raise UsageError(ambiguous_code_message(typed, [*meant.values()][::-1], "topic"))
    return match_code(typed, [*in_use, *(groups or ())], "topic")


def find(ledger: Ledger, typed: str) -> TopicCode:
    """The topic that a code stands for, also one that was merged or renamed. Raises UsageError for an unknown one."""
    (found,) = find_topics(ledger, [typed])
    return found


def find_topics(ledger: Ledger, typed: Iterable[str]) -> list[TopicCode]:
    """As `find`, of several codes, in their order."""
    there = all_topic_codes(ledger)
    by_code = {one.code: one.id for one in there.values()}
    found = []
    for name in typed:
        with blame_field("topics", name):
            found.append(there[surviving_topic(there, by_code[match_topic_code(there, name)])])
    return found


def matching_topics(ledger: Ledger, typed: Iterable[str]) -> list[int]:
    """The ids of the topics that a query means: those named, and those in a group so named (`energy/grid`).

    A name that was merged or renamed means what it became, and a topic has the group of each of its names. Raises
    UsageError for an unknown one.
    """
    there = all_topic_codes(ledger)
    return list(dict.fromkeys(topic for name in typed for topic in _topic_ids_matching(there, name)))


def _topic_ids_matching(there: Mapping[int, TopicCode], typed: str) -> Iterator[int]:
    by_code = {one.code: one.id for one in there.values()}
    name = match_topic_code(there, typed, _group_codes(by_code))
    names = [name]
    if name in by_code:
        topic = surviving_topic(there, by_code[name])
        yield topic
        names = [one.code for one in there.values() if surviving_topic(there, one.id) == topic]
    inside = [one for one in there.values() if any(one.code.startswith(head + "/") for head in names)]
    current = [one.id for one in inside if one.merged_into is None]
    # a group of which all have gone elsewhere still means those
    yield from current if current or name in by_code else [surviving_topic(there, one.id) for one in inside]


def match_asked_topic(ledger: Ledger, typed: str) -> str:
    """The code, or the group, that a query means. Raises UsageError for an unknown one."""
    there = all_topic_codes(ledger)
    return match_topic_code(there, typed, _group_codes(one.code for one in there.values()))


def _group_codes(codes: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(code[:at] for code in codes for at, sign in enumerate(code) if sign == "/")


def meaning_lines(ledger: Ledger, typed: Iterable[str]) -> list[str]:
    """A line for each code typed that means another by now; nothing of unknown ones."""
    there = all_topic_codes(ledger)
    by_code = {one.code: one for one in there.values()}
    lines = []
    for name in dict.fromkeys(typed):
        with suppress(UsageError):
            one = by_code[match_topic_code(there, name)]
            if one.merged_into is not None:
                how = "renamed" if one.is_alias else "merged"
                lines.append(f"{one.code} was {how}: it means {there[surviving_topic(there, one.id)].code}")
    return lines


def add(change: Change, proposal: int, names: Iterable[str]) -> None:
    """Give a proposal topics that it does not have; the first one ever is the primary.

    Raises UsageError for an unknown one, and for a retired one that it did not have before this change.
    """
    rows = change.ledger.rows("SELECT topic_id FROM proposal_topics WHERE proposal_id = ?", [proposal])
    has = {row[0] for row in rows}
    for topic in find_topics(change.ledger, names):
        if topic.id not in has:
            if topic.retired_at and not _had_topic(change, proposal, topic.id):
                raise UsageError(
                    f"the topic {topic.code} is retired: proposals keep it, but none is given it any more"
                    f" (tracker topic restore {topic.code} brings it back)",
                    field="topics",
                    value=topic.code,
                )
            change.insert("proposal_topics", proposal_id=proposal, topic_id=topic.id, is_primary=int(not has))
            has.add(topic.id)


def _had_topic(change: Change, proposal: int, topic: int) -> bool:
    """Whether this change took the topic from the proposal: an edit that sets topics in order gives it back."""
    sql = (
        "SELECT 1 FROM history WHERE change_id = ? AND tbl = 'proposal_topics' AND new IS NULL"
        " AND old ->> 'proposal_id' = ? AND old ->> 'topic_id' = ?"
    )
    return bool(change.ledger.value(sql, [change.id, proposal, topic]))


def remove(change: Change, proposal: int, names: Iterable[str], *, lenient: bool = False) -> None:
    """Take topics away. Raises UsageError for an unknown one and, unless `lenient`, for one that it does not have."""
    typed = list(names)
    for name, topic in zip(typed, find_topics(change.ledger, typed), strict=True):
        sql = "DELETE FROM proposal_topics WHERE proposal_id = ? AND topic_id = ?"
        if not change.execute(sql, [proposal, topic.id]).rowcount and not lenient:
            raise UsageError(f"#{proposal} has no topic {name}", field="topics", value=name)
    keep_primary(change, proposal)


def keep_primary(change: Change, proposal: int) -> None:
    """Where the primary topic went and others stay, the first of them takes its place."""
    change.execute(
        "UPDATE proposal_topics SET is_primary = 1"
        " WHERE id = (SELECT min(id) FROM proposal_topics WHERE proposal_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM proposal_topics WHERE proposal_id = :id AND is_primary = 1)",
        {"id": proposal},
    )


def keep_primaries(change: Change, touched: Collection[int]) -> None:
    """As `keep_primary`, of many proposals."""
    rows = change.ledger.rows(
        "SELECT DISTINCT proposal_id FROM proposal_topics AS t WHERE proposal_id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM proposal_topics WHERE proposal_id = t.proposal_id AND is_primary = 1)",
        [str(list(touched))],
    )
    for (proposal,) in rows:
        keep_primary(change, proposal)


def count_topics(ledger: Ledger, wanted: Sequence[int]) -> dict[str, int]:
    """The topics that any of these proposals has, in use or not, each with how many of them have it."""
    rows = ledger.rows(
        "SELECT t.code, count(*) FROM proposal_topics AS p JOIN topics AS t ON t.id = p.topic_id"
        " WHERE p.proposal_id IN (SELECT value FROM json_each(?)) GROUP BY t.id ORDER BY t.position, t.id",
        [str(list(wanted))],
    )
    return {row[0]: row[1] for row in rows}


def proposals_with_topics(ledger: Ledger, wanted: Sequence[int]) -> list[int]:
    """The proposals that have any of these topics, removed ones left out, the oldest first."""
    rows = ledger.rows(
        "SELECT DISTINCT p.id FROM proposal_topics AS t JOIN proposals AS p ON p.id = t.proposal_id"
        " WHERE p.removed_at IS NULL AND t.topic_id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
        [str(list(wanted))],
    )
    return [row[0] for row in rows]


def move_proposals(change: Change, kept: int, others: Sequence[int]) -> None:
    """Give every proposal that has one of the others the kept topic instead, once; a primary one stays primary."""
    wanted = {"kept": kept, "others": str(list(others))}
    rows = change.ledger.rows(
        "SELECT DISTINCT proposal_id FROM proposal_topics WHERE topic_id IN (SELECT value FROM json_each(:others))",
        wanted,
    )
    proposals = wanted | {"proposals": str([row[0] for row in rows])}
    # the row that stays is the primary one, so that no other has to become it
    change.execute(
        "DELETE FROM proposal_topics WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER"
        " (PARTITION BY proposal_id ORDER BY is_primary DESC, topic_id = :kept DESC, id) AS place FROM proposal_topics"
        " WHERE proposal_id IN (SELECT value FROM json_each(:proposals))"
        " AND (topic_id = :kept OR topic_id IN (SELECT value FROM json_each(:others)))) WHERE place > 1)",
        proposals,
    )
    change.execute(
        "UPDATE proposal_topics SET topic_id = :kept WHERE topic_id IN (SELECT value FROM json_each(:others))", wanted
    )
    presence.stamp_many(change, [row[0] for row in rows])


def settle_topics(change: Change) -> None:
    """Give what has a merged topic the one it was merged into: an undo can bring such a row back.

    Raises UsageError if merged topics would mean one another, or if a name would be lost that still means something.
    """
    if circle := codes_in_circle(change.ledger):
        raise UsageError(f"{' and '.join(circle)} would be merged into each other; undo the later merge first")
    lost = change.ledger.value(
        "SELECT h.old ->> 'code' FROM history AS h WHERE h.change_id = ? AND h.tbl = 'topics' AND h.new IS NULL"
        " AND h.old ->> 'merged_into' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM topics WHERE code = h.old ->> 'code')",
        [change.id],
    )
    if lost:
        raise UsageError(f"the topic that was {lost} was renamed again since; undo that first")
    there = all_topic_codes(change.ledger)
    astray = change.ledger.rows(
        "SELECT id FROM topics AS t WHERE merged_into IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM proposal_topics WHERE topic_id = t.id)"
    )
    for (topic,) in astray:
        move_proposals(change, surviving_topic(there, topic), [topic])
