"""Tags: the free labels of proposals, counted, renamed and taken away everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import folded_key
from tracker.errors import UsageError, blame_field
from tracker.query_fields import refuse_reserved
from tracker.store.records import presence
from tracker.text import find_nearest, refuse_unstorable, visible_line

if TYPE_CHECKING:
    from tracker.store.ledger import Change, Ledger

# The tag that was given last has the highest id: the change that gave it says when.
TAG_LIST = """
WITH counted AS (
  SELECT min(t.id) AS oldest, max(t.id) AS newest, count(DISTINCT p.id) AS proposals
  FROM tags AS t LEFT JOIN proposals AS p ON p.id = t.proposal_id AND p.removed_at IS NULL
  GROUP BY coalesce(t.key, t.name)
)
SELECT (SELECT name FROM tags WHERE id = oldest) AS name, proposals,
  coalesce((SELECT c.at FROM history AS h JOIN changes AS c ON c.id = h.change_id
            WHERE h.row = newest AND h.tbl = 'tags' AND h.old IS NULL ORDER BY h.id DESC LIMIT 1), '') AS used_at
FROM counted ORDER BY proposals DESC, 1
"""
TAG_COUNTS = """
SELECT count(DISTINCT p.id), count(DISTINCT k.proposal_id) FROM tags AS t
JOIN proposals AS p ON p.id = t.proposal_id AND p.removed_at IS NULL
LEFT JOIN tags AS k ON k.proposal_id = t.proposal_id AND k.key = :new AND :new <> :old WHERE t.key = :old
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
    if not folded_key(tag) or "," in tag or '"' in tag:
        raise UsageError(
            f"'{visible_line(typed)}' cannot be a tag: no commas or quotation marks, and not empty",
            field="tags",
            value=typed,
        )
    return tag


def parse_new_tag(typed: str) -> str:
    """A tag that is to be given. Raises UsageError also for one that a query could not find."""
    return refuse_reserved(tidy_tag(typed), "a tag", "tags")


def ensure_tag(change: Change, proposal: int, typed: str) -> None:
    """Give a proposal a tag, once, in the spelling that is known. Raises UsageError for what cannot be one."""
    name = parse_new_tag(typed)
    sql = "SELECT 1 FROM tags WHERE proposal_id = ? AND key = ?"
    if not change.ledger.value(sql, [proposal, folded_key(name)]):
        sql = "INSERT INTO tags (proposal_id, name, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        change.execute(sql, [proposal, _known_spelling(change.ledger, name) or name, folded_key(name)])


def find(ledger: Ledger, typed: str) -> str:
    """The tag that was typed, in whatever spelling. Raises UsageError with the nearest right one."""
    found = _known_spelling(ledger, typed) or _known_spelling(ledger, tidy_tag(typed))
    if found:
        return found
    near = find_nearest(typed, [one.name for one in list_tags(ledger)])
    if near:
        raise UsageError(f"no tag '{visible_line(typed)}'; did you mean {near}?")
    raise UsageError(f"no tag '{visible_line(typed)}'", way=("tags",))


def rename(change: Change, old: str, new: str) -> tuple[MergeResult, bool]:
    """Give every proposal the new tag in place of the old one, once; also whether the new one was there before.

    A tag that is only spelt anew has the new spelling everywhere; one that there is keeps its own. Raises UsageError
    for an unknown tag, or a new one that cannot be one or is the same.
    """
    name, kept = find(change.ledger, old), parse_new_tag(new)
    keys = {"old": folded_key(name), "new": folded_key(kept)}
    was_there = False
    if keys["old"] != keys["new"]:
        known = _known_spelling(change.ledger, kept)
        kept, was_there = known or kept, bool(known)
    elif not change.ledger.value("SELECT 1 FROM tags WHERE key = ? AND name <> ? LIMIT 1", [keys["new"], kept]):
        raise UsageError(f"{kept} is its name already; nothing was changed")
    moved = MergeResult(kept, (name,), *change.ledger.rows(TAG_COUNTS, keys)[0])
    touched = _proposal_ids_with(change.ledger, name)
    _keep_one_tag(change, keys | {"kept": kept})
    change.execute("UPDATE tags SET name = :kept, key = :new WHERE key = :old AND name <> :kept", keys | {"kept": kept})
    presence.stamp_many(change, touched)
    return moved, was_there


def _keep_one_tag(change: Change, wanted: dict[str, str]) -> None:
    """Take the old tag from a proposal that has the new one, or the same twice in two spellings."""
    change.execute(
        "DELETE FROM tags WHERE key = :old AND EXISTS (SELECT 1 FROM tags AS k WHERE k.proposal_id = tags.proposal_id"
        " AND k.key = :new AND k.id <> tags.id AND (:new <> :old OR k.name = :kept"
        " OR (k.id < tags.id AND tags.name <> :kept)))",
        wanted,
    )


def remove(change: Change, typed: str) -> MergeResult:
    """Take a tag from every proposal. Raises UsageError for an unknown one."""
    name = find(change.ledger, typed)
    key = folded_key(name)
    number = change.ledger.rows(TAG_COUNTS, {"old": key, "new": key})[0][0]
    touched = _proposal_ids_with(change.ledger, name)
    change.execute("DELETE FROM tags WHERE key = ?", [key])
    presence.stamp_many(change, touched)
    return MergeResult("", (name,), number, 0)


def proposals_with_tag(ledger: Ledger, name: str) -> list[int]:
    """The proposals that have a tag, removed ones left out, the oldest first."""
    rows = ledger.rows(
        "SELECT DISTINCT p.id FROM tags AS t JOIN proposals AS p ON p.id = t.proposal_id"
        " WHERE t.key = ? AND p.removed_at IS NULL ORDER BY p.id",
        [folded_key(name)],
    )
    return [row[0] for row in rows]


def _known_spelling(ledger: Ledger, name: str) -> str:
    """The tag as it is spelt: as it was typed if there is such a one, else as another of its key; empty if none is."""
    if ledger.value("SELECT 1 FROM tags WHERE name = ? LIMIT 1", [name]):
        return name
    return str(ledger.value("SELECT name FROM tags WHERE key = ? LIMIT 1", [folded_key(name)]) or "")


def _proposal_ids_with(ledger: Ledger, name: str) -> list[int]:
    return [row[0] for row in ledger.rows("SELECT DISTINCT proposal_id FROM tags WHERE key = ?", [folded_key(name)])]
