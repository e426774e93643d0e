"""Names that an upgrade makes one to a search: named by it and by check, with the way to make them one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from helpers.factories import plain
from tracker.cli import session

if TYPE_CHECKING:
    import pytest

    from helpers.program import Program

NAMED = "'Lodz' and 'Łódź' are compared as one name, which finds the older; if they are one: "


def test_an_upgrade_and_a_check_name_two_of_one_key_and_how_they_are_made_one(
    tracker: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "LONG", 2)
    tracker.done("add", "First", "-t", "migration", "--by", "Lodz")
    tracker.done("add", "Second", "-t", "migration", "--by", "Other")
    with closing(plain(tracker.db)) as con:
        con.execute("UPDATE actors SET name = 'Łódź', key = 'łodz' WHERE name = 'Other'")
        con.execute("UPDATE schema_texts SET sha256 = '0' WHERE name = 'folding'")
    asked = tracker("list")
    assert (asked.code, asked.out) == (1, "")
    assert "upgrade it with: tracker db upgrade" in asked.err
    upgraded = tracker("db", "upgrade")
    assert upgraded.code == 0
    assert "Making 2 proposals searchable anew …" in upgraded.err
    assert f"actors 1 and 2: {NAMED}tracker actor merge 1 2" in upgraded.err
    checked = tracker("check")
    assert (checked.code, checked.out) == (5, f"actors 1 and 2: {NAMED}tracker actor merge 1 2\n")
    tracker.done("actor", "merge", "1", "2", "--yes")
    assert tracker.done("list", "by:łódź", "--count") == "2"
    assert tracker("check").code == 0
