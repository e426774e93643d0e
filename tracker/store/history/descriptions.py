"""What a change did, and what an undo left alone, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.text import visible_line

if TYPE_CHECKING:
    from tracker.model import UndoLeftover
    from tracker.store.trust.steps import ChangeStep


def describe_step(one: ChangeStep, arrow: str = "→") -> str:
    """What a change did to one row, on one printable line; the arrow stands between what was and what is."""
    where = f"{one.table} {one.row}"
    if one.new is not None:
        told = "; ".join(f"{name}: {(one.old or {}).get(name)!r} {arrow} {value!r}" for name, value in one.new.items())
        return visible_line(f"changed  {where}  {told}")
    return visible_line(f"{'deleted' if one.old else 'added'}  {where}")


def describe_leftover(one: UndoLeftover) -> str:
    """Why an undo left a row or a value of it alone."""
    if one.column:
        return f"{one.table} {one.row}: {one.column} was changed again since and stays {one.value!r}"
    return f"{one.table} {one.row}" + (f" ({one.value})" if one.value else "") + ": in use by later changes"
