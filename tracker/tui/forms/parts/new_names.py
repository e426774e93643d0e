"""Names typed into a form that nothing has yet: what saving would make, and the nearest that is there."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import folded_key
from tracker.editing.items import join_items, split_items
from tracker.errors import UsageError
from tracker.fields import FIELDS
from tracker.model import Person
from tracker.query_fields import refuse_reserved
from tracker.store.records import actors, extras, meetings
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.fields import ProposalField
    from tracker.store.ledger import Ledger

# what saving makes of a name that is new, and what there is, by the name that the declaration of a field has for it
MADE: Mapping[str, tuple[str, Callable[[Ledger], Iterable[str]]]] = {
    "actors": ("actor", actors.actor_names_and_aliases),
    "bodies": ("actor", actors.actor_names_and_aliases),
    "meetings": ("meeting", meetings.meeting_names),
    "places": ("place", meetings.meeting_places),
    "tags": ("tag", lambda ledger: extras.distinct_names(ledger, "tags")),
}
NEAR = 0.7  # how alike two names are, from 0 to 1, for one to be offered for the other


class NewName(NamedTuple):
    """A name that is new, what saving makes of it, and the nearest that is there; empty if none is near."""

    name: str
    kind: str
    nearest: str

    @property
    def sentence(self) -> str:
        """What to say of it below its field."""
        near = f"; nearest: {short(self.nearest)}" if self.nearest else ""
        return f"new {self.kind}: {short(self.name)}{near}"


def find_new_names(ledger: Ledger, field: str, typed: str) -> list[NewName]:
    """The names in the input of a field that saving would make."""
    declared = FIELDS.get(field)
    if declared is None or declared.known not in MADE or not typed.strip():
        return []
    kind, read = MADE[declared.known]
    known = {folded_key(name): name for name in read(ledger)}
    names = (_bare_name(declared, one) for one in _items(declared, typed))
    new = (one for one in names if one and folded_key(one) not in known and not _is_refused(one))
    return [NewName(one, kind, _nearest(one, known)) for one in new]


def _is_refused(name: str) -> bool:
    """Whether saving refuses a name, and says why."""
    try:
        refuse_reserved(name, "a name", "")
    except UsageError:
        return True
    return False


def take_nearest(field: str, typed: str, new: NewName) -> str:
    """What stands in the input once the nearest name is taken for a new one; an office behind it stays."""
    declared = FIELDS[field]
    items = [
        one.replace(new.name, new.nearest, 1) if _bare_name(declared, one) == new.name else one
        for one in _items(declared, typed)
    ]
    return join_items(items, declared.divider) if declared.is_list else items[0]


def _items(declared: ProposalField, typed: str) -> list[str]:
    return list(split_items(typed, declared.divider)) if declared.is_list else [" ".join(typed.split())]


def _bare_name(declared: ProposalField, item: str) -> str:
    """The name without the office; of what takes an item away, or is a number, nothing is made."""
    if item.startswith(("-", "#")):
        return ""
    return Person.named(item).name if declared.name == "speakers" else item


def _nearest(name: str, known: Mapping[str, str]) -> str:
    key = folded_key(name)
    begun = [other for other in known if other.startswith(key)]
    near = min(begun, key=len) if begun else next(iter(get_close_matches(key, known, 1, NEAR)), "")
    return known.get(near, "")
