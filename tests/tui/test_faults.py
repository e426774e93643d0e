"""What goes wrong on the screen, and text that a terminal could obey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from helpers import factories
from helpers.ledgers import three
from helpers.screen import (
    HOSTILE,
    SHOWN,
    complaints,
    main,
    opened,
    picture,
    settle,
    strips,
    toasts,
    type_into,
)
from tracker import cli
from tracker.blocks import proposal_blocks
from tracker.model import BusyError, Evidence, ProposalEdit, TrackerError
from tracker.query import Query
from tracker.store import database
from tracker.store.records import proposals
from tracker.tui.app import TrackerApp
from tracker.tui.main import list_rows
from tracker.tui.main.detail import DetailLoader
from tracker.tui.main.query_runner import QueryRunner
from tracker.tui.main.screen import MainScreen
from tracker.tui.reader import Reader
from tracker.tui.widgets.pages.proposal_page import lay_out_proposal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.store.ledger import Ledger


async def test_a_database_that_is_busy_is_a_toast(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    async with opened(ledger) as pilot:

        def busy(*_: object, **_options: object) -> None:
            raise BusyError("another program is writing; try again")

        monkeypatch.setattr(database, "write_change", busy)
        await pilot.press("u")
        await pilot.pause()
        assert "another program is writing; try again" in toasts(pilot)
        await pilot.press("a")
        await type_into(pilot, title="x")
        await pilot.press("enter")
        await pilot.pause()
        assert "another program is writing" in complaints(pilot)


async def test_hostile_text_is_shown_as_text_everywhere(ledger: Ledger) -> None:
    cited = factories.source(ledger, HOSTILE)
    proposal = factories.add(
        ledger,
        HOSTILE,
        summary=HOSTILE,
        note=HOSTILE,
        proposers=(HOSTILE,),
        addressees=(HOSTILE,),
        body=HOSTILE,
        meeting=HOSTILE,
        place=HOSTILE,
        evidence=Evidence(cited, HOSTILE, HOSTILE),
    )
    other = factories.add(ledger, HOSTILE + "2", links=(("repeats", proposal),))
    factories.update(ledger, other, ProposalEdit(note=HOSTILE))
    for size in ((200, 60), (80, 24)):
        async with opened(ledger, size) as pilot:
            for key in ("j", "s", "escape"):
                await pilot.press(key)
                await settle(pilot)
                shown = picture(pilot)
                assert not {"\x1b", "\x07", "\u202e"} & {*shown}
                assert not any(
                    "@click" in str(segment.style and segment.style.meta.get("@click", "")) and "quit" in segment.text
                    for strip in strips(pilot)
                    for segment in strip
                )
    detail = proposals.read_detail(ledger, proposal, factories.TODAY)
    text = "\n".join(line.content.plain for line in lay_out_proposal(proposal_blocks(detail, {}), 4000).lines)
    assert text.count(SHOWN) >= 9


async def test_markup_in_a_title_runs_no_action_when_clicked(ledger: Ledger) -> None:
    factories.add(ledger, "[@click=app.quit()]click me[/]")
    async with opened(ledger) as pilot:
        await pilot.click(main(pilot).table, offset=(20, 1))
        await pilot.click(main(pilot).pane, offset=(5, 0))
        await pilot.pause()
        assert pilot.app.is_running
        assert "[@click=app.quit()]click me[/]" in picture(pilot)


async def test_what_a_terminal_could_obey_is_not_offered_as_a_completion(ledger: Ledger) -> None:
    factories.add(ledger, proposers=("Bela\x1b[31mrus", "Bela rus\u202e"))
    async with opened(ledger) as pilot:
        for keys in ((*"/by:bela",), ("escape", "escape", "a", *["tab"] * 5, *"bela")):
            await pilot.press(*keys)
            await settle(pilot)
            assert "bela" in picture(pilot)
            assert not {"\x1b", "\u202e"} & {*picture(pilot)}
    factories.add(ledger, proposers=("Belarus",))
    async with opened(ledger) as pilot:
        await pilot.press(*"/by:bela", "right")
        assert main(pilot).bar.input.value == "by:belarus"


class UnforeseenError(Exception):
    """What nobody thought of."""


def fails(*_: object) -> None:
    raise UnforeseenError("of\x1b[31m ours")


def fails_in_a_thread(runner: QueryRunner) -> None:
    runner.read("everything", fails)  # type: ignore[arg-type]


FAILING: list[tuple[type, str, Callable[..., None], Callable[[MainScreen], None]]] = [
    (MainScreen, "_watch", fails, lambda screen: screen._watch()),
    (DetailLoader, "load", fails, lambda screen: screen.detail.load()),
    (QueryRunner, "count_all", fails_in_a_thread, lambda screen: screen.runner.count_all()),
]


@pytest.mark.parametrize("failing", FAILING)
def test_an_unforeseen_error_leaves_the_screen_and_is_one_line_of_the_command_line(
    ledger: Ledger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failing: tuple[type, str, Callable[..., None], Callable[[MainScreen], None]],
) -> None:
    three(ledger)
    part, where, fail, reach = failing
    monkeypatch.setattr(part, where, fail)
    monkeypatch.setattr(MainScreen, "on_proposal_table_highlighted", reach)
    monkeypatch.setattr(TrackerApp, "run", lambda app: App.run(app, headless=True))
    monkeypatch.setattr("tracker.cli.session.is_interactive", lambda: True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert cli.run_command(["--db", str(ledger.path)]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert said.err.startswith("tracker: this should not have happened (UnforeseenError: of␛[31m ours)")
    assert said.err.count("\n") == 1
    assert "in fails" in (tmp_path / "tracker" / "crash.txt").read_text(encoding="utf-8")


async def test_an_unforeseen_error_surfaces_in_a_test(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    monkeypatch.setattr(MainScreen, "action_overview", fails)
    with pytest.raises(UnforeseenError):
        async with opened(ledger) as pilot:
            await pilot.press("m")


async def test_a_question_that_is_no_longer_wanted_is_broken_off(ledger: Ledger) -> None:
    three(ledger)
    reader = Reader(ledger.path)

    def stopped_while_it_counts() -> None:
        with reader.reading() as opened_ledger:
            assert opened_ledger is not None
            opened_ledger.con.set_progress_handler(reader.stop, 1)
            list_rows.count_list_rows(opened_ledger, Query())

    with pytest.raises(TrackerError, match="query was stopped"):
        stopped_while_it_counts()
    reader.close()
    with reader.reading() as closed:
        assert closed is None
