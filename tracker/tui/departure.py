"""Leaving the program: what was typed into forms that are open is kept as drafts, and that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App

    from tracker.tui.forms.form import Form


class Departure:
    """Every way out of the program goes by here."""

    def __init__(self, app: App[Any]) -> None:
        """Nothing is kept yet."""
        self._app = app
        self.said: list[str] = []  # to be said once the terminal is as it was

    def keep_drafts(self) -> list[str]:
        """Keep what was typed into forms, at once; gives back what is to be said of it."""
        self.said = [line for form in self._open_forms() if (line := form.drafts.keep())]
        return self.said

    def ask(self) -> None:
        """Leave; ask first if something was typed. Who asks to leave while that is asked is not asked again."""
        from tracker.tui.dialogs.confirm import Confirm

        if not self.keep_drafts() or isinstance(self._app.screen, Confirm):
            self._app.exit()
            return

        def answered(leaves: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if leaves:
                self._app.exit()

        question = f"Leave without saving? {'; '.join(self.said)}"
        self._app.push_screen(Confirm(question, "Leave", "Keep typing"), answered)

    def _open_forms(self) -> Iterator[Form]:
        stack = self._app._screen_stacks[self._app.current_mode]  # noqa: SLF001 - the public one raises where it is empty
        if len(stack) > 1:
            from tracker.tui.forms.form import Form

            yield from (one for one in stack if isinstance(one, Form))
