"""`-` for what stdin holds, and the mark (BOM) that editors and shells put before a text."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from tracker import config
from tracker.editing.drafts import Draft
from tracker.model import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

BOM = b"\xef\xbb\xbf"


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


@pytest.mark.parametrize("data", [b"Open a hotline\n", BOM + b"Open a hotline", b"Open\na hotline\r\n"])
def test_a_title_may_come_from_stdin(tracker: Program, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    pipe(monkeypatch, data)
    tracker.done("add", "-", "-t", "migration")
    pipe(monkeypatch, data)
    tracker.done("add", "Another", "--summary", "-")
    assert [one["title"] for one in tracker("list", "sort:id", "--json").data] == ["Open a hotline", "Another"]
    assert tracker("show", "2", "--json").data[0]["summary"].split() == ["Open", "a", "hotline"]
    pipe(monkeypatch, b"Close it")
    tracker.done("update", "1", "--title", "-")
    assert tracker("show", "1", "--json").data[0]["title"] == "Close it"


@pytest.mark.parametrize(
    ("command", "data", "says"),
    [
        (("add", "-"), b"", "a proposal needs a title"),
        (("add", "-"), BOM, "a proposal needs a title"),
        (("add", "-"), b" - \n", "'-' is not a title; write what is to be done"),
        (("add", " - "), b"", "'-' is not a title"),
        (("add", "-"), b"\xff", "the title on stdin is not UTF-8 (byte 1)"),
        (("add", "-", "--summary", "-"), b"x", "TITLE and --summary cannot both be -"),
        (("add", "x", "--source", "https://example.org/1", "--quote", "-"), b"y", "the quote is not read from stdin"),
    ],
)
def test_nothing_is_called_dash(
    tracker: Program, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], data: bytes, says: str
) -> None:
    pipe(monkeypatch, data)
    answer = tracker(*command)
    assert (answer.code, says in answer.err, answer.err.count("\n")) == (2, True, 1), answer
    assert tracker("list", "--count").out == "0\n"


def test_a_mark_before_a_settings_file_is_no_part_of_it() -> None:
    assert config.parse_settings(BOM + b"stale_months = 6\n", "config.toml") == {"stale_months": 6}
    with pytest.raises(UsageError, match=r"config\.toml, line 2"):
        config.parse_settings(BOM + b"stale_months = 6\n= 7", "config.toml")


def test_a_mark_that_an_editor_wrote_is_dropped(tmp_path: Path) -> None:
    draft = Draft.of(tmp_path / "t.db", "1")
    draft.path.parent.mkdir(parents=True, exist_ok=True)
    draft.path.write_bytes(BOM + b"---\ntitle: x\n---\n")
    assert draft.text() == "---\ntitle: x\n---\n"


def test_a_mark_before_a_document_is_no_part_of_its_text(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, BOM + b"# A paper\n\nOpen a hotline.\n")
    tracker.done("source", "add", "-")
    assert "\ufeff" not in tracker.done("source", "show", "1", "--text")
