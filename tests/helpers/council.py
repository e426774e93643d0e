"""The report of a council, and two proposals from it: what most tests of the command line begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.program import Program

COUNCIL = """A session of the northern council

The council met on 3 March. The chair welcomed everyone, and the council was warm.

The delegation of Norland proposes a joint ferry inspection by 2014. It also urges a common register of crews.

At its end the council adopted the plan for joint inspections, and the council went home.
"""


def code_council(tracker: Program) -> None:
    """A ledger with the report and two proposals from it."""
    tracker.done("source", "add", "council.txt", "--date", "2012-03-03")
    tracker.done(
        *("add", "Inspect ferries jointly", "-t", "other,external-cooperation", "--by", "Norland"),
        *("--spoken-by", "Ada Berg, Minister", "--to", "Northern Council", "--body", "Northern Council"),
        *("--meeting", "Spring session", "--place", "Port", "--date", "3 March 2012", "--tag", "Ferries"),
        *("--source", "1", "--quote", "Norland proposes … by 2014"),
    )
    tracker.done("add", "Keep a register of crews", "-t", "migration", "--by", "Norland", "--part-of", "1")
