"""`tracker use`: said once, kept beside the database, taken by the next adds, and said at each."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from helpers.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

SAID = ("--body", "CSTO", "--meeting", "Spring session", "--place", "Port", "--date", "3 March 2012")
WHO = ("--by", "Norland", "--spoken-by", "Ada Berg, Minister", "--to", "CSTO")
SHOWN = (
    "body\tCSTO\nmeeting\tSpring session\nplace\tPort\ndate\t2012-03-03\n"
    "by\tNorland\nspoken-by\tAda Berg, Minister\nto\tCSTO\n"
)


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "state" / "tracker" / "use").glob("*"))


def newest(tracker: Program) -> Any:
    return tracker("list", "--json", "sort:-id").data[0]


def test_bare_it_shows_what_is_said_and_that_nothing_is(tracker: Program, tmp_path: Path) -> None:
    answer = tracker("use")
    assert (answer.code, answer.out, "No values are set" in answer.err) == (0, "", True)
    assert tracker("use", *SAID, *WHO).out == SHOWN
    assert tracker("use").out == SHOWN
    assert not tracker.db.exists()
    (path,) = kept(tmp_path)
    assert (path.name[:2], stat.S_IMODE(path.stat().st_mode)) == ("t-", 0o600)
    assert json.loads(path.read_text(encoding="utf-8"))["database"] == str(tracker.db)


def test_options_add_and_replace_an_empty_one_drops_and_clear_forgets(tracker: Program, tmp_path: Path) -> None:
    tracker.done("use", *SAID, *WHO)
    changed = tracker.done("use", "--place", "Hall", "--by", "Island", "--by", "Coast", "--meeting", "", "--to", "")
    assert changed == "body\tCSTO\nplace\tHall\ndate\t2012-03-03\nby\tIsland\nby\tCoast\nspoken-by\tAda Berg, Minister"
    assert tracker.done("use", "--clear", "--body", "UN") == "body\tUN"
    assert "No values are set" in tracker("use", "--body", "").err
    tracker.done("use", "--body", "UN")
    assert "No values are set" in tracker("use", "--clear").err
    assert (tracker.done("use"), kept(tmp_path)) == ("", [])


def test_each_database_has_its_own_wherever_it_is_named_from(tracker: Program, tmp_path: Path) -> None:
    tracker.done("use", "--body", "CSTO")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "t.db")
    assert tracker.done("use", "--db", str(tmp_path / "other.db")) == ""
    for same in ("t.db", "folder/../t.db", "link.db"):
        assert tracker.done("use", "--db", same) == "body\tCSTO"


def test_a_source_is_checked_and_kept_by_its_number(tracker: Program, tmp_path: Path) -> None:
    missing = tracker("use", "--source", "1")
    assert (missing.code, missing.err.count("\n"), "no source '1' in the database" in missing.err) == (3, 1, True)
    (tmp_path / "a.txt").write_text("Title\n\nNorland proposes ferries.\n", encoding="utf-8")
    tracker.done("source", "add", "a.txt")
    assert tracker.done("use", "--source", "Title") == "source\t1"
    assert tracker("use", "--source", "2").code == 3
    assert tracker.done("use") == "source\t1"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--date", "05/06/2012"], "could be"),
        (["--body", "a\0b"], "NUL character"),
        (["--by", "a\udc80"], "by has bytes that are not UTF-8"),
        (["--nope"], "no such option"),
    ],
)
def test_what_cannot_be_meant_is_exit_2_and_keeps_nothing(
    tracker: Program, tmp_path: Path, args: list[str], says: str
) -> None:
    answer = tracker("use", *args)
    assert (answer.code, answer.err.count("\n"), says in answer.err) == (2, 1, True), answer
    assert kept(tmp_path) == []


def test_a_pipe_takes_it_only_when_asked_and_says_what(tracker: Program) -> None:
    tracker.done("use", *SAID, *WHO)
    tracker.done("add", "Plain")
    assert (newest(tracker)["body"], newest(tracker)["proposers"]) == (None, [])
    answer = tracker("add", "Used", "--use", "--place", "Hall")
    assert answer.err.splitlines()[0] == (
        "From tracker use: --by Norland --spoken-by 'Ada Berg, Minister' --to CSTO --body CSTO"
        " --meeting 'Spring session' --date 2012-03-03"
    )
    added = newest(tracker)
    assert (added["body"], added["meeting"]) == ("CSTO", "Spring session")
    assert (added["place"], added["proposed_on"]) == ("Hall", "2012-03-03")
    assert (added["proposers"], added["speakers"], added["addressees"]) == (
        ["Norland"],
        ["Ada Berg, Minister"],
        ["CSTO"],
    )
    tracker.done("add", "Not used", "--no-use")
    assert newest(tracker)["body"] is None


def test_an_empty_option_takes_one_out_of_use_for_one_add(tracker: Program) -> None:
    tracker.done("use", *SAID, *WHO)
    tracker.done("add", "T", "--use", "--place", "", "--spoken-by", "")
    added = newest(tracker)
    assert (added["place"], added["speakers"]) == (None, [])
    assert (added["meeting"], added["proposers"]) == ("Spring session", ["Norland"])
    assert tracker("add", "T", "--by", "").code == 2


def test_another_body_meeting_or_proposer_brings_nothing_of_the_one_in_use(tracker: Program) -> None:
    tracker.done("use", *SAID, *WHO)
    tracker.done("add", "T", "--use", "--body", "UN", "--by", "Island")
    added = newest(tracker)
    assert (added["body"], added["meeting"], added["place"], added["proposed_on"]) == ("UN", None, None, None)
    assert (added["proposers"], added["speakers"], added["addressees"]) == (["Island"], [], ["CSTO"])
    tracker.done("add", "T", "--use", "--meeting", "Autumn session")
    added = newest(tracker)
    assert (added["body"], added["meeting"], added["place"], added["proposed_on"]) == (
        "CSTO",
        "Autumn session",
        None,
        None,
    )
    tracker.done("add", "T", "--use", "--body", "csto", "--by", "NORLAND")
    assert (newest(tracker)["meeting"], newest(tracker)["speakers"]) == ("Spring session", ["Ada Berg, Minister"])


def test_the_source_in_use_is_cited_where_there_is_a_quote(tracker: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nNorland proposes ferries.\n", encoding="utf-8")
    tracker.done("source", "add", "a.txt")
    tracker.done("use", "--source", "1")
    tracker.done("add", "No quote", "--use")
    assert newest(tracker)["sources"] == []
    answer = tracker("add", "Quoted", "--use", "--quote", "Norland proposes ferries")
    assert answer.err.startswith("From tracker use: --source 1\n")
    assert newest(tracker)["sources"] == [{"id": 1, "title": "Title", "url": None}]


def test_a_source_in_use_that_is_gone_is_said(tracker: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n\nNorland proposes ferries.\n", encoding="utf-8")
    tracker.done("source", "add", "a.txt")
    tracker.done("use", "--source", "1")
    tracker.done("undo")
    answer = tracker("add", "Quoted", "--use", "--quote", "ferries")
    assert (answer.code, answer.err.count("\n"), "tracker use names it" in answer.err) == (3, 1, True)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b'"x"', b"null", b"\xff", b'{"body": 1}', b'{"by": "x"}', b'{"by": [1]}', b"[" * 100_000),
        *(rb'{"body": "\ud800"}', rb'{"by": ["a", "\udc80"]}', rb'{"place": "a\u0000b"}'),
    ],
)
def test_a_damaged_file_is_one_line_that_names_it_and_clear_mends_it(
    tracker: Program, tmp_path: Path, content: bytes
) -> None:
    tracker.done("use", "--body", "CSTO")
    (path,) = kept(tmp_path)
    path.write_bytes(content)
    for command in (["use"], ["use", "--place", "Port"], ["add", "T", "--use"]):
        answer = tracker(*command)
        assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1), answer
        assert str(path) in answer.err
        assert "tracker use --clear" in answer.err
    assert tracker("add", "T").code == 0
    assert tracker("use", "--clear").code == 0
    assert tracker.done("use", "--body", "UN") == "body\tUN"


def test_a_file_with_fields_of_a_later_release_is_read(tracker: Program, tmp_path: Path) -> None:
    tracker.done("use", "--body", "CSTO")
    (path,) = kept(tmp_path)
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "mood": ["x"]}), encoding="utf-8")
    assert tracker.done("use") == "body\tCSTO"


def test_a_folder_in_its_place_is_one_line(tracker: Program, tmp_path: Path) -> None:
    tracker.done("use", "--body", "CSTO")
    (path,) = kept(tmp_path)
    path.unlink()
    path.mkdir()
    for command in (["use"], ["use", "--clear"], ["add", "T", "--use"]):
        answer = tracker(*command)
        assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1), answer
        assert f"{path} cannot be " in answer.err
        assert "Is a directory; move it away" in answer.err
    assert tracker("use", "--clear", "--body", "x").code == 2


def test_a_file_in_the_place_of_its_folder_is_one_line(tracker: Program, tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    for command in (["use"], ["use", "--clear"], ["use", "--clear", "--body", "x"], ["add", "T", "--use"]):
        answer = tracker(*command)
        assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1), answer
        assert f"Not a directory; move {tmp_path / 'state'} away" in answer.err


def test_a_terminal_takes_it_and_shows_it_safely(tracker: Program, tmp_path: Path) -> None:
    tracker.done("use", "--body", "CSTO\x1b[31m", "--by", "Norland")
    code, shown = Terminal(tmp_path, "use").ends()
    assert (code, shown) == (0, "body       CSTO␛[31m\nby         Norland\nClear them: tracker use --clear\n")
    shown = Terminal(tmp_path, "add", "T").ends()[1]
    assert shown.splitlines() == [
        "From tracker use: --by Norland --body $'CSTO\\033[31m'",
        f"A new database: {tracker.db}",
        "Added 1  T  [proposed]",
        "No evidence yet: tracker cite 1 --source … --quote …",
        "New actor: CSTO␛[31m",
        "New actor: Norland",
        "Undo: tracker undo",
    ]
    shown = Terminal(tmp_path, "add", "T", "--no-use").ends()[1]
    assert "From tracker use" not in shown
    assert shown.splitlines()[0] == "Added 2  T  [proposed]"
