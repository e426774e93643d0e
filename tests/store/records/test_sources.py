"""Sources: what is said of them, edited and found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.bibliography import URL, document, edit, found, merge, remove
from helpers.factories import ME, add, cite, redo_last, source, undo_last
from helpers.plans import refused, statements
from tracker.model import NoChangeError, UsageError
from tracker.store import database
from tracker.store.records import source_edits, sources
from tracker.store.reports import check
from tracker.store.search import field_values

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def test_a_source_that_was_merged_or_removed_is_not_offered(ledger: Ledger) -> None:
    one, two, three = (source(ledger, name) for name in ("Report", "Report again", "Report of others"))
    merge(ledger, one, two)
    remove(ledger, three)
    assert (
        field_values.complete_sources(ledger, "", 9)
        == field_values.complete_sources(ledger, "report", 9)
        == {str(one): "Report"}
    )


# edited


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"title": "  A  new\ntitle "}, {"title": "A new title"}),
        ({"issued_on": "2012-05", "publisher": "BelTA"}, {"issued_on": "2012-05", "publisher": "BelTA"}),
        ({"type": "Legal Case"}, {"type": "legal_case"}),
        ({"url": "HTTPS://example.org/B"}, {"url": "https://example.org/B"}),
        ({"archive_url": URL, "note": "ours\n\nand more "}, {"archive_url": URL, "note": "ours\n\nand more"}),
    ],
)
def test_what_is_said_of_a_source_is_stored_tidied(ledger: Ledger, said: dict[str, str], kept: dict[str, str]) -> None:
    number = source(ledger)
    assert set(edit(ledger, number, **said)) == set(kept)
    row = ledger.rows("SELECT * FROM sources")[0]
    assert {name: row[name] for name in kept} == kept
    with pytest.raises(NoChangeError):
        edit(ledger, number, **said)


def test_an_empty_text_clears_a_field(ledger: Ledger) -> None:
    number = source(ledger)
    edit(ledger, number, url=URL, issued_on="2012", type="report", authors="Ada")
    edit(ledger, number, url="", issued_on="", type="", authors="")
    one = sources.read(ledger, number)
    assert (one.url, one.issued_on, one.type, one.authors) == (None, None, "document", "")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"title": ""}, "neither a title nor an address"),
        ({"type": "article-newspapr"}, "did you mean article-newspaper?"),
        ({"type": "newspaper"}, "did you mean article-newspaper?"),
        ({"type": "qqq"}, "known: article, article-journal"),
        ({"url": "ftp://example.org"}, "neither http:// nor https://"),
        ({"url": "http://"}, "neither http:// nor https://"),
        ({"url": "https://exa mple.org"}, "a blank in it"),
        ({"url": "https://example.org/\x1b[31m"}, "cannot be seen"),
        ({"url": "https:///path"}, "names no host"),
        ({"archive_url": "https://[::1"}, "is not a web address"),
        (
            {"url": URL},
            "source 2 has the address https://example.org/a already; if it is the same: tracker source merge",
        ),
        ({"note": "a\0"}, "note"),
        ({"title": "a\udcff"}, "title"),
    ],
)
def test_what_cannot_be_said_of_a_source_is_refused(ledger: Ledger, said: dict[str, str], says: str) -> None:
    number = source(ledger)
    edit(ledger, source(ledger, "Another"), url=URL)
    with pytest.raises(UsageError) as refused:
        edit(ledger, number, **said)
    assert says in str(refused.value)


def test_a_new_title_finds_what_is_cited_from_it_and_an_undo_the_old_one(ledger: Ledger) -> None:
    proposal, number = add(ledger), source(ledger, "A wrong title")
    cite(ledger, proposal, number)
    edit(ledger, number, title="The right heading", publisher="BelTA")
    old, new = "wrong title", "right heading"
    for now, before, turn in ((new, old, undo_last), (old, new, redo_last), (new, old, undo_last)):
        assert found(ledger, f"source:{now}") == found(ledger, now) == {proposal}
        assert found(ledger, f"source:{before}") == found(ledger, before) == set()
        assert list(check.find_problems(ledger)) == []
        turn(ledger)


def test_a_source_is_found_by_index_however_many_there_are(generated: Ledger) -> None:
    def deeds() -> None:
        for typed in ("1", URL, "A title"):
            sources.find(generated, typed)
        sources.sources_once_called(generated, "old report")
        source_edits.source_with_address(generated, 1, URL)

    assert refused(generated.path, statements(generated, deeds)) == []


def test_check_finds_passages_of_sources_that_are_not_there(ledger: Ledger) -> None:
    proposal, one, other = add(ledger), source(ledger, "One"), document(ledger)
    cite(ledger, proposal, one)
    cite(ledger, proposal, other, "Norland proposes")
    broken: list[tuple[str, str]] = [
        (
            "UPDATE sources SET merged_into = 2 WHERE id = 1",
            "citation 1 names source 1, which was merged into source 2",
        ),
        ("UPDATE sources SET merged_into = NULL WHERE id = 1", ""),
        ("UPDATE citations SET source_id = 1 WHERE id = 2", "but the text that it is from is source 2's"),
    ]
    for sql, says in broken:
        with database.write_change(ledger, "by hand", ME) as change:
            change.execute(sql)
        told = list(check.find_problems(ledger))
        assert len(told) == bool(says)
        assert not told or says in told[0].sentence
