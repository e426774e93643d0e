"""A wrong value is said where it was typed: by its option on the command line, below its input in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.ledgers import three
from helpers.screen import complaints, opened, place, press, settle, type_into
from tracker import fields
from tracker.tui.forms.parts import layout
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from helpers.program import Program
    from tracker.store.ledger import Ledger

ADD = ("add", "T")
LOOKED = ("looked", "1", "--in", "BelTA")
CITE = ("cite", "1", "--source", "1", "--quote", "q")


def fill(tracker: Program) -> None:
    """A proposal and a source."""
    tracker.done("add", "T")
    tracker.done("source", "add", "https://a.example/x", "--title", "A communiqué")


@pytest.mark.parametrize(
    ("command", "option", "value"),
    [
        *((ADD, option, "no-such") for option in ("--topic", "--status", "--kind")),
        *((ADD, option, "05/06/2012") for option in ("--date", "--on", "--deadline")),
        *((ADD, option, "2999") for option in ("--date", "--on")),
        *((ADD, option, "…") for option in ("--by", "--spoken-by", "--to", "--support", "--oppose", "--body")),
        *((ADD, option, "9") for option in ("--repeats", "--part-of")),
        *((ADD, option, "one") for option in ("--repeats", "--part-of")),
        (ADD, "--tag", "a,b"),
        (ADD, "--extra", "no value"),
        ((*ADD, "--quote", "q"), "--source", "no such"),
        *(
            (ADD, f"--{fields.FIELDS[name].option}", "\udc80")
            for name in fields.TYPED
            if name not in {"title", "uncheckable", "source", "quote", "locator", "translation", "repeats", "part-of"}
        ),
        (("update", "1"), "--title", " "),
        (("update", "1"), "--kind", "no-such"),
        *((("update", "1"), f"--{what}-topic", "no-such") for what in ("add", "remove")),
        (("update", "1"), "--remove-topic", "migration"),
        (("update", "1"), "--add-tag", "a,b"),
        (("update", "1"), "--remove-tag", "x"),
        *((("update", "1"), f"--remove-{role}", "Nobody") for role in ("by", "spoken-by", "to", "support", "oppose")),
        *((("update", "1"), f"--add-{role}", "…") for role in ("by", "spoken-by", "to", "support", "oppose")),
        *((("update", "1"), option, "soon") for option in ("--date", "--deadline")),
        (("update", "1"), "--date", "2999"),
        (("update", "1"), "--extra", "no value"),
        (("update", "1"), "--remove-extra", "era"),
        (("update", "1"), "--status", "no-such"),
        *((("update", "1", "-s", "adopted"), "--on", value) for value in ("soon", "2999")),
        (("update", "1", "-s", "adopted"), "--extent", "no-such"),
        (("update", "1", "-s", "lapsed", "--because", "x", "--force"), "--reason", "no-such"),
        (("update", "1", "-s", "adopted"), "--reason", "no-such"),
        (("update", "1", "-s", "adopted"), "--for", "…"),
        *((("update", "1", "-s", "adopted"), "--corrects", value) for value in ("one", "99")),
        (LOOKED[:2], "--in", " "),
        *((LOOKED, "--on", value) for value in ("soon", "2999")),
        (("cite", "1", "--quote", "q"), "--source", "99"),
        (("cite", "1"), "--source", ""),
        *((CITE, "--event", value) for value in ("one", "99")),
        (("list",), "--columns", "no-such"),
        (("list",), "--columns", ","),
        (("log",), "--since", "soon"),
    ],
)
def test_the_command_line_names_the_option_that_is_wrong(
    tracker: Program, command: tuple[str, ...], option: str, value: str
) -> None:
    tracker.filled_by(fill)
    answer = tracker(*command, f"{option}={value}")
    assert answer.code in {2, 3}
    assert answer.err.startswith(f"tracker: {option}: "), answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("add", "T", "--quote", "q"), "--source: a quote needs its source"),
        (("undo",), "nothing to undo; see: tracker log"),
        (("show", "9"), "no proposal 9; see: tracker list"),
        (("cite", "1", "--source", "9", "--quote", "q", "--event", "9"), "nor a file; see: tracker source list"),
        (("update", "1", "-s", "adopted", "--corrects", "9"), "; see: tracker show 1 --history"),
        (("actor", "alias", "CSTO", "CSTO", "--remove"), "; give it another: tracker actor edit 1 --name"),
        (("update", "1", "-s", "implemented"), "or a reason: --source and --quote, or --force and --because"),
        (("update", "1", "-s", "implemented", "--force"), "it is forced, and needs a reason: --because"),
        (("update", "1", "-s", "adopted", "--reason", "x"), "say it in words: --because"),
        (("add", "T", "--meeting", "Session"), "say which: --date, --body or --place"),
        (("query", "save", "mine", "is:closed"), "(is:open); --force replaces it"),
        (("topic", "add", "migrations"), "; if it is something else, use --force"),
        (("list", "--columns", ","), "name at least one column, such as id,title; --columns help lists them"),
    ],
)
def test_the_command_line_says_what_would_mend_it(tracker: Program, command: tuple[str, ...], message: str) -> None:
    if command != ("undo",):
        tracker.done("add", "T", "--body", "CSTO", "--meeting", "Session", "--date", "2012-05-15")
        tracker.done("add", "Another", "--body", "UN", "--meeting", "Session", "--date", "2013")
        tracker.done("query", "save", "mine", "is:open")
    answer = tracker(*command)
    assert message in answer.err, answer.err


ADDED = {"title": "x"}
QUOTED = {"title": "x", "quote": "q"}


# By the key that opens a form: what is typed into it, and the field that is wrong.
FAULTS: list[tuple[str, dict[str, str], str]] = [
    *(("a", ADDED | {name: "no such"}, name) for name in ("topics", "kind", "status")),
    *(("a", ADDED | {name: "05/06/2012"}, name) for name in ("date", "deadline")),
    *(("a", ADDED | {name: "…"}, name) for name in ("by", "speaker", "to", "support", "oppose", "body")),
    *(("a", ADDED | {name: value}, name) for name in ("repeats", "part-of") for value in ("one", "99")),
    ("a", {"title": " "}, "title"),
    ("a", ADDED | {"date": "2999"}, "date"),
    ("a", ADDED | {"tags": 'a"b'}, "tags"),
    ("a", ADDED | {"extra": "no value"}, "extra"),
    ("a", ADDED | {"quote": "without a source"}, "source"),
    ("a", QUOTED | {"source": "no such"}, "source"),
    ("a", ADDED | {"meeting": "Session"}, "meeting"),
    *(("a", ADDED | {name: "\udc80"}, name) for name in ("place", "meeting", "summary", "note", "locator")),
    ("e", {"title": " "}, "title"),
    *(("e", {name: "no such"}, name) for name in ("topics", "kind")),
    *(("e", {name: "soon"}, name) for name in ("date", "deadline")),
    *(("e", {name: "…"}, name) for name in ("by", "speaker", "to", "support", "oppose", "body")),
    ("e", {"extra": "no value"}, "extra"),
    ("e", {"tags": 'a"b'}, "tags"),
    ("s", {"status": ""}, "status"),
    ("s", {"status": "no such"}, "status"),
    *(("s", {"status": "adopted", "date": value}, "date") for value in ("soon", "2999")),
    *(("s", {"status": "adopted", name: "no such"}, name) for name in ("reason", "extent", "source")),
    ("s", {"status": "adopted", "for": "…"}, "for"),
    *(("s", {"status": "adopted", "corrects": value}, "corrects") for value in ("one", "99")),
    ("s", {"status": "implemented"}, "because"),
    ("s", {"status": "adopted", "quote": "q"}, "source"),
    ("r", {"places": " "}, "places"),
    *(("r", {"places": "BelTA", "date": value}, "date") for value in ("soon", "2999")),
    ("c", {"source": ""}, "source"),
    ("c", {"source": "no such", "quote": "q"}, "source"),
    ("c", {"source": "1", "quote": "q", "stance": "no such"}, "stance"),
    *(("c", {"source": "1", "quote": "q", "event": value}, "event") for value in ("one", "99")),
    ("l", {"kind": "no such", "other": "1"}, "kind"),
    *(("l", {"kind": "repeats", "other": value}, "other") for value in ("", "99", "no such")),
]


@pytest.mark.parametrize("key", dict.fromkeys(key for key, _, _ in FAULTS))
async def test_a_form_says_what_is_wrong_below_its_input(ledger: Ledger, key: str) -> None:
    """One screen opens the form anew for each fault: to begin the screen takes as long as all that is asked."""
    three(ledger)
    for body in ("CSTO", "UN"):
        factories.add(ledger, body=body, meeting="Session", proposed_on="2012")
    factories.source(ledger)
    async with opened(ledger) as pilot:
        for values, wrong in ((values, wrong) for of_key, values, wrong in FAULTS if of_key == key):
            await press(pilot, key)
            assert complaints(pilot) == ""
            await type_into(pilot, **values)
            await press(pilot, "ctrl+s")
            said = complaints(pilot)
            assert said, values
            assert "--" not in said
            shown = list(pilot.app.screen.query_one(".form-fields").children)
            at = next(at for at, child in enumerate(shown) if child.has_class("form-error"))
            assert shown[at - 1].id == f"field-{wrong}", (values, said)
            assert pilot.app.focused is pilot.app.screen.query_one(f"#field-{wrong}", Field).input, values
            pilot.app.screen.dismiss(None)
            await settle(pilot)
            assert place(pilot) is MainScreen


def test_every_field_has_a_hint_and_a_place_where_it_is_shown() -> None:
    shown = {*fields.TYPED, *fields.RECORD}
    assert {*fields.RECORD} == {*layout.FORM} == {*fields.FRONT, "summary", "note"}
    assert {*fields.TYPED} - {"uncheckable"} == {*layout.ADD_FORM, *layout.ADD_FORM_MORE}
    assert all(fields.FIELDS[name].hint or fields.FIELDS[name].known for name in shown)
    assert all(fields.FIELDS[name].question for name in fields.ASKED)
