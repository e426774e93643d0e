"""The verbs of the screen for one proposal, through to the database, with what their forms refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from helpers import factories
from helpers.ledgers import detail, record, three
from helpers.screen import complaints, opened, picture, place, settle, toasts, type_into
from tracker import files
from tracker.editing import defaults
from tracker.editing.add_options import Typed
from tracker.model import Evidence, NewLook, ProposalEdit
from tracker.store import database
from tracker.store.records import looks, proposals
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.add import Add
from tracker.tui.forms.cite import Cite
from tracker.tui.forms.link import Link
from tracker.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Form
    from tracker.tui.forms.looked import Looked
    from tracker.tui.forms.topics import Topics


async def test_a_status_that_concerns_one_actor_and_a_correction(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="implemented", date="2013", **{"for": "Armenia"})
        await pilot.press("enter")
        await settle(pilot)
        event = detail(ledger, proposal).status_events[-1]
        assert (event.status, event.actor, record(ledger, proposal).status) == ("implemented", "Armenia", "proposed")
        await pilot.press("s")
        await type_into(pilot, corrects=f"{event.id} implemented 2013", date="2014")
        await pilot.press("enter")
        await settle(pilot)
        corrected = detail(ledger, proposal).status_events[-1]
        assert (corrected.supersedes_id, corrected.status, corrected.occurred_on, corrected.actor) == (
            event.id,
            "implemented",
            "2014",
            "Armenia",
        )
        assert any("was corrected" in toast for toast in toasts(pilot))


async def test_what_is_wrong_in_a_field_that_waited_brings_it(ledger: Ledger) -> None:
    factories.add(ledger)
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("s")
        assert "…more" in picture(pilot)
        await type_into(pilot, status="adopted", corrects="x")
        await pilot.press("enter")
        await pilot.pause()
        assert "'x' is not a status event number" in complaints(pilot)
        await settle(pilot)
        assert "…more" not in picture(pilot)
        assert "'x' is not a" in picture(pilot)


async def test_the_first_topic_ticked_is_primary_and_another_can_be_made_so(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("t")
        topics = cast("Topics", pilot.app.screen)
        options = topics.query_one("TopicList")
        options.highlighted = topics._known.index("drug-trafficking")  # type: ignore[attr-defined]
        await pilot.press("space", "p")
        assert "[✓] drug-trafficking  primary" in picture(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert record(ledger, 3).topics == ("drug-trafficking", "migration")
        await pilot.press("t", "escape")
        assert place(pilot) is MainScreen
        await pilot.press("t", "space", "escape")
        assert place(pilot) is Confirm


async def test_topics_that_another_gave_meanwhile_stay(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("t")
        topics = cast("Topics", pilot.app.screen)
        options = topics.query_one("TopicList")
        options.highlighted = topics._known.index("drug-trafficking")  # type: ignore[attr-defined]
        await pilot.press("space")
        factories.update(ledger, 3, ProposalEdit(add={"topics": ("special-forces",)}), who="bob")
        await pilot.press("enter")
        await settle(pilot)
        assert {*record(ledger, 3).topics} == {"migration", "special-forces", "drug-trafficking"}


async def test_a_passage_is_cited_against_a_proposal_and_for_an_event(ledger: Ledger) -> None:
    proposal = factories.add(ledger)
    cited = factories.source(ledger, "Communiqué")
    event = detail(ledger, proposal).status_events[0].id
    async with opened(ledger) as pilot:
        await pilot.press("c", "ctrl+s")
        await pilot.pause()
        assert "a citation needs a source" in complaints(pilot)
        await type_into(pilot, source="communiqué", quote="never proposed", locator="p. 3", translation="nie")
        await type_into(pilot, stance="against", event=f"{event} proposed undated")
        await pilot.press("enter")
        await settle(pilot)
        [one] = detail(ledger, proposal).citations
        assert (one.source.id, one.quote, one.locator, one.translation) == (cited, "never proposed", "p. 3", "nie")
        assert (one.stance, one.status_event_id) == ("contradicts", event)
        await pilot.press("c")
        assert cast("Cite", pilot.app.screen).typed()["source"] == "communiqué"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"source": "nowhere", "quote": "x"}, "no source 'nowhere'"),
        ({"source": "1", "translation": "x"}, "needs the passage that it translates"),
        ({"quote": "x"}, "needs the source"),
        ({"source": "1", "quote": "x", "stance": "maybe"}, "no stance 'maybe'"),
        ({"source": "1", "quote": "x", "event": "99"}, "no status event 99"),
        ({"source": "1", "quote": "x", "event": "last"}, "the number of the event"),
    ],
)
async def test_what_is_wrong_with_a_citation_is_said(ledger: Ledger, values: dict[str, str], said: str) -> None:
    factories.add(ledger)
    factories.source(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("c")
        await type_into(pilot, **values)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert place(pilot) is Cite
        assert said in complaints(pilot)
        assert "--" not in complaints(pilot)


async def test_a_link_is_found_by_words_said_in_words_and_taken_away_again(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("l", *"joint")
        await pilot.pause()
        assert "#3  Border database  repeats  #2  Joint exercises" in picture(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert record(ledger, 3).links[0] == ("repeats", 2)
        await pilot.press("l", *"#2", "enter")
        await pilot.pause()
        assert "Remove the link?" in picture(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert not record(ledger, 3).links
        await pilot.press("u")
        await settle(pilot)
        assert record(ledger, 3).links


async def test_a_link_the_other_way_round_leads_from_the_other(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("l")
        await type_into(pilot, other="1", kind="repeated-by")
        assert "#3  Border database  is repeated by  #1  Migration hotline" in picture(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert record(ledger, 1).links[0] == ("repeats", 3)


async def test_of_several_that_match_one_is_chosen(ledger: Ledger) -> None:
    three(ledger)
    factories.add(ledger, "Joint patrols", proposed_on="2001")
    async with opened(ledger) as pilot:
        await pilot.press("l", *"joint", "enter")
        await pilot.pause()
        assert "several proposals match" in complaints(pilot)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert cast("Link", pilot.app.screen).typed()["other"] == "#4"
        await pilot.press("enter")
        await settle(pilot)
        assert record(ledger, 3).links[0] == ("repeats", 4)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "the number of the other proposal"),
        ({"other": "99"}, "no proposal 99"),
        ({"other": "9x"}, "no proposal matches '9x'"),
        ({"other": "zzz"}, "no proposal matches 'zzz'"),
        ({"other": "3"}, "cannot be linked to itself"),
        ({"other": "2", "kind": "loves"}, "no kind of link 'loves'"),
        ({"other": "topik:x"}, "no proposal matches"),
    ],
)
async def test_what_is_wrong_with_a_link_is_said(ledger: Ledger, values: dict[str, str], said: str) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("l")
        await type_into(pilot, **values)
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is Link
        assert said in complaints(pilot)


async def test_the_last_look_is_offered_again(ledger: Ledger) -> None:
    three(ledger)
    with database.write_change(ledger, "looked 1", "bob") as change:
        looks.add(change, 1, NewLook("BelTA, odkb-csto.org", "2026-01-02", "quiet"), factories.TODAY)
    async with opened(ledger) as pilot:
        await pilot.press("r")
        offered = cast("Looked", pilot.app.screen).typed()
        assert (offered["places"], offered["note"]) == ("BelTA, odkb-csto.org", "quiet")
        await type_into(pilot, date="2027")
        await pilot.press("enter")
        await pilot.pause()
        assert "in the future" in complaints(pilot)
        await type_into(pilot, date="", places="")
        await pilot.press("enter")
        await pilot.pause()
        assert "type where you looked, such as the website of the ministry" in complaints(pilot)
        await type_into(pilot, places="TASS")
        await pilot.press("enter")
        await settle(pilot)
        [look] = detail(ledger, 3).looks
        assert (look.places, look.looked_on, look.note) == ("TASS", factories.TODAY.isoformat(), "quiet")


async def test_a_proposal_is_added_with_all_that_waits_behind_the_first_page(ledger: Ledger) -> None:
    three(ledger)
    cited = factories.source(ledger, "Session in Moscow")
    async with opened(ledger) as pilot:
        await pilot.press("a")
        assert "…more" in picture(pilot)
        await pilot.press(*["tab"] * 13, "enter")
        await settle(pilot)
        assert "…more" not in picture(pilot)
        await pilot.press(*"first", "enter", *"second")  # the first of them has the focus
        await type_into(
            pilot,
            title="Common list of terrorists",
            to="Armenia",
            support="Russia; Armenia",
            oppose='"Group of A; B"',
            tags="nato 2026, x",
            deadline="2027",
            source=str(cited),
            quote="a common list",
            locator="para. 4",
            translation="eine Liste",
            repeats="#1, 2",
            note="mine",
            **{"part-of": "3"},
        )
        await pilot.press("ctrl+s")
        await settle(pilot)
        new = record(ledger, 4)
        assert (new.addressees, new.supporters, new.opponents) == (
            ("Armenia",),
            ("Russia", "Armenia"),
            ("Group of A; B",),
        )
        assert ({*new.tags}, new.deadline_on, new.summary) == ({"nato-2026", "x"}, "2027", "first\nsecond")
        assert {*new.links} == {("repeats", 1), ("repeats", 2), ("part-of", 3)}
        assert (detail(ledger, 4).citations[0].locator, detail(ledger, 4).note) == ("para. 4", "mine")
        await pilot.press("a")
        assert cast("Add", pilot.app.screen).typed()["addressees"] == "Armenia"
        assert "…more" in picture(pilot)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "x", "repeats": "one"}, "repeats"),
        ({"title": "x", "deadline": "05/06/2012"}, "deadline"),
        ({"title": "x", "tags": 'a"b'}, "tags"),
        ({"title": "x", "status": "adoptd"}, "status"),
        ({"title": "x", "date": "2999"}, "date"),
    ],
)
async def test_an_error_stands_below_the_field_that_it_is_about(
    ledger: Ledger, values: dict[str, str], field: str
) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a")
        await type_into(pilot, **values)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert complaints(pilot)
        fields = list(pilot.app.screen.query_one(".form-fields").children)
        at = next(at for at, child in enumerate(fields) if child.has_class("form-error"))
        assert fields[at - 1].id == f"field-{field}"
        assert pilot.app.focused is pilot.app.screen.query_one(f"#field-{field} LineInput")


async def test_every_form_is_drawn_at_every_size_with_its_keys_in_sight(ledger: Ledger) -> None:
    three(ledger)
    factories.add(
        ledger,
        "Long " * 40,
        summary="line\n" * 30,
        proposed_on="2026",
        evidence=Evidence(factories.source(ledger), "q"),
    )
    for size in ((40, 12), (80, 24), (140, 45)):
        async with opened(ledger, size) as pilot:
            for key in "asetclrw":
                await pilot.press(key)
                await settle(pilot)
                assert place(pilot) is not MainScreen, key
                lines = picture(pilot).split("\n")
                assert len(lines) == size[1]
                assert "enter save" in picture(pilot), (size, key)
                await pilot.press("escape")
                await pilot.pause()
                assert place(pilot) is MainScreen, key


async def test_what_tracker_use_says_stands_in_the_form_which_says_so_until_another_is_typed(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    defaults.keep_in_use(
        ledger.path, Typed(proposers=("Belarus", "Kyrgyz; Republic"), body="CSTO", place="Moscow\x1b", date="2012-05")
    )
    async with opened(ledger) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert "Add a proposal   (from tracker use: date, by, body, place)" in picture(pilot)
        said = cast("Form", pilot.app.screen).typed()
        assert [said[name] for name in ("proposers", "place", "date", "addressees")] == [
            'Belarus; "Kyrgyz; Republic"', "Moscow␛", "2012-05", "",
        ]  # fmt: skip
        await type_into(pilot, title="One", place="Minsk", by="Russia")
        await pilot.press("enter")
        await settle(pilot)
        made = proposals.read_detail(ledger, 1, factories.TODAY).proposal
        assert (made.proposers, made.body, made.place, made.proposed_on) == (("Russia",), "CSTO", "Minsk", "2012-05")
        await pilot.press("a")
        await pilot.pause()
        assert cast("Form", pilot.app.screen).typed()["place"] == "Minsk"
        assert "(from tracker use: date, body)" in picture(pilot)
        await pilot.press("escape")
        defaults.keep_in_use(ledger.path, Typed(place="Astana"))
        await pilot.press("a")
        await pilot.pause()
        assert cast("Form", pilot.app.screen).typed()["place"] == "Astana"


async def test_what_tracker_use_keeps_and_cannot_be_read_is_a_toast_and_the_form_opens(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    defaults.keep_in_use(ledger.path, Typed(place="Astana"))
    files.write_private_file(defaults._in_use_file(ledger.path), "[")
    async with opened(ledger) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert place(pilot) is Add
        assert any("tracker use --clear" in toast for toast in toasts(pilot))
