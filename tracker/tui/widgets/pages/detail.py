"""The pane that shows one proposal whole, and scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tracker.tui.widgets.pages.link_page import EMPTY, Laying, LinkPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Detail


class DetailPane(LinkPage):
    """One proposal: given by `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "follow", "Follow the link"),
        Binding("enter", "leave", "Back"),
    ]
    DEFAULT_CSS = """
    DetailPane {
        border-left: vkey $foreground 20%;
        &:focus { border-left: heavy $text-accent; }
    }
    """

    class Left(Message):
        """The reader goes back to the list."""

    def __init__(self, glyphs: Mapping[str, str]) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self._glyphs = glyphs
        self._shown: Detail | None = None
        self._unfolded: frozenset[int] = frozenset()

    @property
    def proposal(self) -> int | None:
        """The proposal that is shown."""
        return self._shown and self._shown.proposal.id

    def show(self, detail: Detail | None) -> None:
        """Show a proposal, from its top if it is another one; None shows nothing."""
        before, self._shown = self.proposal, detail
        if self.proposal != before:
            self._unfolded = frozenset()
            self.top()
        self.lay_out()

    def laying(self, width: int) -> Laying:
        """The proposal as a page."""
        if self._shown is None:
            return EMPTY
        from tracker.blocks import proposal_blocks
        from tracker.tui.widgets.pages.proposal_page import lay_out_proposal

        return lay_out_proposal(proposal_blocks(self._shown, self._glyphs), width, self._unfolded)

    def toggle_fold(self, number: int) -> None:
        """Show a step that was corrected whole, or as one line."""
        self._unfolded ^= {number}
        self.lay_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter follows the link that is chosen, and else goes back."""
        if action == "leave":
            return not super().check_action("follow", ())
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Go back to the list."""
        self.post_message(self.Left())
