"""What a run has changed so far, for whoever must say so when it is broken off or its output is lost."""

from __future__ import annotations


class Outcome:
    """Whether a change was begun, and whether one was saved."""

    def __init__(self) -> None:
        """Nothing was begun yet."""
        self.is_begun = self.is_saved = False

    def sentence(self) -> str:
        """What became of the changes of this run, in words; empty if there was none."""
        if self.is_saved:
            return "what was changed before that is saved; see: tracker log"
        return "nothing was changed" if self.is_begun else ""


OUTCOME = Outcome()
