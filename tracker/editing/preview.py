"""What a change to many proposals would do, before it is done: tried, taken back, and said in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.store.search import listing
from tracker.text import clip_text, plural, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.model import ProposalLine
    from tracker.store.ledger import Change

    DoesAlike = Callable[[Change, Sequence[int]], object]

SAME = ("already has these values", "already have these values")  # said of those that would not change


class Preview(NamedTuple):
    """The proposals that an action would change, how many it would leave, and the first of those changed in lines."""

    would: Sequence[int]
    unchanged: int
    lines: Sequence[str]

    def question(self, verb: str, same: tuple[str, str] = SAME) -> str:
        """Whether to do it: `Update 3 proposals, 1 already has these values?`."""
        return f"{bulk_sentence(verb, len(self.would), self.unchanged, same)}?"

    @property
    def sample(self) -> list[str]:
        """The first ones, and how many more there are."""
        more = len(self.would) - len(self.lines)
        return [*self.lines, *([f"… and {more:,} more"] if more else [])]


def bulk_sentence(verb: str, would: int, unchanged: int, same: tuple[str, str] = SAME) -> str:
    """What is done to how many, and how many stay as they are: `Update 3 proposals, 1 already has these values`."""
    return f"{verb} {plural(would, 'proposal')}{unchanged_words(unchanged, same)}"


def unchanged_words(number: int, same: tuple[str, str] = SAME) -> str:
    """How many stay as they are, behind a comma; empty for none."""
    return f", {number:,} {same[number != 1]}" if number else ""


def lines_by_id(change: Change, ids: Sequence[int]) -> dict[int, ProposalLine]:
    """Where proposals stand within a change."""
    return {line.id: line for line in listing.read_lines(change.ledger, ids)}


def arrow_steps(before: str, after: str) -> str:
    """From which status to which, as a screen draws it."""
    return f"{before} → {after}"


def moved_line(
    before: ProposalLine, after: ProposalLine, room: int | None = None, join: Callable[[str, str], str] = arrow_steps
) -> str:
    """A proposal in one line of so much room, with where it stood if that is another status."""
    stands = f"  [{after.status if before.status == after.status else join(before.status, after.status)}]"
    title = after.title if room is None else clip_text(visible_line(after.title), max(room - len(stands), 12))
    return f"{title}{stands}"


def preview_change(change: Change, wanted: Sequence[int], action: DoesAlike, most: int, room: int) -> Preview:
    """What an action would do, within a change that is taken back by who asks; raises as the action does.

    An action that gives back the proposals that it changed leaves the others as they are.
    """
    first = lines_by_id(change, wanted[:most])
    done = action(change, wanted)
    would: Sequence[int] = done if isinstance(done, list) else wanted
    stand = lines_by_id(change, would[:most])
    lines = [
        f"#{one}  {moved_line(first.get(one, line), line, room - len(str(one)) - 3)}" for one, line in stand.items()
    ]
    return Preview(would, len(wanted) - len(would), lines)
