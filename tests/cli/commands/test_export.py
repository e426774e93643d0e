"""Exports: files whose ending decides, and what they never replace."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program


pytestmark = pytest.mark.database  # every command on each engine


def test_export_never_replaces_a_database(coded: Program) -> None:
    before = coded.db.read_bytes()
    for name in (str(coded.db), f"{coded.db}-wal"):
        assert coded("export", "--format", "csv", "-o", name).code == 2
    assert coded.db.read_bytes() == before


def test_an_export_keeps_the_rights_of_the_file_it_replaces(coded: Program, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.touch(mode=0o640)
    coded.done("export", "-o", str(target))
    assert target.stat().st_mode & 0o777 == 0o640


# export


def test_export_writes_a_file_whose_ending_decides(coded: Program, tmp_path: Path) -> None:
    coded.done("export", "-o", str(tmp_path / "all.json"))
    coded.done("export", "topic:migration", "-o", str(tmp_path / "some.csv"))
    assert '"id": 1' in (tmp_path / "all.json").read_text(encoding="utf-8")
    assert len((tmp_path / "some.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_every_table_is_exported(coded: Program, tmp_path: Path) -> None:
    coded.done("export", "--all", "-o", str(tmp_path / "out"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "citations.csv").read_text(encoding="utf-8"))))
    assert rows[0]["quote"] == "Norland proposes a joint ferry inspection by 2014"
    assert len(list((tmp_path / "out").iterdir())) == 25


def test_a_citation_can_be_read_by_a_person_and_is_whole(coded: Program, tmp_path: Path) -> None:
    coded.done("source", "add", "https://example.org/a", "--title", "A; paper")
    coded.done("update", "1", "-s", "adopted", "--on", "2013-05", "--source", "2", "--locator", "p. 3")
    coded.done("export", "--table", "citations", "-o", str(tmp_path / "c.csv"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text(encoding="utf-8"))))
    wanted = ("source_id", "source_title", "source_url", "locator", "quote", "translation")
    assert list(rows[0])[5:14] == [*wanted, "status_event_id", "event_status", "event_on"]
    first, second = ([row[name] for name in ("source_title", "locator", "event_status", "evidence")] for row in rows)
    assert first == ["A session of the northern council", "para. 2", "proposed", "checked"]
    assert second == ["A; paper", "p. 3", "adopted", "unchecked"]
    assert (rows[1]["source_url"], rows[1]["event_on"]) == ("https://example.org/a", "2013-05")
    assert {"uid", "prefix", "suffix", "start_at", "end_at", "snapshot_id", "removed_at"} <= rows[0].keys()


def test_our_notes_are_exported_only_when_asked(tracker: Program) -> None:
    tracker.done("add", "T", "--note", "between us")
    assert "between us" not in tracker.done("export") + tracker.done("export", "--table", "proposals")
    assert "between us" in tracker.done("export", "--table", "proposals", "--notes")


def test_a_formula_is_harmless_in_a_spreadsheet_and_whole_in_plain_csv(tracker: Program) -> None:
    tracker.done("add", "=1+1", "--summary", "-5")
    assert ",=1+1,-5," in tracker.done("export")
    assert ",'=1+1,-5," in tracker.done("export", "--for", "excel")
    assert ";'=1+1;-5;" in tracker.done("export", "--for", "excel-eu")


def test_export_replaces_no_pipe(coded: Program, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert coded("export", "-o", str(tmp_path / "pipe.csv")).code == 2
    assert (tmp_path / "pipe.csv").is_fifo()


def test_export_does_not_follow_a_link_and_leaves_the_old_file(coded: Program, tmp_path: Path) -> None:
    target = tmp_path / "target.csv"
    target.write_text("old", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(target)
    assert coded("export", "-o", str(tmp_path / "link.csv")).code == 2
    assert target.read_text(encoding="utf-8") == "old"
