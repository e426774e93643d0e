from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import factories
import pytest
from textual import work
from textual.app import App
from textual.color import Color
from textual.events import Key, Paste
from textual.widgets import Static

from tracker import cli
from tracker.model import BusyError, Edit, Evidence, Line, NewStatus, TrackerError, UsageError
from tracker.query import Query
from tracker.store import database
from tracker.store.records import proposals
from tracker.store.search import listing
from tracker.tui.app import TrackerApp
from tracker.tui.screens import reading
from tracker.tui.screens.add import Add
from tracker.tui.screens.confirm import Confirm
from tracker.tui.screens.help import Help
from tracker.tui.screens.main import DETAIL_SECONDS, MainScreen
from tracker.tui.screens.status import ChangeStatus
from tracker.tui.widgets import columns
from tracker.tui.widgets.field import Field
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.life import laid_out
from tracker.tui.widgets.pages import PAGES_HELD
from tracker.tui.widgets.proposal_table import ProposalTable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.pilot import Pilot

    from tracker.model import Detail
    from tracker.store.ledger import Ledger
    from tracker.tui.screens.form import Form

HOSTILE = "[@click=app.quit()]x[/] \x1b[31mred \x1b]52;c;aGk=\x07 \u202eevil"
SHOWN = "[@click=app.quit()]x[/] ␛[31mred ␛]52;c;aGk=␇ \\u202eevil"


@pytest.fixture(autouse=True)
def me(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", factories.ME)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@asynccontextmanager
async def opened(ledger: Ledger, size: tuple[int, int] = (100, 24)) -> AsyncIterator[Pilot[None]]:
    app = TrackerApp(ledger.path, today=factories.TODAY)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until no thread reads for the screen and what was read is shown, detail included."""
    for seconds in (0, DETAIL_SECONDS + 0.03, 0):
        await asyncio.sleep(seconds)
        await pilot.pause()
        while is_at_work(pilot.app):
            await pilot.pause(0.01)


def is_at_work(app: App[Any]) -> bool:
    """Whether a thread reads, a message waits or something is still to be drawn: a full machine takes its time."""
    nodes = [app, *app.screen_stack, *(node for screen in app.screen_stack for node in screen.walk_children())]
    return (
        any(not worker.is_finished for worker in app.workers)
        or any(node.message_queue_size or node._next_callbacks for node in nodes)
        or bool(app.screen._layout_required or app.screen._dirty_widgets or app.screen._callbacks)
    )


async def until(pilot: Pilot[Any], come: Callable[[], bool]) -> None:
    for _ in range(60):
        if come():
            return
        await pilot.pause(0.05)
    pytest.fail("it did not come")


def main(pilot: Pilot[Any]) -> MainScreen:
    return cast("MainScreen", pilot.app.screen_stack[0])


def place(pilot: Pilot[Any]) -> type:
    """The screen that is on top."""
    return type(pilot.app.screen)


def picture(pilot: Pilot[Any]) -> str:
    """What stands on the screen, a line each."""
    return "\n".join(strip.text for strip in strips(pilot))


def strips(pilot: Pilot[Any]) -> list[Any]:
    return list(pilot.app.screen._compositor.render_strips())


def rows(pilot: Pilot[Any]) -> list[str]:
    table = main(pilot).table
    return [table.render_line(y).text for y in range(1, table.size.height)]


def complaints(pilot: Pilot[Any]) -> str:
    return str(pilot.app.screen.query_one(".form-error", Static).render())


async def typed_at_once(pilot: Pilot[Any], text: str) -> None:
    """Keys that arrive together, as from somebody who types fast or pastes."""
    for letter in text:
        pilot.app.post_message(Key({"/": "slash", "\t": "tab"}.get(letter, letter), letter))
    await settle(pilot)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type into the filter."""
    await pilot.press("slash")
    await typed_at_once(pilot, text)


async def type_into(pilot: Pilot[Any], **values: str) -> None:
    for name, value in values.items():
        pilot.app.screen.query_one(f"#field-{name}", Field).input.value = value
    await pilot.pause()


def step(ledger: Ledger, proposal: int, status: str, on: str) -> None:
    """What another person records meanwhile."""
    with database.write(ledger, "update", "bob") as change:
        proposals.update(change, proposal, Edit(), NewStatus(status, on, because="so it was", force=True))


def statuses_of(ledger: Ledger, proposal: int) -> list[str]:
    return [event.status for event in proposals.detail(ledger, proposal, factories.TODAY).status_events]


def toasts(pilot: Pilot[Any]) -> list[str]:
    return [note.message for note in pilot.app._notifications]


def three(ledger: Ledger) -> list[int]:
    """The oldest first: the list has them the other way round."""
    return [
        factories.add(ledger, "Migration hotline", topics=("migration",), proposed_on="2012", proposers=("Belarus",)),
        factories.add(ledger, "Joint exercises", topics=("special-forces",), proposed_on="2019-11-28"),
        factories.add(ledger, "Border database", topics=("migration",), proposed_on="2020-03"),
    ]


async def test_opening_shows_the_newest_first_and_the_cursor_on_the_first_row(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        shown = rows(pilot)
        assert [title for title in ("Border", "Joint", "Migration") if title in shown[0]] == ["Border"]
        assert "Joint" in shown[1]
        assert "Migration" in shown[2]
        assert shown[0].startswith("▌")
        assert "3 of 3" in picture(pilot)
        assert "March 2020" in picture(pilot)  # the detail, in words


async def test_the_filter_narrows_with_each_key_and_shows_the_count(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("slash", *"mig")
        await settle(pilot)
        assert "1 of 3" in picture(pilot)
        main(pilot).bar.input.value = "topic:migration"
        await settle(pilot)
        assert "2 of 3" in picture(pilot)
        assert "Joint" not in "".join(rows(pilot))
        await pilot.press("enter")
        assert main(pilot).table.has_focus


@pytest.mark.parametrize(
    ("typed", "said"),
    [("topik:x", "did you mean topic"), ("topic:migrants", "did you mean migration"), ("date:05/06/2012", "could be")],
)
async def test_a_bad_query_says_so_and_keeps_the_list(ledger: Ledger, typed: str, said: str) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        before = rows(pilot)[:3]
        await pilot.press("slash")
        main(pilot).bar.input.value = typed
        await settle(pilot)
        assert said in picture(pilot)
        assert [row[1:] for row in rows(pilot)[:3]] == [row[1:] for row in before]


async def test_the_name_of_a_field_being_typed_does_not_empty_the_list(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "topi"
        await settle(pilot)
        assert "topic: asks for" in picture(pilot)
        assert main(pilot).table.total == 3


async def test_a_query_without_result_says_the_way_back(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("slash", "z")
        main(pilot).bar.input.value = "zzz"
        await settle(pilot)
        assert "No proposal matches" in picture(pilot)
        assert "0 of 3" in picture(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert main(pilot).table.total == 3
        await pilot.press("escape")
        assert main(pilot).table.has_focus


async def test_an_empty_database_says_how_to_begin(ledger: Ledger) -> None:
    async with opened(ledger, (80, 24)) as pilot:
        assert "Nothing is tracked here yet" in picture(pilot)
        assert "tracker source add" in picture(pilot)
        await pilot.press("j", "G", "enter", "s", "u")
        await settle(pilot)
        assert any("nothing to undo" in toast for toast in toasts(pilot))


async def test_add_lands_in_the_database_and_under_the_cursor(ledger: Ledger) -> None:
    three(ledger)
    cited = factories.source(ledger, "Session in Moscow")
    async with opened(ledger) as pilot:
        await pilot.press("a")
        await type_into(
            pilot,
            title="Rapid reaction force",
            topics="special-forces, migration",
            date="15 May 2012",
            by="Belarus; Russia",
            speaker="Aleksandr Lukashenko, President",
            body="CSTO",
            source="session in moscow",
            quote="a rapid reaction force",
        )
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is MainScreen
        [new] = proposals.records(ledger, [4], factories.TODAY)
        assert (new.title, new.topics, new.proposed_on) == (
            "Rapid reaction force",
            ("special-forces", "migration"),
            "2012-05-15",
        )
        assert (new.proposers, new.speakers) == (("Belarus", "Russia"), ("Aleksandr Lukashenko, President",))
        assert [source.id for source in new.sources] == [cited]
        line = main(pilot).table.line()
        assert line is not None
        assert line.id == 4
        assert "4 of 4" in picture(pilot)
        assert any("u undoes" in toast for toast in toasts(pilot))
        await pilot.press("a")
        offered = cast("Form", pilot.app.screen).typed()
        assert (offered["body"], offered["date"], offered["title"]) == ("CSTO", "15 May 2012", "")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "needs a title"),
        ({"title": "x", "topics": "migrants"}, "did you mean migration"),
        ({"title": "x", "date": "05/06/2012"}, "could be"),
        ({"title": "x", "source": "nowhere"}, "tracker source add"),
        ({"title": "x", "quote": "words"}, "needs the source"),
        ({"title": "x", "kind": "wish"}, "no kind"),
        ({"title": "a\0b"}, "NUL"),
    ],
)
async def test_what_is_wrong_is_said_in_the_form_which_stays_open(
    ledger: Ledger, values: dict[str, str], said: str
) -> None:
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("a")
        await type_into(pilot, **values)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert place(pilot) is Add
        assert said in complaints(pilot)
        assert listing.count(ledger, Query()) == 0


async def test_a_form_with_changes_asks_before_it_closes(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a", "escape")
        assert place(pilot) is MainScreen
        await pilot.press("a", "x", "escape")
        assert place(pilot) is Confirm
        await pilot.press("n")
        assert place(pilot) is Add
        await pilot.press("escape", "y")
        await pilot.pause()
        assert place(pilot) is MainScreen


async def test_a_topic_is_completed_with_the_right_arrow(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a", "tab")
        await type_into(pilot, topics="migration, dr")
        await pilot.press("end", "u")
        await pilot.pause()
        await pilot.press("right")
        assert cast("Form", pilot.app.screen).typed()["topics"] == "migration, drug-trafficking"


async def test_a_pasted_quote_keeps_all_its_lines(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a")
        field = pilot.app.screen.query_one("#field-quote", Field)
        field.input.focus()
        pilot.app.screen.post_message(Paste("first words\n  second\x1b line"))
        await pilot.pause()
        assert field.input.value == "first words second␛ line"


async def test_a_status_with_evidence_is_recorded(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    factories.source(ledger, "Communiqué")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="implemented", date="2013", source="1", quote="it was carried out")
        await pilot.press("enter")
        await settle(pilot)
        detail = proposals.detail(ledger, proposal, factories.TODAY)
        assert (detail.proposal.status, detail.proposal.status_on) == ("implemented", "2013")
        assert [citation.quote for citation in detail.citations] == ["it was carried out"]
        assert "●" in rows(pilot)[0]
        assert "● implemented" in picture(pilot)
        assert "it was carried out" in picture(pilot)


async def test_saving_does_not_overtake_the_letters_typed_just_before(ledger: Ledger) -> None:
    proposal = factories.add(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted")
        await pilot.press("tab")
        for letter in "2013":
            pilot.app.post_message(Key(letter, letter))
        pilot.app.post_message(Key("ctrl+s", None))
        await until(pilot, lambda: place(pilot) is MainScreen)
        [record] = proposals.records(ledger, [proposal], factories.TODAY)
        assert record.status_on == "2013"


async def test_an_unusual_step_without_evidence_is_refused_and_with_a_reason_asked_about(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="implemented", date="2013")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is ChangeStatus
        assert "unusual step" in complaints(pilot)
        assert "--" not in complaints(pilot)
        await type_into(pilot, because="seen by us")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is Confirm
        await pilot.press("y")
        await settle(pilot)
        [event] = proposals.detail(ledger, proposal, factories.TODAY).status_events[1:]
        assert (event.status, event.is_unusual, event.because) == ("implemented", True, "seen by us")


async def test_a_status_that_another_changed_meanwhile_is_said_and_saved_only_when_asked_again(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted", date="2013")
        step(ledger, proposal, "rejected", "2012-11")
        await pilot.press("enter")
        await pilot.pause()
        assert "#1 was changed meanwhile: now rejected (November 2012). Enter saves all the same" in complaints(pilot)
        assert "#1  Joint exercises  (rejected)" in picture(pilot)
        assert statuses_of(ledger, proposal) == ["proposed", "rejected"]
        step(ledger, proposal, "adopted", "2012-12")
        await pilot.press("enter")
        await pilot.pause()
        assert "now adopted (December 2012)" in complaints(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is MainScreen
        assert statuses_of(ledger, proposal) == ["proposed", "rejected", "adopted", "adopted"]


async def test_what_is_an_unusual_step_is_judged_by_the_status_as_it_now_is(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted", because="seen by us")
        step(ledger, proposal, "rejected", "2012-11")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert place(pilot) is Confirm
        await pilot.press("y")
        await settle(pilot)
        assert proposals.detail(ledger, proposal, factories.TODAY).status_events[-1].is_unusual


async def test_another_change_of_the_proposal_does_not_hold_up_a_status(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted")
        factories.update(ledger, proposal, Edit(summary="said by another"))
        await pilot.press("enter")
        await settle(pilot)
        assert statuses_of(ledger, proposal) == ["proposed", "adopted"]


async def test_escape_goes_back_one_step_at_a_time(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (60, 20)) as pilot:
        main(pilot).bar.input.value = "migration"
        await settle(pilot)
        await pilot.press("slash", "enter", "enter")
        assert main(pilot).pane.has_focus
        assert not main(pilot).table.display or main(pilot).has_class("-opened")
        await pilot.press("escape")
        assert main(pilot).table.has_focus
        assert main(pilot).bar.input.value == "migration"
        await pilot.press("escape")
        await settle(pilot)
        assert main(pilot).table.total == 3


async def test_what_another_connection_adds_appears_and_the_cursor_stays_on_its_proposal(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("j")
        await settle(pilot)
        factories.add(ledger, "Newest of all", proposed_on="2026")
        await until(pilot, lambda: "Newest of all" in rows(pilot)[0])
        line = main(pilot).table.line()
        assert line is not None
        assert line.title == "Joint exercises"
        await settle(pilot)
        assert "4 of 4" in picture(pilot)


async def test_a_database_that_is_busy_is_a_toast(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    async with opened(ledger) as pilot:

        def busy(*_: object) -> None:
            raise BusyError("another program is writing; try again")

        monkeypatch.setattr(database, "write", busy)
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
    factories.update(ledger, other, Edit(note=HOSTILE))
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
    detail = proposals.detail(ledger, proposal, factories.TODAY)
    text = "\n".join(line.content.plain for line in laid_out(detail, {}, 4000).lines)
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


@pytest.mark.parametrize(
    ("remedies", "said"),
    [
        (("source quote", "force because"), "it is wrong: Source and Quote, or Because"),
        (("date", "body", "place"), "it is wrong: Date, Body or Place"),
        (("because",), "it is wrong: Because"),
        (("force",), "it is wrong"),
        ((), "it is wrong"),
    ],
)
def test_what_would_mend_an_error_is_said_by_the_labels_of_the_form(remedies: tuple[str, ...], said: str) -> None:
    labels = {name: name.capitalize() for name in ("source", "quote", "because", "date", "body", "place")}
    assert UsageError("it is wrong", remedies=remedies).with_remedies(labels) == said


class UnforeseenError(Exception):
    """What nobody thought of."""


def fails(*_: object) -> None:
    raise UnforeseenError("of\x1b[31m ours")


@pytest.mark.parametrize("where", ["_watch", "_load_detail", "count_everything"])
def test_an_unforeseen_error_leaves_the_screen_and_is_one_line_of_the_command_line(
    ledger: Ledger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: str,
) -> None:
    three(ledger)
    monkeypatch.setattr(MainScreen, where, work(thread=True)(fails) if where == "count_everything" else fails)
    monkeypatch.setattr(MainScreen, "on_proposal_table_highlighted", lambda screen: getattr(screen, where)())
    monkeypatch.setattr(TrackerApp, "run", lambda app: App.run(app, headless=True))
    monkeypatch.setattr("tracker.cli.session.is_interactive", lambda: True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert cli.run(["--db", str(ledger.path)]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert said.err.startswith("tracker: this should not have happened (UnforeseenError: of␛[31m ours)")
    assert said.err.count("\n") == 1
    assert "in fails" in (tmp_path / "tracker" / "crash.txt").read_text(encoding="utf-8")


async def test_an_unforeseen_error_surfaces_in_a_test(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    monkeypatch.setattr(MainScreen, "action_help", fails)
    with pytest.raises(UnforeseenError):
        async with opened(ledger) as pilot:
            await pilot.press("?")


class Alone(App[None]):
    """A table of made-up rows; `asked` is what it asked for."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.asked: list[tuple[int, int]] = []
        self.total = total
        self.table = ProposalTable(self.fetch, {"proposed": "○"})

    def fetch(self, offset: int, limit: int) -> list[Line]:
        self.asked.append((offset, limit))
        rows = range(offset, min(offset + limit, self.total))
        return [Line(row + 1, "proposed", None, f"Number {row} ", None, "", "", None, evidence=False) for row in rows]

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.show(self.fetch(0, 100))
        self.table.count(self.total)


@pytest.mark.parametrize("total", [5_000, 1_000_000])
async def test_the_end_of_a_long_list_is_reached_by_reading_two_pages_at_most(total: int) -> None:
    app = Alone(total)
    async with app.run_test(size=(80, 24)) as pilot:
        app.asked.clear()
        await pilot.press("G")
        assert len(app.asked) <= 2
        assert app.table.cursor == total - 1
        assert f"Number {total - 1} " in app.table.render_line(23).text
        await pilot.press("g")
        assert "Number 0 " in app.table.render_line(1).text


async def test_the_end_is_waited_for_while_it_is_still_being_counted() -> None:
    app = Alone(5_000)
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(app.fetch(0, 100))
        await pilot.press("G")
        assert 99 <= app.table.cursor < 4_999
        app.table.count(5_000)
        assert app.table.cursor == 4_999


async def test_rows_can_be_walked_while_they_are_still_being_counted() -> None:
    app = Alone(5_000)
    async with app.run_test(size=(80, 60)) as pilot:
        app.table.show(app.fetch(0, 100))
        await pilot.press(*["pagedown"] * 6)
        assert app.table.cursor == 6 * 58


async def test_a_question_that_is_no_longer_wanted_is_broken_off(ledger: Ledger) -> None:
    three(ledger)
    reader = reading.Reader(ledger.path)

    def stopped_while_it_counts() -> None:
        with reader.reading() as opened_ledger:
            assert opened_ledger is not None
            opened_ledger.con.set_progress_handler(reader.stop, 1)
            reading.count(opened_ledger, Query())

    with pytest.raises(TrackerError, match="broken off"):
        stopped_while_it_counts()
    reader.close()
    with reader.reading() as closed:
        assert closed is None


async def test_a_table_holds_only_some_pages() -> None:
    app = Alone(5_000)
    async with app.run_test(size=(80, 24)):
        for row in range(0, 5_000, 100):
            assert app.table._pages.row(row) is not None
        assert len(app.table._pages._held) <= PAGES_HELD


async def test_keys_move_the_cursor_and_the_window() -> None:
    app = Alone(300)
    async with app.run_test(size=(80, 20)) as pilot:
        for keys, row in [
            (("j", "j", "k"), 1),
            (("k", "k"), 0),
            (("pagedown",), 18),
            (("ctrl+d",), 27),
            (("ctrl+u",), 18),
            (("pageup",), 0),
            (("end",), 299),
            (("down",), 299),
            (("home",), 0),
        ]:
            await pilot.press(*keys)
            assert app.table.cursor == row, keys
            assert any(app.table.render_line(y).text.startswith("▌") for y in range(20))


async def test_a_click_selects_and_the_wheel_scrolls() -> None:
    app = Alone(300)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.click(app.table, offset=(20, 3))
        assert app.table.cursor == 2
        app.table.scroll_down(animate=False)
        await pilot.pause()
        assert app.table.scroll_offset.y >= 1
        assert app.table.cursor == 2


async def test_the_rows_are_those_of_the_query_wherever_they_are_read_from(ledger: Ledger) -> None:
    many(ledger, 350)
    async with opened(ledger) as pilot:
        wanted = [line.id for line in listing.lines(ledger, listing.ids(ledger, Query()))]
        shown = [cast("Line", main(pilot).table._pages.row(row)).id for row in range(350)]
        assert shown == wanted


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (140, 45)])
async def test_every_place_is_drawn_at_every_size(ledger: Ledger, size: tuple[int, int]) -> None:
    three(ledger)
    async with opened(ledger, size) as pilot:
        for keys in (("enter",), ("escape", "a"), ("escape", "s"), ("escape", "question_mark")):
            await pilot.press(*keys)
            await pilot.pause()
            assert len(picture(pilot).split("\n")) == size[1]
        assert place(pilot) is Help


async def test_columns_give_way_as_the_window_shrinks(ledger: Ledger) -> None:
    three(ledger)
    for width, there, gone in [(40, "Title", "Status"), (200, "Topic", "")]:
        async with opened(ledger, (width, 12)) as pilot:
            heading = main(pilot).table.render_line(0).text
            assert there in heading
            assert not gone or gone not in heading
            assert all(len(main(pilot).table.render_line(y).text) <= width for y in range(4))


@pytest.mark.parametrize("id_cells", [1, 4, 7])
def test_the_status_is_said_in_words_wherever_the_title_keeps_thirty_cells(id_cells: int) -> None:
    before: set[str] = set()
    for width in range(20, 250):
        shown = {column.name: column for column in columns.fitting(width, id_cells=id_cells, dated="Since")}
        glyph_only = shown["status"].cells == columns.GLYPH_ONLY
        assert not glyph_only or shown["title"].cells < 30 + 12  # what the word takes
        assert glyph_only or shown["title"].cells >= 25
        assert before <= shown.keys()  # none goes as the window grows
        before = {*shown}


@pytest.mark.parametrize(("width", "headings"), [(100, {"id"}), (120, {"id", "Status"}), (180, {"Status", "By"})])
async def test_the_columns_of_common_windows(ledger: Ledger, width: int, headings: set[str]) -> None:
    three(ledger)
    async with opened(ledger, (width, 24)) as pilot:
        table = main(pilot).table
        for total in (3, 1_000_000):
            table.total = total
            assert headings <= {*table.render_line(0).text.split()}


async def test_a_held_key_draws_the_list_only_and_the_detail_once_it_rests(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.tui.screens.main.DETAIL_SECONDS", 0.5)  # more than a full machine takes for a key
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.pause(0.6)
        shown: list[int] = []

        def show(detail: Detail) -> None:
            shown.append(detail.proposal.id)

        monkeypatch.setattr(main(pilot).pane, "show", show)
        for key in "jkjkjj":
            pilot.app.post_message(Key(key, key))
            await asyncio.sleep(0.035)  # as a keyboard repeats
        await until(pilot, lambda: bool(shown))
        assert shown == [1]


async def test_a_detail_that_is_longer_or_shorter_does_not_lay_out_the_screen_anew(ledger: Ledger) -> None:
    factories.add(ledger, "Short")
    factories.add(ledger, "Long", summary="word " * 400)
    async with opened(ledger) as pilot:
        laid_out_anew: list[object] = []
        pilot.app.screen.screen_layout_refresh_signal.subscribe(main(pilot).pane, laid_out_anew.append)
        for key in "jkj":
            await pilot.press(key)
            await settle(pilot)
        assert laid_out_anew == []


async def test_every_binding_is_in_the_help_of_its_place(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        for place in ("table", "pane"):
            getattr(main(pilot), place).focus()
            await pilot.pause()
            bindings = [active.binding for active in main(pilot).active_bindings.values()]
            await pilot.press("question_mark")
            said = "\n".join(line.plain for line in cast("Help", pilot.app.screen).lines())
            for binding in bindings:
                if binding.description and not binding.system:
                    assert binding.description in said
                    assert pilot.app.get_key_display(binding) in said
            await pilot.press("escape")


async def test_the_last_line_says_the_keys_and_a_click_presses_one(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (40, 12)) as pilot:
        last = picture(pilot).split("\n")[-1]
        assert "? Keys" in last
        assert "q Quit" not in last  # it does not fit, and is not cut
        await pilot.click(KeyBar, offset=(last.index("/ Filter"), 0))
        await pilot.pause()
        assert main(pilot).bar.input.has_focus
        assert "Add" not in picture(pilot).split("\n")[-1]  # a letter is typed into the filter


async def test_no_color_is_honoured_from_the_first_frame(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(ledger) as pilot:
        assert pilot.app.theme == "ansi-dark"
        assert pilot.app.ansi_color
        assert main(pilot).table.styles.background in {Color.parse("ansi_default"), Color(0, 0, 0, 0)}


async def test_s_on_a_proposal_that_another_removed_says_so(ledger: Ledger) -> None:
    proposal = factories.add(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted")
        factories.remove(ledger, proposal)
        await pilot.press("enter")
        await pilot.pause()
        assert "was removed" in complaints(pilot)


def many(ledger: Ledger, number: int) -> None:
    """So many proposals as one change, the last one the newest."""
    from tracker.model import NewProposal  # noqa: PLC0415

    with database.write(ledger, "import", factories.ME) as change:
        for one in range(number):
            proposals.add(change, NewProposal(f"Number {one} ", proposed_on="2012"))


@pytest.mark.parametrize(
    ("before", "burst", "filtered"),
    [((), "/mig", "mig"), (("enter", "escape"), "/mig", "mig"), (("slash",), "as/u", "as/u")],
)
async def test_what_is_typed_right_behind_a_slash_is_the_filter(
    ledger: Ledger, before: tuple[str, ...], burst: str, filtered: str
) -> None:
    three(ledger)
    async with opened(ledger, (60, 20)) as pilot:
        await pilot.press(*before)
        await typed_at_once(pilot, burst)
        assert main(pilot).bar.input.value == filtered


async def test_what_is_typed_right_behind_a_verb_is_the_form_and_no_verb(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed_at_once(pilot, "aqus")
        assert isinstance(pilot.app.screen, Add)
        assert pilot.app.screen.typed()["title"] == "qus"
    assert listing.count(ledger, Query()) == 3


async def test_what_is_typed_right_behind_a_tab_is_the_next_field(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed_at_once(pilot, "sadopted\t2013\t1\tsaid so")
        typed = cast("ChangeStatus", pilot.app.screen).typed()
        assert [typed[name] for name in ("status", "status_on", "source", "quote")] == [
            "adopted",
            "2013",
            "1",
            "said so",
        ]
