"""What was typed into a form, as values of the model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker import dates
from tracker.model import LAST, Edit, Evidence, NewLook, NewProposal, NewStatus, Person, UsageError
from tracker.text import refuse_unstorable, visible, visible_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.editing.add_options import Typed
    from tracker.editing.record import Record

    Filled = Mapping[str, str]

# the fields of a form by the names of the record that they are called otherwise in
RECORD = {
    "by": "proposers",
    "speaker": "speakers",
    "to": "addressees",
    "support": "supporters",
    "oppose": "opponents",
}
CODES = ("topics", "tags")
PEOPLE = tuple(RECORD)
PLAIN = ("title", "kind", "body", "meeting", "place", "uncheckable")
DATES = ("date", "deadline")
LONG = ("summary", "note")
CLEARED = "-"


class FieldError(UsageError):
    """What is wrong with one field of a form."""

    def __init__(self, field: str, message: str) -> None:
        """The field is named as the form names it."""
        super().__init__(message)
        self.field = field


def new_proposal(typed: Filled, evidence: Evidence | None, today: date) -> NewProposal:
    """The proposal that the form describes. Raises FieldError."""
    if not typed["title"].strip():
        raise FieldError("title", "a proposal needs a title")
    return NewProposal(
        typed["title"],
        kind=typed["kind"].strip() or "proposal",
        topics=items(typed["topics"]),
        tags=items(typed["tags"]),
        status=typed["status"].strip() or "proposed",
        summary=typed["summary"],
        note=typed["note"],
        proposers=items(typed["by"], ";"),
        speakers=tuple(map(Person.named, items(typed["speaker"], ";"))),
        addressees=items(typed["to"], ";"),
        supporters=items(typed["support"], ";"),
        opponents=items(typed["oppose"], ";"),
        body=typed["body"].strip(),
        meeting=typed["meeting"].strip(),
        place=typed["place"].strip(),
        proposed_on=day(typed, today),
        deadline_on=day(typed, today, "deadline"),
        extra=items(typed.get("extra", ""), ";"),
        links=tuple((kind, other) for kind in ("repeats", "part-of") for other in numbers(typed, kind)),
        evidence=evidence,
    )


def new_status(typed: Filled, today: date, *, force: bool) -> NewStatus:
    """The step that the form describes; a correction takes over what is left empty. Raises FieldError."""
    corrects = _event(typed, "corrects")
    if not typed["status"].strip() and corrects is None:
        raise FieldError("status", "which status is it now?")
    return NewStatus(
        typed["status"].strip(),
        day(typed, today),
        because=typed["because"].strip() or None,
        reason=typed["reason"].strip() or None,
        extent=typed["extent"].strip() or None,
        actor=typed["for"].strip() or None,
        force=force,
        corrects=corrects,
    )


def new_look(typed: Filled, today: date) -> NewLook:
    """The look that the form describes. Raises FieldError."""
    if not typed["places"].strip():
        raise FieldError("places", "where did you look?")
    return NewLook(" ".join(typed["places"].split()), day(typed, today) or today.isoformat(), typed["note"])


def passage(typed: Filled, source: int | None, stance: str = "supports") -> Evidence | None:
    """The evidence that the form names. Raises FieldError for half of one."""
    quote, locator = typed["quote"].strip(), typed.get("locator", "").strip()
    translation = typed.get("translation", "").strip()
    if source is None and (quote or locator or translation):
        raise FieldError("source", "a quote needs the source that it stands in: its number or its title")
    if source is not None and not (quote or locator):
        raise FieldError("quote", "quote the words of the source, the first … the last are enough; or empty the source")
    return None if source is None else Evidence(source, quote, locator, translation, stance)


def event(typed: Filled) -> int | None:
    """The number of a status event, None if none is typed. Raises FieldError."""
    named = _event(typed, "event")
    if named == LAST:
        raise FieldError("event", "name the event by its number")
    return None if named is None else int(named)


def _event(typed: Filled, field: str) -> int | str | None:
    named = typed.get(field, "").strip().lower().partition(" ")[0]
    if not named or named == LAST:
        return named or None
    return number(named, field, "a status event")


def storable(typed: Filled) -> None:
    """Raise FieldError for a text that no database can hold."""
    for field, value in typed.items():
        try:
            refuse_unstorable(value, field)
        except UsageError as error:
            raise FieldError(field, str(error)) from None


def day(typed: Filled, today: date, field: str = "date") -> str | None:
    """The partial date typed, None if there is none. Raises FieldError."""
    if not typed[field].strip():
        return None
    try:
        return dates.parse(typed[field], today)
    except dates.DateError as error:
        raise FieldError(field, str(error)) from None


def number(typed: str, field: str, what: str = "a proposal") -> int:
    """The number of a record, with or without `#`. Raises FieldError."""
    digits = typed.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or not int(digits[:20]):
        raise FieldError(field, f"'{typed.strip()}' is no number of {what}")
    return min(int(digits[:20]), 2**63 - 1)  # the largest that SQLite knows; nothing has it


def numbers(typed: Filled, field: str) -> tuple[int, ...]:
    """The numbers of proposals in a list. Raises FieldError."""
    return tuple(number(one, field) for one in items(typed[field].replace(" ", ",")))


def items(text: str, divider: str = ",") -> tuple[str, ...]:
    """The items of a list as typed, none of them empty; one in double quotes may hold the divider."""
    item = re.compile(rf'\s*("(?:[^"]|"")*"(?=\s*(?:{divider}|$))|[^{divider}]*)\s*(?:{divider}|$)')
    found = (match[1].strip() for match in item.finditer(text))
    return tuple(filter(None, (one[1:-1].replace('""', '"') if _is_quoted(one) else one for one in found)))


def listed(texts: Iterable[str], divider: str = ",") -> str:
    """A list as `items` reads it again, less what a terminal must not see."""
    return f"{divider} ".join(_quoted(visible(one), divider) for one in texts)


def in_use(used: Typed) -> dict[str, str]:
    """What `tracker use` says, as the fields of a form hold it."""
    fields = {name: visible(getattr(used, name)) for name in ("source", "body", "meeting", "place", "date")}
    people = {"by": used.by, "speaker": used.spoken_by, "to": used.to}
    fields |= {name: listed(each, ";") for name, each in people.items()}
    return {name: value for name, value in fields.items() if value}


def _quoted(item: str, divider: str) -> str:
    return '"' + item.replace('"', '""') + '"' if divider in item or item.startswith('"') else item


def _is_quoted(item: str) -> bool:
    return len(item) > 1 and item[0] == item[-1] == '"'


# a record in a form


def shown(record: Record) -> dict[str, str]:
    """What stands in the fields of a form for a record: as it is, but for what a terminal must not see."""
    values: dict[str, Any] = record._asdict()
    return {
        **{name: visible(values[name]) for name in (*PLAIN, *DATES)},
        **{name: listed(values[name]) for name in CODES},
        **{name: listed(values[RECORD[name]], ";") for name in PEOPLE},
        **{name: visible_block(values[name]) for name in LONG},
        "extra": listed(values["extra"], ";"),
    }


def edited(base: Record, typed: Filled, today: date) -> Record:
    """The record that a form made of another; what was left as it was shown stays as it is. Raises FieldError."""
    before = shown(base)
    changed = {name: value for name, value in typed.items() if value.strip() != before[name].strip()}
    if not typed["title"].strip():
        raise FieldError("title", "a proposal needs a title")
    made: dict[str, Any] = {RECORD.get(name, name): _value(name, changed, today) for name in changed}
    if "extra" in made:  # what was imported may hold what a terminal must not see
        as_it_was = {visible(one): one for one in base.extra}
        made["extra"] = tuple(as_it_was.get(one, one) for one in made["extra"])
    return base._replace(**made)


def _value(name: str, typed: Filled, today: date) -> Any:
    if name in DATES:
        return day(typed, today, name) or ""
    if name in CODES:
        return items(typed[name])
    if name in (*PEOPLE, "extra"):
        return items(typed[name], ";")
    return typed[name].strip() if name in LONG else " ".join(typed[name].split())


def edit_of_many(typed: Filled, today: date) -> Edit:
    """What a form changes alike in many proposals: what is empty stays, `-` clears, `-item` takes away.

    Raises FieldError.
    """
    said = {name: value.strip() for name, value in typed.items() if value.strip()}
    plain = {name: "" if said[name] == CLEARED else said[name] for name in (*PLAIN, "note") if name in said}
    dated = {name: "" if said[name] == CLEARED else day(said, today, name) for name in DATES if name in said}
    fields: dict[str, Any] = plain | {
        {"date": "proposed_on", "deadline": "deadline_on"}[name]: dated[name] for name in dated
    }
    add: dict[str, tuple[Any, ...]] = {}
    remove: dict[str, tuple[str, ...]] = {}
    for name in (*CODES, *PEOPLE):
        every = items(said.get(name, ""), "," if name in CODES else ";")
        more = [one for one in every if not one.startswith(CLEARED)]
        less = [one[1:].strip() for one in every if one.startswith(CLEARED) and one != CLEARED]
        field = RECORD.get(name, name)
        add |= {field: tuple(map(Person.named, more)) if name == "speaker" else tuple(more)} if more else {}
        remove |= {field: tuple(less)} if less else {}
    return Edit(**fields, add=add, remove=remove)
