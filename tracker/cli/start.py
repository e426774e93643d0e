"""What the program says in the place of its screen, for who has the terminal read out."""

from __future__ import annotations

import sys

from tracker.cli import session as sessions
from tracker.text import plural, visible_line, write_to_stream

COMMANDS = {
    "tracker list": "all proposals, the newest status first",
    "tracker list migration is:open": "those that a query finds",
    "tracker show 1": "one proposal, with its life and its evidence",
    "tracker add": "add a proposal, asked field by field",
    "tracker update 1": "record what became of it, asked field by field",
    "tracker due": "what needs a look",
    "tracker stats": "counts by status, topic and year",
    "tracker help": "all commands, and the topics of help",
}
# the five steps of the tour, each as the command that does it
STEPS = {
    "read the text made for practice": "tracker source show 16 --text",
    "take a passage": "tracker add 'Give every ferry a second radio' --source 16 --quote 'carry a second radio'",
    "find its quote": "tracker show 111, where its evidence is called checked",
    "move a status with evidence": "tracker update 111 -s on-agenda --source 16 --quote 'sent to a working group'",
    "undo": "tracker undo",
    "write a CSV": "tracker list -o proposals.csv",
}


def say_where_to_begin(session: sessions.Session) -> None:
    """How many proposals there are, how many are late, and what can be typed next, a line each."""
    from tracker.query import parse_line
    from tracker.store.search import listing

    today = sessions.today()
    with sessions.reading(session) as ledger:
        known, late = (listing.count_matches(ledger, parse_line(line, today)) for line in ("", "is:overdue"))
    lines = [f"{plural(known, 'proposal')} in {visible_line(str(session.path))}, {late:,} overdue."]
    lines += ["The screen is not for screen readers; these commands do all that it does:"]
    lines += [f"{command}: {does}" for command, does in COMMANDS.items()]
    write_to_stream(sys.stdout, "".join(f"{line}\n" for line in lines))


def say_steps(path: str) -> None:
    """The five steps of the tour on the sample data, as commands."""
    lines = [
        f"The sample data is in {visible_line(path)}; put this before each command: TRACKER_DB={visible_line(path)}"
    ]
    lines += [
        f"Step {number}, {step}: {command}" if number else f"First {step}: {command}"
        for number, (step, command) in enumerate(STEPS.items())
    ]
    write_to_stream(sys.stdout, "".join(f"{line}\n" for line in lines))
