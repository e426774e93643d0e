"""The sample data: fifteen documents coded, the first article among them whole, and how their files are loaded."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from helpers.article import ARTICLE, TEXT, first_article
from tracker import config, query
from tracker.capture import anchors, documents
from tracker.model import KINDS, LINK_KINDS, ROLES, Proposal, ProposalLine, UsageError
from tracker.store import database, sample_data
from tracker.store.history import changes
from tracker.store.records import proposals, saved_queries, sources, topics
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.model import Detail
    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 23)
WHO = "ana"
MOST_WORDS = 15
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
LATER = """
[source]
title = "A later report"
[[event]]
of = "ferries"
status = "adopted"
occurred_on = "2013"
extent = "weaker"
actor = "Sudland"
quote = "it was adopted"
locator = "para. 2"
[[citation]]
of = "ferries"
stance = "contradicts"
quote = "nothing was done"
[[look]]
of = "ferries"
looked_on = "2014-01"
places = "the gazette"
"""


@pytest.fixture(name="article")
def with_the_first_article(ledger: Ledger, tmp_path: Path) -> Ledger:
    sample_data.load_samples(ledger, first_article(tmp_path), WHO)
    return ledger


@pytest.fixture(name="sample", scope="module")
def with_all_of_it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    opened = database.open_ledger(tmp_path_factory.mktemp("sample") / "a.db", create=True)
    sample_data.load_samples(opened, config.demo_folder(), WHO)
    yield opened
    opened.close()


@pytest.fixture(name="details", scope="module")
def with_all_that_is_said(sample: Ledger) -> list[Detail]:
    return [proposals.read_detail(sample, line.id, TODAY) for line in lines(sample, "sort:id")]


def lines(ledger: Ledger, words: str = "") -> list[ProposalLine]:
    return list(listing.read_lines(ledger, listing.matching_ids(ledger, query.parse_line(words, TODAY))))


def records(ledger: Ledger, words: str = "sort:id") -> list[Proposal]:
    return list(proposals.read_records(ledger, listing.matching_ids(ledger, query.parse_line(words, TODAY)), TODAY))


def from_file(folder: Path, text: str, name: str = "a.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


# all of it


def test_there_is_enough_to_see_every_topic_and_kind(sample: Ledger) -> None:
    coded = records(sample)
    assert len(coded) >= 40
    assert {record.topics[0] for record in coded} == set(topics.topics_in_use(sample))
    assert {record.kind for record in coded} == set(KINDS)
    assert {role for role in ROLES if any(getattr(record, role + "s") for record in coded)} == set(ROLES) - {"opponent"}


def test_the_statuses_are_those_that_the_documents_tell(sample: Ledger) -> None:
    told = {"proposed", "on-agenda", "adopted", "in-progress", "partly-implemented", "implemented"}
    assert {record.status for record in records(sample)} == told


def test_each_status_has_a_passage_of_its_own(details: list[Detail]) -> None:
    for detail in details:
        quoted = {one.status_event_id for one in detail.citations if one.quote and one.stance == "supports"}
        assert {event.id for event in detail.status_events} <= quoted
        assert not any(event.is_unusual for event in detail.status_events)


def test_quotes_are_short_and_summaries_are_our_own_words(details: list[Detail]) -> None:
    for detail in details:
        ours = f"{detail.proposal.title}\n{detail.proposal.summary}\n{detail.note}".casefold()
        assert detail.proposal.summary
        for one in detail.citations:
            assert 1 < len(one.quote.split()) <= MOST_WORDS
            assert one.quote.casefold() not in ours
            assert re.fullmatch(r"para\. \d+", one.locator)


def test_titles_are_distinct_and_fit_a_line(sample: Ledger) -> None:
    titles = [line.title for line in lines(sample)]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 90


def test_links_have_two_ends_and_lead_across_the_years(sample: Ledger) -> None:
    coded = {record.id: record for record in records(sample)}
    links = [(record.id, link) for record in coded.values() for link in record.links]
    assert {link.id for _, link in links} <= coded.keys()
    assert Counter(link.kind for _, link in links).keys() == {"repeats", "part-of", "related"}
    repeated = {(coded[one].proposed_on, coded[link.id].proposed_on) for one, link in links if link.kind == "repeats"}
    assert ("2019-11-28", "2012-05-15") in repeated


def test_dates_are_as_exact_as_the_documents(sample: Ledger) -> None:
    lengths = {len(record.proposed_on or "") for record in records(sample)}
    assert lengths == {0, len("2012"), len("2012-05"), len("2012-05-15")}


def test_what_one_of_several_did_does_not_move_the_proposal(details: list[Detail]) -> None:
    steps = {
        (event.actor, event.status, detail.proposal.status)
        for detail in details
        for event in detail.status_events
        if event.actor
    }
    assert steps == {("Canada", "implemented", "proposed"), ("Tajikistan", "in-progress", "proposed")}


def test_it_shows_deadlines_disputes_looks_and_columns_of_its_own(sample: Ledger) -> None:
    for words in ("is:overdue", "is:disputed", "has:look", "x.amount:billion", "has:tag", "date:1999", "has:deadline"):
        assert lines(sample, words), words


def test_the_saved_queries_find_some_and_not_all(sample: Ledger) -> None:
    known = saved_queries.saved_query_lines(sample)
    assert list(known) == ["past-deadline", "csto-moved", "second-look", "afghanistan"]
    for line in known.values():
        assert 1 < len(lines(sample, line)) < len(lines(sample))


def test_what_is_called_borderline_can_be_asked_for(details: list[Detail]) -> None:
    for detail in details:
        assert ("borderline" in detail.proposal.tags) == detail.note.startswith("Borderline: ")


def test_each_file_is_one_source_and_the_first_article_comes_first(sample: Ledger) -> None:
    files = [path.stem for path in sorted(config.demo_folder().glob("*.toml")) if path.stem != "queries"]
    known = sources.all_sources(sample)
    assert len(known) == len(files) == 15
    for name, source in zip(files, known, strict=True):
        assert (source.issued_on or "?")[:4] in name
    assert all(source.citations for source in known)
    assert [line.id for line in lines(sample, "source:1 date:2012-05-15 sort:id")][:18] == [*range(1, 19)]


def test_nothing_is_wrong_with_it(sample: Ledger) -> None:
    assert list(check.find_problems(sample)) == []


# the first article


def test_the_article_gives_nineteen_records_and_one_source(ledger: Ledger, tmp_path: Path) -> None:
    assert sample_data.load_samples(ledger, first_article(tmp_path), WHO) == 19
    assert len(lines(ledger)) == 19
    assert [source.issued_on for source in sources.all_sources(ledger)] == ["2012-05-15"]
    assert {line.topic for line in lines(ledger)} == set(topics.topics_in_use(ledger))


def test_it_has_the_numbers_one_to_nineteen_among_all(article: Ledger, sample: Ledger) -> None:
    assert [line.title for line in lines(article, "sort:id")] == [line.title for line in lines(sample, "sort:id")][:19]


def test_one_passage_that_names_four_threats_gives_four_records(article: Ledger) -> None:
    passages = [record.quotes[0] for record in records(article)]
    shared = [record for record in records(article) if passages.count(record.quotes[0]) > 1]
    assert len({record.quotes[0] for record in shared}) == 1
    assert [record.topics for record in shared] == [
        ("counter-terrorism",),
        ("drug-trafficking",),
        ("migration",),
        ("information-security",),
    ]


def test_only_what_the_declaration_says_is_adopted(article: Ledger) -> None:
    moved = [record for record in records(article) if record.status != "proposed"]
    assert {(record.status, record.kind, record.proposers) for record in moved} == {
        ("adopted", "commitment", ("CSTO member states",))
    }
    assert len(moved) == 2
    for record in moved:
        event = proposals.read_detail(article, record.id, TODAY).status_events[-1]
        cited = proposals.read_detail(article, record.id, TODAY).citations
        assert [one.quote for one in cited if one.status_event_id == event.id] == [
            record.quotes[0],
            "the heads of state adopted a declaration",
        ]


def test_kinds_are_of_the_guideline(article: Ledger) -> None:
    assert {record.kind for record in records(article)} == set(KINDS) - {"request"}


def test_a_speaker_stands_with_the_office(article: Ledger) -> None:
    spoken = [record for record in records(article) if record.proposers == ("Belarus",)]
    assert len(spoken) == 16
    assert {record.speakers for record in spoken} == {("Aleksandr Lukashenko, President of Belarus",)}


def test_what_the_report_does_not_place_has_no_meeting_and_no_date(article: Ledger) -> None:
    (background,) = [record for record in records(article) if record.meeting is None]
    assert (background.body, background.place, background.proposed_on) == (None, None, None)
    assert {record.proposed_on for record in records(article) if record != background} == {"2012-05-15"}


def test_links_lead_from_a_part_to_its_whole(article: Ledger) -> None:
    parts = [(record.id, link.id) for record in records(article) for link in record.links if link.kind == "part-of"]
    assert parts == [(4, 3), (5, 3), (6, 3), (7, 3), (9, 8), (11, 10), (12, 10), (15, 10)]


def test_queries_find_it(article: Ledger) -> None:
    assert [line.topic for line in lines(article, "by:belarus topic:migration body:csto date:2012")] == ["migration"]
    assert len(lines(article, "topic:special-forces")) == 2
    assert len(lines(article, "by:lukashenko is:open")) == 16


@pytest.mark.skipif(not TEXT.exists(), reason="the article itself is not part of the checkout")
def test_each_quote_is_in_the_article_once_and_where_its_locator_says(article: Ledger) -> None:
    text = documents.read_document(TEXT.read_bytes(), TEXT.name).text
    assert documents.opening_title(text) == sources.all_sources(article)[0].title
    for record in records(article):
        for citation in proposals.read_detail(article, record.id, TODAY).citations:
            found = anchors.find_anchor(text, citation.quote)
            assert found.exact == citation.quote
            assert documents.find_locator(text, found.start) == citation.locator


# loading


def test_two_ledgers_loaded_from_the_same_files_read_the_same(sample: Ledger, tmp_path: Path) -> None:
    other = database.open_ledger(tmp_path / "b.db", create=True)
    sample_data.load_samples(other, config.demo_folder(), "ben")
    assert lines(other) == lines(sample)
    for said in ("proposal_id, status, occurred_on, actor_id FROM status_events", "from_id, kind, to_id FROM links"):
        assert [[*row] for row in other.rows(f"SELECT id, {said}")] == [
            [*row] for row in sample.rows(f"SELECT id, {said}")
        ]
    other.close()


def test_all_is_one_change_whose_undo_leaves_nothing_and_whose_redo_all(ledger: Ledger) -> None:
    sample_data.load_samples(ledger, config.demo_folder(), WHO)
    there = lines(ledger)
    (entry,) = changes.newest_changes(ledger)
    assert (entry.command, entry.who) == ("demo", WHO)
    with database.write_change(ledger, "undo", WHO) as change:
        assert changes.undo_change(change, entry.id) == []
    for table in ("proposals", "sources", "actors", "citations", "status_events", "links", "looks", "extras"):
        assert ledger.value(f"SELECT count(*) FROM {table}") == 0
    assert (lines(ledger), saved_queries.saved_query_names(ledger), list(check.find_problems(ledger))) == ([], [], [])
    undone = changes.newest_changes(ledger)[0].id
    with database.write_change(ledger, "redo", WHO) as change:
        assert changes.undo_change(change, undone) == []
    assert (lines(ledger), list(check.find_problems(ledger))) == (there, [])


def test_a_file_speaks_of_the_proposals_of_another_with_its_own_source(ledger: Ledger, tmp_path: Path) -> None:
    from_file(tmp_path, LATER, "0.toml")
    assert sample_data.load_samples(ledger, from_file(tmp_path, GOOD), WHO) == 1
    detail = proposals.read_detail(ledger, 1, TODAY)
    assert [(one.status, one.occurred_on, one.extent, one.actor) for one in detail.status_events] == [
        ("proposed", None, None, None),
        ("adopted", "2013", "weaker", "Sudland"),
    ]
    assert [(one.source.title, one.stance, one.quote, one.locator) for one in detail.citations] == [
        ("A report", "supports", "safer ferries", ""),
        ("A later report", "supports", "it was adopted", "para. 2"),
        ("A later report", "contradicts", "nothing was done", ""),
    ]
    assert [(one.looked_on, one.places) for one in detail.looks] == [("2014-01", "the gazette")]


def test_a_look_counts_also_where_the_clock_is_behind(ledger: Ledger, tmp_path: Path) -> None:
    look = '[[look]]\nof = "ferries"\nlooked_on = "9000"\nplaces = "the gazette"\n'
    sample_data.load_samples(ledger, from_file(tmp_path, GOOD + look), WHO)
    assert [one.looked_on for one in proposals.read_detail(ledger, 1, TODAY).looks] == ["9000"]


def test_a_first_status_may_have_its_own_passage_and_a_record_columns_of_its_own(
    ledger: Ledger, tmp_path: Path
) -> None:
    more = 'locator = "para. 1"\nstatus = "adopted"\nstatus_quote = "the council decided"\nstatus_locator = "para. 3"\n'
    sample_data.load_samples(ledger, from_file(tmp_path, GOOD + more + 'extra = { amount = "3 boats" }\n'), WHO)
    detail = proposals.read_detail(ledger, 1, TODAY)
    event = detail.status_events[0].id
    assert [(one.quote, one.locator, one.status_event_id) for one in detail.citations] == [
        ("safer ferries", "para. 1", event),
        ("the council decided", "para. 3", event),
    ]
    assert detail.extra == {"amount": "3 boats"}


@pytest.mark.parametrize("kind", LINK_KINDS)
def test_a_record_is_linked_with_one_of_any_file(kind: str, ledger: Ledger, tmp_path: Path) -> None:
    linked = kind.replace("-", "_") + ' = ["again"]\n'
    from_file(tmp_path, GOOD.replace('"ferries"', '"again"').replace("Make", "Again make"), "b.toml")
    assert sample_data.load_samples(ledger, from_file(tmp_path, GOOD + linked), WHO) == 2
    assert [[(link.kind, link.id) for link in one.links] for one in records(ledger)] == [[(kind, 2)], []]


def test_a_file_of_queries_has_no_source(ledger: Ledger, tmp_path: Path) -> None:
    assert (
        sample_data.load_samples(ledger, from_file(tmp_path, '[[query]]\nname = "late"\nquery = "is:overdue"\n'), WHO)
        == 0
    )
    assert saved_queries.saved_query_lines(ledger) == {"late": "is:overdue"}
    assert sources.all_sources(ledger) == []


def test_an_empty_folder_gives_nothing(ledger: Ledger, tmp_path: Path) -> None:
    assert sample_data.load_samples(ledger, tmp_path, WHO) == 0
    assert changes.newest_changes(ledger) == []


@pytest.mark.parametrize(
    ("more", "place", "says"),
    [
        ('topics = ["migrants"]', "record 1", "no topic 'migrants'; did you mean migration?"),
        ('kind = "wish"', "record 1", "no kind 'wish'"),
        ('status = "discussed"', "record 1", "no status 'discussed'"),
        ('part_of = "trains"', "record 1", "part_of: no record has the key 'trains'"),
        ('related = ["ferries"]', "record 1", "#1 cannot"),
        ('[[proposal]]\ntitle = "Make the ferries safer"', "record 2", "evidence needs a quote"),
        (
            '[[proposal]]\ntitle = "Make the ferries safer"\nquote = "a"\nkey = "ferries"',
            "record 2",
            "the key 'ferries'",
        ),
        ('[[event]]\nof = "trains"\nstatus = "adopted"', "event 1", "of: no record has the key 'trains'"),
        ('[[event]]\nof = "ferries"\nstatus = "agreed"', "event 1", "no status 'agreed'"),
        ('[[event]]\nof = "ferries"\nstatus = "implemented"', "event 1", "proposed to implemented is an unusual step"),
        ('[[event]]\nof = "ferries"\nstatus = "adopted"\nextent = "half"', "event 1", "no extent 'half'"),
        ('[[citation]]\nof = "ferries"\nquote = "a"\nstance = "against"', "citation 1", "no stance 'against'"),
        ('[[citation]]\nof = "ferries"\nquote = "safer ferries"', "citation 1", "#1 cites that already"),
        ('[[query]]\nname = "a b"\nquery = "is:open"', "query 1", "'a b' cannot name a query"),
        ('[[query]]\nname = "a"\nquery = "is:opened"', "query 1", "is: no flag 'opened'"),
    ],
)
def test_a_mistake_names_file_and_record_and_leaves_nothing(
    ledger: Ledger, tmp_path: Path, more: str, place: str, says: str
) -> None:
    with pytest.raises(UsageError, match=rf"^a\.toml, {place} \([^)]+\): " + re.escape(says)):
        sample_data.load_samples(ledger, from_file(tmp_path, GOOD + more), WHO)
    assert changes.newest_changes(ledger) == []
    assert lines(ledger) == []


def test_a_source_without_a_title_is_named(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^a\.toml, source: a source needs a title"):
        sample_data.load_samples(ledger, from_file(tmp_path, '[[proposal]]\ntitle = "a"'), WHO)


def test_no_address_author_or_publisher_of_the_article_is_made_up() -> None:
    content: dict[str, Any] = tomllib.loads((config.demo_folder() / f"{ARTICLE}.toml").read_text(encoding="utf-8"))
    assert content["source"].keys() == {"type", "title", "issued_on", "language"}
