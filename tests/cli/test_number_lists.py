"""Every command that takes numbers takes lists and ranges of them, and names those that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from helpers.program import Program


def fill(tracker: Program) -> None:
    """Six proposals and a source."""
    for number in range(1, 7):
        tracker.done("add", f"p{number}", "-t", "migration", "--date", "2012")
    tracker.done("source", "add", "https://example.org/1", "--title", "A paper")


@pytest.fixture
def six(tracker: Program) -> Program:
    return tracker.filled_by(fill)


@pytest.mark.parametrize("typed", [["3,4,5"], ["3-5"], ["3", "4-5"], ["#3-#5"]])
@pytest.mark.parametrize(
    "command",
    [
        ("show", "--format", "json"),
        ("update", "--add-tag", "t", "-y"),
        ("looked", "--in", "BelTA"),
        ("rm",),
    ],
    ids=lambda command: str(command[0]),
)
def test_lists_and_ranges(six: Program, command: tuple[str, ...], typed: list[str]) -> None:
    name, *options = command
    answer = six(name, *typed, *options)
    assert answer.code == 0, answer
    checks = {"update": "tag:t", "looked": "has:look", "rm": "is:removed"}
    if name == "show":
        assert [one["id"] for one in answer.data] == [3, 4, 5]
    else:
        assert six.done("list", checks[name], "sort:id", "--format", "ids").split() == ["3", "4", "5"]
    if name == "rm":
        six.done("restore", *typed)
        assert six.done("list", "--count") == "6"


def test_links_and_citations_of_several(six: Program) -> None:
    six.done("link", "4-5", "repeats", "1,2")
    assert six.done("list", "link:repeats", "sort:id", "--format", "ids").split() == ["4", "5"]
    assert six.done("list", "link:repeated-by", "sort:id", "--format", "ids").split() == ["1", "2"]
    six.done("link", "4-5", "repeats", "1,2", "--remove")
    assert six.done("list", "has:link", "--count") == "0"
    six.done("cite", "3-5", "--source", "1", "--quote", "a passage")
    assert six.done("list", "has:quote", "sort:id", "--format", "ids").split() == ["3", "4", "5"]
    six.done("undo")
    assert six.done("list", "has:quote", "--count") == "0"
    six.done("add", "again", "--repeats", "1,2")
    assert six.done("list", "link:repeated-by", "--count") == "2"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("show", "5-8"), "no proposal 7, 8"),
        (("update", "5-8", "--add-tag", "t"), "no proposal 7, 8"),
        (("looked", "5-8", "--in", "BelTA"), "no proposal 7, 8"),
        (("rm", "5,7-8"), "no proposal 7, 8"),
        (("rm", "1-100"), "no proposal 7, 8, 9, 10, 11 and 89 more"),
        (("link", "1", "repeats", "7,8"), "no proposal 7, 8"),
    ],
    ids=lambda value: str(value[0]),
)
def test_all_that_are_missing_are_named(six: Program, command: tuple[str, ...], says: str) -> None:
    answer = six(*command)
    assert (answer.code, says in answer.err) == (3, True), answer
    assert six.done("list", "tag:none", "no:look", "no:link", "--count") == "6"


@pytest.mark.parametrize("command", [("edit", "3,4"), ("log", "3-4")])
def test_a_command_for_one_says_so(six: Program, command: tuple[str, ...]) -> None:
    answer = six(*command)
    assert answer.code == 2
    assert "one proposal at a time; name one number, such as 3" in answer.err


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [("id:3-5", "345"), ("id:1,3-4", "134"), ("id!=2-6", "1"), ("id:#3-#4", "34"), ("id:3-3", "3")],
)
def test_a_query_takes_ranges_too(six: Program, asked: str, numbers: str) -> None:
    assert six.done("list", asked, "sort:id", "--format", "ids").split() == list(numbers)
    assert six.done("list", asked, "sort:id", "--format", "ids", "--as-of", "2020").split() == list(numbers)
    six.done("query", "save", "kept", asked)
    assert six.done("list", "saved:kept", "--count") == str(len(numbers))


@pytest.mark.parametrize("asked", ["id:5-3", "id:3-", "id:1-5000", "id:1-900,1000-1900", "id:a-b"])
def test_a_range_that_is_none_is_a_bad_query(six: Program, asked: str) -> None:
    answer = six("list", asked)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
