"""Tags: the free labels of proposals, counted, renamed and taken away everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError, blame_field
from tracker.query_fields import refuse_reserved
from tracker.store.records import presence
from tracker.text import find_nearest, refuse_unstorable, visible_line

if TYPE_CHECKING:
    from tracker.store.ledger import Change, Ledger

# The tag that was given last has the highest id: the change that gave it says when.
TAG_LIST = """
WITH counted AS (
  SELECT t.name, count(p.id) AS proposals, max(t.id) AS newest
  FROM tags AS t LEFT JOIN proposals AS p ON p.id = t.proposal_id AND p.removed_at IS NULL GROUP BY t.name
)
SELECT name, proposals,
  coalesce((SELECT c.at FROM history AS h JOIN changes AS c ON c.id = h.change_id
            WHERE h.row = newest AND h.tbl = 'tags' AND h.old IS NULL ORDER BY h.id DESC LIMIT 1), '') AS used_at
FROM counted ORDER BY proposals DESC, name
"""
TAG_COUNTS = """
SELECT count(*), count(k.id) FROM tags AS t JOIN proposals AS p ON p.id = t.proposal_id AND p.removed_at IS NULL
LEFT JOIN tags AS k ON k.proposal_id = t.proposal_id AND k.name = :new WHERE t.name = :old
"""


class Tag(NamedTuple):
    """A tag, how many proposals have it, and the UTC instant at which one was given it last."""

    name: str
    proposals: int
    used_at: str


class MergeResult(NamedTuple):
    """What a merge did: the name that is kept, the names that mean it now, and of how many proposals.

    Some of these had the kept one already; of some it is the primary topic now. Removed ones are not counted.
    """

    kept: str
    others: tuple[str, ...]
    proposals: int
    had_both: int
    primary: int = 0


def list_tags(ledger: Ledger) -> list[Tag]:
    """Every tag, the most used first; one that only removed proposals have counts none."""
    return [Tag(*row) for row in ledger.rows(TAG_LIST)]


def tidy_tag(typed: str) -> str:
    """A tag as it is kept: lower case, hyphens for blanks. Raises UsageError for what cannot be one."""
    with blame_field("tags", typed):
        tag = "-".join(refuse_unstorable(typed, "tag").lower().split())
    if not tag or "," in tag or '"' in tag:
        raise UsageError(
            f"'{visible_line(typed)}' cannot be a tag: no commas or quotation marks, and not empty",
            field="tags",
            value=typed,
        )
    return tag


def parse_new_tag(typed: str) -> str:
    """A tag that is to be given. Raises UsageError also for one that a query could not find."""
    return refuse_reserved(tidy_tag(typed), "a tag", "tags")


def find(ledger: Ledger, typed: str) -> str:
    """The tag that was typed. Raises UsageError with the nearest right one."""
    for name in (typed, tidy_tag(typed)):
        if _tag_exists(ledger, name):
            return name
    near = find_nearest(typed, [one.name for one in list_tags(ledger)])
    if near:
        raise UsageError(f"no tag '{visible_line(typed)}'; did you mean {near}?")
    raise UsageError(f"no tag '{visible_line(typed)}'", way=("tags",))


def rename(change: Change, old: str, new: str) -> tuple[MergeResult, bool]:
    """Give every proposal the new tag in place of the old one, once; also whether the new one was there before.

    Raises UsageError for an unknown tag, or a new one that cannot be one or is the same.
    """
    name, kept = find(change.ledger, old), parse_new_tag(new)
    if name == kept:
        raise UsageError(f"{name} is its name already; nothing was changed")
    was_there = _tag_exists(change.ledger, kept)
    wanted = {"old": name, "new": kept}
    moved = MergeResult(kept, (name,), *change.ledger.rows(TAG_COUNTS, wanted)[0])
    touched = _proposal_ids_with(change.ledger, name)
    change.execute(
        "DELETE FROM tags WHERE name = :old AND proposal_id IN (SELECT proposal_id FROM tags WHERE name = :new)", wanted
    )
    change.execute("UPDATE tags SET name = :new WHERE name = :old", wanted)
    presence.stamp_many(change, touched)
    return moved, was_there


def remove(change: Change, typed: str) -> MergeResult:
    """Take a tag from every proposal. Raises UsageError for an unknown one."""
    name = find(change.ledger, typed)
    number = change.ledger.rows(TAG_COUNTS, {"old": name, "new": name})[0][0]
    touched = _proposal_ids_with(change.ledger, name)
    change.execute("DELETE FROM tags WHERE name = ?", [name])
    presence.stamp_many(change, touched)
    return MergeResult("", (name,), number, 0)


def proposals_with_tag(ledger: Ledger, name: str) -> list[int]:
    """The proposals that have a tag, removed ones left out, the oldest first."""
    rows = ledger.rows(
        "SELECT p.id FROM tags AS t JOIN proposals AS p ON p.id = t.proposal_id"
        " WHERE t.name = ? AND p.removed_at IS NULL ORDER BY p.id",
        [name],
    )
    return [row[0] for row in rows]


def _tag_exists(ledger: Ledger, name: str) -> bool:
    return bool(ledger.value("SELECT 1 FROM tags WHERE name = ? LIMIT 1", [name]))


def _proposal_ids_with(ledger: Ledger, name: str) -> list[int]:
    return [row[0] for row in ledger.rows("SELECT proposal_id FROM tags WHERE name = ?", [name])]
