"""A stranger's file on the screen: every view draws what is stored as text, codes and glyphs too."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.screen import opened, picture, settle, toasts
from helpers.stranger import RAW, make_hostile
from tracker.model import Evidence, NewLook, NewStatus, ProposalEdit
from tracker.store.database import open_ledger, write_change
from tracker.store.records import looks, proposals, saved_queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.store.ledger import Ledger

# What opens each view, form and dialog, and moves in it.
WALKS = {
    "detail": ("j", "k", "enter", "down", "escape"),
    "facets": ("f", "down", "down", "enter", "escape"),
    "overview": ("o", "down", "enter", "escape"),
    "due": ("d", "down", "enter", "escape"),
    "history": ("H", "down", "enter", "escape"),
    "sources": ("S", "down", "enter", "escape"),
    "status form": ("s", "down", "tab", "down", "escape", "escape"),
    "edit form": ("e", "tab", "tab", "tab", "tab", "escape", "escape"),
    "add form": ("a", "tab", "tab", "b", "escape", "escape"),
    "topics form": ("t", "down", "space", "escape", "escape"),
    "link form": ("L", "down", "escape", "escape"),
    "undo": ("u", "escape"),
    "help": ("question_mark", "down", "escape"),
    "palette": ("ctrl+p", "m", "down", "escape"),
    "filter": ("slash", "s", "t", "a", "t", "u", "s", "colon", "escape"),
    "copy": ("y", "down", "escape"),
}


@pytest.fixture(name="hostile", scope="module")
def with_a_strangers_file(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stranger") / "stranger.db"
    shutil.copy(template, path)
    with closing(open_ledger(path, writing=True)) as ledger:
        cited = factories.source(ledger, "A paper")
        first = factories.add(
            ledger, "Hotline", topics=("migration",), proposers=("Belarus",), body="CSTO", tags=("old",), place="Minsk",
            proposed_on="2012", deadline_on="2013", evidence=Evidence(cited, "x", "para. 1"), extra=("col=umn",),
        )  # fmt: skip
        factories.add(ledger, "Another", links=(("repeats", first),))
        with write_change(ledger, "update", factories.ME) as change:
            step = NewStatus("adopted", "2013", because="so", force=True)
            proposals.update_proposal(change, first, ProposalEdit(note="ours"), step)
            looks.add(change, first, NewLook("BelTA", "2014-05-05", "nothing"), factories.TODAY)
            saved_queries.save_query(change, "mine", "is:open")
    make_hostile(path)
    return path


@pytest.fixture(name="stranger")
def with_a_copy_of_it(hostile: Path, tmp_path: Path) -> Iterator[Ledger]:
    path = tmp_path / "stranger.db"
    shutil.copy(hostile, path)
    with closing(open_ledger(path)) as ledger:
        yield ledger


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
async def test_no_view_lets_a_terminal_obey_what_is_stored(stranger: Ledger, walk: tuple[str, ...]) -> None:
    async with opened(stranger, (140, 40)) as pilot:
        for key in ("", *walk):
            if key:
                await pilot.press(key)
            await settle(pilot)
            assert pilot.app.is_running
            assert pilot.app._exception is None
            shown = picture(pilot) + "".join(toasts(pilot)) + str(pilot.app.title)
            assert [line for line in shown.splitlines() if any(raw in line for raw in RAW)] == [], key
