"""Forms above a screen: opened on what is chosen there, and once they are saved, what was done is said."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tracker.tui.screens.undoing import Undoing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.tui.screens.form import Form

NOTHING: Mapping[str, str] = MappingProxyType({})


class Filling(Undoing):
    """A screen from which forms are opened."""

    _said: Mapping[str, str] = NOTHING  # what was typed last into fields that hold for the next proposal too

    def open_form(self, form: Callable[[], Form], *, remember: bool = False) -> None:
        """Open a form and, once it was saved, say what was done; `remember` keeps what was typed for the next one."""
        with self.toasted():
            opened = form()

            def closed(saved: tuple[int, Mapping[str, str]] | None) -> None:
                if saved is None:
                    return
                proposal, typed = saved
                said = typed if remember else {"source": typed.get("source", "")}
                self._said = {**self._said, **{name: one for name, one in said.items() if one or remember}}
                self.reload(proposal or None)
                away = " (the list does not show it)" if proposal and not self.shows(proposal) else ""
                self.say(opened.said + away + "   u undoes" * opened.undoable)

            self.app.clear_notifications()  # they are about what was before, and would lie on the form
            self.app.push_screen(opened, closed)

    def shows(self, proposal: int) -> bool:  # noqa: ARG002 - who has a list looks into it
        """Whether a proposal that was just saved is to be seen."""
        return True
