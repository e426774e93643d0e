"""A query wherever one is taken: in one string, in several arguments, with a pasted address; what a look makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from helpers.program import Program

ONE = "is:overdue by:belarus"


@pytest.fixture
def three(tracker: Program) -> Program:
    return tracker.filled_by(fill)


def fill(tracker: Program) -> None:
    """Two overdue proposals, one of Belarus, and one without a deadline."""
    tracker.done("source", "add", "https://Example.org/a", "--title", "Report")
    tracker.done("add", "Hotline", "-t", "migr", "--by", "Belarus", "--deadline", "2020", "--date", "2012")
    tracker.done("add", "Bureau", "-t", "drug", "--by", "Armenia", "--deadline", "2020", "--date", "2012")
    tracker.done("add", "Register", "-t", "migr", "--by", "Belarus", "--date", "2012")
    tracker.done("cite", "1", "--source", "1", "--quote", "a hotline", "--locator", "para. 140.7")


@pytest.mark.parametrize("args", [[ONE], ONE.split(), [f" {ONE} "]])
def test_a_query_in_one_string_or_in_several_is_the_same_everywhere(three: Program, args: list[str]) -> None:
    assert three.done("list", *args, "--format", "ids") == "1"
    assert three.done("list", *args, "--count") == "1"
    assert three.done("export", *args, "--columns", "id").split() == ["id", "1"]
    assert three.done("stats", *args, "--by", "topic") == "migration\t1"
    three.done("query", "save", "late", *args)
    assert three.done("query", "show", "late") == ONE
    assert three.done("list", "saved:late", "--format", "ids") == "1"


@pytest.mark.parametrize(
    "where",
    [
        ["--where", ONE],
        ["--where", "is:overdue", "by:belarus"],
        ["by:belarus", "--where", "is:overdue"],
        ["--where", "is:overdue", "--where", "by:belarus"],
    ],
)
@pytest.mark.parametrize("command", [["update", "--add-tag", "late"], ["looked", "--in", "BelTA"]])
def test_where_takes_several_terms_and_several_arguments(three: Program, where: list[str], command: list[str]) -> None:
    name, *options = command
    assert three.done(name, *where, *options, "-y") == "1"
    assert "by:belarus" in three("log").out


@pytest.mark.parametrize("name", ["update", "looked"])
def test_numbers_and_a_query_are_not_mixed(three: Program, name: str) -> None:
    answer = three(name, "1", "--where", "is:open", *(["--add-tag", "x"] if name == "update" else ["--in", "BelTA"]))
    assert answer.code == 2
    assert "either by number or by --where" in answer.err


def test_looks_for_many_are_shown_asked_about_and_tried(three: Program) -> None:
    tried = three("looked", "--where", "is:overdue", "--in", "BelTA", "-n")
    assert (tried.code, tried.out) == (0, "")
    assert "Would log this look for 2 proposals" in tried.err
    assert three("looked", "--where", "is:overdue", "--in", "BelTA").code == 2  # nobody can be asked
    assert three.done("looked", "--where", "is:overdue", "--in", "BelTA", "-y") == "2\n1"
    three.done("undo")
    assert three.done("list", "has:look", "--format", "ids") == ""


def test_a_look_says_when_the_next_one_is(three: Program) -> None:
    said = three("looked", "1", "--in", "BelTA", "--on", "2020-01-01", "--next", "2020-06-01")
    assert "nothing new; again on 2020-06-01" in said.err
    assert "again on 2020-06-01" in three.done("show", "1")
    assert three("show", "1", "--json").data[0]["looks"][0]["next_on"] == "2020-06-01"
    assert "next_on" in three.done("export", "--table", "looks")
    refused = three("looked", "1", "--in", "BelTA", "--on", "2020-01-01", "--next", "2019")
    assert (refused.code, "--next: " in refused.err) == (2, True)


@pytest.mark.parametrize(
    "pasted", ["HTTPS://example.org:443/a", "source:https://EXAMPLE.org/a", "https://example.org/a is:open"]
)
def test_a_pasted_address_finds_what_cites_it(three: Program, pasted: str) -> None:
    assert three.done("list", pasted, "--format", "ids") == "1"


def test_the_same_address_is_the_same_source(three: Program) -> None:
    assert (
        "Already known as source 1" in three("source", "add", "HTTPS://EXAMPLE.ORG:443/a").err
        or three.done("source", "add", "HTTPS://EXAMPLE.ORG:443/a") == "1"
    )
    three.done("cite", "3", "--source", "https://example.org/%61", "--quote", "a register")
    assert three.done("list", "source:1", "--format", "ids") == "3\n1"


def test_who_entered_what_are_columns(three: Program) -> None:
    rows = three.done("list", "id:1", "--columns", "id,added_by,status_by", "--format", "csv").splitlines()
    assert rows == ["id,added_by,status_by", "1,ann,ann"]
    assert three("list", "who:ann", "--json", "--columns", "added_by").data == [{"added_by": "ann"}] * 3
    assert "added_by" in three.done("list", "--columns", "help")


@pytest.mark.parametrize(
    "args",
    [
        ["update", "1", "--add-tag", "None"],
        ["update", "1", "--add-by", "NONE"],
        ["update", "1", "--body", "none"],
        ["update", "1", "--meeting", "none"],
        ["update", "1", "--extra", "none=1"],
        ["add", "A", "-t", "migration", "--spoken-by", "none, President"],
        ["actor", "edit", "Belarus", "--name", "none"],
        ["actor", "alias", "Belarus", "none"],
        ["topic", "add", "none"],
        ["topic", "edit", "migration", "--code", "none"],
        ["query", "save", "none", "is:open"],
        ["use", "--by", "none"],
    ],
)
def test_a_name_that_a_query_means_otherwise_is_refused_in_one_line(three: Program, args: list[str]) -> None:
    answer = three(*args)
    assert answer.code == 2, answer
    assert "cannot be" in answer.err
    assert answer.err.count("\n") == 1
