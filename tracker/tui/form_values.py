"""What was typed into a form, as values of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.editing.add_options import Typed, parse_typed_date, to_new_proposal
from tracker.editing.items import join_items, split_items
from tracker.errors import UsageError, blame_field
from tracker.fields import FIELDS, IN_USE, LINKS, PARTS, RECORD
from tracker.model import LAST, Evidence, NewLook, NewProposal, NewStatus, Person, ProposalEdit
from tracker.text import parse_id, refuse_unstorable, visible_block, visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.editing.record import Record

    Filled = Mapping[str, str]

CLEARED = "-"
SAID_OF_STEP = ("because", "reason", "extent", "actor", "according_to", "rating")
STEP = ("status", "status_on", "according_to", "rating")  # of a proposal that is added


def new_proposal(typed: Filled, evidence: Evidence | None, today: date) -> NewProposal:
    """The proposal that the form describes. Raises UsageError."""
    _refuse_untitled(typed)
    said = {name: _input_value(name, typed[name]) for name in (*RECORD, *STEP, *LINKS) if name in typed}
    return to_new_proposal(Typed(**said), today)._replace(evidence=evidence)


def new_status(typed: Filled, today: date, *, force: bool) -> NewStatus:
    """The step that the form describes; a correction takes over what is left empty. Raises UsageError."""
    corrects = _event(typed, "corrects")
    if not typed["status"].strip() and corrects is None:
        raise UsageError("type the new status, such as discussed", field="status")
    said = {name: typed[name].strip() or None for name in SAID_OF_STEP}
    day = parse_typed_date(typed["status_on"], today, "status_on")
    return NewStatus(typed["status"].strip(), day, **said, force=force, corrects=corrects)


def new_look(typed: Filled, today: date) -> NewLook:
    """The look that the form describes. Raises UsageError."""
    if not typed["places"].strip():
        raise UsageError("type where you looked, such as the website of the ministry", field="places")
    day = parse_typed_date(typed["looked_on"], today, "looked_on")
    again = parse_typed_date(typed["next_on"], today, "next_on")
    return NewLook(" ".join(typed["places"].split()), day or today.isoformat(), typed["note"], again)


def passage(typed: Filled, source: int | None, stance: str = "supports") -> Evidence | None:
    """The evidence that the form names, the source as a whole if nothing more. Raises UsageError without a source."""
    quote, locator = typed["quote"].strip(), typed.get("locator", "").strip()
    translation = typed.get("translation", "").strip()
    if source is None and (quote or locator or translation):
        raise UsageError("a quote needs the source that it stands in: its number or its title", field="source")
    return None if source is None else Evidence(source, quote, locator, translation, stance)


def event(typed: Filled) -> int | None:
    """The number of a status event, None if none is typed. Raises UsageError."""
    named = _event(typed, "event")
    if named == LAST:
        raise UsageError("type the number of the event, such as 7", field="event")
    return None if named is None else int(named)


def _event(typed: Filled, field: str) -> int | str | None:
    named = typed.get(field, "").strip().lower().partition(" ")[0]
    if not named or named == LAST:
        return named or None
    with blame_field(field, named):
        return parse_id(named, "status event")


def storable(typed: Filled) -> None:
    """Raise UsageError for a text that no database can hold."""
    for field, value in typed.items():
        with blame_field(field, value):
            refuse_unstorable(value, field)


def in_use(used: Typed) -> dict[str, str]:
    """What `tracker use` says, as the inputs of a form hold it."""
    return {name: _input_text(name, value) for name, value in used.of(IN_USE).items() if value}


# a record in a form


def record_inputs(record: Record) -> dict[str, str]:
    """What stands in the inputs of a form for a record: as it is, but for what a terminal must not see."""
    return {name: _input_text(name, value) for name, value in record._asdict().items()}


def _input_text(name: str, value: Any) -> str:
    field = FIELDS[name]
    if field.is_list:
        return join_items(map(visible_line, value), field.divider)
    return visible_block(value) if field.takes == "prose" else visible_line(value)


def edit_record(base: Record, typed: Filled, today: date) -> Record:
    """The record that a form made of another; what was left as it was shown stays as it is. Raises UsageError."""
    before = record_inputs(base)
    _refuse_untitled(typed)
    made = {name: _input_value(name, value) for name, value in typed.items() if value.strip() != before[name].strip()}
    made |= {name: parse_typed_date(made[name], today, name) or "" for name in made if FIELDS[name].takes == "date"}
    if "extra" in made:  # what was imported may hold what a terminal must not see
        as_it_was = {visible_line(one): one for one in base.extra}
        made["extra"] = tuple(as_it_was.get(one, one) for one in made["extra"])
    return base._replace(**made)


def _refuse_untitled(typed: Filled) -> None:
    if not typed["title"].strip():
        raise UsageError("a proposal needs a title", field="title")


def _input_value(name: str, typed: str) -> Any:
    """What an input says, as a record has it; a date still as it was typed."""
    field = FIELDS[name]
    if field.takes == "numbers":
        return split_items(typed.replace(" ", field.divider))
    if field.is_list:
        return split_items(typed, field.divider)
    return typed.strip() if field.takes == "prose" else " ".join(typed.split())


def edit_of_many(typed: Filled, today: date) -> ProposalEdit:
    """What a form changes alike in many proposals: what is empty stays, `-` clears, `-item` takes away.

    Raises UsageError.
    """
    said = {name: value.strip() for name, value in typed.items() if value.strip()}
    plain: dict[str, Any] = {}
    add: dict[str, tuple[Any, ...]] = {}
    remove: dict[str, tuple[str, ...]] = {}
    for name, value in said.items():
        if name in PARTS:
            every = _input_value(name, value)
            more = tuple(one for one in every if not one.startswith(CLEARED))
            less = tuple(one[1:].strip() for one in every if one.startswith(CLEARED) and one != CLEARED)
            add |= {name: tuple(map(Person.named, more)) if name == "speakers" else more} if more else {}
            remove |= {name: less} if less else {}
        elif FIELDS[name].takes == "date" and value != CLEARED:
            plain[FIELDS[name].column] = parse_typed_date(value, today, name)
        else:
            plain[FIELDS[name].column] = "" if value == CLEARED else value
    return ProposalEdit(**plain, add=add, remove=remove)
