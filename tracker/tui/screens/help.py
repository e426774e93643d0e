"""The keys of the place from which help was asked, read from its bindings."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingsMap, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tracker.fields import FIELDS, FLAGS, PARTS
from tracker.tui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode

KEYS = 26
Keys = dict[tuple[str, str], list[str]]  # the keys of each action, with what is said of it
# every part of the screen that has keys of its own, by the module that it is in
PLACES = {
    "screens.main.MainScreen": "The first screen",
    "widgets.proposal_table.ProposalTable": "The list",
    "widgets.detail.DetailPane": "The proposal",
    "widgets.filter_bar.FilterInput": "The filter",
    "widgets.facets_pane.FacetsPane": "The facets",
    "widgets.nothing.Nothing": "Without a result",
    "screens.view.View": "Every view",
    "screens.overview.Overview": "The overview",
    "widgets.board.Board": "The numbers of the overview",
    "screens.due.Due": "What is due",
    "screens.history.History": "The history",
    "screens.change.WhatItDid": "A change of the history",
    "screens.sources.Sources": "The sources",
    "screens.source_text.SourceText": "The text of a source",
    "widgets.rows.Rows": "A list in a view",
    "widgets.linked.Linked": "A page with links",
    "screens.form.Form": "A form",
    "widgets.field.More": "More fields of a form",
    "screens.checklist.TopicList": "The topics of what is chosen",
    "screens.choose.Choose": "A field that two have changed",
    "screens.copying.Copying": "What can be copied",
    "screens.confirm.Confirm": "A question",
    "screens.help.Help": "These keys",
}


class Help(ModalScreen[None]):
    """Every key that works there, by the part of the screen that it belongs to."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "close", "Close"),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("pagedown,space,ctrl+d", "move(10)", "Page down", show=False),
        Binding("pageup,ctrl+u", "move(-10)", "Page up", show=False),
    ]

    def __init__(self, active: Mapping[str, ActiveBinding]) -> None:
        """The bindings that were active when help was asked for."""
        super().__init__()
        self._active = active

    def compose(self) -> ComposeResult:
        """One list."""
        with Vertical(classes="dialog dialog-tall"):
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(self.lines()), markup=False)
            yield KeysLine("esc  close")

    def lines(self) -> list[Content]:
        """What is shown, a line each."""
        lines: list[Content] = []
        for place, keys in self._places().items():
            lines += [Content.styled(place, "bold"), *keys, Content("")]
        lines.append(Content.styled("What can be asked", "bold"))
        lines += [_pair(field.example, field.help) for field in FIELDS.values()]
        lines += [Content(""), Content.styled("Flags", "bold")]
        lines += [_pair(f"is:{flag}", means) for flag, means in FLAGS.items()]
        lines += [Content(""), Content.styled("Parts, for has: and no:", "bold")]
        lines += [_pair(part, means) for part, means in PARTS.items()]
        for place, keys in self._elsewhere():
            lines += [Content(""), Content.styled(place, "bold"), *keys]
        return lines

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_move(self, lines: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _places(self) -> dict[str, list[Content]]:
        grouped: dict[str, Keys] = {}
        for node, binding, _enabled, _tooltip in self._active.values():
            if not binding.system:
                self._add(grouped.setdefault(_place(node), {}), binding)
        for node in {active.node: None for active in self._active.values()}:  # with what does not work just now
            for binding in (one for kind in type(node).__mro__ if _is_ours(kind) for one in _bindings(kind)):
                self._add(grouped[_place(node)], binding)
        return {place: list(_listed(keys)) for place, keys in grouped.items()}

    def _add(self, keys: Keys, binding: Binding) -> None:
        keys.setdefault((binding.action, binding.description), []).append(self.app.get_key_display(binding))

    def _elsewhere(self) -> Iterator[tuple[str, list[Content]]]:
        """The keys of the places where one is not."""
        here = {kind for active in self._active.values() for kind in type(active.node).__mro__}
        for name, place in PLACES.items():
            module, _, kind = name.rpartition(".")
            found = getattr(import_module(f"tracker.tui.{module}"), kind)
            if found not in here:
                keys: Keys = {}
                for binding in _bindings(found):
                    self._add(keys, binding)
                yield place, list(_listed(keys))


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith("tracker.")


def _bindings(kind: type) -> Iterator[Binding]:
    """The keys that a part of the screen itself declares."""
    declared = kind.__dict__.get("BINDINGS", ())
    return (one for keys in BindingsMap(declared).key_to_bindings.values() for one in keys)


def _listed(keys: Keys) -> Iterable[Content]:
    return (_pair(" ".join(dict.fromkeys(shown)), said) for (_, said), shown in keys.items() if said)


def _pair(left: str, right: str) -> Content:
    return Content.assemble((f"  {left}".ljust(KEYS), "$text-accent"), " ", right)


def _place(node: DOMNode) -> str:
    if isinstance(node, App):
        return "Everywhere"
    if isinstance(node, Screen):
        return "This screen"
    kind = type(node)
    return PLACES.get(f"{kind.__module__.removeprefix('tracker.tui.')}.{kind.__name__}", "Here")
