"""Bibliographies and calendars: what proposals cite and when they are due, as the readers of others read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from helpers.program import Program

if TYPE_CHECKING:
    from pathlib import Path

bibtexparser: Any = pytest.importorskip("bibtexparser")
rispy: Any = pytest.importorskip("rispy")
icalendar: Any = pytest.importorskip("icalendar")

TITLE = "Māori & 50% {of} C# \\ x_1 $5 ~ ^"
PAGE = "https://example.org/a_b?c=%20{d}"


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    program = Program(tmp_path / "t.db", capsys)
    said = ["--title", TITLE, "--author", "Šimek, Jan; Land and Sea Board", "--date", "2012-05"]
    program.done("source", "add", PAGE, *said, "--type", "article-newspaper", "--container", "The Post")
    program.done("source", "add", "https://example.org/uncited")
    program.done("add", "Open; a, line", "--source", "1", "--deadline", "2031-03", "--quote", "Open it")
    program.done("add", "Close " + "ā" * 90, "--source", "1", "--deadline", "2031-04-05", "--quote", "Close it")
    return program


def test_bibtex_names_each_source_that_is_cited_once_with_its_signs(tracker: Program) -> None:
    (entry,) = bibtexparser.loads(tracker.done("list", "--format", "bibtex")).entries
    assert entry["ENTRYTYPE"] == "article"
    assert entry["author"] == "Šimek, Jan and {Land and Sea Board}"
    assert (entry["year"], entry["month"], entry["date"], "day" in entry) == ("2012", "5", "2012-05", False)
    assert entry["url"] == "https://example.org/a_b?c=%20%7Bd%7D"


def test_ris_is_read_by_rispy_with_a_date_that_is_not_padded(tracker: Program) -> None:
    (entry,) = rispy.loads(tracker.done("list", "--format", "ris"))
    assert (entry["type_of_reference"], entry["title"], entry["date"]) == ("NEWS", TITLE, "2012/05//")
    assert entry["authors"] == ["Šimek, Jan", "Land and Sea Board"]


def test_csl_json_has_names_in_parts_and_a_month_without_a_day(tracker: Program) -> None:
    (item,) = json.loads(tracker.done("list", "--format", "csljson"))
    assert item["author"] == [{"family": "Šimek", "given": "Jan"}, {"literal": "Land and Sea Board"}]
    assert (item["issued"], item["URL"], item["title"]) == ({"date-parts": [[2012, 5]]}, PAGE, TITLE)


def test_the_list_of_sources_has_those_that_nothing_cites_too(tracker: Program) -> None:
    assert len(json.loads(tracker.done("source", "list", "--format", "csljson"))) == 2
    assert len(rispy.loads(tracker.done("source", "list", "--format", "ris"))) == 2


@pytest.mark.parametrize("command", [["list"], ["due", "--days", "3000"]])
def test_a_calendar_has_a_deadline_each_and_an_update_of_it_updates(tracker: Program, command: list[str]) -> None:
    text = tracker.done(*command, "--format", "ics")
    events = {str(one["SUMMARY"]): one for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}
    month = events["Deadline: Open; a, line"]
    assert (str(month["DTSTART"].dt), str(month["DTEND"].dt)) == ("2031-03-01", "2031-04-01")
    assert "Deadline: Close " + "ā" * 90 in events
    assert max(len(line.encode()) for line in text.splitlines()) <= 75
    tracker.done("update", "1", "--title", "Open the line")
    again = icalendar.Calendar.from_ical(tracker.done(*command, "--format", "ics")).walk("VEVENT")
    (new,) = (one for one in again if one["UID"] == month["UID"])
    assert new["SEQUENCE"] >= month["SEQUENCE"]
    assert str(new["SUMMARY"]) == "Deadline: Open the line"
