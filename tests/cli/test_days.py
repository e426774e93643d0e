"""Days are those of the reader's zone, wherever a day is asked about or shown; files have instants with their zone."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpers.article import ARTICLE
from helpers.zones import EAST, WEST, in_zone
from tracker import dates
from tracker.schema import sqlite3
from tracker.store import database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.program import Program

NOON = "2026-11-24T10:30:00.000Z"  # the 25th in the east, half past midnight; the 23rd in the west
DAYS = {EAST: "2026-11-25", "UTC": "2026-11-24", WEST: "2026-11-23", "Asia/Kathmandu": "2026-11-24"}


@pytest.fixture(params=DAYS)
def day(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The day of the reader at that instant, in one zone after the other."""
    with in_zone(request.param):
        today = DAYS[request.param]
        monkeypatch.setattr("tracker.cli.session.today", lambda: date.fromisoformat(today))
        yield today


@pytest.fixture
def entered(tracker: Program, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:  # noqa: ARG001
    """A proposal with a tag and a source, entered at that instant."""
    monkeypatch.setattr(database, "NOW", f"SELECT '{NOON}'")
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    tracker.done("source", "add", str(tmp_path / "article.txt"))
    tracker.done("add", "Open a hotline", "--tag", "nato")
    return tracker


@pytest.mark.parametrize("field", ["added", "updated"])
def test_it_is_found_by_the_day_on_which_it_was_entered_here(entered: Program, day: str, field: str) -> None:
    before, after = (str(dates.shift_day(date.fromisoformat(day), by, "d")) for by in (-1, 1))
    for asked in (day, "today", f"{day}..", f"..{day}", "0d..", f"{before},{day}", day[:7]):
        assert entered.done("list", f"{field}:{asked}", "--format", "ids") == "1", asked
        assert entered.done("list", f"{field}:{asked}", f"sort:-{field}", "--format", "ids") == "1", asked
        assert entered.done("list", f"{field}!={asked}", "--count") == "0", asked
    for asked in (before, after, f"{after}..", f"..{before}"):
        assert entered.done("list", f"{field}:{asked}", "--count") == "0", asked
        assert entered.done("list", f"{field}:{asked}", f"sort:{field}", "--count") == "0", asked
    assert f"{day} to {day}" in entered("list", f"{field}:2011").err


def test_what_is_shown_is_the_reader_s_day(entered: Program, day: str) -> None:
    entered.done("rm", "1")
    assert re.search(rf"\b{day}\b", entered.done("show", "1", "--history"))
    assert "2026-11-2" not in entered.done("show", "1", "--history").replace(day, "")
    assert f"captured {day}" in entered.done("source", "show", "1")


def test_what_is_written_has_the_instant_with_its_zone(entered: Program) -> None:
    assert entered.done("list", "--format", "csv", "--columns", "added,updated").splitlines()[1] == f"{NOON},{NOON}"
    assert entered.done("list", "--format", "tsv", "--columns", "added").splitlines()[-1] == NOON
    assert entered("list", "--json").data[0]["added_at"] == NOON
    assert NOON in entered.done("source", "list")
    assert NOON in entered.done("tag", "list")
    assert NOON in entered.done("log")


def test_it_is_stale_from_the_reader_s_day_on(entered: Program, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    since = dates.shift_day(date.fromisoformat(day), 9, "m")
    for today, stale in ((since, "0"), (dates.shift_day(since, 1, "d"), "1")):
        monkeypatch.setattr("tracker.cli.session.today", lambda today=today: today)
        assert entered.done("list", "is:stale", "--count") == stale
        assert entered.done("list", "is:stale", "--count", "--as-of", str(today)) == stale
        assert ("stale" in entered("show", "1", "--json").data[0]["flags"]) == (stale == "1")
    assert entered.done("due").splitlines()[0].endswith(f"\t{day}")


def test_the_future_begins_after_the_reader_s_day(entered: Program, day: str) -> None:
    tomorrow = str(dates.shift_day(date.fromisoformat(day), 1, "d"))
    assert "is in the future" in entered("update", "1", "-s", "on-agenda", "--on", tomorrow).err
    assert "is in the future" in entered("add", "Later", "--date", tomorrow).err
    assert "is in the future" in entered("looked", "1", "--in", "BelTA", "--on", tomorrow).err
    entered.done("update", "1", "-s", "on-agenda", "--on", day)
    entered.done("looked", "1", "--in", "BelTA")
    assert entered.done("list", f"looked:{day}", "--count") == "1"


def test_a_file_of_another_zone_is_asked_in_one_s_own(entered: Program, day: str) -> None:
    """What is kept is the instant: whoever opens the file next has days of their own."""
    with in_zone("UTC"):
        assert entered.done("list", "added:2026-11-24", "--count") == "1"
    assert entered.done("list", f"added:{day}", "--count") == "1"
    con = sqlite3.connect(entered.db)
    assert con.execute("SELECT added_at FROM proposals").fetchone() == (NOON,)
    con.close()
