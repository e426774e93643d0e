"""Forms above a screen: opened on what is chosen there, and once they are saved, what was done is said."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.tui.context import ScreenContext
    from tracker.tui.forms.form import Form

NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})


class FormOpener:
    """What opens the forms of a screen, and remembers what the next form is offered again."""

    def __init__(self, context: ScreenContext, is_listed: Callable[[int], bool] | None = None) -> None:
        """`is_listed` says whether a proposal that was just saved is in the list; without it, nobody has to know."""
        self._context, self._is_listed = context, is_listed
        self.typed = NOTHING_TYPED  # what was typed last into fields that hold for the next proposal too

    def remember(self, typed: Mapping[str, str]) -> None:
        """Keep values for the next form."""
        self.typed = {**self.typed, **typed}

    def open(self, make: Callable[[], Form], *, remember: bool = False) -> None:
        """Open a form and, once it was saved, say what was done; `remember` keeps all that was typed for the next."""
        with self._context.say_errors():
            form = make()

            def closed(saved: tuple[int, Mapping[str, str]] | None) -> None:
                if saved is not None:
                    proposal, typed = saved
                    if remember or typed.get("source"):
                        self.remember(typed if remember else {"source": typed["source"]})
                    self._tell(form, proposal)

            self._context.app.clear_notifications()  # they are about what was before, and would lie on the form
            self._context.app.push_screen(form, closed)

    def _tell(self, form: Form, proposal: int) -> None:
        self._context.reload(proposal or None)
        is_hidden = proposal and self._is_listed is not None and not self._is_listed(proposal)
        away = " (the list does not show it)" if is_hidden else ""
        self._context.say(form.said + away + "   u undoes" * form.undoable)
