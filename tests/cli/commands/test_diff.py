"""`tracker diff`, and the clocks on `list`, `show` and `export`: what is printed and said."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest

import tour
from helpers.article import QUOTE, correct, follow_article
from tracker.cli.as_of_pages import TODAYS
from tracker.cli.commands.diff import between
from tracker.clocks import DigestSpan
from tracker.formats.documents.markdown import escape_markdown
from tracker.model import UsageError
from tracker.store.database import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

TODAY = date(2026, 11, 25)
TITLE = "Build up modern special forces: rapid-response, deployment and peacekeeping troops"
HOSTILE = "\x1b]52;c;aGk=\x07 [x](javascript:a) <b> `c` | \u202eevil"


@pytest.fixture
def coded(tracker: Program) -> Program:
    return tracker.filled_by(follow_article)


def sections(program: Program, *args: str) -> dict[str, list[int]]:
    """The numbers of the proposals of each section that has any."""
    told = program("diff", *args, "--json").data["sections"]
    return {section: [entry["id"] for entry in entries] for section, entries in told.items() if entries}


# the span


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("2013", date(2012, 12, 31), date(2013, 12, 31)),
        ("2013-02", date(2013, 1, 31), date(2013, 2, 28)),
        ("2013-02-03", date(2013, 2, 2), date(2013, 2, 3)),
        ("2012..2013", date(2011, 12, 31), date(2013, 12, 31)),
        ("2012-05..2013-01-01", date(2012, 4, 30), date(2013, 1, 1)),
        ("..2013", None, date(2013, 12, 31)),
        ("2013..", date(2012, 12, 31), TODAY),
        ("7d..", date(2026, 11, 17), TODAY),
        ("2012..2012-05", date(2011, 12, 31), date(2012, 5, 31)),
        ("yesterday", date(2026, 11, 23), date(2026, 11, 24)),
        ("0001", None, date(1, 12, 31)),
    ],
)
def test_which_days_are_compared(typed: str, before: date | None, after: date) -> None:
    assert between(typed, TODAY) == DigestSpan(before, after)


@pytest.mark.parametrize("typed", ["", "..", "x", "2013..2012", "2027..", "2012..2011-05", "05/06/2012"])
def test_a_span_that_cannot_be_meant_is_refused(coded: Program, typed: str) -> None:
    with pytest.raises(UsageError):
        between(typed, TODAY)
    answer = coded("diff", typed)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


# what happened


def test_each_proposal_stands_in_its_section(coded: Program) -> None:
    assert sections(coded, "2011") == {}
    assert sections(coded, "2012") == {"new": list(range(1, 19))}
    assert sections(coded, "2013") == {"moved": [2, 9], "confirmed": [17], "looked": [5]}
    assert sections(coded, "2014") == {"closed": [12], "confirmed": [9]}
    assert sections(coded, "2013..2014") == {"moved": [2, 9], "closed": [12], "confirmed": [17], "looked": [5]}
    assert sections(coded, "2012..2014") == sections(coded, "2012")


def test_an_act_is_shown_in_every_span_that_it_overlaps_and_counts_only_where_it_lies_whole(coded: Program) -> None:
    for span in ("2013-01..2013-06", "2013-06..2013-12", "2013-06", "2012-12..2013-01", "2013-H1", "2013-Q4"):
        answer = coded("diff", span, "id:2", "--json").data
        (entry,) = answer["sections"]["moved"]
        assert (entry["id"], entry["perhaps"], entry["acts"][0]["unsure"]) == (2, True, True)
        assert answer["counts"] == {"moved": {"sure": 0, "perhaps": 1}}
    for span in ("2013", "2012-12..2014"):
        answer = coded("diff", span, "id:2", "--json").data
        assert answer["counts"]["moved"] == {"sure": 1, "perhaps": 0}
        assert not answer["sections"]["moved"][0]["perhaps"]
    page = coded.done("diff", "2013-03", "id:2")
    assert "Moved (~1)" in page
    assert "~#2" in page
    assert "~ marks what only part of a date puts in this time" in page
    sent = coded.done("diff", "2013-03", "id:2", "--format", "markdown")
    assert "Moved" in sent
    assert "counted apart" in sent


def test_a_year_is_counted_in_none_of_its_months(tracker: Program) -> None:
    tracker.done("add", "Vague", "--date", "2012")
    tracker.done("add", "Of a day", "--date", "2012-05-15")
    tracker.done("update", "2", "-s", "adopted", "--on", "2012")
    tracker.done("looked", "2", "--in", "BelTA", "--on", "2013")
    for month in range(1, 13):
        answer = tracker("diff", f"2012-{month:02}", "--json").data
        sure = [one["id"] for entries in answer["sections"].values() for one in entries if not one["perhaps"]]
        assert sure == ([2] if month == 5 else [])
        assert 1 in [one["id"] for one in answer["sections"]["new"]]
        assert answer["sections"]["moved" if month > 5 else "new"]
    whole = tracker("diff", "2012", "--json").data
    assert whole["counts"] == {"new": {"sure": 2, "perhaps": 0}}
    assert tracker("diff", "2013-02", "--json").data["counts"] == {"looked": {"sure": 0, "perhaps": 1}}
    assert tracker("diff", "2013", "--json").data["counts"] == {"looked": {"sure": 1, "perhaps": 0}}
    assert tracker("diff", "2014", "--json").data["counts"] == {}


def test_counts_and_what_is_due_tell_apart_what_only_part_of_a_date_puts_there(
    tracker: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.cli.session.today", lambda: TODAY)
    tracker.done("add", "Vague", "--date", "2012", "--deadline", str(TODAY.year))
    tracker.done("add", "Of a day", "--date", "2012-05-15", "--deadline", "+5d")
    tracker.done("add", "Of a month", "--date", "2012-05")
    unsure = {"2012-05": (3, 1), "2012-05-15": (3, 2), "2012-06": (1, 1), "2012": (3, 0), "2012-Q2": (3, 1)}
    for asked, (found, apart) in unsure.items():
        for options in ([], ["--as-of", str(TODAY)], ["limit:3"], ["--by", "year"]):
            counted = tracker("stats", f"date:{asked}", "--json", *options).data
            assert (counted["proposals"], counted["unsure"]) == (found, apart), (asked, options)
    assert tracker("stats", "date!=2012-06", "--json").data["unsure"] == 0
    assert "unsure\t\t1" in tracker.done("stats", "date:2012-05")
    due = {one["id"]: one["unsure"] for one in tracker("due", "--json").data if one["why"] == "due"}
    assert due == {1: True, 2: False}


def test_the_query_speaks_of_the_end(coded: Program) -> None:
    assert sections(coded, "2013", "status:adopted") == {"moved": [9], "confirmed": [17]}
    assert sections(coded, "2013", "status:proposed") == {"looked": [5]}
    assert sections(coded, "..2012", "topic:special-forces") == {"new": [8, 9]}


def test_what_is_only_perhaps_there_is_marked(coded: Program) -> None:
    (entry,) = coded("diff", "..2012", "id:19", "--json").data["sections"]["new"]
    assert (entry["after"], entry["unsure"]) == ("proposed", True)
    assert "undated     ○ ~proposed" in coded.done("diff", "..2012", "id:19")


def test_a_correction_names_what_it_withdraws(coded: Program) -> None:
    wrong = correct(coded.db)
    told = coded("diff", "1d..", "--json").data["sections"]["corrected"]
    assert [(one["id"], [event["id"] for event in one["corrected"]]) for one in told] == [(12, [wrong])]
    assert [event["supersedes_id"] for event in told[0]["acts"]] == [wrong]
    page = coded.done("diff", "1d..", "id:12")
    assert f"2014-04-01  ⊘ lapsed ○ · corrects event {wrong} · no evidence" in page
    assert "2014-03-01  ⊘ lapsed · withdrawn by that correction" in page


def test_by_what_was_recorded_everything_is_new_today(coded: Program) -> None:
    assert sections(coded, "1d..", "--recorded") == {"new": sorted(range(1, 20), key=lambda n: (n == 19, n))}
    assert sections(coded, "..1900", "--recorded") == {}


def test_what_is_new_in_this_file_since_yesterday(coded: Program) -> None:
    ledger = open_ledger(coded.db, writing=True)
    for table, stamp in (
        *(("proposals", "added_at"), ("status_events", "recorded_at")),
        *(("citations", "added_at"), ("looks", "recorded_at")),
    ):
        ledger.con.execute(f"UPDATE {table} SET {stamp} = '2026-01-01T00:00:00.000Z'")
    ledger.close()
    assert sections(coded, "1d..", "--recorded") == {}
    coded.done("rm", "5")
    coded.done("update", "1", "-s", "on-agenda", "--on", "2012-06")
    coded.done("update", "17", "-s", "adopted", "--on", "2012-07")
    assert sections(coded, "1d..", "--recorded") == {"moved": [1], "confirmed": [17], "removed": [5]}
    assert sections(coded, "1d..", "--recorded", "status:on-agenda,proposed") == {"moved": [1], "removed": [5]}
    assert sections(coded, "1d..") == {}


def test_the_page_is_in_the_style_of_show(coded: Program) -> None:
    assert coded.done("diff", "2013", "id:9,5").splitlines() == [
        "What happened from 1 January 2013 to 31 December 2013",
        f"By what is known on {_today()}. Proposals numbered 9 or 5.",
        "",
        "Moved (1)",
        "",
        f"#9  {TITLE}",
        "            Belarus · CSTO · 15 May 2012 · special-forces",
        "            ○ proposed → ◑ adopted",
        "2013-09-23  ◑ adopted ◐ · weaker",
        f"            “{QUOTE}” [1] para. 2 ◐",
        "",
        "Looked at, nothing new (1)",
        "",
        "#5  Protect member states from drug trafficking more effectively",
        "            Belarus · CSTO · 15 May 2012 · drug-trafficking",
        "2013-11-02  ◦ looked: BelTA, odkb-csto.org, nothing new",
        "",
        "[1] Declaration of Sochi. CSTO, 2013-09-23. https://a.example/a_b",
    ]


def test_the_markdown_can_be_sent_as_it_is(coded: Program) -> None:
    assert coded.done("diff", "2013", "id:9", "--format", "markdown").splitlines() == [
        "# What happened from 1 January 2013 to 31 December 2013",
        "",
        f"By what is known on {_today()}. Proposals numbered 9.",
        "",
        "## Moved (1)",
        "",
        f"- **{TITLE}** (#9, Belarus, CSTO, 2012-05-15): proposed → adopted",
        r"  - 2013-09-23: adopted, weaker: “approved the \*programme\* of \[the\] forces” [1], para. 2 ◐",
        "",
        "## References",
        "",
        "1. Declaration of Sochi. CSTO, 2013-09-23. <https://a.example/a_b>",
    ]


def test_json_has_the_same_with_the_numbers_of_the_references(coded: Program) -> None:
    told = coded("diff", "2013..2014", "id:9,17", "--json").data
    assert (told["after"], told["until"], told["clock"]) == ("2012-12-31", "2014-12-31", "as-of")
    acts = told["sections"]["moved"][0]["acts"]
    assert [(act["status"], act["actor"], act["citations"][0]["reference"]) for act in acts] == [
        ("adopted", None, 1),
        ("adopted", "Armenia", 1),
    ]
    assert [(one["number"], one["id"]) for one in told["references"]] == [(1, 2)]


def test_nothing_is_said_on_stderr(coded: Program) -> None:
    answer = coded("diff", "2011")
    assert answer.code == 0
    assert answer.err == "Nothing happened from 1 January 2011 to 31 December 2011\n"
    assert coded.done("diff", "2011", "--format", "markdown").endswith("\n\nNothing.")


def test_without_a_database_nothing_is_made(tracker: Program) -> None:
    answer = tracker("diff", "2013")
    assert (answer.code, tracker.db.exists()) == (0, False)
    assert "Nothing is tracked yet" in answer.err


def test_hostile_text_is_shown_and_never_obeyed(tracker: Program) -> None:
    tracker.done("add", HOSTILE, "--date", "2012", "--by", "A *b* <c>")
    for form in ("text", "markdown", "json"):
        told = tracker.done("diff", "2012", "--format", form)
        assert not {"\x1b", "\x07", "\u202e"} & {*told}, form
    assert r"\[x\](javascript:a) \<b\> \`c\` \|" in tracker.done("diff", "2012", "--format", "markdown")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("1. x", r"1\. x"), ("- x", r"\- x"), ("# x", r"\# x"), ("a_b*c", r"a\_b\*c"), ("a&lt;", r"a\&lt;"), ("12", "12")],
)
def test_text_is_never_markup(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


# the clocks on list, show and export


def test_list_as_of_a_day(coded: Program) -> None:
    rows = [line.split("\t") for line in coded.done("list", "--as-of", "2013-06", "id:2,9").splitlines()]
    assert [(row[0], row[1]) for row in rows] == [("9", "proposed"), ("2", "~proposed")]
    assert coded.done("list", "--as-of", "2013", "status:adopted", "--format", "ids").split() == ["17", "9", "18"]
    assert coded.done("list", "--as-of", "2012-05-14", "--count") == "1"
    assert coded("list", "--as-of", "2012", "status:lapsed", "--exit-status").code == 1


def test_json_and_csv_say_what_is_unsure(coded: Program) -> None:
    told = coded("list", "--as-of", "2013-06", "id:2,9", "--json").data
    statuses = [(one["id"], one["status"], one["unsure"]) for one in told]
    assert statuses == [(9, "proposed", False), (2, "proposed", True)]
    rows = csv.DictReader(io.StringIO(coded.done("export", "--as-of", "2013-06", "id:2,9")))
    assert [(row["id"], row["unsure"]) for row in rows] == [("9", "no"), ("2", "yes")]
    assert "unsure" not in coded.done("export", "id:2")


def test_an_export_as_of_a_day_goes_to_its_file(coded: Program, tmp_path: Path) -> None:
    answer = coded("export", "--as-of", "2012", "id:9", "-o", str(tmp_path / "a.jsonl"))
    assert (answer.code, answer.err) == (0, f"Wrote 1 proposal to {tmp_path / 'a.jsonl'}\n")
    assert '"status": "proposed"' in (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert coded("export", "--table", "looks", "--as-of", "2012").code == 2


def test_known_by_says_what_it_cannot_know(coded: Program) -> None:
    answer = coded("list", "--known-by", "2012")
    said = f"What this file said on 2012-12-31; {TODAYS}\n"
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == said + "No proposals by what was recorded until 31 December 2012\n"
    assert len(coded.done("list", "--known-by", "tomorrow").splitlines()) == 19
    assert coded.done("list", "--known-by", "tomorrow", "--as-of", "2012", "id:9").split("\t")[1] == "proposed"


def test_an_empty_list_says_what_each_term_had(coded: Program) -> None:
    answer = coded("list", "--as-of", "2012", "status:adopted", "topic:special-forces")
    assert "matches all of: status:adopted 2 · topic:special-forces 2" in answer.err


def test_show_as_of_a_day_is_the_page_of_that_day(coded: Program) -> None:
    page = coded.done("show", "9", "--as-of", "2013-06-01")
    assert page.startswith("As of 1 June 2013, by all that is known now\n#9  Build up")
    assert "○ proposed · recommendation" in page
    assert "adopted" not in page
    assert "2013        ◕ ~in-progress ○ · talks" in coded.done("show", "2", "--as-of", "2013-06-01")
    (told,) = coded("show", "2", "--as-of", "2013-06-01", "--json").data
    assert (told["status"], told["unsure"]) == ("proposed", True)
    assert [event["unsure"] for event in told["status_events"]] == [False, True]


def test_show_says_which_was_not_there_yet_after_the_others(coded: Program) -> None:
    answer = coded("show", "1", "19", "99", "--as-of", "2012-05-14")
    assert answer.code == 3
    assert "#19  Improve" in answer.out
    assert "#1 was not there yet" in answer.err
    assert "no proposal 99" in answer.err


@pytest.mark.parametrize("command", [["list"], ["show", "1"], ["export"], ["stats"]])
@pytest.mark.parametrize("option", ["--as-of", "--known-by"])
def test_a_bad_day_is_refused_with_its_name(coded: Program, command: list[str], option: str) -> None:
    answer = coded(*command, option, "05/06/2012")
    assert (answer.code, answer.out) == (2, "")
    assert f"tracker: {option}: 05/06/2012 could be" in answer.err


def test_a_table_on_a_terminal_says_the_day_and_what_the_mark_means(coded: Program, tmp_path: Path) -> None:
    said = tour.on_a_terminal(f"tracker --db {coded.db} list --as-of 2013-06-01 id:2,9,10 sort:id", tmp_path)
    lines = said.splitlines()
    assert lines[1].startswith("2   ~proposed  Pursue dialogue")
    assert lines[-3:] == [
        "3 of 3 as of 1 June 2013",
        "No room for: body",
        "~ marks a status that only part of a span decides",
    ]


def _today() -> str:
    from tracker import dates  # noqa: PLC0415 - one test needs it
    from tracker.cli.session import today  # noqa: PLC0415

    return dates.date_in_words(today().isoformat())


def test_evidence_and_what_was_taken_back_are_told_by_when_they_were_entered(coded: Program) -> None:
    ledger = open_ledger(coded.db, writing=True)
    for table, stamp in (("proposals", "added_at"), ("status_events", "recorded_at"), ("citations", "added_at")):
        ledger.con.execute(f"UPDATE {table} SET {stamp} = '2026-01-01T00:00:00.000Z'")
    ledger.con.execute("UPDATE changes SET at = '2026-01-01T00:00:00.000Z'")
    ledger.con.execute("UPDATE looks SET recorded_at = '2026-01-01T00:00:00.000Z'")
    ledger.close()
    event = coded("show", "9", "--json").data[0]["status_events"][-2]["id"]
    coded.done("cite", "9", "--source", "2", "--quote", "never was", "--against", "--event", str(event))
    page = coded.done("diff", "1d..", "--recorded").splitlines()
    assert page[3:5] == ["New evidence (1)", ""]
    assert page[7:9] == ["2013-09-23  for: ◑ adopted", "            against: “never was” [1] ◐"]
    assert "links are today's" in page[1]
    markdown = coded.done("diff", "1d..", "--recorded", "--format", "markdown")
    assert "  - 2013-09-23: adopted, weaker: against: “never was” [1] ◐" in markdown
    assert sections(coded, "1d..", "--recorded") == {"evidence": [9]}
