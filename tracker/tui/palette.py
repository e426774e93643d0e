"""The palette: every verb and view of the screen with its key, the saved queries, the themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tracker.text import visible_line
from tracker.tui.widgets.signs import MUTED, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


KEY = 8
# what Textual itself binds everywhere, and what only opens the palette
OTHERS = {"focus_next", "focus_previous", "copy_text", "command_palette", "help_quit", "quit"}


class SavedLines(Protocol):
    """The saved queries as they are typed."""

    def read(self) -> dict[str, str]:
        """By their names, in their order."""


@runtime_checkable
class AsksSavedQueries(Protocol):
    """A screen on which saved queries can be asked."""

    @property
    def saved_queries(self) -> SavedLines:
        """The saved queries."""

    def action_saved(self, number: int) -> None:
        """Ask one by its place."""


@runtime_checkable
class TakesInSources(Protocol):
    """A screen on which sources can be added without going to their list."""

    def action_add_source(self) -> None:
        """Open the form."""


class PaletteCommand(NamedTuple):
    """What can be done: its name, the key that does it too, what is said beside it; `rare` ones are found by typing."""

    name: str
    key: str
    deed: Callable[[], object]
    beside: str = ""
    rare: bool = False

    @property
    def drawn(self) -> Content:
        """As a line, safe on a terminal."""
        beside = f"  {short(self.beside, 60)}" if self.beside else ""
        return Content.assemble((f"{self.key:<{KEY}}", "$text-accent"), visible_line(self.name, 200), (beside, MUTED))


class PaletteCommands(Provider):
    """What the palette offers on the screen from which it was opened."""

    async def discover(self) -> Hits:
        """Everything that is not rare, in the order of the keys."""
        for one in self._commands():
            if not one.rare:
                yield DiscoveryHit(one.drawn, one.deed, text=one.name)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for one in self._commands():
            if (score := matcher.match(f"{one.name} {one.beside}")) > 0:
                yield Hit(score, one.drawn, one.deed, text=one.name)

    def _commands(self) -> Iterator[PaletteCommand]:
        yield from self._keys()
        if isinstance(self.screen, TakesInSources):
            yield PaletteCommand("Add a source", "S a", self.screen.action_add_source, "a file, an address, a text")
        yield PaletteCommand("Messages", "", partial(self.app.run_action, "app.messages"), "what was said")
        yield from self._saved()
        yield from self._themes()

    def _keys(self) -> Iterator[PaletteCommand]:
        seen: set[str] = set()
        for node, binding, enabled, _ in self.screen.active_bindings.values():
            ours = binding.action == "app.quit" or _name(binding.action) not in OTHERS
            if binding.description and enabled and ours and binding.action not in seen:
                seen.add(binding.action)
                deed = partial(self.app.run_action, binding.action, node)
                yield PaletteCommand(
                    binding.description, self.app.get_key_display(binding), deed, rare=_is_rare(binding.action)
                )

    def _saved(self) -> Iterator[PaletteCommand]:
        if isinstance(self.screen, AsksSavedQueries):
            for number, (name, line) in enumerate(self.screen.saved_queries.read().items(), 1):
                key = str(number) if number <= 9 else ""  # noqa: PLR2004 - the digits
                yield PaletteCommand(name, key, partial(self.screen.action_saved, number), line)

    def _themes(self) -> Iterator[PaletteCommand]:
        app = self.app
        if not app.ansi_color:  # without colours there is one theme only
            yield PaletteCommand("Theme", "", app.search_themes, app.theme)
            for name in sorted(app.available_themes):
                yield PaletteCommand(f"Theme {name}", "", partial(setattr, app, "theme", name), rare=True)


def _is_rare(action: str) -> bool:
    """Whether an action only moves about, or is listed by another name."""
    return _name(action) in {"move", "move_pages", "go", "walk", "saved", "next_link"}


def _name(action: str) -> str:
    return action.partition("(")[0].rpartition(".")[2]
