"""`tracker edit` and `add --editor`, with scripts for an editor: saved, left as it was, mistaken."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from helpers.editor import add_one, drafts, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from helpers.program import Program


@pytest.fixture(name="tracker")
def with_one(tracker: Program) -> Program:
    return tracker.filled_by(add_one)


def changes(tracker: Program) -> int:
    return len(tracker.done("log").splitlines())


def test_what_was_changed_is_saved_named_and_undone_as_one(tracker: Program, editor: Callable[..., str]) -> None:
    before = record(tracker)
    editor(
        "title: Inspect",
        "title: Check: all",
        "[migration]",
        "[other, migration]",
        "\n---\n",
        "\n---\nMore.\n## Note\nMine\n",
    )
    answer = tracker("edit", "1")
    assert (answer.code, answer.out, answer.err) == (0, "1\n", "Undo: tracker undo\n")
    after = record(tracker)
    assert (after["title"], after["topics"], after["summary"]) == (
        "Check: all ferries",
        ["other", "migration"],
        "More.",
    )
    assert after["note"] == "Mine"
    assert tracker.done("log").splitlines()[0].endswith("edit 1 (title, topics, summary, note)")
    tracker.done("undo")
    undone = record(tracker)
    assert {**undone, "updated_at": "", "history": ""} == {**before, "updated_at": "", "history": ""}


def test_every_field_of_the_text_reaches_the_record(tracker: Program, editor: Callable[..., str]) -> None:
    fields = {
        "kind: proposal": "kind: request",
        "tags: [sea]": "tags: North Sea",
        "[Norland]": "[Island]",
        "speakers:": "speakers:\n  - Ada Berg, Minister",
        "supporters:": "supporters: Coast",
        "opponents:": "opponents:\n- Bay",
        "addressees:": 'addressees: ["Council, Northern"]',
        "body:": "body: Council",
        "meeting:": "meeting: Spring",
        "place:": "place: Port",
        "date: 2012": "date: 3 March 2012",
        "deadline:": "deadline: 2030",
        "uncheckable:": "uncheckable: too vague",
    }
    editor(*(text for pair in fields.items() for text in pair))
    assert "New actor: Island" in tracker("edit", "1").err
    after = record(tracker)
    wanted = {"kind": "request", "tags": ["north-sea"], "proposers": ["Island"], "speakers": ["Ada Berg, Minister"]}
    wanted |= {"supporters": ["Coast"], "opponents": ["Bay"], "addressees": ["Council, Northern"], "body": "Council"}
    wanted |= {"meeting": "Spring", "place": "Port", "proposed_on": "2012-03-03", "deadline_on": "2030"}
    assert {name: after[name] for name in wanted} == wanted
    assert "uncheckable" in after["flags"]


def test_the_status_is_shown_and_not_edited(tracker: Program, editor: Callable[..., str], tmp_path: Path) -> None:
    editor("# status: proposed since 2012", "status: adopted")
    answer = tracker("edit", "1")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "the status cannot be edited here" in answer.err
    assert record(tracker)["status"] == "proposed"
    assert len(drafts(tmp_path)) == 2


@pytest.mark.parametrize("command", ["true", "truncate -s 0", "touch", "rm"])
def test_a_text_left_as_it_was_or_empty_changes_nothing(
    tracker: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("EDITOR", command)
    before = changes(tracker)
    answer = tracker("edit", "1")
    assert (answer.code, answer.out, answer.err.count("\n")) == (0, "", 1)
    assert "Nothing was changed" in answer.err
    assert (changes(tracker), drafts(tmp_path)) == (before, [])


def test_a_text_that_says_the_same_in_other_words_changes_nothing(
    tracker: Program, editor: Callable[..., str], tmp_path: Path
) -> None:
    editor(
        "tags: [sea]", "tags:\n  - SEA", "title: Inspect ferries", "title:   Inspect   ferries", "[Norland]", "norland"
    )
    before = changes(tracker)
    answer = tracker("edit", "1")
    assert (answer.code, answer.err) == (0, "Nothing was changed: it already has these values\n")
    assert (changes(tracker), drafts(tmp_path)) == (before, [])


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("false", 1, "the editor 'false' failed (exit 1); nothing was changed"),
        ("no-such-editor", 1, "the editor 'no-such-editor' cannot be started: it is not there; name one in"),
        ("/", 1, "cannot be started: you are not allowed to"),
        ("an 'open quote", 2, "EDITOR cannot be read"),
        ("", 2, "no terminal for an editor"),
    ],
)
def test_an_editor_that_fails_changes_nothing(tracker: Program, command: str, code: int, says: str) -> None:
    os.environ["EDITOR"] = command  # the fixture puts it back
    answer = tracker("edit", "1")
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says in answer.err
    assert drafts(tracker.db.parent) == []


def test_what_was_written_before_the_editor_failed_is_kept(
    tracker: Program, editor: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = editor("title: Inspect", "title: Check")
    script = tmp_path / "fails"
    script.write_text(f'#!/bin/sh\n{command} "$1"\nexit 3\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    answer = tracker("edit", "1")
    (_, draft) = drafts(tmp_path)
    assert (answer.code, str(draft) in answer.err) == (1, True)
    assert "title: Check ferries" in draft.read_text(encoding="utf-8")


def test_the_first_editor_named_is_taken(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("EDITOR", "VISUAL", "TRACKER_EDITOR")
    for name in names:
        monkeypatch.setenv(name, f"no-{name.lower()} -w")
        assert f"'no-{name.lower()} -w' cannot be started" in tracker("edit", "1").err


MISTAKES = [
    ("title: Inspect ferries", "title:", "a proposal needs a title"),
    ("migration]\n", "migrants]\n", "no topic 'migrants'; did you mean migration?"),
    ("date: 2012\n", "date: 05/06/2012\n", "date: 05/06/2012 could be"),
    ("date: 2012\n", "date: 2999\n", "in the future"),
    ("tags:", "tgs:", "no field 'tgs'; did you mean tags?"),
    ("[Norland]", '["…"]', "cannot be the name of an actor: it needs a letter or a digit"),
    ("body:", 'body: "a\\u0000b"', "NUL character"),
    ("place:", 'place: "\\ud800"', "half a character"),
    ("extra:\n---\n", "extra:\n", "two lines of ---"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_where_nobody_can_be_asked_fails_and_keeps_the_draft(
    tracker: Program, editor: Callable[..., str], tmp_path: Path, mistake: tuple[str, str, str]
) -> None:
    right, wrong, says = mistake
    before = changes(tracker)
    editor(right, wrong)
    answer = tracker("edit", "1")
    (_, draft) = drafts(tmp_path)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert says in answer.err
    assert str(draft) in answer.err
    assert changes(tracker) == before
    assert [stat.S_IMODE(path.stat().st_mode) for path in drafts(tmp_path)] == [0o600, 0o600]
    editor(wrong, right)
    again = tracker("edit", "1")
    assert (again.code, drafts(tmp_path)) == (0, [])
    assert "it is opened again" in again.err


def test_a_draft_mended_by_hand_is_saved_when_it_is_taken_up_again(
    tracker: Program, editor: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor("[migration]", "[migrants]")
    tracker("edit", "1")
    (_, draft) = drafts(tmp_path)
    draft.write_text(draft.read_text(encoding="utf-8").replace("[migrants]", "[other]"), encoding="utf-8")
    monkeypatch.setenv("EDITOR", "true")
    assert tracker("edit", "1").out == "1\n"
    assert record(tracker)["topics"] == ["other"]


def test_a_text_that_is_not_utf8_is_said_and_kept(
    tracker: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EDITOR", "sed -i 's/Inspect/\\xff/'")
    answer = tracker("edit", "1")
    assert (answer.code, answer.err.count("\n"), "is not UTF-8 (byte" in answer.err) == (2, 1, True), answer
    assert b"\xff" in drafts(tmp_path)[1].read_bytes()
    assert tracker("edit", "1").code == 2


def test_an_editor_with_line_ends_of_its_own_changes_nothing_else(
    tracker: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker.done("update", "1", "--summary", "One\n\nTwo")
    monkeypatch.setenv("EDITOR", "sed -i 's/Inspect/Check/; s/$/\\r/'")
    tracker.done("edit", "1")
    assert (record(tracker)["title"], record(tracker)["summary"]) == ("Check ferries", "One\n\nTwo")
    assert tracker.done("log").splitlines()[0].endswith("(title)")


def test_a_draft_whose_beginning_was_lost_clashes_where_it_differs(
    tracker: Program, editor: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor("title: Inspect", "title: Check", "tags:", "tgs:")
    tracker("edit", "1")
    base, draft = drafts(tmp_path)
    base.write_text("damaged", encoding="utf-8")
    draft.write_text(draft.read_text(encoding="utf-8").replace("tgs:", "tags:"), encoding="utf-8")
    monkeypatch.setenv("EDITOR", "true")
    answer = tracker("edit", "1")
    assert (answer.code, "title to 'Inspect ferries', and by you to 'Check ferries'" in answer.err) == (4, True)


def test_hostile_text_is_given_to_the_editor_as_escapes(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    title = "\x1b]0;owned\x07 \u202eevil"
    tracker.done("update", "1", "--title", title)
    monkeypatch.setenv("EDITOR", r"grep -q '^title: .\\u001b\]0;owned\\u0007 \\u202eevil'")
    assert tracker("edit", "1").err == "Nothing was changed: the text is as it was\n"


@pytest.mark.parametrize("number", ["2", "99999999999999999999"])
def test_a_record_that_is_not_there_is_exit_3(tracker: Program, editor: Callable[..., str], number: str) -> None:
    editor()
    assert tracker("edit", number).code == 3
    assert tracker("edit", "x").code == 2


def test_a_removed_record_is_not_edited(tracker: Program, editor: Callable[..., str], tmp_path: Path) -> None:
    editor("title: Inspect", "title: Check")
    tracker.done("rm", "1")
    assert "was removed; bring it back" in tracker("edit", "1").err
    assert drafts(tmp_path) == []


def test_without_a_database_there_is_nothing_to_edit_and_none_is_made(tracker: Program, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert tracker("edit", "1", "--db", str(other)).code == 3
    assert not other.exists()


def test_a_state_folder_that_cannot_be_made_is_one_line(
    tracker: Program, editor: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    editor("title: Inspect", "title: Check")
    answer = tracker("edit", "1")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "cannot be made" in answer.err


@pytest.mark.parametrize("by_editor", [True, False], ids=["edit", "update"])
def test_the_first_status_follows_the_date_and_is_spoken_of_only_if_it_has_its_own(
    tracker: Program, editor: Callable[..., str], *, by_editor: bool
) -> None:
    def redate(old: str, new: str) -> str:
        editor(f"date: {old}", f"date: {new}")
        return tracker(*(["edit", "1"] if by_editor else ["update", "1", "--date", new])).err

    assert "first status" not in redate("2012", "2012-05-15")
    assert record(tracker)["status_on"] == "2012-05-15"
    tracker.done("update", "1", "--corrects", "last", "--on", "2013")
    said = "Its first status keeps the date 2013, which was given for it; to change that too:"
    assert f"{said} tracker update 1 --corrects 2 --on 2014\n" in redate("2012-05-15", "2014")
    assert record(tracker)["status_on"] == "2013"
