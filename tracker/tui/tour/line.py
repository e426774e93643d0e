"""The line of the five steps: what is done, what is next, with its keys, and how to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.text import cell_width

if TYPE_CHECKING:
    from textual import events
    from textual.app import RenderResult


class Step(NamedTuple):
    """What is to be done, said in full and in short; its keys, and how they do it, in full and in short."""

    name: str
    short: str
    keys: str
    how: str
    brief: str


STEPS = {
    "take": Step(
        "take a passage",
        "take a passage",
        "a",
        "a title of yours, source 16, quote: carry a second radio",
        "source 16, quote: a second radio",
    ),
    "find": Step("find its quote", "find its quote", "S enter", "source 16 has it, marked", "source 16 has it, marked"),
    "move": Step(
        "move a status with evidence",
        "move a status",
        "s",
        "on-agenda, source 16, quote: sent to a working group",
        "on-agenda, source 16, a quote",
    ),
    "undo": Step("undo", "undo", "u", "takes your last change back", "takes your last change back"),
    "write": Step("write a CSV", "write a CSV", "w", "the list to a file, proposals.csv", "a file, proposals.csv"),
}
LEAVE = "T leaves"
GAP = "  "


class TourLine(Widget):
    """`✓ take a passage  ✓ find its quote  3 move a status with evidence: s  4 undo  5 write a CSV     T leaves`."""

    DEFAULT_CSS = """
    TourLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """
    ALLOW_SELECT = False

    done: reactive[frozenset[str]] = reactive(frozenset())
    """The steps that were done."""

    def __init__(self, done: frozenset[str], *, can_leave: bool) -> None:
        """What was done before the line was there; where text is typed the key that leaves is a letter."""
        super().__init__()
        self._leave = LEAVE if can_leave else ""
        self.set_reactive(TourLine.done, done)

    def render(self) -> RenderResult:
        """The fullest that fits."""
        room = self.content_size.width - cell_width(GAP + self._leave) * bool(self._leave)
        drawn = next((one for one in self._drawings() if one.cell_length <= room), Content(""))
        gap = " " * max(self.content_size.width - drawn.cell_length - cell_width(self._leave), 0)
        return Content.assemble(drawn, gap, (self._leave, "$text-muted"))

    def _drawings(self) -> list[Content]:
        """The line from the fullest to the shortest."""
        ticks = "".join("✓" if name in self.done else "·" for name in STEPS)
        number, step = next((at, STEPS[name]) for at, name in enumerate(STEPS, 1) if name not in self.done)
        keys = (step.keys, "bold $text-accent")
        at = f"{number}/{len(STEPS)}"
        return [
            Content.assemble(self._all_steps(number), f": {step.how}"),
            Content.assemble(f"{ticks}  {at} {step.name}: ", keys, f"  {step.how}"),
            Content.assemble(f"{ticks}  {at} {step.name}: ", keys, f"  {step.brief}"),
            Content.assemble(f"{ticks}  {at} {step.short}: ", keys, f"  {step.brief}"),
            Content.assemble(f"{at} {step.short}: ", keys),
        ]

    def _all_steps(self, following: int) -> Content:
        """All steps by name, then the keys of the next one."""
        parts = []
        for number, (name, step) in enumerate(STEPS.items(), 1):
            style = "$text-muted" if name in self.done else "bold" * (number == following)
            parts.append(Content.styled(f"{'✓' if name in self.done else number} {step.name}", style))
        keys = [*STEPS.values()][following - 1].keys
        return Content.assemble(Content(GAP).join(parts), GAP * 2, (keys, "bold $text-accent"))

    async def on_click(self, event: events.Click) -> None:
        """Leave, for who clicks how."""
        if self._leave and event.x - self.gutter.left >= self.content_size.width - cell_width(self._leave):
            await self.run_action("app.leave_tour")
