"""Changes to many proposals at once: how many wait for a thread, and what is shown before they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.editing.preview import preview_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.editing.preview import DoesAlike, Preview
    from tracker.store.ledger import Change

AT_ONCE = 200  # more than that are changed beside the screen's own work
SAMPLE = 3  # titles that are shown before many are changed
ROOM = 54  # cells of a line of a question
YES = "Yes, all of them"


def preview_marked(change: Change, wanted: Sequence[int], action: DoesAlike) -> Preview:
    """What an action would do to the marked proposals, for a question of the screen; raises as the action does."""
    return preview_change(change, wanted, action, SAMPLE, ROOM)
