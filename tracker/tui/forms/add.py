"""The form that adds a proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.comparison import is_address
from tracker.editing.add_options import parse_typed_date
from tracker.errors import UsageError, blame_field
from tracker.fields import FIELDS
from tracker.life import told_later
from tracker.model import EXTENTS, FIRST_STATUS, KINDS
from tracker.store.records import actors, extras, meetings, proposals, sources, statuses, topics
from tracker.text import match_code
from tracker.tui.form_values import CLEARED, new_proposal, passage
from tracker.tui.forms.form import Form
from tracker.tui.forms.parts.layout import ADD_FORM, ADD_FORM_MORE, GROUPS
from tracker.tui.widgets.inputs.field import Blank
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from tracker.fields import ProposalField
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

# what one article says of all its proposals: said once, offered again
SAID_ONCE = ("topics", "kind", "date", "proposers", "speakers", "addressees", "body", "meeting", "place", "source")


# what completes a field, by the name that its declaration has for it
KNOWN: Mapping[str, Callable[[Ledger], Iterable[str]]] = {
    "actors": actors.actor_names,
    "bodies": actors.actor_names,
    "extents": lambda _: EXTENTS,
    "kinds": lambda _: KINDS,
    "meetings": meetings.meeting_names,
    "places": meetings.meeting_places,
    "sources": lambda ledger: [title for _, title in sources.source_titles(ledger)],
    "statuses": statuses.read_statuses,
    "tags": lambda ledger: extras.distinct_names(ledger, "tags"),
    "topics": topics.topics_in_use,
}
# what is said otherwise where a proposal is added
OTHERWISE: Mapping[str, Mapping[str, Any]] = {
    "status_on": {"label": "Since", "hint": "when it got that status, if not on its date; none: undated"}
}
WRAPPED = ("title", "quote")  # read whole, however long
CLOSED = ("kind", "status")  # of few words: what is typed replaces what stands there


class Add(Form):
    """A proposal, and the passage that it stands on."""

    drafted = "add"

    def __init__(
        self,
        ledger: Ledger,
        said: Mapping[str, str],
        today: date,
        filled: Mapping[str, str] | None = None,
        *,
        used: Mapping[str, str] | None = None,
    ) -> None:
        """`said` is what was said for this add and others, offered again; `filled` is what is known of this one.

        The heading names what of it `tracker use` says (`used`). All are values by their fields.
        """
        offered = {name: said.get(name, "") for name in SAID_ONCE} | dict(filled or {})
        own = {name for name in SAID_ONCE if offered[name] and offered[name] == (used or {}).get(name)}
        origins = {name: "in use" if name in own else "carried" for name in SAID_ONCE if name not in (filled or {})}
        super().__init__(ledger, [_offered(blank, offered, origins.get(blank.name, "")) for blank in _blanks(ledger)])
        self._today = today
        taken = [name for name in SAID_ONCE if offered[name] and offered[name] == (used or {}).get(name)]
        self.heading = "Add a proposal" + (
            f"   (from tracker use: {', '.join(FIELDS[name].label.lower() for name in taken)})" if taken else ""
        )

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Add it as one change."""
        evidence = passage(typed, source_named(self.ledger, typed["source"]))
        new = new_proposal(typed, evidence, self._today)
        with self.writing(f"add {new.title}", sure) as change:
            added = proposals.add(change, new)
        later = told_later(proposals.read_detail(self.ledger, added, self._today).status_events)
        since = f" ({later.status} {later.occurred_on or 'undated'})" if later else ""
        self.said = f"Added #{added}  {short(new.title)}{since}"
        return added


def source_named(ledger: Ledger, typed: str) -> int | None:
    """The source meant, None if none is named. Raises UsageError for one that is not there."""
    name = typed.strip()
    if not name:
        return None
    found = sources.find(ledger, name)
    if found is None:
        way = "ctrl+t takes it in" if is_address(name) else "S and a add one"
        raise UsageError(f"no source '{name}'; {way}", field="source")
    return found


def blank_of(ledger: Ledger, name: str, **otherwise: Any) -> Blank:
    """The input of a field, with what the database knows to complete it; `otherwise` is what is not as declared."""
    field = FIELDS[name]
    known = KNOWN.get(field.known)
    kinds: dict[str, Any] = {
        "hint": field.hint + "; several separated by ;" * (field.divider == ";"),
        "known": (lambda: known(ledger)) if known else tuple,
        "divider": field.divider if field.takes != "numbers" else "",
        "long": field.takes == "prose",
        "closed": name in CLOSED,
        "label": field.label,
        "example": field.example,
        "wrapped": name in WRAPPED,
        "check": partial(_check_value, ledger, field),
        "required": name == "title",
        "group": next((group for group, names in GROUPS.items() if name in names), ""),
    }
    if not field.hint and known:
        kinds["hint"] = ", ".join(known(ledger))
    if name == "source":
        kinds["hint"] += "; enter lists the newest"
    return Blank(name, **kinds | otherwise)


def _check_value(ledger: Ledger, field: ProposalField, typed: str) -> None:
    """Raise UsageError for a value that is none of this field, as far as the value alone says it."""
    value = typed.strip()
    with blame_field(field.name, value):
        if field.name == "title" and not value:
            raise UsageError("a proposal needs a title", field="title")
        if not value or value == CLEARED:
            return
        if field.takes == "date":
            parse_typed_date(value, datetime.now(tz=UTC).date(), field.name)
        elif field.name == "kind":
            match_code(value, KINDS, "kind")
        elif field.name == "status":
            statuses.match_status(ledger, value)
        elif field.name == "source":
            source_named(ledger, value)


def _blanks(ledger: Ledger) -> list[Blank]:
    begun = {"kind": KINDS[0], "status": FIRST_STATUS}
    return [
        *(blank_of(ledger, name, value=begun.get(name, "")) for name in ADD_FORM),
        *(blank_of(ledger, name, more=True, **OTHERWISE.get(name, {})) for name in ADD_FORM_MORE),
    ]


def _offered(blank: Blank, offered: Mapping[str, str], origin: str) -> Blank:
    value = offered.get(blank.name)
    return replace(blank, value=value, origin=origin) if value and value != blank.value else blank
