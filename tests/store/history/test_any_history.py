"""Any history of changes can be undone and redone, as the model says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.factories import (
    ME,
    RECORDS,
    contents,
    newest,
    redo_last,
    undo_last,
)
from helpers.undo_model import (
    Did,
)
from helpers.undo_play import assert_empty, of_histories, played
from tracker.model import UsageError
from tracker.store.reports import check

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random


@pytest.mark.parametrize("half", [1, 2])
@of_histories
def test_undoing_all_that_can_be_undone_leaves_nothing_and_redoing_it_all_brings_it_back(
    template: Path, half: int, dice: Random, moves: int
) -> None:
    with played(template, dice, moves + half, people=(ME,)) as play:
        before, undone = contents(play.ledger), 0
        while play.model.to_undo(ME):
            last = undo_last(play.ledger)
            play.model.did[newest(play.ledger)] = Did(ME, last)
            undone += 1
        assert_empty(play, undone)
        with pytest.raises(UsageError, match="nothing to undo"):
            undo_last(play.ledger)
        for _ in range(undone):
            redo_last(play.ledger)
        assert contents(play.ledger) == before
        assert list(check.find_problems(play.ledger)) == []


@pytest.mark.parametrize("half", [1, 2])
@of_histories
def test_any_change_may_be_undone_at_any_time_and_each_undo_too(
    template: Path, half: int, dice: Random, moves: int
) -> None:
    with played(template, dice, moves + half) as play:
        before, done = contents(play.ledger), sorted(play.model.did)
        play.unwind(done)
        assert_empty(play, len(done))
        play.unwind(sorted(set(play.model.did) - set(done)))
        assert contents(play.ledger) == before


def test_every_record_is_emptied_by_undo() -> None:
    assert set(RECORDS) == {
        *("proposals", "actors", "meetings", "sources", "citations", "status_events", "tags", "links"),
        *("proposal_topics", "proposal_actors", "actor_aliases", "meeting_aliases"),
    }
