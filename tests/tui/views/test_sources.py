"""The form of a source on the screen: what is said of it is changed, and nobody's work is written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import factories
from helpers.screen import complaints, opened, picture, place, settle, toasts, until
from tracker.model import ProposalEdit
from tracker.store import database
from tracker.store.records import extras, source_edits, sources
from tracker.store.reports import check
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.edit import EditRecord
from tracker.tui.forms.source import EditSource
from tracker.tui.views.sources import Sources
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger


def fill(pilot: Pilot[None], name: str, text: str) -> None:
    """Let a field of the form hold this."""
    next(one for one in pilot.app.screen.query(Field) if one.blank.name == name).input.value = text


async def form(pilot: Pilot[None]) -> None:
    await pilot.press("S")
    await settle(pilot)
    await pilot.press("e")
    await until(pilot, lambda: place(pilot) is EditSource)


async def test_a_source_is_edited_in_a_form_and_that_is_undone(ledger: Ledger) -> None:
    number = factories.source(ledger, "A wrong title")
    async with opened(ledger) as pilot:
        await form(pilot)
        fill(pilot, "title", "The right one")
        fill(pilot, "date", "May 2012")
        await pilot.press("enter")
        await until(pilot, lambda: place(pilot) is Sources)
        await settle(pilot)
        one = sources.read(ledger, number)
        assert (one.title, one.issued_on) == ("The right one", "2012-05")
        assert "The right one" in picture(pilot)
        assert f"Saved source {number} (title, date)   u undoes" in toasts(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert sources.read(ledger, number).title == "A wrong title"
        assert list(check.find_problems(ledger)) == []


async def test_what_is_wrong_is_said_beside_its_field(ledger: Ledger) -> None:
    number = factories.source(ledger)
    with database.write_change(ledger, "source add", "bob") as change:
        sources.add_reference(change, url="https://example.org/a")
        newest = sources.add_reference(change, title="The last")
    async with opened(ledger) as pilot:
        await form(pilot)
        for name, typed, says in (
            ("type", "newspaper", "did you mean article-newspaper?"),
            ("archive-url", "belta.by", "'belta.by' is not a web address"),
            ("date", "05/06/2012", "5 June 2012"),
            ("url", "https://example.org/a", "source 2 has the address"),
        ):
            fill(pilot, name, typed)
            await pilot.press("enter")
            await settle(pilot)
            assert says in complaints(pilot)
            assert place(pilot) is EditSource
            fill(pilot, name, "")
        assert sources.read(ledger, newest).title == "The last"
        assert sources.read(ledger, number).title == "A communiqué"


async def test_what_somebody_else_changed_meanwhile_is_asked_about(ledger: Ledger) -> None:
    number = factories.source(ledger, "A wrong title")
    async with opened(ledger) as pilot:
        await form(pilot)
        with database.write_change(ledger, "source edit", "bob") as change:
            source_edits.edit(change, number, {"title": "Bob's title", "publisher": "BelTA"})
        fill(pilot, "title", "Mine")
        await pilot.press("enter")
        await until(pilot, lambda: place(pilot) is Confirm)
        assert "title was changed meanwhile to “Bob's title”" in picture(pilot)
        assert sources.read(ledger, number).title == "Bob's title"
        await pilot.press("y")
        await until(pilot, lambda: place(pilot) is Sources)
        one = sources.read(ledger, number)
        assert (one.title, one.publisher) == ("Mine", "BelTA")


async def test_an_extra_is_edited_in_the_form_of_its_proposal(ledger: Ledger) -> None:
    proposal = factories.add(ledger, extra=("era=2017",))
    with database.write_change(ledger, "import", "ann") as change:
        change.insert("extras", proposal_id=proposal, name="lines", value="one\ntwo; three")
    async with opened(ledger, (100, 60)) as pilot:
        await until(pilot, lambda: "2017" in picture(pilot))
        await pilot.press("e")
        await until(pilot, lambda: place(pilot) is EditRecord)
        field = next(one for one in pilot.app.screen.query(Field) if one.blank.name == "extra")
        field.input.value = field.input.value.replace("2017", "2018")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: place(pilot) is not EditRecord)
        assert extras.extras_of_proposal(ledger, proposal) == {"era": "2018", "lines": "one\ntwo; three"}
        factories.update(ledger, proposal, ProposalEdit(remove={"extra": ("era",)}))
