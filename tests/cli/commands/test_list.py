"""Lists and pages of the command line: their formats, queries, counts and exit codes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tracker.formats.rows import COLUMNS

if TYPE_CHECKING:
    from helpers.program import Program


pytestmark = pytest.mark.database  # every command on each engine

KEYS = [
    "id",
    "uid",
    "kind",
    "title",
    "summary",
    "topics",
    "tags",
    "status",
    "status_on",
    "reason",
    "extent",
    "according_to",
    "rating",
    "proposers",
    "speakers",
    "supporters",
    "opponents",
    "addressees",
    "body",
    "meeting",
    "place",
    "proposed_on",
    "deadline_on",
    "flags",
    "evidence",
    "quotes",
    "sources",
    "status_sources",
    "links",
    "looked_on",
    "added_at",
    "updated_at",
]


def test_json_of_list_has_the_keys_others_rely_on_in_their_order(coded: Program) -> None:
    records = coded("list", "--json", "sort:id").data
    assert [list(record) for record in records] == [[*KEYS, "extra"]] * 2
    first = records[0]
    assert first["topics"] == ["other", "external-cooperation"]
    assert first["speakers"] == ["Ada Berg, Minister"]
    assert first["quotes"] == ["Norland proposes a joint ferry inspection by 2014"]
    assert first["sources"] == [{"id": 1, "title": "A session of the northern council", "url": None}]
    assert first["tags"] == ["ferries"]
    assert (first["body"], first["meeting"], first["place"]) == ("Northern Council", "Spring session", "Port")
    assert records[1]["links"] == [{"kind": "part-of", "id": 1}]
    assert records[1]["flags"] == ["unsupported"]


def test_json_lines_are_the_same_objects_one_a_line(coded: Program) -> None:
    import json  # noqa: PLC0415

    lines = coded.done("list", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == coded("list", "--json").data


def test_csv_has_the_same_columns_with_lists_joined(coded: Program) -> None:
    rows = list(csv.DictReader(io.StringIO(coded.done("list", "--format", "csv", "sort:id"))))
    assert list(rows[0]) == KEYS == list(COLUMNS)
    assert rows[0]["topics"] == "other; external-cooperation"
    assert rows[0]["sources"] == "A session of the northern council"
    assert rows[1]["links"] == "part-of 1"


def test_list_in_a_pipe_is_tab_separated_without_a_header(coded: Program) -> None:
    rows = [line.split("\t") for line in coded.done("list", "sort:id").splitlines()]
    assert rows[0] == [
        *("1", "proposed", "Inspect ferries jointly", "other", "Norland", "Northern Council", "2012-03-03", "checked"),
    ]
    assert rows[1][-1] == "none"


def test_show_json_is_always_an_array_and_adds_the_life_of_each(coded: Program) -> None:
    shown = coded("show", "1", "--json").data
    beside = ["citations", "status_events", "looks", "linked_from", "note", "extra", "history"]
    assert list(shown[0]) == [*KEYS, *beside]
    assert shown[0]["citations"][0]["locator"] == "para. 2"
    assert [shown[0][name][0]["evidence"] for name in ("citations", "status_events")] == ["checked", "checked"]
    assert shown[0]["history"][0]["command"] == "add Inspect ferries jointly"


def test_show_draws_the_life_line_with_its_evidence(coded: Program) -> None:
    page = coded.done("show", "1")
    assert "#1  Inspect ferries jointly" in page
    assert "2012-03-03  ○ proposed ●" in page
    assert "“Norland proposes a joint ferry inspection by 2014” [1] para. 2 ●" in page
    assert "has part      #2  Keep a register of crews  [○ proposed]" in page
    assert "no evidence" in coded.done("show", "2")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ([], ["1", "2"]),
        (["ferr"], ["1"]),
        (["crews"], ["2"]),
        (["Ada", "Berg"], ["1"]),
        (["northern council"], ["1"]),
        (["topic:migration"], ["2"]),
        (["topic!=migration"], ["1"]),
        (["by:berg"], ["1"]),
        (["by:norland", "is:open"], ["1", "2"]),
        (["body:northern council"], ["1"]),
        (["date:2012"], ["1"]),
        (["id:2,1", "limit:1"], ["1"]),
        (["status:adopted"], []),
    ],
)
def test_a_query_finds_what_it_says(coded: Program, query: list[str], ids: list[str]) -> None:
    assert coded("list", "--format", "ids", *query).out.split() == ids


def test_an_empty_result_says_how_many_each_term_has(coded: Program) -> None:
    answer = coded("list", "topic:migration", "ferry")
    assert (answer.code, answer.out) == (0, "")
    assert "topic:migration 1" in answer.err
    assert "ferry 1" in answer.err


def test_exit_status_tells_whether_anything_matched(coded: Program) -> None:
    assert coded("list", "--exit-status", "ferries").code == 0
    assert coded("list", "--exit-status", "nothing").code == 1


def test_count_and_explain(coded: Program) -> None:
    answer = coded("list", "--count", "--explain", "topic:migration")
    assert answer.out == "1\n"
    assert answer.err == "proposals whose topic is migration\n"


@pytest.mark.parametrize(
    ("form", "out"), [("tsv", ""), ("json", "[]\n"), ("csv", ",".join(KEYS) + "\r\n"), ("ids", "")]
)
def test_without_a_database_list_is_empty_and_makes_none(tracker: Program, form: str, out: str) -> None:
    answer = tracker("list", "--format", form)
    assert (answer.code, answer.out) == (0, out)
    assert "tracker demo" in answer.err
    assert not tracker.db.exists()


@pytest.mark.parametrize("command", ["list", "export", "log"])
@pytest.mark.parametrize("limit", ["0", "-1", "#3", "many", "2,3", "9" * 40])
def test_how_many_are_wanted_is_a_count_wherever_it_is_said(coded: Program, command: str, limit: str) -> None:
    answer = coded(command, f"--limit={limit}")
    assert (answer.code, answer.out) == (2, "")
    assert "--limit must be a whole number from 1 to 1,000,000,000, as in 14" in answer.err
