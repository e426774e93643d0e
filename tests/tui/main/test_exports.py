"""What is copied and what is written into files."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.app import App

from helpers import factories
from helpers.ledgers import many, three
from helpers.screen import HOSTILE, complaints, main, opened, picture, place, settle, toasts, type_into, until
from tracker.clocks import NO_CLOCK
from tracker.formats.documents.caption import caption_lines
from tracker.model import Evidence
from tracker.query import Query, parse_line
from tracker.store import database
from tracker.store.records import sources
from tracker.store.search import listing
from tracker.tui import copies
from tracker.tui.background import Background
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.dialogs.copy_menu import Copying
from tracker.tui.forms.write import Write
from tracker.tui.main import exports
from tracker.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Form


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put on the clipboard."""
    taken: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: taken.append(text))
    return taken


async def copy(pilot: Pilot[Any], kind: str) -> None:
    await pilot.press("y")
    await pilot.pause()
    assert place(pilot) is Copying
    await pilot.press(kind)
    await settle(pilot)
    assert place(pilot) is MainScreen


def run(command: str) -> str:
    """What a shell prints for a command line of the tracker."""
    program, *rest = shlex.split(command)
    assert program == "tracker"
    done = subprocess.run([sys.executable, "-m", "tracker", *rest], capture_output=True, text=True, check=True)
    return done.stdout


def cited(ledger: Ledger) -> int:
    with database.write_change(ledger, "source add", factories.ME) as change:
        source = sources.add_reference(
            change,
            title="Session in Moscow",
            authors="Li, B.",
            publisher="BelTA",
            issued_on="2012-05-15",
            url="https://x.org/a",
        )
    return factories.add(
        ledger,
        "Hot*line*",
        topics=("migration",),
        proposers=("Belarus",),
        body="CSTO",
        proposed_on="2012-05-15",
        evidence=Evidence(source, "a migration hotline", "para. 4"),
    )


async def test_numbers_and_rows_of_the_marked_are_copied(ledger: Ledger, copied: list[str]) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await copy(pilot, "i")
        await pilot.press("space", "space")
        await copy(pilot, "i")
        await copy(pilot, "r")
        assert copied[:2] == ["3", "2 3"]
        assert copied[2].split("\n") == [
            "2\tproposed\tJoint exercises\tspecial-forces\t\t\t2019-11-28\tnone",
            "3\tproposed\tBorder database\tmigration\t\t\t2020-03\tnone",
        ]
        assert "Copied id: 3" in toasts(pilot)


async def test_a_row_keeps_its_tabs(ledger: Ledger, copied: list[str]) -> None:
    cited(ledger)
    async with opened(ledger) as pilot:
        await copy(pilot, "r")
        assert copied == ["1\tproposed\tHot*line*\tmigration\tBelarus\tCSTO\t2012-05-15\tunchecked"]


async def test_a_citation_is_the_quote_with_its_source_as_a_bibliography_has_it(
    ledger: Ledger, copied: list[str]
) -> None:
    cited(ledger)
    async with opened(ledger) as pilot:
        await copy(pilot, "c")
        assert copied == ["“a migration hotline” Li, B. Session in Moscow. BelTA, 2012-05-15. https://x.org/a para. 4."]


async def test_markdown_shows_every_text_as_it_is(ledger: Ledger, copied: list[str]) -> None:
    cited(ledger)
    async with opened(ledger) as pilot:
        await copy(pilot, "m")
        assert copied[0].split("\n") == [
            "## Hot\\*line\\* (\\#1)",
            "",
            "○ proposed since 15 May 2012 · proposal · migration",
            "",
            "- **by:** Belarus",
            "- **at:** CSTO",
            "- **on:** 15 May 2012",
            "",
            "### What became of it",
            "",
            "- 2012-05-15: ○ proposed ◐",
            "",
            "  > “a migration hotline” [1], para. 4 ◐",
            "",
            *(line for one in caption_lines(NO_CLOCK, factories.TODAY) for line in (f"*{one}*", "")),
            "## References",
            "",
            "1. Li, B. Session in Moscow. BelTA, 2012-05-15. <https://x.org/a>",
        ]


async def test_what_has_no_citation_says_so(ledger: Ledger, copied: list[str]) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await copy(pilot, "c")
        assert copied == []
        assert any("nothing is cited here yet" in toast for toast in toasts(pilot))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "topic:migration",
        "mig",
        '"border database" sort:-title',
        "not:joint topic:migration,special-forces limit:1",
        "topic!=migration date:2012..2019-12",
        "by:belarus is:open",
        "it's\" $(reboot) `x`",
    ],
)
async def test_the_command_that_is_copied_lists_the_same_when_it_is_run(
    ledger: Ledger, copied: list[str], typed: str
) -> None:
    three(ledger)
    factories.add(ledger, "It's $(reboot) `x`")
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = typed
        await settle(pilot)
        wanted = [*listing.matching_ids(ledger, parse_line(typed, factories.TODAY))]
        assert wanted
        await copy(pilot, "x")
        await copy(pilot, "s")
        assert [int(row.split("\t")[0]) for row in run(copied[0]).splitlines()] == wanted
        assert f"#{wanted[0]}" in run(copied[1]) or str(wanted[0]) in run(copied[1])


async def test_a_command_names_the_database_only_where_it_is_not_the_usual_one(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = copies.CopyRequest(ledger, [1], Query(), factories.TODAY)
    assert copies.list_command(asked) == f"tracker --db {ledger.path} list"
    monkeypatch.setenv("TRACKER_DB", str(ledger.path))
    assert copies.list_command(asked) == "tracker list"
    assert copies.show_command(asked) == "tracker show 1"


async def test_nothing_hostile_reaches_the_clipboard_or_the_menu(ledger: Ledger, copied: list[str]) -> None:
    source = factories.source(ledger, HOSTILE)
    factories.add(ledger, HOSTILE, summary=HOSTILE, proposers=(HOSTILE,), evidence=Evidence(source, HOSTILE, HOSTILE))
    async with opened(ledger) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert not {"\x1b", "\x07", "\u202e"} & {*picture(pilot)}
        await pilot.press("escape")
        for kind in copies.KINDS:
            await copy(pilot, kind)
        assert len(copied) == len(copies.KINDS)
        assert not {"\x1b", "\x07", "\u202e"} & {*"".join([*copied, *toasts(pilot)])}


async def test_the_menu_is_walked_with_arrows_as_well(ledger: Ledger, copied: list[str]) -> None:
    three(ledger)
    async with opened(ledger, (40, 12)) as pilot:
        await pilot.press("y", "j", "k", "down", "enter")
        await settle(pilot)
        assert copied[0].startswith("3\tproposed")
        await pilot.press("y", "escape")
        assert place(pilot) is MainScreen


async def test_very_many_are_not_copied_whole_and_much_is_said_to_be_much(
    ledger: Ledger, copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MOST", 5)
    monkeypatch.setattr(exports, "LONG", 10)
    many(ledger, 12)
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await settle(pilot)
        await copy(pilot, "m")
        assert any("too many to copy in full: w writes a file" in toast for toast in toasts(pilot))
        await copy(pilot, "i")
        assert copied == [" ".join(map(str, range(1, 13)))]
        assert any("some terminals cut it" in toast for toast in toasts(pilot))


# files


async def write(pilot: Pilot[Any], **values: str) -> None:
    await pilot.press("w")
    await pilot.pause()
    await type_into(pilot, **values)
    await pilot.press("enter")
    await settle(pilot)


@pytest.mark.parametrize(
    ("name", "format_", "begins"),
    [
        ("a.csv", "", "id,uid,kind"),
        ("a.json", "", '[\n{"id"'),
        ("a.jsonl", "", '{"id"'),
        ("a.tsv", "", "3\tproposed"),
        ("a.ids", "", "3\n2\n1\n"),
        ("a.md", "", "# All proposals\n\n| id | status | moved |"),
        ("a.txt", "md", "# All proposals\n\n| id | status | moved |"),
        ("a.htm", "", "<!DOCTYPE html>"),
        ("a.csv", "excel", "\ufeffid,uid"),
        ("a.txt", "excel-eu", "\ufeffid;uid"),
    ],
)
async def test_a_list_is_written_in_every_format(
    ledger: Ledger, tmp_path: Path, name: str, format_: str, begins: str
) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await write(pilot, file=str(tmp_path / name), format=format_)
        await until(pilot, lambda: bool(toasts(pilot)))
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
        assert f"Wrote 3 proposals to {tmp_path / name}" in toasts(pilot)


async def test_only_what_is_marked_or_listed_is_written(ledger: Ledger, tmp_path: Path) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "topic:migration"
        await settle(pilot)
        await write(pilot, file=str(tmp_path / "a.json"))
        await until(pilot, lambda: bool(toasts(pilot)))
        assert [one["id"] for one in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))] == [3, 1]
        await pilot.press("space")
        await pilot.press("w")
        assert "the 1 marked proposal" in picture(pilot)
        assert cast("Form", pilot.app.screen).typed()["file"] == str(tmp_path / "a.json")
        await type_into(pilot, file=str(tmp_path / "b.csv"))
        await pilot.press("enter")
        await until(pilot, (tmp_path / "b.csv").exists)
        [_, row] = csv.reader(io.StringIO((tmp_path / "b.csv").read_text(encoding="utf-8")))
        assert row[0] == "3"


async def test_a_file_that_is_there_is_asked_about(ledger: Ledger, tmp_path: Path) -> None:
    three(ledger)
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    async with opened(ledger) as pilot:
        await write(pilot, file=str(tmp_path / "a.csv"))
        assert place(pilot) is Confirm
        await pilot.press("n")
        await pilot.pause()
        assert place(pilot) is Write
        assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: any("Wrote 3" in toast for toast in toasts(pilot)))
        assert (tmp_path / "a.csv").read_text(encoding="utf-8").startswith("id,")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"file": " "}, "type a file name, such as proposals.csv"),
        ({"file": "{folder}"}, "is a folder"),
        ({"file": "{folder}/none/a.csv"}, "there is no folder"),
        ({"file": "{folder}/a.txt"}, "the format is missing"),
        ({"file": "{folder}/a.csv", "format": "xml"}, "no format 'xml'"),
        ({"file": "x" * 5000}, "cannot be a file name"),
        ({"file": "a\0.csv"}, "NUL"),
    ],
)
async def test_what_is_wrong_with_a_file_is_said(
    ledger: Ledger, tmp_path: Path, values: dict[str, str], said: str
) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await write(pilot, **{name: value.replace("{folder}", str(tmp_path)) for name, value in values.items()})
        assert place(pilot) is Write
        assert said in complaints(pilot)


async def test_a_database_and_a_symbolic_link_are_never_written_over(ledger: Ledger, tmp_path: Path) -> None:
    three(ledger)
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    async with opened(ledger) as pilot:
        for name, format_, said in ((ledger.path.name, "csv", "is a database"), ("link.csv", "", "symbolic link")):
            await write(pilot, file=str(tmp_path / name), format=format_)
            if place(pilot) is Confirm:
                await pilot.press("y")
            await until(pilot, lambda said=said: any(said in toast for toast in toasts(pilot)))  # type: ignore[misc]
    assert not (tmp_path / "elsewhere.csv").exists()
    assert listing.count_matches(ledger, Query()) == 3


async def test_how_far_it_is_stands_in_the_title_while_keys_work(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "STEP", 2)
    many(ledger, 12)
    shown: list[str] = []
    monkeypatch.setattr(Background, "report", lambda _, how_far: shown.append(how_far))
    async with opened(ledger) as pilot:
        await write(pilot, file=str(tmp_path / "a.csv"))
        await until(pilot, lambda: any("Wrote 12" in toast for toast in toasts(pilot)))
        assert shown == ["writing", *(f"writing {n * 100 // 12} %" for n in (2, 4, 6, 8, 10, 12)), ""]
