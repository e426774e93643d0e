"""The sample data: the first article, coded whole, and how its file is loaded."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker import config, query
from tracker.capture import anchors, documents
from tracker.model import KINDS, Line, Proposal, UsageError
from tracker.store import changes, checks, database, demo, listing, proposals, sources, topics

TODAY = date(2012, 5, 16)
ARTICLE = "csto-2012-05-15"
TEXT = Path(__file__).parents[2] / "shared" / "samples" / f"{ARTICLE}.txt"
WHO = "ana"
GOOD = """
[source]
title = "A report"
[defaults]
proposers = ["Norland"]
[[proposal]]
key = "ferries"
title = "Make the ferries safer"
quote = "safer ferries"
"""


@pytest.fixture(name="loaded")
def with_the_sample(ledger: database.Ledger) -> database.Ledger:
    demo.load(ledger, config.demo_folder(), WHO)
    return ledger


def lines(ledger: database.Ledger, words: str = "") -> list[Line]:
    return list(listing.lines(ledger, listing.ids(ledger, query.parse_line(words, TODAY))))


def records(ledger: database.Ledger, words: str = "sort:id") -> list[Proposal]:
    return list(proposals.records(ledger, listing.ids(ledger, query.parse_line(words, TODAY)), TODAY))


def from_file(folder: Path, text: str, name: str = "a.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


# the article


def test_the_article_gives_nineteen_records_and_one_source(ledger: database.Ledger) -> None:
    assert demo.load(ledger, config.demo_folder(), WHO) == 19
    assert len(lines(ledger)) == 19
    assert [source.issued_on for source in sources.all_sources(ledger)] == ["2012-05-15"]


def test_each_topic_is_there(loaded: database.Ledger) -> None:
    assert {line.topic for line in lines(loaded)} == set(topics.known(loaded))


def test_one_passage_that_names_four_threats_gives_four_records(loaded: database.Ledger) -> None:
    passages = [record.quotes[0] for record in records(loaded)]
    shared = [record for record in records(loaded) if passages.count(record.quotes[0]) > 1]
    assert len({record.quotes[0] for record in shared}) == 1
    assert [record.topics for record in shared] == [
        ("counter-terrorism",),
        ("drug-trafficking",),
        ("migration",),
        ("information-security",),
    ]


def test_nothing_is_wrong_with_it(loaded: database.Ledger) -> None:
    assert list(checks.problems(loaded)) == []


def test_titles_are_distinct_and_fit_a_line(loaded: database.Ledger) -> None:
    titles = [line.title for line in lines(loaded)]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 90


def test_quotes_are_short_and_summaries_are_our_own_words(loaded: database.Ledger) -> None:
    for record in records(loaded):
        assert record.summary
        for quote in record.quotes:
            assert len(quote.split()) <= 14
            assert quote.casefold() not in f"{record.title}\n{record.summary}".casefold()


def test_each_status_has_a_passage(loaded: database.Ledger) -> None:
    assert all(line.evidence for line in lines(loaded))
    assert all(record.status_sources for record in records(loaded))


def test_only_what_the_declaration_says_is_adopted(loaded: database.Ledger) -> None:
    moved = [record for record in records(loaded) if record.status != "proposed"]
    assert {(record.status, record.kind, record.proposers) for record in moved} == {
        ("adopted", "commitment", ("CSTO member states",))
    }
    assert len(moved) == 2
    for record in moved:
        event = proposals.detail(loaded, record.id, TODAY).status_events[-1]
        cited = proposals.detail(loaded, record.id, TODAY).citations
        assert [one.quote for one in cited if one.status_event_id == event.id] == [
            record.quotes[0],
            "the heads of state adopted a declaration",
        ]


def test_kinds_are_of_the_guideline(loaded: database.Ledger) -> None:
    assert {record.kind for record in records(loaded)} == set(KINDS) - {"request"}


def test_a_speaker_stands_with_the_office(loaded: database.Ledger) -> None:
    spoken = [record for record in records(loaded) if record.proposers == ("Belarus",)]
    assert len(spoken) == 16
    assert {record.speakers for record in spoken} == {("Aleksandr Lukashenko, President of Belarus",)}


def test_what_the_report_does_not_place_has_no_meeting_and_no_date(loaded: database.Ledger) -> None:
    (background,) = [record for record in records(loaded) if record.meeting is None]
    assert (background.body, background.place, background.proposed_on) == (None, None, None)
    assert {record.proposed_on for record in records(loaded) if record != background} == {"2012-05-15"}


def test_links_lead_from_a_part_to_its_whole(loaded: database.Ledger) -> None:
    parts = [(record.id, link.id) for record in records(loaded) for link in record.links if link.kind == "part-of"]
    assert parts == [(4, 3), (5, 3), (6, 3), (7, 3), (9, 8), (11, 10), (12, 10), (15, 10)]


def test_queries_find_it(loaded: database.Ledger) -> None:
    assert [line.topic for line in lines(loaded, "by:belarus topic:migration body:csto date:2012")] == ["migration"]
    assert len(lines(loaded, "topic:special-forces")) == 2
    assert len(lines(loaded, "by:lukashenko is:open")) == 16


@pytest.mark.skipif(not TEXT.exists(), reason="the article itself is not part of the checkout")
def test_each_quote_is_in_the_article_once_and_where_its_locator_says(loaded: database.Ledger) -> None:
    text = documents.read(TEXT.read_bytes(), TEXT.name).text
    assert documents.title(text) == sources.all_sources(loaded)[0].title
    for record in records(loaded):
        for citation in proposals.detail(loaded, record.id, TODAY).citations:
            found = anchors.find(text, citation.quote)
            assert found.exact == citation.quote
            assert documents.locate(text, found.start) == citation.locator


# loading


def test_two_ledgers_loaded_from_one_file_read_the_same(loaded: database.Ledger, tmp_path: Path) -> None:
    other = database.open_ledger(tmp_path / "b.db", create=True)
    demo.load(other, config.demo_folder(), "ben")
    assert lines(other) == lines(loaded)
    other.close()


def test_a_file_is_one_change_and_its_undo_leaves_nothing(loaded: database.Ledger) -> None:
    (entry,) = changes.log(loaded)
    assert (entry.command, entry.who) == (f"demo {ARTICLE}", WHO)
    with database.write(loaded, "undo", WHO) as change:
        assert changes.undo(change, entry.id) == []
    assert lines(loaded) == []
    for table in ("proposals", "sources", "meetings", "actors", "citations", "status_events", "links"):
        assert loaded.value(f"SELECT count(*) FROM {table}") == 0
    assert list(checks.problems(loaded)) == []


def test_files_load_in_the_order_of_their_names_and_link_across(ledger: database.Ledger, tmp_path: Path) -> None:
    second = GOOD.replace('"ferries"', '"again"').replace("Make", "Again make") + 'repeats = "ferries"\n'
    from_file(tmp_path, second, "b.toml")
    assert demo.load(ledger, from_file(tmp_path, GOOD), WHO) == 2
    assert [[(link.kind, link.id) for link in one.links] for one in records(ledger)] == [[], [("repeats", 1)]]
    assert [entry.command for entry in changes.log(ledger)] == ["demo b", "demo a"]


def test_a_default_holds_unless_a_record_says_otherwise(ledger: database.Ledger, tmp_path: Path) -> None:
    own = '[[proposal]]\ntitle = "Dredge the harbour"\nquote = "dredge"\nproposers = []\n'
    demo.load(ledger, from_file(tmp_path, GOOD + own), WHO)
    assert [record.proposers for record in records(ledger)] == [("Norland",), ()]


def test_an_empty_folder_gives_nothing(ledger: database.Ledger, tmp_path: Path) -> None:
    assert demo.load(ledger, tmp_path, WHO) == 0
    assert changes.log(ledger) == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('topic = "migration"', "no field 'topic'"),
        ('topics = ["migrants"]', "no topic 'migrants'; did you mean migration?"),
        ('topics = "migration"', "topics must be a list of texts"),
        ("topics = [1]", "topics must be a list of texts"),
        ("summary = 1", "summary must be a text"),
        ("proposed_on = 2012-05-15", "proposed_on must be a text"),
        ('proposed_on = "2012-13"', "proposed_on '2012-13' is no date"),
        ('kind = "wish"', "no kind 'wish'"),
        ('status = "discussed"', "no status 'discussed'"),
        ('part_of = "trains"', "no record before it has the key 'trains'"),
        ('[[proposal]]\ntitle = "Make the ferries safer"', "evidence needs a quote"),
        ('[[proposal]]\ntitle = "Make the ferries safer"\nquote = "a"\nkey = "ferries"', "the key 'ferries' is taken"),
    ],
)
def test_a_mistake_names_file_and_record_and_leaves_nothing(
    ledger: database.Ledger, tmp_path: Path, more: str, says: str
) -> None:
    number = 2 if "[[proposal]]" in more else 1
    place = f"a.toml, record {number} (Make the ferries safer): "
    with pytest.raises(UsageError, match="^" + re.escape(place + says)):
        demo.load(ledger, from_file(tmp_path, GOOD + more), WHO)
    assert changes.log(ledger) == []
    assert lines(ledger) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[source]\nname = "A report"', "a.toml, source: no field 'name'"),
        ("[[proposal]]", "a.toml, source: a source needs a title"),
        ("[source", "a.toml: "),
        (GOOD.replace("defaults", "default"), "a.toml: no field 'default'; known: defaults, proposal, source"),
    ],
)
def test_a_mistake_outside_the_records_names_the_file(
    ledger: database.Ledger, tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(UsageError, match="^" + re.escape(says)):
        demo.load(ledger, from_file(tmp_path, text), WHO)


def test_no_address_author_or_publisher_is_made_up() -> None:
    content: dict[str, Any] = tomllib.loads((config.demo_folder() / f"{ARTICLE}.toml").read_text(encoding="utf-8"))
    assert content["source"].keys() == {"type", "title", "issued_on", "language"}
