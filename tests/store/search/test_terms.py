"""Terms: what each field finds that the generated ledger has nothing of, and what an unknown value is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helpers.factories import ME, TODAY, add, cite, plain, remove, source
from tracker import query
from tracker.model import Evidence, NewProposal, NewStatus, Person, ProposalEdit, QueryError
from tracker.store import database
from tracker.store.records import proposals, sources
from tracker.store.reports import check
from tracker.store.search import hints, index, listing

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def ids(ledger: Ledger, *args: str) -> list[int]:
    return sorted(listing.matching_ids(ledger, query.parse_query(args, TODAY)))


def save(ledger: Ledger, name: str, line: str) -> None:
    with database.write_change(ledger, f"query save {name}", ME) as change:
        change.insert("saved_queries", name=name, query=line)


@pytest.fixture
def several(ledger: Ledger) -> Ledger:
    """Four proposals: a hotline, a repetition of it, a bureau that lapsed, and one that was removed."""
    with database.write_change(ledger, "fill", ME) as change:
        paper = sources.add_reference(change, title="Communiqué", publisher="BelTA", container="Sovetskaya Belarus")
        for new in (
            NewProposal("Migration hotline", topics=("migration", "other"), proposers=("Belarus",), body="CSTO",
                        meeting="Autumn session", place="Moscow", proposed_on="2012-05-15", deadline_on="2026-12-01",
                        addressees=("Armenia",), tags=("nato-2026",), note="ours",
                        evidence=Evidence(paper, "a hotline")),
            NewProposal("Hotline again", kind="commitment", speakers=(Person("Serzh Sargsyan", "President"),),
                        supporters=("Russia",), opponents=("NATO",), links=(("repeats", 1),)),
            NewProposal("A bureau", topics=("drug-trafficking",), summary="more of it", proposed_on="2010"),
            NewProposal("Removed", topics=("migration",)),
        ):  # fmt: skip
            proposals.add(change, new)
        change.execute("INSERT INTO extras (proposal_id, name, value) VALUES (1, 'Era of it', 'the Second one')")
        lapsed = NewStatus("lapsed", "2014", reason="superseded")
        proposals.update_proposal(change, 3, ProposalEdit(), lapsed, Evidence(paper, "was superseded"))
    remove(ledger, 4)
    return ledger


CASES: dict[tuple[str, ...], list[int]] = {
    ("primary:migration",): [1],
    ("primary:other",): [],
    ("primary!=migration",): [2, 3],
    ("kind:commitment",): [2],
    ("reason:superseded",): [3],
    ("reason:none",): [1, 2],
    ("extent:none",): [1, 2, 3],
    ("by:sargsyan,belarus",): [1, 2],
    ("to:armenia",): [1],
    ("to!=armenia",): [2, 3],
    ("to:none",): [2, 3],
    ("supporter:russia",): [2],
    ("opponent:nato",): [2],
    ("actor:armenia,nato",): [1, 2],
    ("actor:none",): [3],
    ("meeting:autumn",): [1],
    ("meeting:moscow",): [1],
    ("meeting:autumn moscow",): [],
    ("meeting:none",): [2, 3],
    ("tag:NATO-2026",): [1],
    ("tag:none",): [2, 3],
    ("moved:2014",): [3],
    ("moved!=2014",): [1, 2],
    ("deadline:..+14d",): [1],
    ("deadline:+14d..",): [],
    ("added:..today", "id:3"): [],
    ("has:note",): [1],
    ("no:note,summary",): [1, 2, 3],
    ("has:quote",): [1, 3],
    ("has!=quote",): [2],
    ("no:source",): [2],
    ("no!=source",): [1, 3],
    ("no:evidence",): [2],
    ("source:1",): [1, 3],
    ("source:belta",): [1, 3],
    ("source:communique",): [1, 3],
    ("source:communique belta",): [],
    ("source:sovetskaya belarus",): [1, 3],
    ("source:none",): [2],
    ("belta",): [],
    ("link:repeats",): [2],
    ("link:repeated-by",): [1],
    ("link:2",): [1],
    ("link:#1",): [2],
    ("link:none",): [3],
    ("x.era-of-it:second",): [1],
    ("x.Era.Of.It:the second",): [1],
    ("x.era-of-it:2017",): [],
    ("x.era-of-it:none",): [2, 3],
    ("is:due",): [1],
    ("is:overdue",): [],
    ("is!=due,closed",): [2],
    ("saved:hot",): [1, 2],
    ("saved:hot", "topic:migration"): [1],
    ("saved!=hot",): [3],
    ("saved:hot,old",): [1, 2, 3],
    ("saved:nested",): [1],
    ("saved:gone",): [4],
}


@pytest.mark.parametrize("args", CASES, ids=" ".join)
def test_a_field_finds_what_it_says(several: Ledger, args: tuple[str, ...]) -> None:
    for name, line in {
        "hot": "hotline",
        "old": "date:2010",
        "nested": "saved:hot is:due",
        "gone": "is:removed",
    }.items():
        save(several, name, line)
    asked = query.parse_query(args, TODAY)
    # these were entered on the day of the test
    assert [one for one in ids(several, *args) if asked.terms[0].field != "added"] == CASES[args]
    if asked.terms[0].field != "added":
        assert listing.count_matches(several, asked) == len(CASES[args])


def test_a_saved_query_brings_its_order_and_limit_where_the_query_says_none(several: Ledger) -> None:
    save(several, "first", "sort:-title limit:2")

    def found(*args: str) -> list[int]:
        return list(listing.matching_ids(several, query.parse_query(args, TODAY)))

    assert found("saved:first") == [1, 2]
    assert found("saved:first", "sort:title") == [3, 2]
    assert found("saved:first", "limit:1") == [1]


def test_a_topic_finds_those_of_its_group(ledger: Ledger) -> None:
    with database.write_change(ledger, "topics", ME) as change:
        for code in ("energy", "energy/grid", "water/rivers"):
            change.insert("topics", code=code, title=code)
    for topic in ("energy", "energy/grid", "water/rivers"):
        add(ledger, topic, topics=(topic,))
    assert ids(ledger, "topic:energy") == [1, 2]
    assert ids(ledger, "topic:energy/grid") == [2]
    assert ids(ledger, "topic:water") == [3]
    assert ids(ledger, "primary:water,energy/grid") == [2, 3]


@pytest.mark.parametrize(
    ("arg", "says"),
    [
        ("kind:comitment", "no kind 'comitment'; did you mean commitment?"),
        ("reason:superceded", "did you mean superseded?"),
        ("extent:weeker", "did you mean weaker?"),
        ("to:armenai", "no actor 'armenai'; did you mean Armenia?"),
        ("tag:nato-2025", "no tag 'nato-2025'; did you mean nato-2026?"),
        ("link:repeet", "no kind of link 'repeet'; did you mean repeats?"),
        ("x.era:2017", "no imported column 'era'; did you mean Era of it?"),
        ("x.zz:2017", "no imported column 'zz' is known here"),
        ("saved:ol", "no saved query 'ol'; did you mean old?"),
        ("saved:self", "the saved query self refers to itself"),
        ("saved:one", "the saved query one refers to itself"),
        ("saved:gone,old", "a saved query of removed proposals stands alone"),
        ("saved!=gone", "a saved query of removed proposals stands alone"),
        ("is:removed,open", "is:removed stands alone"),
        ("primary:migratoin", "did you mean migration?"),
    ],
)
def test_a_value_that_is_not_known_is_an_error_with_the_nearest_right_one(several: Ledger, arg: str, says: str) -> None:
    lines = {"old": "date:2010", "self": "saved:self", "one": "saved:two", "two": "saved:one", "gone": "is:removed"}
    for name, line in lines.items():
        save(several, name, line)
    with pytest.raises(QueryError, match=says.replace("?", r"\?").replace(".", r"\.")):
        ids(several, arg)


def test_a_source_that_no_longer_says_it_is_altered_and_one_that_cannot_be_fetched_gone(ledger: Ledger) -> None:
    with database.write_change(ledger, "source", ME) as change:
        paper = sources.add_file(change, "a.txt", b"A title\n\nBelarus proposes a hotline by 2013.\n")[0]
    for quote in ("proposes a hotline by 2013", "Belarus proposes"):
        cite(ledger, add(ledger, quote), paper, quote)
    assert ids(ledger, "is:altered,gone") == []
    with database.write_change(ledger, "capture", ME) as change:
        newer = "A title\n\nBelarus proposes a hotline by 2015.\n"
        sources.add_snapshot(change, paper, newer.encode(), newer, media_type="text/plain", origin="a.txt")
    assert ids(ledger, "is:altered") == [1]
    assert [one.flags for one in proposals.read_records(ledger, [1, 2], TODAY)] == [("altered",), ()]
    with database.write_change(ledger, "capture", ME) as change:
        change.insert("captures", source_id=paper, outcome="gone", detail="404")
        change.update("sources", paper, note="gone")
    assert ids(ledger, "is:gone") == [1, 2]
    assert list(check.find_problems(ledger)) == []


# What another program may do, by the table that it does it to.
DONE_BY_OTHERS = [
    "UPDATE proposals SET kind = 'request' WHERE id = 2",
    "UPDATE proposals SET deadline_on = NULL WHERE id = 1",
    "UPDATE proposals SET note = 'x' WHERE id = 3",
    "UPDATE proposals SET proposed_on = '2025-01-02' WHERE id = 2",
    "INSERT INTO proposal_topics (proposal_id, topic_id) VALUES (2, 1)",
    "UPDATE proposal_topics SET proposal_id = 2 WHERE proposal_id = 3",
    "DELETE FROM proposal_topics WHERE proposal_id = 1 AND is_primary = 0",
    "DELETE FROM proposal_actors WHERE proposal_id = 1",
    "INSERT INTO tags (proposal_id, name) VALUES (2, 'x')",
    "UPDATE tags SET proposal_id = 2",
    "DELETE FROM tags",
    "UPDATE extras SET value = 'third'",
    "INSERT INTO links (from_id, kind, to_id) VALUES (3, 'repeats', 1)",
    "UPDATE links SET to_id = 3",
    "DELETE FROM links",
    "INSERT INTO looks (proposal_id, looked_on, places) VALUES (1, '2026-01-01', 'BelTA')",
    "UPDATE citations SET quote = ''",
    "UPDATE citations SET stance = 'contradicts' WHERE proposal_id = 1",
    "UPDATE status_events SET extent = 'weaker'",
    "UPDATE meetings SET place = 'Minsk'",
    "UPDATE sources SET publisher = 'TASS'",
    "INSERT INTO captures (source_id, outcome) VALUES (1, 'gone')",
    "UPDATE statuses SET is_open = 1 WHERE code = 'lapsed'",
]


@pytest.mark.parametrize("done", DONE_BY_OTHERS)
def test_what_another_program_changed_is_found_from_the_next_change_on(several: Ledger, done: str) -> None:
    con = plain(several.path)
    con.execute(done)
    con.close()
    assert several.value("SELECT count(*) FROM search_stale") > 0
    source(several, "Anything")
    assert list(check.find_problems(several)) == []


# Why nothing is found


def why(ledger: Ledger, line: str) -> list[tuple[Any, ...]]:
    asked = query.parse_line(line, TODAY)
    assert listing.count_matches(ledger, asked) == 0
    return [tuple(one)[1:] for one in hints.term_hints(ledger, asked)]


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("hotlnie", [("hotlnie", 0, 0, "hotline (2)")]),
        ('"again hotline"', [('"again hotline"', 0, 0, "again hotline (1)")]),
        ("topic:migration is:closed", [("topic:migration", 1, 1, ""), ("is:closed", 1, 1, "")]),
        ("status:adopted", [("status:adopted", 0, 0, "status:proposed (2), status:lapsed (1)")]),
        ("topic:special-forces", [("topic:special-forces", 0, 0,
                                   "topic:other (1), topic:migration (1), topic:drug-trafficking (1)")]),
        ("date:2031 hotline", [("date:2031", 0, 2, "2010 to 2012-05-15"), ("hotline", 2, 0, "")]),
        ("deadline:2031", [("deadline:2031", 0, 0, "2026-12-01 to 2026-12-01")]),
        ("not:hotline not:bureau", [("not:hotline", 1, 2, ""), ("not:bureau", 2, 1, "")]),
        ("zzzzzz", [("zzzzzz", 0, 0, "")]),
    ],
)  # fmt: skip
def test_a_query_that_finds_nothing_says_why(several: Ledger, line: str, reasons: list[tuple[Any, ...]]) -> None:
    assert why(several, line) == reasons


def test_a_document_of_the_index_is_made_once_a_change(several: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    real = index.search_document

    def counted(ledger: Ledger, proposal: int) -> Any:
        made.append(proposal)
        return real(ledger, proposal)

    monkeypatch.setattr(index, "search_document", counted)
    with database.write_change(several, "update", ME) as change:
        proposals.update_proposal(change, 3, ProposalEdit(title="Another", note="x", add={"tags": ("a", "b")}))
    assert made == [3]


ALIKE = ("α", "a", "a-b", "a.b")  # noqa: RUF001 - a Greek letter, which is no Latin one


def test_columns_and_tags_that_look_alike_are_told_apart(ledger: Ledger) -> None:
    for number, tag in enumerate(ALIKE, 1):
        add(ledger, f"Title {number}", tags=(tag,))
    with database.write_change(ledger, "extras", ME) as change:
        change.execute("INSERT INTO extras (proposal_id, name, value) VALUES (1, 'round', '2'), (2, 'round 2', 'yes')")
    for number, tag in enumerate(ALIKE, 1):
        assert ids(ledger, f"tag:{tag}") == [number]
    assert ids(ledger, "x.round:2") == [1]
    assert ids(ledger, "x.round_2:yes") == [2]
    assert ids(ledger, "x.round_2:none") == [1, 3, 4]
    assert ids(ledger, "x.round:none") == [2, 3, 4]


@pytest.mark.parametrize("each", ["saved!=q{0}", "saved:q{0} saved:q{0}", "saved:q{0},q{0}", "saved:q{0} word{0}"])
def test_saved_queries_within_each_other_are_answered_or_refused_at_once(ledger: Ledger, each: str) -> None:
    add(ledger)
    save(ledger, "q0", "exercises")
    for number in range(400):
        save(ledger, f"q{number + 1}", each.format(number))
    assert ids(ledger, "saved:q2") in ([1], [])
    with pytest.raises(QueryError, match="8 deep; write its terms out"):
        ids(ledger, "saved:q400")


def test_a_repetition_that_was_removed_is_no_sign_of_attention(ledger: Ledger) -> None:
    with database.write_change(ledger, "old", ME) as change:
        old = proposals.add(change, NewProposal("Old", proposed_on="2010"))
        change.execute("UPDATE status_events SET recorded_at = '2011-01-01T00:00:00.000Z'")
        change.execute("UPDATE proposals SET added_at = '2011-01-01T00:00:00.000Z'")
    assert ids(ledger, "is:stale") == [old]
    again = add(ledger, "Old again", proposed_on="2026", links=(("repeats", old),))
    assert ids(ledger, "is:stale") == []
    remove(ledger, again)
    assert ids(ledger, "is:stale") == [old]


def test_words_that_the_tokenizer_cuts_or_divides_are_no_problem(ledger: Ledger) -> None:
    add(ledger, "a" * 40_000)
    add(ledger, "ᦀᦰᦁ word")
    assert list(check.find_problems(ledger)) == []
    assert ids(ledger, "ᦀᦰᦁ") == [2]
