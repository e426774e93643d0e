"""Three records of one proposal, as it was, as I edited it and as it became meanwhile, made into one; and what differs.

Values in, values out: what a merged record changes is an `Edit`, which the store applies.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.comparison import folded_key
from tracker.editing.record import Record, identity
from tracker.fields import FIELDS, LISTS, RECORD
from tracker.model import BusyError, Person, ProposalEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Clash(NamedTuple):
    """A field, or a person of it, that both sides changed and not to the same: what each made of it."""

    field: str
    mine: str
    theirs: str


class ClashError(BusyError):
    """Both sides changed a field: what clashes, the merged record with mine in it, and the record as it is now."""

    def __init__(self, clashes: Sequence[Clash], both: Record, theirs: Record) -> None:
        """The message says what clashes in one line."""
        what = "; ".join(f"{one.field} to '{one.theirs}', and by you to '{one.mine}'" for one in clashes)
        super().__init__(f"changed meanwhile by somebody else: {what}; nothing was saved")
        self.clashes, self.both, self.theirs = tuple(clashes), both, theirs


def merge_records(base: Record | None, mine: Record, theirs: Record) -> tuple[Record, tuple[Clash, ...]]:
    """One record with what either side changed, and what both changed differently, where mine stands in the record.

    Lists are merged item by item, in their order now, what I added last; a primary topic that I chose stays first.
    Without a base nobody can tell who changed what: all that differs clashes.
    """
    if base is None:
        return mine, tuple(_differing(mine, theirs))
    clashes: list[Clash] = []
    values: dict[str, Any] = {}
    for name in RECORD:
        was, my, their = (getattr(record, name) for record in (base, mine, theirs))
        values[name] = (_list if name in LISTS else _scalar)(name, was, my, their, clashes)
    return Record(**values), tuple(clashes)


def yielding(mine: Record, clash: Clash) -> Record:
    """My record with what they made of it where we clash."""
    now: Any = getattr(mine, clash.field)
    settled: Any = clash.theirs
    if not isinstance(now, str):
        theirs = [clash.theirs] * bool(clash.theirs)
        kept = [part for item in now for part in (theirs if item == clash.mine else [item])]
        settled = tuple(kept if clash.mine else [*kept, *theirs])
    return mine._replace(**{clash.field: settled})


def _differing(mine: Record, theirs: Record) -> Iterator[Clash]:
    for name in RECORD:
        my, their = getattr(mine, name), getattr(theirs, name)
        if name not in LISTS and my != their:
            yield Clash(name, my, their)
        elif name in LISTS and not _same(name, my, their):
            yield Clash(name, "; ".join(my), "; ".join(their))


def _scalar(name: str, base: str, mine: str, theirs: str, clashes: list[Clash]) -> str:
    if mine not in (base, theirs) and theirs != base:
        clashes.append(Clash(name, mine, theirs))
    return theirs if mine == base else mine


def _list(
    name: str, base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...], clashes: list[Clash]
) -> tuple[str, ...]:
    if _same(name, mine, base) or _same(name, mine, theirs):
        return theirs
    if _same(name, theirs, base):
        return mine
    was, my, their = ({_whom(name, item): item for item in items} for items in (base, mine, theirs))
    kept = []
    for one in dict.fromkeys([*their, *my]):
        item = _item(name, was.get(one, ""), my.get(one, ""), their.get(one, ""), clashes)
        kept += [item] * bool(item)
    chose = mine[:1] != base[:1] and theirs[:1] == base[:1]
    return tuple(sorted(kept, key=lambda item: chose and item not in mine[:1]))


def _item(name: str, base: str, mine: str, theirs: str, clashes: list[Clash]) -> str:
    was, my, their = (identity(name, item) for item in (base, mine, theirs))
    if my not in (was, their) and their != was:
        clashes.append(Clash(name, mine, theirs))
    return theirs if my in (was, their) else mine


def _whom(name: str, item: str) -> str:
    """What tells the items of a list apart: a speaker is the same whatever the office, an extra whatever its value."""
    if name == "extra":
        return folded_key(item.partition("=")[0])
    return identity(name, Person.named(item).name if name == "speakers" else item)


def _same(name: str, ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return [identity(name, item) for item in ones] == [identity(name, item) for item in others]


def difference(before: Record, after: Record) -> ProposalEdit:
    """The edit that makes one record of the other; it is `Edit()` where they do not differ."""
    fields: dict[str, Any] = {
        FIELDS[name].column: getattr(after, name)
        for name in RECORD
        if name not in LISTS and getattr(after, name) != getattr(before, name)
    }
    parts = {name: _parts(name, getattr(before, name), getattr(after, name)) for name in LISTS}
    return ProposalEdit(
        **fields,
        add={name: more for name, (_, more) in parts.items() if more},
        remove={name: less for name, (less, _) in parts.items() if less},
    )


def _parts(name: str, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """What to take away and what to add, at the end and in that order, to make one list of the other."""
    if name == "extra":
        return _extras(before, after)
    was, becomes = ({identity(name, item): item for item in items} for items in (before, after))
    first = [one for one in was if one in becomes]
    if first != list(becomes)[: len(first)]:  # in another order: all anew from where it begins
        first = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, becomes, strict=False))]
    less = tuple(item for one, item in was.items() if one not in first)
    more = tuple(item for one, item in becomes.items() if one not in first)
    if name == "speakers":
        return tuple(Person.named(item).name for item in less), tuple(map(Person.named, more))
    return less, more


def _extras(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names to take away and the items to set, whatever their order."""
    was, becomes = ({_whom("extra", item): item for item in items} for items in (before, after))
    less = tuple(item.partition("=")[0].strip() for one, item in was.items() if one not in becomes)
    return less, tuple(item for one, item in becomes.items() if item != was.get(one))


def touched(edit: ProposalEdit) -> tuple[str, ...]:
    """The fields that an edit changes, by the names of the record and in its order."""
    columns = {FIELDS[name].column: name for name in RECORD}
    named = {*edit.add, *edit.remove} | {
        columns[name] for name, value in edit._asdict().items() if value is not None and name not in {"add", "remove"}
    }
    return tuple(name for name in RECORD if name in named)
