"""The help of the place from which it was asked: its keys, read from its bindings, and what they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static, TextArea

from tracker import guide
from tracker.store.records import statuses
from tracker.text import plural, visible_line
from tracker.tui import keys
from tracker.tui.widgets.inputs.line_input import LineInput
from tracker.tui.widgets.keys_line import KeysLine
from tracker.tui.widgets.pages.help_page import HelpPage, HelpRow, HelpSection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import ComposeResult
    from textual.dom import DOMNode

    from tracker.store.ledger import Ledger

    Bound = tuple[DOMNode, Binding]

HERE, EXPLAINED, ELSEWHERE = range(3)  # the chapters
HERE_TOO = "Here"  # what a part is called that has no name
READING, SEARCHING = "/  search    esc  close", "enter  to the lines found    esc  all of them again"


class Help(ModalScreen[None]):
    """Every key that works there by its group, then what can be typed, then the keys of the other places."""

    CSS_PATH = "dialog.tcss"
    AUTO_FOCUS = "HelpPage"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/"),
        Binding("escape", "back", "One step back"),
        Binding("question_mark,ctrl+g,q", "close", "Close"),
    ]

    def __init__(self, asked_from: Screen[object], ledger: Ledger) -> None:
        """The screen from which it was asked, and the database whose statuses are explained."""
        super().__init__(name="help")
        self._bound = list(_active_keys(asked_from))
        places = [place for node, _ in self._bound if (place := _place(node)) != HERE_TOO]
        self._title = next((one for one in places if one not in keys.SHARED), places[0] if places else HERE_TOO)
        known, reasons = statuses.read_statuses(ledger), statuses.read_reasons(ledger)
        self._explained = {
            "What you can search for": guide.query_guide(),
            "How dates are typed": guide.date_guide(),
            "What the statuses mean": guide.status_guide(known, reasons),
        }

    def compose(self) -> ComposeResult:
        """What is searched for, the page, the keys."""
        with Vertical(classes="dialog dialog-tall dialog-help"):
            with Horizontal(classes="help-head"):
                yield Static(f"Keys · {self._title}", classes="help-title", markup=False)
                yield LineInput(placeholder="words of a key or of what it does", compact=True)
                yield Static(classes="help-count", markup=False)
            yield HelpPage([*self._here(), *self._explanations(), *self._elsewhere()])
            yield KeysLine(READING)

    def on_mount(self) -> None:
        """Begin with all of it; nothing is searched for yet."""
        self._show_search(on=False)

    def action_search(self) -> None:
        """Go to what is searched for."""
        self._show_search(on=True)
        self.query_one(LineInput).focus()

    def action_back(self) -> None:
        """Show all again, or close."""
        if self.has_class("-searching"):
            self.query_one(LineInput).value = ""
            self._show_search(on=False)
            self.query_one(HelpPage).focus()
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words so far."""
        page = self.query_one(HelpPage)
        page.search(event.value)
        self.query_one(".help-count", Static).update(plural(page.row_count, "line") if event.value.strip() else "")

    def on_input_submitted(self) -> None:
        """Go into what was found."""
        self.query_one(HelpPage).focus()

    def on_descendant_focus(self) -> None:
        """Say the keys of the part that has the focus."""
        self.query_one(KeysLine).say(SEARCHING if self.query_one(LineInput).has_focus else READING)

    def _show_search(self, *, on: bool) -> None:
        self.set_class(on, "-searching")
        self.query_one(LineInput).disabled = not on  # else Tab would lead into it

    def _here(self) -> Iterator[HelpSection]:
        lines = [
            line
            for node in dict.fromkeys(node for node, _ in self._bound)
            for line in self._lines(
                (binding for owner, binding in self._bound if owner is node),
                _place(node),
                typing=isinstance(node, Input | TextArea),
            )
        ]
        for group, of_group in keys.in_groups(lines).items():
            yield HelpSection(group, _rows(of_group), HERE)

    def _explanations(self) -> Iterator[HelpSection]:
        for heading, blocks in self._explained.items():
            yield HelpSection(heading, [*_explained_rows(blocks)], EXPLAINED)

    def _elsewhere(self) -> Iterator[HelpSection]:
        """The keys of the places where one is not, and those that do not work just now."""
        here = {_identity(binding) for _, binding in self._bound}
        for name, place in keys.PLACES.items():
            others = [one for one in keys.declared_keys(keys.part(name)) if _identity(one) not in here]
            if rows := _rows(self._lines(others, place)):
                yield HelpSection(f"Elsewhere: {place[0].lower()}{place[1:]}", rows, ELSEWHERE)

    def _lines(self, bindings: Iterable[Binding], place: str, *, typing: bool = False) -> list[keys.KeyLine]:
        return keys.key_lines(bindings, self.app.get_key_display, place, typing=typing)


def _active_keys(screen: Screen[object]) -> Iterator[Bound]:
    """The keys that work on a screen; above a dialog too those of the program that go before all others."""
    of_app = [one for kind in type(screen.app).__mro__ for one in keys.declared_keys(kind)]
    first = {one.key: one for one in reversed(of_app) if one.priority and _is_offered(screen.app, one)}
    of_screen = {one.key: one for kind in reversed(type(screen).__mro__) for one in keys.declared_keys(kind)}
    for node, binding, _, _ in screen.active_bindings.values():
        if binding.system or isinstance(node, App) or binding.key in first:
            continue
        if not _does_nothing(node, binding):
            yield node, binding
        elif binding.key in of_screen:
            yield screen, of_screen[binding.key]
    for binding in dict.fromkeys(first.values()):
        yield screen.app, binding


def _is_offered(app: App[object], binding: Binding) -> bool:
    return app.check_action(binding.action, ()) is not False


def _identity(binding: Binding) -> tuple[str, str, str]:
    return binding.key, binding.action, binding.description


def _does_nothing(node: DOMNode, binding: Binding) -> bool:
    """Whether it is a key of Textual's by which nothing scrolls: a line of text, and a menu sideways."""
    sideways = ("scroll_left", "scroll_right", "page_left", "page_right")
    return binding.action.startswith(("scroll_", "page_") if isinstance(node, Input) else sideways)


def _rows(lines: Iterable[keys.KeyLine]) -> list[HelpRow]:
    return [HelpRow(line.keys, line.words, _key_in_words(line.keys)) for line in lines]


def _key_in_words(drawn: str) -> str:
    return drawn.replace("^", "ctrl+").replace("⏎", "enter").replace("esc", "escape")


def _explained_rows(blocks: Iterable[guide.Block]) -> Iterator[HelpRow]:
    for block in blocks:
        if isinstance(block, str):
            yield HelpRow("", guide.plain_prose(block))
        else:
            yield from (HelpRow(visible_line(left), guide.plain_prose(right)) for left, right in block.rows)


def _place(node: DOMNode) -> str:
    """What a part of the screen is called; one of no name of its own has that of its kind."""
    names = (f"{kind.__module__.removeprefix('tracker.tui.')}.{kind.__name__}" for kind in type(node).__mro__)
    return next((keys.PLACES[name] for name in names if name in keys.PLACES), HERE_TOO)
