"""Where the fields of a form stand: around a widget, in the next group, and what is said below each."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from textual.widgets import Static

from tracker.text import visible_line
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

LONGEST = 1000  # characters of a fault that are shown


def show_faults(fields: Widget, faults: Mapping[Field, str]) -> None:
    """Say what is wrong, each below the field that it is about, and nothing else; `fields` holds them."""
    fields.query(".form-error").remove()
    for field, message in faults.items():
        fields.mount(Static(visible_line(message, LONGEST), classes="form-error", markup=False), after=field)


def field_around(widget: Widget) -> Field | None:
    """The field in which a widget stands."""
    return next((one for one in widget.ancestors if isinstance(one, Field)), None)


def field_named(form: Widget, name: str) -> Field | None:
    """The field of that name, None for a form that has none."""
    return next((one for one in form.query(Field) if one.blank.name == name), None)


def remove_lines_below(fields: Widget, field: Field) -> None:
    """Take away what was said below a field."""
    siblings = list(fields.children)
    after = siblings[siblings.index(field) + 1 :]
    for line in takewhile(lambda one: bool({"form-error", "form-notice"} & one.classes), after):
        line.remove()


def first_of_next_group(fields: Widget, focused: Widget | None, step: int) -> Field:
    """The first field of the group that follows (`step` 1) or precedes (-1) that of the focused widget, in a circle.

    What stands in no field belongs to the last group.
    """
    seen = [one for one in fields.query(Field) if one.display]
    groups = list(dict.fromkeys(one.blank.group for one in seen))
    current = field_around(focused) if focused else None
    at = groups.index(current.blank.group) if current is not None and current in seen else -1
    group = groups[(at + step) % len(groups)]
    return next(one for one in seen if one.blank.group == group)
