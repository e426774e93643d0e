"""The keys of the place from which help was asked, read from its bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tracker.fields import FIELDS, FLAGS, PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode

KEYS = 26
PLACES = {
    "ProposalTable": "The list",
    "DetailPane": "The proposal",
    "FilterInput": "The filter",
    "FacetsPane": "The facets",
    "Nothing": "Without a result",
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
            yield Static("esc  close", classes="dialog-keys", markup=False)

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
        return lines

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_move(self, lines: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _places(self) -> dict[str, list[Content]]:
        grouped: dict[str, dict[str, tuple[list[str], str]]] = {}
        for node, binding, _enabled, _tooltip in self._active.values():
            if binding.system:
                continue
            keys, _ = grouped.setdefault(_place(node), {}).setdefault(binding.action, ([], binding.description))
            keys.append(self.app.get_key_display(binding))
        return {place: list(_listed(actions.values())) for place, actions in grouped.items()}


def _listed(actions: Iterable[tuple[list[str], str]]) -> Iterable[Content]:
    return (_pair(" ".join(dict.fromkeys(keys)), description) for keys, description in actions if description)


def _pair(left: str, right: str) -> Content:
    return Content.assemble((f"  {left}".ljust(KEYS), "$text-accent"), " ", right)


def _place(node: DOMNode) -> str:
    if isinstance(node, App):
        return "Everywhere"
    if isinstance(node, Screen):
        return "This screen"
    return PLACES.get(type(node).__name__, "Here")
