"""A record in the form, and what others change in it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste

from helpers import factories
from helpers.ledgers import changes, detail
from helpers.screen import HOSTILE, SHOWN, complaints, opened, picture, place, settle, toasts, type_into
from tracker.editing import items
from tracker.editing.record import Record
from tracker.model import ProposalEdit
from tracker.store import database
from tracker.store.records import proposals
from tracker.text import visible_line
from tracker.tui import form_values
from tracker.tui.dialogs.choose import Choose
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.edit import EditRecord
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.field import Field
from tracker.tui.widgets.inputs.text_input import TextInput

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Form


def one(ledger: Ledger) -> int:
    return factories.add(
        ledger,
        "Inspect ferries",
        topics=("migration",),
        tags=("sea",),
        proposers=("Norland",),
        addressees=("Island; the big one",),
        body="CSTO",
        meeting="Session",
        place="Moscow",
        proposed_on="2012-05",
        summary="first line\n\nsecond line",
        note="mine",
    )


async def test_every_field_of_a_record_is_saved_as_one_change(ledger: Ledger) -> None:
    one(ledger)
    before = changes(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        typed = cast("Form", pilot.app.screen).typed()
        assert typed["addressees"] == '"Island; the big one"'
        assert typed["summary"] == "first line\n\nsecond line"
        await type_into(
            pilot,
            title="Inspect all ferries",
            kind="commitment",
            topics="special-forces, migration",
            tags="land",
            by="Norland; Coast",
            speaker="Ada Berg, Minister",
            support="Russia",
            oppose="Nobody",
            meeting="Summit",
            place="Minsk",
            date="15 May 2012",
            deadline="2030",
            uncheckable="too vague",
            note="yours\nand mine",
        )
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is MainScreen
        found = detail(ledger)
        now = found.proposal
        assert (now.title, now.kind, now.topics) == (
            "Inspect all ferries",
            "commitment",
            ("special-forces", "migration"),
        )
        assert (now.tags, now.proposers, now.speakers) == (("land",), ("Norland", "Coast"), ("Ada Berg, Minister",))
        assert (now.supporters, now.opponents, now.addressees) == (("Russia",), ("Nobody",), ("Island; the big one",))
        assert (now.body, now.meeting, now.place, now.proposed_on) == ("CSTO", "Summit", "Minsk", "2012-05-15")
        assert (now.deadline_on, found.uncheckable, found.note) == ("2030", "too vague", "yours\nand mine")
        assert now.summary == "first line\n\nsecond line"
        assert changes(ledger) == before + 1
        assert any("Saved #1 (title, kind, topics" in toast and "u undoes" in toast for toast in toasts(pilot))
        await pilot.press("u")
        await settle(pilot)
        assert detail(ledger).proposal.title == "Inspect ferries"


async def test_a_record_that_is_left_as_it_is_changes_nothing_and_asks_nothing(ledger: Ledger) -> None:
    one(ledger)
    before = changes(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("e", "escape")
        assert place(pilot) is MainScreen
        await pilot.press("e", "enter")
        await settle(pilot)
        assert "Nothing was changed" in toasts(pilot)
        assert changes(ledger) == before


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "needs a title"),
        ({"kind": "wish"}, "no kind 'wish'"),
        ({"topics": "migrants"}, "did you mean migration"),
        ({"date": "05/06/2012"}, "could be"),
        ({"deadline": "soon"}, "soon"),
        ({"by": "!!"}, "cannot be the name of an actor"),
        ({"summary": "a\0b"}, "NUL"),
    ],
)
async def test_what_is_wrong_with_a_record_is_said_and_nothing_is_saved(
    ledger: Ledger, values: dict[str, str], said: str
) -> None:
    one(ledger)
    before = changes(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        await type_into(pilot, **values)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert place(pilot) is EditRecord
        assert said in complaints(pilot)
        assert changes(ledger) == before
        await pilot.press("escape")
        assert place(pilot) is Confirm


# changed meanwhile, over a second connection


async def test_what_another_connection_changed_in_other_fields_stays(ledger: Ledger) -> None:
    one(ledger)
    other = database.open_ledger(ledger.path, writing=True)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        await type_into(pilot, title="Mine", by="Norland; Coast", tags="sea, mine")
        edit = ProposalEdit(note="theirs", place="Minsk", add={"tags": ("theirs",), "proposers": ("Inland",)})
        factories.update(other, 1, edit, who="bob")
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is MainScreen
        found = detail(ledger)
        assert (found.proposal.title, found.note, found.proposal.place) == ("Mine", "theirs", "Minsk")
        assert {*found.proposal.tags} == {"sea", "mine", "theirs"}
        assert {*found.proposal.proposers} == {"Norland", "Coast", "Inland"}
    other.close()


@pytest.mark.parametrize(("keys", "stands"), [(("m",), "Mine"), (("t",), "Theirs")])
async def test_one_field_that_both_changed_is_asked_about_with_both_values(
    ledger: Ledger, keys: tuple[str, ...], stands: str
) -> None:
    one(ledger)
    other = database.open_ledger(ledger.path, writing=True)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        await type_into(pilot, title="Mine", note="my note")
        factories.update(other, 1, ProposalEdit(title="Theirs"), who="bob")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is Choose
        assert "Somebody else changed the title meanwhile" in picture(pilot)
        assert "mine:   Mine" in picture(pilot)
        assert "theirs: Theirs" in picture(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert place(pilot) is EditRecord
        assert detail(ledger).proposal.title == "Theirs"
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*keys)
        await settle(pilot)
        assert place(pilot) is MainScreen
        assert (detail(ledger).proposal.title, detail(ledger).note) == (stands, "my note")
    other.close()


async def test_each_clash_is_asked_about_by_itself_and_again_if_it_changes_again(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        await type_into(pilot, title="Mine", place="Here", speaker="Ada Berg, Mine")
        factories.update(ledger, 1, ProposalEdit(title="Theirs", place="There"), who="bob")
        await pilot.press("enter")
        await pilot.pause()
        assert "theirs: Theirs" in picture(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert "theirs: There" in picture(pilot)
        factories.update(ledger, 1, ProposalEdit(title="Theirs again"), who="bob")
        await pilot.press("t")
        await pilot.pause()
        assert "theirs: Theirs again" in picture(pilot)
        await pilot.press("t")
        await settle(pilot)
        now = detail(ledger).proposal
        assert (now.title, now.place, now.speakers) == ("Theirs again", "There", ("Ada Berg, Mine",))


async def test_an_item_of_a_list_that_both_changed_is_asked_about(ledger: Ledger) -> None:
    one(ledger)
    from tracker.model import Person  # noqa: PLC0415

    factories.update(ledger, 1, ProposalEdit(add={"speakers": (Person("Ada Berg", "Minister"),)}))  # type: ignore[dict-item]
    async with opened(ledger) as pilot:
        await pilot.press("e")
        await type_into(pilot, speaker="Ada Berg, President; Bo Li")
        factories.update(ledger, 1, ProposalEdit(add={"speakers": (Person("Ada Berg", "Queen"),)}), who="bob")  # type: ignore[dict-item]
        await pilot.press("enter")
        await pilot.pause()
        assert "theirs: Ada Berg, Queen" in picture(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert detail(ledger).proposal.speakers == ("Ada Berg, Queen", "Bo Li")


async def test_a_record_that_another_removed_is_said_to_be(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        await type_into(pilot, title="Mine")
        factories.remove(ledger, 1, who="bob")
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is EditRecord
        assert "was removed" in complaints(pilot)


# text


async def test_hostile_text_in_a_form_is_shown_as_text_and_left_as_it_is(ledger: Ledger) -> None:
    everything = dict.fromkeys(("summary", "note", "body", "meeting", "place"), HOSTILE)
    factories.add(ledger, HOSTILE, proposers=(HOSTILE,), tags=("x",), **everything)
    async with opened(ledger, (140, 45)) as pilot:
        await pilot.press("e")
        await settle(pilot)
        assert not {"\x1b", "\x07", "\u202e"} & {*picture(pilot)}
        assert cast("Form", pilot.app.screen).typed()["title"] == SHOWN
        await type_into(pilot, kind="request")
        await pilot.press("enter")
        await settle(pilot)
        found = detail(ledger)
        assert (found.proposal.kind, found.proposal.title, found.note) == ("request", HOSTILE, HOSTILE)
        assert found.proposal.proposers == (HOSTILE,)
        for key in "ctlrsy":
            await pilot.press(key)
            await settle(pilot)
            assert not {"\x1b", "\x07", "\u202e"} & {*picture(pilot)}, key
            await pilot.press("escape")


async def test_the_arrows_leave_a_field_of_several_lines_at_its_ends(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        summary = pilot.app.screen.query_one("#field-summary TextInput", TextInput)
        pilot.app.screen.query_one("#field-place LineInput").focus()
        await pilot.pause()
        await pilot.press("down")
        assert pilot.app.focused is summary
        await pilot.press("down", "down")
        assert pilot.app.focused is summary
        assert "ctrl+s" in picture(pilot)
        await pilot.press("down")
        assert pilot.app.focused is pilot.app.screen.query_one("#field-support LineInput")
        await pilot.press("up", "up", "up", "up")
        assert pilot.app.focused is pilot.app.screen.query_one("#field-place LineInput")


async def test_what_is_pasted_into_several_lines_keeps_them_without_its_control_characters(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("e")
        note = pilot.app.screen.query_one("#field-note", Field)
        note.input.value = ""
        note.input.focus()
        await pilot.pause()
        pilot.app.screen.post_message(Paste("one\n\x1b[31mtwo\u202e"))
        await pilot.pause()
        assert note.input.value == "one\n␛[31mtwo\\u202e"


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)


@given(st.lists(NAMES), st.sampled_from([",", ";"]))
def test_a_list_in_a_field_is_read_as_it_was_shown(names: list[str], divider: str) -> None:
    tidy = [shown for name in names if (shown := visible_line(name).strip())]
    assert items.split_items(items.join_items(tidy, divider), divider) == tuple(tidy)


@given(st.builds(Record, title=NAMES, place=NAMES, proposers=st.lists(NAMES).map(tuple), summary=NAMES, note=NAMES))
def test_a_record_that_is_left_as_it_was_shown_is_that_record(record: Record) -> None:
    shown = form_values.record_inputs(record)
    if shown["title"].strip():
        assert form_values.edit_record(record, shown, factories.TODAY) == record


@pytest.mark.parametrize(("own", "said"), [(None, ""), ("2013", "; its first status keeps the date 2013")])
def test_a_first_status_with_a_date_of_its_own_is_spoken_of(ledger: Ledger, own: str | None, said: str) -> None:
    proposal = factories.add(ledger, proposed_on="2012", status_on=own)
    form = EditRecord(ledger, proposal, factories.TODAY)
    typed = form_values.record_inputs(form._base) | {"date": "2014"}
    assert form.save(typed, sure=frozenset()) == proposal
    assert form.said == f"Saved #{proposal} (date){said}"
    (now,) = proposals.read_records(ledger, [proposal], factories.TODAY)
    assert now.status_on == (own or "2014")
