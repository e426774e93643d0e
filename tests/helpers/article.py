"""What the tests of the reports share: the first article of the sample data, with some years of what became of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.factories import ME
from tracker import config
from tracker.model import Evidence, NewStatus, ProposalEdit
from tracker.store import sample_data
from tracker.store.database import open_ledger, write_change
from tracker.store.records import sources
from tracker.store.records.proposals import update_proposal

if TYPE_CHECKING:
    from helpers.program import Program

ARTICLE = "csto-2012-05-15"
TEXT = Path(__file__).parents[3] / "shared" / "samples" / f"{ARTICLE}.txt"  # where the house is worked on
QUOTE = "approved the *programme* of [the] forces"
PAPER = {
    "title": "Declaration of Sochi",
    "publisher": "CSTO",
    "url": "https://a.example/a_b",
    "issued_on": "2013-09-23",
}
STEPS = (
    (9, NewStatus("adopted", "2013-09-23", extent="weaker"), QUOTE),
    (9, NewStatus("adopted", "2014-02", actor="Armenia"), "Armenia ratified it"),
    (2, NewStatus("in-progress", "2013", because="talks", force=True), ""),
    (12, NewStatus("lapsed", "2014-03-01", reason="abandoned", because="no more spoken of"), ""),
    (17, NewStatus("adopted", "2013-12-19", because="renewed"), "renewed it"),
)


def first_article(folder: Path) -> Path:
    """A folder of sample data with nothing but the first article, made in another."""
    alone = folder / "first-article"
    alone.mkdir()
    shutil.copy(config.demo_folder() / f"{ARTICLE}.toml", alone)
    return alone


def followed(path: Path) -> None:
    """Make a database of the first article with what became of some of its proposals, a look and a correction."""
    ledger = open_ledger(path, create=True)
    try:
        sample_data.load_samples(ledger, first_article(path.parent), ME)
        for number, step, quote in STEPS:
            with write_change(ledger, f"update {number}", ME) as change:
                source = sources.find(ledger, PAPER["title"]) or sources.add_reference(change, **PAPER)
                update_proposal(
                    change, number, ProposalEdit(), step, Evidence(source, quote, "para. 2") if quote else None
                )
        with write_change(ledger, "looked 5", ME) as change:
            change.insert("looks", proposal_id=5, looked_on="2013-11-02", places="BelTA, odkb-csto.org")
    finally:
        ledger.close()


def follow_article(program: Program) -> None:
    """The same in the database of a program."""
    followed(program.db)


def correct(path: Path) -> int:
    """Correct the date on which #12 lapsed; gives back the event that was wrong."""
    ledger = open_ledger(path, writing=True)
    try:
        with write_change(ledger, "correct 12", ME) as change:
            wrong: int = ledger.value("SELECT status_event_id FROM proposals WHERE id = 12")
            change.insert(
                "status_events", proposal_id=12, status="lapsed", occurred_on="2014-04-01", supersedes_id=wrong
            )
        return wrong
    finally:
        ledger.close()
