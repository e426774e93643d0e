"""The keys of the place from which help was asked, read from its bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tracker import guide
from tracker.store.records import statuses
from tracker.tui import keys
from tracker.tui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode

    from tracker.store.ledger import Ledger

KEYS = 26
AROUND = 8  # cells of the dialog's border and margins
ROOM = 90


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

    def __init__(self, active: Mapping[str, ActiveBinding], ledger: Ledger) -> None:
        """The bindings that were active when help was asked for, and the database whose statuses are explained."""
        super().__init__()
        self._active = active
        self._statuses, self._reasons = statuses.read_statuses(ledger), statuses.read_reasons(ledger)

    def compose(self) -> ComposeResult:
        """One list."""
        with Vertical(classes="dialog dialog-tall"):
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(self.lines()), markup=False)
            yield KeysLine("esc  close")

    def lines(self) -> list[Content]:
        """What is shown, a line each."""
        lines: list[Content] = []
        room = min(self.app.size.width - AROUND, ROOM)
        for place, said in self._places().items():
            lines += [Content.styled(place, "bold"), *said, Content("")]
        for heading, blocks in self._guides():
            lines += [Content.styled(heading, "bold")]
            lines += [
                Content.assemble((left, "$text-accent"), right) for left, right in guide.guide_line_parts(blocks, room)
            ]
            lines += [Content("")]
        lines.pop()
        for place, said in self._elsewhere():
            lines += [Content(""), Content.styled(place, "bold"), *said]
        return lines

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_move(self, lines: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _guides(self) -> Iterator[tuple[str, Iterator[guide.Block]]]:
        yield "What you can search for", guide.query_guide()
        yield "How dates are typed", guide.date_guide()
        yield "What the statuses mean", guide.status_guide(self._statuses, self._reasons)

    def _places(self) -> dict[str, list[Content]]:
        grouped: dict[str, list[Binding]] = {}
        for node, binding, _enabled, _tooltip in self._active.values():
            if not binding.system:
                grouped.setdefault(_place(node), []).append(binding)
        for node in {active.node: None for active in self._active.values()}:  # with what does not work just now
            grouped[_place(node)] += (
                one for kind in type(node).__mro__ if _is_ours(kind) for one in keys.declared_keys(kind)
            )
        return {place: self._listed(bindings) for place, bindings in grouped.items()}

    def _listed(self, bindings: Iterable[Binding]) -> list[Content]:
        return [_pair(*one) for one in keys.key_lines(bindings, self.app.get_key_display)]

    def _elsewhere(self) -> Iterator[tuple[str, list[Content]]]:
        """The keys of the places where one is not."""
        here = {kind for active in self._active.values() for kind in type(active.node).__mro__}
        for name, place in keys.PLACES.items():
            if keys.part(name) not in here:
                yield place, self._listed(keys.declared_keys(keys.part(name)))


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith("tracker.")


def _pair(left: str, right: str) -> Content:
    return Content.assemble((f"  {left}".ljust(KEYS), "$text-accent"), " ", right)


def _place(node: DOMNode) -> str:
    if isinstance(node, App):
        return "Everywhere"
    if isinstance(node, Screen):
        return "This screen"
    kind = type(node)
    return keys.PLACES.get(f"{kind.__module__.removeprefix('tracker.tui.')}.{kind.__name__}", "Here")
