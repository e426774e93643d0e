"""Files that the release before wrote: a draft, and what `use` keeps; and such as a later release may write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tracker import config

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

USED = {
    "by": ["Norland"],
    "spoken_by": ["Ada Berg, Minister"],
    "to": ["CSTO"],
    "body": "CSTO",
    "meeting": "Spring session",
    "place": "Port",
    "date": "2012-03-03",
}
TYPED = {
    "title": "Inspect ferries",
    "topic": ["migration", "other"],
    "status": "adopted",
    "on": "2013",
    "kind": "commitment",
    **USED,
    "support": ["Coast"],
    "oppose": ["Hill"],
    "source": "1",
    "locator": "para. 3",
    "translation": "eine Stelle",
    "repeats": ["1"],
    "part_of": ["1"],
    "summary": "S",
    "deadline": "2030",
    "tag": ["sea"],
    "note": "N",
    "extra": ["era=1"],
}
TEXT = """---
# A new proposal: fill it in, save and close; if you close it unchanged, nothing is added.
titel: Inspect ferries
# proposal, recommendation, request or commitment
kind: commitment
topics: [migration, other]
tags: [sea]

proposers: [Norland]
# who said it for the proposers, one a line: - Name, office held then
speakers:
  - Ada Berg, Minister
supporters: [Coast]
opponents: [Hill]
addressees: [CSTO]

body: CSTO
meeting: Spring session
place: Port
date: 2012-03-03

deadline: 2030
uncheckable: too vague
extra:
  - era=1
---

S

## Note

N
"""


@pytest.fixture
def program(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("EDITOR", "sed -i s/^titel:/title:/")
    for name in ("TRACKER_EDITOR", "VISUAL", "TRACKER_NO_INPUT"):
        monkeypatch.delenv(name, raising=False)
    tracker.done("add", "First")
    tracker.done("source", "add", "https://a.example/x", "--title", "A communiqué")
    return tracker


def keep(program: Program, folder: str, ending: str, text: str) -> Path:
    path = config.state_file(program.db, folder, ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def newest(program: Program) -> Any:
    return program("show", "2", "--json").data[0]


@pytest.mark.parametrize("later", [{}, {"mood": ["grave"], "cost": "9"}])
def test_a_draft_is_taken_up_with_all_that_was_typed_with_it(program: Program, later: dict[str, Any]) -> None:
    keep(program, "drafts", "-new.base", json.dumps(TYPED | later))
    keep(program, "drafts", "-new.md", TEXT)
    answer = program("add", "-e")
    assert answer.code == 0, answer
    assert ("fields that this release does not know; they are not added: mood, cost" in answer.err) == bool(later)
    added = newest(program)
    assert {name: added[name] for name in ("title", "kind", "status", "status_on", "summary", "note")} == {
        "title": "Inspect ferries", "kind": "commitment", "status": "adopted", "status_on": "2013",
        "summary": "S", "note": "N",
    }  # fmt: skip
    assert [added[name] for name in ("topics", "tags")] == [["migration", "other"], ["sea"]]
    assert [added[name] for name in ("proposers", "speakers", "addressees", "supporters", "opponents")] == [
        ["Norland"], ["Ada Berg, Minister"], ["CSTO"], ["Coast"], ["Hill"],
    ]  # fmt: skip
    assert [added[name] for name in ("body", "meeting", "place", "proposed_on", "deadline_on")] == [
        "CSTO", "Spring session", "Port", "2012-03-03", "2030",
    ]  # fmt: skip
    assert (added["extra"], "uncheckable" in added["flags"]) == ({"era": "1"}, True)
    assert added["links"] == [{"kind": "repeats", "id": 1}, {"kind": "part-of", "id": 1}]
    cited = added["citations"][0]
    assert (cited["source"]["id"], cited["locator"], cited["translation"]) == (1, "para. 3", "eine Stelle")


def test_what_use_kept_holds_for_the_next_add(program: Program) -> None:
    keep(program, "use", ".json", json.dumps({"database": str(program.db), **USED}))
    assert program.done("use").splitlines() == [
        "body\tCSTO", "meeting\tSpring session", "place\tPort", "date\t2012-03-03",
        "by\tNorland", "spoken-by\tAda Berg, Minister", "to\tCSTO",
    ]  # fmt: skip
    program.done("add", "T", "--use")
    added = newest(program)
    assert (added["proposers"], added["speakers"], added["addressees"]) == (
        ["Norland"], ["Ada Berg, Minister"], ["CSTO"],
    )  # fmt: skip
    assert (added["meeting"], added["place"], added["proposed_on"]) == ("Spring session", "Port", "2012-03-03")


def test_what_is_kept_is_written_as_it_was_before(program: Program) -> None:
    program.done("use", "--by", "Norland", "--spoken-by", "Ada Berg, Minister", "--to", "CSTO", "--body", "CSTO")
    program.done("use", "--meeting", "Spring session", "--place", "Port", "--date", "3 March 2012")
    path = config.state_file(program.db, "use", ".json")
    assert json.loads(path.read_text(encoding="utf-8")) == {"database": str(program.db), **USED}


def test_what_a_later_release_keeps_is_said_and_stays(program: Program) -> None:
    path = keep(program, "use", ".json", json.dumps({"body": "CSTO", "mood": ["grave"]}))
    for command in (("use",), ("use", "--place", "Port"), ("add", "T", "--use")):
        assert "tracker use keeps names that this release does not know: mood\n" in program(*command).err
    assert json.loads(path.read_text(encoding="utf-8"))["mood"] == ["grave"]
    assert "mood" not in program("use", "--clear").err
    assert not path.exists()
