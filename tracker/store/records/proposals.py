"""Proposals: adding, changing, removing and restoring them, and reading them whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker import config, dates
from tracker.clocks import is_stale, later_attention
from tracker.comparison import folded_key
from tracker.errors import NoChangeError, NotFoundError, UnusualStepError, UsageError, blame_field
from tracker.fields import FIELDS, RECORD
from tracker.model import (
    KINDS,
    LINK_KINDS,
    ROLES,
    ChangeEntry,
    Detail,
    Evidence,
    LinkRef,
    NewProposal,
    NewStatus,
    Person,
    Proposal,
    ProposalEdit,
    SourceRef,
)
from tracker.store import duplicates
from tracker.store.ledger import fetch_in_chunks
from tracker.store.records import actors, citations, events, extras, links, looks, meetings, presence, tags, topics
from tracker.store.records.events import refuse_future
from tracker.text import match_code, refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tracker.store.ledger import Change, Ledger

existing, is_there = presence.existing_title, presence.proposal_exists
NAMED_MOST = 5  # proposals that an error names; the others are counted
ROLE_FIELDS = {role: role + "s" for role in ROLES}
# what is stored as it is said, in a column of its own
OWN_COLUMNS = tuple(
    FIELDS[name].column
    for name in RECORD
    if not FIELDS[name].is_list and name not in {"title", "kind", "date", "body", "meeting", "place"}
)
FIELD_OF = {FIELDS[name].column: name for name in RECORD}
NEVER_NULL = ("summary", "note")
GATHERED = ("topics", "tags", "quotes", "sources", "status_sources", "links", "flags", *ROLE_FIELDS.values())
PLAIN_FIELDS = tuple(name for name in Proposal._fields if name not in GATHERED)  # as the view has them


def add(change: Change, new: NewProposal) -> int:
    """Add a proposal with its first status and its evidence, which is for both; gives back its id.

    Raises UsageError for an empty title, an unknown topic, status or kind, a text that cannot be stored, or a quote
    that is not in the source; NotFoundError for a source or a linked proposal that is not there.
    """
    refuse_future(change, new.proposed_on, "date", "date")
    meeting, proposed_on = meetings.ensure_meeting(
        change, body=new.body, name=new.meeting, place=new.place, held_on=new.proposed_on
    )
    proposal = change.insert(
        "proposals",
        title=_tidy_title(new.title),
        kind=_kind(new.kind),
        meeting_id=meeting,
        proposed_on=proposed_on,
        **{name: _column(name, getattr(new, name)) for name in OWN_COLUMNS},
        added_at=change.at,
        updated_at=change.at,
        **({"uid": new.uid} if new.uid else {}),
    )
    topics.add(change, proposal, new.topics)
    _add_actors(change, proposal, {role: getattr(new, field) for role, field in ROLE_FIELDS.items()})
    _add_tags(change, proposal, new.tags)
    extras.add(change, proposal, new.extra)
    links.ensure_links(change, proposal, new.links)
    event = events.add_first_events(change, proposal, new, proposed_on)
    if new.evidence is not None:
        citations.add(change, proposal, new.evidence, event)
    duplicates.note_same_proposal(change, proposal, new.title)
    return proposal


def update_proposal(
    change: Change,
    proposal: int,
    edit: ProposalEdit,
    status: NewStatus | None = None,
    evidence: Evidence | None = None,
    *,
    lenient: bool = False,
) -> None:
    """Change fields of a proposal and, with `status`, record a step; the evidence is for both.

    Raises NotFoundError, NoChangeError if that changes nothing, and UsageError as `add` does, for an unusual step
    without evidence, or for taking away what is not there (unless `lenient`).
    """
    existing(change.ledger, proposal)
    begun = _history_position(change)
    columns = _edited_columns(change, proposal, edit)
    if columns:
        change.update("proposals", proposal, **columns)
    events.follow_proposal_dates(change, [proposal])
    _remove_parts(change, proposal, edit.remove, lenient=lenient)
    topics.add(change, proposal, edit.add.get("topics", ()))
    _add_tags(change, proposal, edit.add.get("tags", ()))
    extras.add(change, proposal, edit.add.get("extra", ()))
    _add_actors(change, proposal, {role: edit.add.get(field, ()) for role, field in ROLE_FIELDS.items()})
    links.ensure_links(change, proposal, [(kind, int(to)) for kind in LINK_KINDS for to in edit.add.get(kind, ())])
    if status is not None:
        events.add(change, proposal, status, evidence)
    elif evidence is not None:
        cite_passage(change, proposal, evidence)
    if _history_position(change) == begun:
        raise NoChangeError(f"#{proposal} already has these values; nothing was changed")
    presence.stamp_proposals(change, proposal)


def update_proposals(
    change: Change,
    wanted: Sequence[int],
    edit: ProposalEdit,
    status: NewStatus | None = None,
    evidence: Evidence | None = None,
) -> list[int]:
    """Update several proposals alike; gives back those that were not so already.

    Raises NoChangeError if all were, UnusualStepError that names the first of those for which the step is unusual,
    and otherwise as `update_proposal` does.
    """
    changed: list[int] = []
    unusual: dict[int, UnusualStepError] = {}
    for one in wanted:
        begun = _history_position(change)
        try:
            update_proposal(change, one, edit, status, evidence, lenient=len(wanted) > 1)
            changed.append(one)
        except UnusualStepError as error:
            unusual[one] = error
        except NoChangeError:
            if len(wanted) == 1 or _history_position(change) != begun:
                raise
    if unusual:
        raise _unusual_error(unusual, len(wanted))
    if wanted and not changed:
        raise NoChangeError(f"all {len(wanted)} already have these values; nothing was changed")
    return changed


def _unusual_error(unusual: dict[int, UnusualStepError], asked: int) -> UnusualStepError:
    first, *others = unusual
    error = unusual[first]
    if asked == 1:
        return error
    named = ", ".join(f"#{one}" for one in others[:NAMED_MOST])
    more = f" and {len(others) - NAMED_MOST} more" if len(others) > NAMED_MOST else ""
    too = f"the same for {named}{more}; " if others else ""
    error.reword(f"{error}; {too}nothing was changed")
    return error


def _history_position(change: Change) -> int:
    """How far the history has come: whether an action wrote anything is seen from it."""
    return change.ledger.value("SELECT max(id) FROM history") or 0


def _edited_columns(change: Change, proposal: int, edit: ProposalEdit) -> dict[str, Any]:
    """The columns that an edit sets."""
    columns: dict[str, Any] = {
        name: _column(name, value) for name in OWN_COLUMNS if (value := getattr(edit, name)) is not None
    }
    if edit.title is not None:
        columns["title"] = _tidy_title(edit.title)
    if edit.kind is not None:
        columns["kind"] = _kind(_check_storable(edit.kind, "kind").strip())
    if edit.proposed_on is not None:
        refuse_future(change, edit.proposed_on or None, "date", "date")
        columns["proposed_on"] = edit.proposed_on or None
    if (edit.body, edit.meeting, edit.place) != (None, None, None):
        columns["meeting_id"] = _meeting_after_edit(change, proposal, edit)
    return columns


def _meeting_after_edit(change: Change, proposal: int, edit: ProposalEdit) -> int | None:
    """The meeting of a proposal with what the edit says of it; what it does not say stays, what it empties is empty."""
    row = change.ledger.rows(
        "SELECT a.name AS body, m.name AS meeting, m.place, p.proposed_on FROM proposals AS p"
        " LEFT JOIN meetings AS m ON m.id = p.meeting_id LEFT JOIN actors AS a ON a.id = m.body_id WHERE p.id = ?",
        [proposal],
    )[0]
    said = {name: row[name] if (new := getattr(edit, name)) is None else new for name in ("body", "meeting", "place")}
    held_on = edit.proposed_on if edit.proposed_on is not None else row["proposed_on"]
    facts = {name: value or "" for name, value in said.items()}
    meeting, _ = meetings.ensure_meeting(
        change,
        body=facts["body"],
        name=facts["meeting"],
        place=facts["place"],
        held_on=held_on or None,
        without=[name for name in ("body", "place") if getattr(edit, name) is not None and not facts[name].strip()],
    )
    return meeting


def cite_passage(change: Change, proposal: int, evidence: Evidence, event: int | None = None) -> int:
    """Cite a passage for a proposal; gives back the citation's id.

    Without an event a passage that supports a proposal also supports that it was `proposed`, while that is where it
    stands. Raises NotFoundError for an event that is not this proposal's.
    """
    existing(change.ledger, proposal)
    if event is None and evidence.stance == "supports":
        event = change.ledger.value(
            "SELECT status_event_id FROM proposals WHERE id = ? AND status = 'proposed'", [proposal]
        )
    elif event is not None:
        sql = "SELECT 1 FROM status_events WHERE id = ? AND proposal_id = ?"
        if not change.ledger.value(sql, [event, proposal]):
            message = f"#{proposal} has no status event {event}"
            raise NotFoundError(message, field="event", value=str(event), way=("events", proposal))
    presence.stamp_proposals(change, proposal)
    citation = citations.add(change, proposal, evidence, event)
    duplicates.note_same_quote(change, citation)
    return citation


def remove(change: Change, proposal: int) -> None:
    """Take a proposal out of every list; it can be restored. Raises NotFoundError."""
    existing(change.ledger, proposal)
    change.update("proposals", proposal, removed_at=change.at, updated_at=change.at)


def restore(change: Change, proposal: int) -> None:
    """Bring a removed proposal back. Raises NotFoundError if there is none, UsageError if it was not removed."""
    removed = [row[0] for row in change.ledger.rows("SELECT removed_at FROM proposals WHERE id = ?", [proposal])]
    if not removed:
        raise NotFoundError(f"no proposal {proposal}")
    if removed[0] is None:
        raise UsageError(f"#{proposal} was not removed")
    change.update("proposals", proposal, removed_at=None, updated_at=change.at)


def read_records(ledger: Ledger, wanted: Sequence[int], today: date) -> Iterator[Proposal]:
    """The proposals of these ids with all that is said of them, in the order of the ids; gone ones are left out."""
    return fetch_in_chunks(
        wanted,
        lambda chunk: {
            row["id"]: _make_proposal(row, today)
            for row in ledger.rows(
                "SELECT * FROM proposal_records WHERE id IN (SELECT value FROM json_each(?))", [str(chunk)]
            )
        },
    )


def read_detail(ledger: Ledger, proposal: int, today: date) -> Detail:
    """A proposal opened, removed or not. Raises NotFoundError."""
    rows = ledger.rows("SELECT * FROM proposal_records WHERE id = ?", [proposal])
    if not rows:
        raise NotFoundError(f"no proposal {proposal}", way=("proposals",))
    row = rows[0]
    return Detail(
        proposal=_make_proposal(row, today),
        citations=citations.citations_of_proposal(ledger, proposal),
        status_events=events.events_of_proposal(ledger, proposal),
        looks=looks.looks_of_proposal(ledger, proposal),
        linked_from=links.inward_links(ledger, proposal),
        note=row["note"],
        extra=extras.extras_of_proposal(ledger, proposal),
        history=proposal_history(ledger, proposal),
        uncheckable=row["uncheckable"],
        removed_at=row["removed_at"],
        neighbours=links.read_neighbours(ledger, proposal),
    )


def proposal_history(ledger: Ledger, proposal: int) -> tuple[ChangeEntry, ...]:
    """The changes that touched a proposal or what is said of it, oldest first: each stamps it `updated_at`.

    Raises NotFoundError for one that never was.
    """
    rows = ledger.rows(
        "SELECT id, at, who, command, undoes FROM changes"
        " WHERE id IN (SELECT change_id FROM history WHERE row = ? AND tbl = 'proposals') ORDER BY id",
        [proposal],
    )
    if not rows:
        raise NotFoundError(f"no proposal {proposal}", way=("proposals",))
    return tuple(ChangeEntry(*row) for row in rows)


def _tidy_title(typed: str) -> str:
    """A title on one line. Raises UsageError for an empty one."""
    title = " ".join(_check_storable(typed, "title").split())
    if not title:
        raise UsageError("a proposal needs a title", field="title")
    if title == "-":  # what reads stdin where a title is an argument
        raise UsageError("'-' is not a title; write what is to be done", field="title", value=typed)
    return title


def _column(name: str, value: str | None) -> str | None:
    """A text as it is stored; where nothing is said, NULL or an empty text, as the table has it."""
    text = _check_storable(value or "", FIELD_OF[name]).strip()
    return text or ("" if name in NEVER_NULL else None)


def _check_storable(value: str, field: str) -> str:
    with blame_field(field, value):
        return refuse_unstorable(value, field)


def _kind(typed: str) -> str:
    with blame_field("kind", typed):
        return match_code(typed, KINDS, "kind")


def _add_actors(change: Change, proposal: int, roles: dict[str, Sequence[Person | str]]) -> None:
    for role, people in roles.items():
        for one in people:
            person = one if isinstance(one, Person) else Person(one)
            with blame_field(ROLE_FIELDS[role], person.name):
                office = refuse_unstorable(person.office, "office")
                name = refuse_unstorable(person.name, role)
                actor = actors.ensure_actor(change, name, "person" if role == "speaker" else None)
            change.execute(
                "INSERT INTO proposal_actors (proposal_id, actor_id, role, office) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (proposal_id, role, actor_id) DO UPDATE SET office = excluded.office"
                " WHERE excluded.office <> ''",
                [proposal, actor, role, office],
            )


def _add_tags(change: Change, proposal: int, names: Sequence[str]) -> None:
    for name in names:
        tags.ensure_tag(change, proposal, name)


def _remove_parts(change: Change, proposal: int, parts: Mapping[str, tuple[str, ...]], *, lenient: bool) -> None:
    """Take parts away; what was not there is an error unless `lenient`, so that a slip is noticed."""
    for name in parts.get("tags", ()):
        where = "proposal_id = ? AND key = ?"
        error = UsageError(f"#{proposal} has no tag {name}", field="tags", value=name)
        _delete_part(change, error, "tags", where, [proposal, folded_key(tags.tidy_tag(name))], lenient=lenient)
    extras.remove(change, proposal, parts.get("extra", ()), lenient=lenient)
    topics.remove(change, proposal, parts.get("topics", ()), lenient=lenient)
    for role, field in ROLE_FIELDS.items():
        for name in parts.get(field, ()):
            actor = actors.find(change.ledger, name)
            where = "proposal_id = ? AND role = ? AND actor_id = ?"
            error = UsageError(f"#{proposal} has no {role} {name}", field=field, value=name)
            _delete_part(change, error, "proposal_actors", where, [proposal, role, actor], lenient=lenient)


def _delete_part(
    change: Change, error: UsageError, table: str, where: str, parameters: list[Any], *, lenient: bool
) -> None:
    if not change.execute(f"DELETE FROM {table} WHERE {where}", parameters).rowcount and not lenient:
        raise error


def _make_proposal(row: Any, today: date) -> Proposal:
    people: dict[str, list[str]] = {field: [] for field in ROLE_FIELDS.values()}
    for one in json.loads(row["actors"]):
        person = ", ".join(filter(None, (str(one["name"]), one["office"])))
        if one["role"] in ROLE_FIELDS:
            people[ROLE_FIELDS[one["role"]]].append(person)
        else:
            people["proposers"].append(f"{dates.DAMAGED} ({one['role']}): {person}")
    fields: dict[str, Any] = {name: row[name] for name in PLAIN_FIELDS}
    fields |= {name: tuple(dict.fromkeys(json.loads(row[name]))) for name in ("topics", "tags", "quotes")}
    fields |= {field: tuple(names) for field, names in people.items()}
    for name in ("sources", "status_sources"):
        fields[name] = tuple(SourceRef(**one) for one in json.loads(row[name]))
    fields["links"] = tuple(LinkRef(**one) for one in json.loads(row["links"]))
    fields["flags"] = tuple(_computed_flags(row, today))
    return Proposal(**fields)


def _computed_flags(row: Any, today: date) -> Iterator[str]:
    """What is computed of a proposal: see `tracker statuses`."""
    if row["evidence"] == "none":
        yield "unsupported"
    yield from (flag for flag in ("disputed", "altered", "gone") if row[flag])
    checkable = row["is_open"] and row["uncheckable"] is None
    attended = later_attention(row["attended_on"], row["attended_at"])
    if checkable and is_stale(attended, row["next_on"], today, config.stale_since(today)):
        yield "stale"
    if checkable and row["deadline_on"] and dates.last_day(row["deadline_on"]) < today:
        yield "overdue"
    if row["uncheckable"] is not None:
        yield "uncheckable"
