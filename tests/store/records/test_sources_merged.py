"""Sources merged and removed, and both taken back in any order."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.bibliography import TEXT, TODAY, URL, document, edit, found, merge, remove
from helpers.factories import ME, add, cite, contents, newest, redo_last, source, undo, undo_last
from tracker.model import Evidence, NotFoundError, TrackerError, UsageError
from tracker.store import database
from tracker.store.database import open_ledger
from tracker.store.history import changes
from tracker.store.records import proposals, source_edits, sources
from tracker.store.reports import check, source_pages

if TYPE_CHECKING:
    from tracker.store.ledger import Change, Ledger


def dismiss(ledger: Ledger, number: int, quote: str) -> None:
    with database.write_change(ledger, "dismiss", ME) as change:
        change.insert("dismissals", source_id=number, quote=quote)


# merged


def test_a_merge_takes_over_every_reference_and_what_is_lacking(ledger: Ledger) -> None:
    first, second = add(ledger), add(ledger, "Another")
    keep, other = source(ledger, "A page"), document(ledger, title="The report")
    edit(ledger, keep, note="Mine")
    edit(ledger, other, url=URL, publisher="BelTA", type="report", note="Theirs", issued_on="2013")
    cite(ledger, first, keep)
    cite(ledger, second, other, "Norland proposes a register")
    dismiss(ledger, keep, "Both")
    dismiss(ledger, other, "Both")
    dismiss(ledger, other, "Theirs alone")
    before = contents(ledger)
    merged = merge(ledger, keep, other)
    assert merged.filled == {
        "type": "report", "publisher": "BelTA", "issued_on": "2013", "url": URL, "note": "Mine\n\nTheirs",
    }  # fmt: skip
    assert (merged.citations, merged.snapshots, merged.altered) == (1, 1, ())
    page = source_pages.read_source_page(ledger, keep)
    assert [one.snapshot_id for one in page.citations] == [None, 1]
    assert [one.id for one in page.merged] == [other]
    assert set(page.proposals) == {first, second}
    rows = ledger.rows("SELECT source_id, quote FROM dismissals ORDER BY id")
    assert [tuple(row) for row in rows] == [(keep, "Both"), (other, "Both"), (keep, "Theirs alone")]
    assert [one.id for one in sources.all_sources(ledger)] == [keep]
    assert list(check.find_problems(ledger)) == []
    after = contents(ledger)
    undo_last(ledger)
    assert contents(ledger) == before
    assert list(check.find_problems(ledger)) == []
    redo_last(ledger)
    assert contents(ledger) == after
    assert list(check.find_problems(ledger)) == []


def test_what_was_merged_finds_the_one_that_was_kept(ledger: Ledger) -> None:
    proposal, keep, other = add(ledger), source(ledger, "A page"), source(ledger, "The old report")
    edit(ledger, keep, url="https://example.org/b")
    edit(ledger, other, url=URL, publisher="Courier")
    cite(ledger, proposal, other)
    merge(ledger, keep, other)
    last = source(ledger, "The last")
    merge(ledger, last, keep)
    assert {sources.find(ledger, typed) for typed in ("1", "2", "3", URL, "a page", "THE OLD REPORT")} == {last}
    assert sources.require_source(ledger, "#1") == last
    for typed in ("1", "2", "#2", "old report", "courier", "page", "the last"):
        assert found(ledger, f"source:{typed}") == {proposal}
    assert found(ledger, "source:report old") == set()
    assert [one.id for one in sources.all_sources(ledger, "old cour")] == [last]
    with pytest.raises(UsageError, match="source 3 has the address"):
        edit(ledger, source(ledger), url=URL)
    edit(ledger, last, url=URL)


def test_a_source_of_that_name_goes_before_one_that_was_merged(ledger: Ledger) -> None:
    keep, other = source(ledger, "A page"), source(ledger, "The report")
    merge(ledger, keep, other)
    again = source(ledger, "The report")
    assert sources.find(ledger, "the report") == again
    remove(ledger, again)
    assert sources.find(ledger, "the report") == keep
    remove(ledger, keep)
    assert sources.find(ledger, "the report") is None
    assert sources.find(ledger, str(other)) is None


def test_a_merge_says_which_passages_the_newest_text_lacks(ledger: Ledger) -> None:
    proposal, keep = add(ledger), document(ledger)
    cite(ledger, proposal, keep, "Norland proposes a register")
    other = document(ledger, "Norland withdraws.", title="Later")
    assert merge(ledger, keep, other).altered == (proposal,)
    assert found(ledger, "is:altered") == {proposal}
    undo_last(ledger)
    assert found(ledger, "is:altered") == set()


@pytest.mark.parametrize(
    ("keep", "others", "kind", "says"),
    [
        (1, [1], UsageError, "into itself"),
        (1, [9], NotFoundError, "no source 9"),
        (9, [1], NotFoundError, "no source 9"),
        (1, [3], NotFoundError, "source 3 was merged into source 2; name that one"),
        (3, [1], NotFoundError, "source 3 was merged into source 2"),
        (4, [1], NotFoundError, "source 4 was removed"),
    ],
)
def test_what_is_not_there_is_not_merged(
    ledger: Ledger, keep: int, others: list[int], kind: type[TrackerError], says: str
) -> None:
    for title in "abcd":
        source(ledger, title)
    merge(ledger, 2, 3)
    remove(ledger, 4)
    with pytest.raises(kind, match=says):
        merge(ledger, keep, *others)


# removed


def test_a_source_goes_once_nothing_cites_it(ledger: Ledger) -> None:
    proposal, number = add(ledger), document(ledger)
    cite(ledger, proposal, number, "Norland proposes")
    with database.write_change(ledger, "rm", ME) as change:
        proposals.remove(change, proposal)
    with pytest.raises(UsageError, match=r"source 1 is the evidence of #1 \(removed\) and stays"):
        remove(ledger, number)
    undo_last(ledger)
    undo_last(ledger)
    remove(ledger, number)
    assert sources.all_sources(ledger) == []
    assert sources.find(ledger, "report.txt") is None
    assert document(ledger) != number
    with pytest.raises(NotFoundError, match="source 1 was removed"):
        edit(ledger, number, title="x")


def test_an_undo_that_cites_a_removed_source_again_brings_it_back(ledger: Ledger) -> None:
    proposal, number = add(ledger), source(ledger)
    cite(ledger, proposal, number)
    cited = newest(ledger)
    undo(ledger, cited)
    taken_back = newest(ledger)
    remove(ledger, number)
    undo(ledger, taken_back)
    assert [one.id for one in sources.all_sources(ledger)] == [number]
    assert list(check.find_problems(ledger)) == []


# taken back in any order


def test_a_passage_goes_back_with_the_text_that_it_was_found_in(ledger: Ledger) -> None:
    proposal, keep, other = add(ledger), source(ledger, "A page"), document(ledger)
    merge(ledger, keep, other)
    merged = newest(ledger)
    cite(ledger, proposal, keep, "Norland proposes a register")
    undo(ledger, merged)
    assert [one.source.id for one in proposals.read_detail(ledger, proposal, TODAY).citations] == [other]
    assert list(check.find_problems(ledger)) == []
    redo_last(ledger)
    assert [one.source.id for one in proposals.read_detail(ledger, proposal, TODAY).citations] == [keep]
    assert list(check.find_problems(ledger)) == []


def test_two_sources_are_never_merged_into_each_other(ledger: Ledger) -> None:
    one, other = source(ledger, "One"), source(ledger, "Other")
    merge(ledger, one, other)
    undo_last(ledger)
    taken_back = newest(ledger)
    merge(ledger, other, one)
    with pytest.raises(UsageError, match="was merged the other way since; undo that first"):
        undo(ledger, taken_back)
    assert [source.id for source in sources.all_sources(ledger)] == [other]


def test_a_merge_stamps_the_proposals_whose_passages_moved(ledger: Ledger) -> None:
    first, second = add(ledger), add(ledger, "Another")
    keep, other = source(ledger, "A page"), source(ledger, "The report")
    cite(ledger, first, keep)
    cite(ledger, second, other)
    merge(ledger, keep, other)
    assert [one.command for one in proposals.proposal_history(ledger, second)][-1] == "source merge 1"
    assert len(proposals.proposal_history(ledger, first)) == 2
    assert [one.command for one in source_pages.source_history(ledger, keep)] == ["source add A page", "source merge 1"]


Deed = tuple[str, int, int]

NUMBERS = st.integers(1, 4)

DEEDS = st.lists(
    st.tuples(st.sampled_from(["merge", "merge", "cite", "edit", "remove", "undo", "undo", "undo"]), NUMBERS, NUMBERS),
    min_size=3,
    max_size=12,
)


def _done(ledger: Ledger, what: str, one: int, other: int) -> None:
    def deed(change: Change) -> object:
        if what == "merge":
            return source_edits.merge(change, one, [other])
        if what == "cite":
            quote = "Norland proposes a register" if other == 1 else f"{change.id}"
            return proposals.cite_passage(change, other % 2 + 1, Evidence(one, quote))
        if what == "edit":
            return source_edits.edit(
                change, one, {"title": f"Title {change.id}", "url": f"https://example.org/{other}"}
            )
        if what == "remove":
            source_edits.remove(change, one)
            return None
        recent = [
            entry.id for entry in changes.newest_changes(change.ledger, 8) if entry.id not in {change.id, *range(1, 7)}
        ]
        return changes.undo_change(change, recent[(one * 4 + other) % len(recent)])

    with suppress(TrackerError, ZeroDivisionError), database.write_change(ledger, what, ME) as change:
        deed(change)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two proposals and four sources, two of them with a text, in a file to be copied."""
    path = tmp_path_factory.mktemp("begun") / "ledger.db"
    ledger = open_ledger(path, create=True)
    add(ledger)
    add(ledger, "Another")
    source(ledger, "A")
    document(ledger, title="B")
    document(ledger, f"{TEXT} Twice.", title="C")
    source(ledger, "D")
    ledger.close()
    return path


@settings(max_examples=60, deadline=None)
@given(deeds=DEEDS)
def test_nothing_is_lost_whatever_is_merged_and_taken_back(begun: Path, deeds: list[Deed]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        shutil.copy(begun, path)
        ledger = open_ledger(path, writing=True)
        anchors: dict[int, tuple[str, int | None, int | None]] = {}
        for what, one, other in deeds:
            cited = ledger.value("SELECT count(*) FROM citations")
            _done(ledger, what, one, other)
            assert list(check.find_problems(ledger)) == [], (what, one, other)
            if what in {"merge", "edit", "remove"}:
                assert ledger.value("SELECT count(*) FROM citations") == cited
            for row in ledger.rows("SELECT id, quote, snapshot_id, start_at FROM citations"):
                assert anchors.setdefault(row[0], tuple(row)[1:]) == tuple(row)[1:]
            assert all(sources.find(ledger, str(row[0])) for row in ledger.rows("SELECT source_id FROM citations"))
        ledger.close()


@settings(max_examples=25, deadline=None)
@given(pairs=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5))
def test_merges_taken_back_one_after_the_other_leave_what_was(begun: Path, pairs: list[tuple[int, int]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        shutil.copy(begun, path)
        ledger = open_ledger(path, writing=True)
        for proposal, number in ((1, 1), (1, 2), (2, 3), (2, 4)):
            cite(ledger, proposal, number, "Norland proposes a register" if number in (2, 3) else f"{number}")
        before, done = contents(ledger), newest(ledger)
        for keep, other in pairs:
            with suppress(TrackerError):
                merge(ledger, keep, other)
        for _ in range(newest(ledger) - done):
            undo_last(ledger)
        assert contents(ledger) == before
        ledger.close()
