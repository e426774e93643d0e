"""The order and the columns of the list, kept for the plain list and for each saved query."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tracker import config, files
from tracker.model import TrackerError
from tracker.query import Sort
from tracker.query_fields import SORTS
from tracker.tui.widgets.lists.columns import CHOICES

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.tui.context import ScreenContext
    from tracker.tui.main.query_runner import QueryRunner
    from tracker.tui.widgets.filter_bar import FilterBar
    from tracker.tui.widgets.lists.proposal_table import ProposalTable

DESCENDING_FIRST = frozenset({"moved", "date", "added", "updated", "id"})


class ListLayout(NamedTuple):
    """How one list is shown: the order of a query that names none, and the columns chosen; empty is as usual."""

    order: tuple[Sort, ...] = ()
    columns: tuple[str, ...] = ()


class Layouts:
    """What `o`, `C` and a click on a heading do, and how the list of a saved query comes back as it was left."""

    def __init__(self, context: ScreenContext, runner: QueryRunner, bar: FilterBar, table: ProposalTable) -> None:
        """Every list as it was left last time."""
        self._context, self._runner, self._bar, self._table = context, runner, bar, table
        self._kept = read_layouts(config.state_folder() / "lists.json")
        self._view, self._line = "", ""

    def enter(self, view: str, line: str) -> None:
        """Show the list of a saved query by its name, as long as the filter is its line."""
        self._view, self._line = view, line.strip()
        self._apply()

    def follow(self, line: str) -> None:
        """The filter is another one: what is typed by hand has the layout of the plain list."""
        if self._view and line.strip() != self._line:
            self._view = ""
            self._apply()
        elif not self._view:
            self._apply()

    def pick_order(self, key: str, view: str | None = None) -> None:
        """Order by a key; by the same again, the other way round."""
        now, view = self._table.order, self._view if view is None else view
        descending = not now[1] if now[0] == key else key in DESCENDING_FIRST
        self._set(view, self._layout(view)._replace(order=(Sort(key, descending=descending),)))

    def choose_order(self) -> None:
        """Ask for the order."""
        from tracker.tui.dialogs.list_menus import OrderMenu

        view = self._view  # what is typed right behind the answer may lead to another

        def picked(key: str | None) -> None:
            if key is not None:
                self.pick_order(key, view)

        self._context.app.push_screen(OrderMenu(*self._table.order), picked)

    def choose_columns(self) -> None:
        """Ask for the columns."""
        from tracker.tui.dialogs.list_menus import ColumnsMenu

        view = self._view

        def picked(names: tuple[str, ...] | None) -> None:
            if names is not None:
                self._set(view, self._layout(view)._replace(columns=names))

        self._context.app.push_screen(ColumnsMenu(self._table.shown_names()), picked)

    def _layout(self, view: str) -> ListLayout:
        return self._kept.get(view, ListLayout())

    def _set(self, view: str, layout: ListLayout) -> None:
        self._kept[view] = layout
        keep_layouts(config.state_folder() / "lists.json", self._kept)
        if view != self._view:
            return
        self._apply()
        if self._runner.drop_typed_order():
            return
        if self._runner.accept(self._bar.input.value):
            self._runner.ask()

    def _apply(self) -> None:
        layout = self._layout(self._view)
        self._runner.order, self._table.names = layout.order, layout.columns


def read_layouts(path: Path) -> dict[str, ListLayout]:
    """The layouts that are kept in a file, by the name of their view; what cannot be read is as if never kept."""
    with suppress(OSError, ValueError, AttributeError, TypeError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {str(view): _parse_layout(one) for view, one in kept.items()}
    return {}


def keep_layouts(path: Path, layouts: dict[str, ListLayout]) -> None:
    """Keep the layouts for the next time; a state folder that cannot be written is no reason to stop."""
    kept = {
        view: {"order": ["-" * one.descending + one.key for one in layout.order], "columns": list(layout.columns)}
        for view, layout in layouts.items()
    }
    with suppress(TrackerError):
        files.write_private_file(path, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def _parse_layout(kept: dict[str, list[str]]) -> ListLayout:
    keys = [Sort(one.removeprefix("-"), descending=one.startswith("-")) for one in kept.get("order", [])]
    names = tuple(one for one in kept.get("columns", []) if one in CHOICES)
    return ListLayout(tuple(one for one in keys if one.key in SORTS), names)
