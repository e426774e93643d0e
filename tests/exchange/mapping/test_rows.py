"""Rows become proposals as the mapping says; all that is wrong with a row is said."""

from __future__ import annotations

import pytest

from helpers.source_tables import VOCABULARY, make_table
from tracker.exchange.mapping.mapping import CitedSource, Claim, MappedRow, Mapping, RowFault
from tracker.exchange.mapping.rows import map_rows
from tracker.exchange.source_table import SourceRow, SourceTable
from tracker.formats.cells import join_values


def map_row(row: dict[str, str], mapping: Mapping) -> MappedRow:
    """The one row, which is right."""
    (made,) = map_rows(mapping, make_table(row), VOCABULARY)
    assert isinstance(made, MappedRow)
    return made


def test_each_cell_goes_to_the_field_of_its_column() -> None:
    mapping = Mapping({"Promise": ("title",), "Party": ("proposers",), "Made": ("date",)})
    made = map_row({"Promise": "Plant trees", "Party": "Greens; Labour", "Made": "24 October 2017"}, mapping)
    assert made.values == {"title": "Plant trees", "proposers": ("Greens", "Labour"), "date": "2017-10-24"}
    assert made.number == 2


def test_a_column_without_a_field_is_kept_as_an_extra() -> None:
    assert map_row({"Promise": "Plant trees", "era": "labour"}, Mapping({"Promise": ("title",)})).extras == {
        "era": "labour"
    }


def test_a_status_is_a_claim_with_its_own_word_and_its_evidence() -> None:
    mapping = Mapping(
        {"Promise": ("title",), "State": ("status",), "Why": ("status.because",), "links": ("status.source",)},
        values={"status": {"abandoned": "lapsed:abandoned"}},
        according_to="Promise Watch",
    )
    row = {"Promise": "Plant trees", "State": "Abandoned", "Why": "no money", "links": "http://a.nz/1 | https://b.nz"}
    sources = (CitedSource(url="http://a.nz/1"), CitedSource(url="https://b.nz"))
    assert map_row(row, mapping).claim == Claim(
        status="lapsed",
        because="no money",
        rating="Abandoned",
        according_to="Promise Watch",
        reason="abandoned",
        sources=sources,
    )


def test_two_columns_make_one_source() -> None:
    mapping = Mapping({"t": ("title",), "doc": ("source.title",), "url": ("source.url",), "p": ("source.locator",)})
    made = map_row({"t": "Plant trees", "doc": "Manifesto, 2017", "url": "https://a.nz", "p": "p. 4"}, mapping)
    assert made.sources == (CitedSource("Manifesto, 2017", "https://a.nz", "p. 4"),)


def test_a_list_of_sources_keeps_what_belongs_together_where_a_part_is_missing() -> None:
    columns = {"s.t": ("source.title",), "s.u": ("source.url",), "s.q": ("source.quote",)}
    values = {"t": ("Plant trees",), "s.t": ("One", ""), "s.u": ("", "https://b.nz"), "s.q": ("first", "second")}
    table = SourceTable("t.json", tuple(values), lambda: iter([SourceRow(1, values)]))
    (made,) = map_rows(Mapping({"t": ("title",), **columns}), table, VOCABULARY)
    assert isinstance(made, MappedRow)
    assert made.sources == (CitedSource("One", quote="first"), CitedSource(url="https://b.nz", quote="second"))


def test_a_column_of_yes_and_no_is_a_topic() -> None:
    mapping = Mapping({"t": ("title",), "Migration": ("topic:migration",), "Grid": ("topic:energy/grid",)})
    assert map_row({"t": "Plant trees", "Migration": "0", "Grid": "1"}, mapping).values["topics"] == ("energy/grid",)


def test_unknown_topics_are_created_in_the_group() -> None:
    mapping = Mapping({"t": ("title",), "area": ("topics",)}, topic_group="nz", separators={"area": "|"})
    made = map_row({"t": "Plant trees", "area": "Treaty & Māori Policy | Migration"}, mapping)
    assert made.values["topics"] == ("nz/treaty-maori-policy", "migration")
    assert made.new_topics == {"nz/treaty-maori-policy": "Treaty & Māori Policy"}


def test_a_default_fills_what_is_empty() -> None:
    mapping = Mapping({"t": ("title",), "d": ("date",)}, defaults={"date": "2017-10-24", "kind": "commitment"})
    assert map_row({"t": "Plant trees", "d": ""}, mapping).values["date"] == "2017-10-24"
    assert map_row({"t": "Plant trees", "d": "2018"}, mapping).values["date"] == "2018"


@pytest.mark.parametrize(("order", "meant"), [("day-first", "2012-06-05"), ("month-first", "2012-05-06")])
def test_the_order_of_a_column_decides_what_a_date_means(order: str, meant: str) -> None:
    mapping = Mapping({"t": ("title",), "d": ("date",)}, date_orders={"d": order})
    assert map_row({"t": "Plant trees", "d": "05/06/2012"}, mapping).values["date"] == meant


def test_all_faults_of_a_row_are_said() -> None:
    mapping = Mapping({"t": ("title",), "s": ("status",), "d": ("date",)})
    faults = list(map_rows(mapping, make_table({"t": "", "s": "dunno", "d": "soon"}), VOCABULARY))
    assert [(one.number, one.column, one.value) for one in faults if isinstance(one, RowFault)] == [
        (2, "s", "dunno"),
        (2, "d", "soon"),
        (2, "t", ""),
    ]


STATES = Mapping({"no": (), "text": ("title",), "by": ("proposers",), "url": ("source.url",)}, key=("no",))


def test_rows_with_the_same_key_are_one_proposal() -> None:
    rows = (
        {"no": "7", "text": "Ratify it", "by": "Chad", "url": "https://a.org"},
        {"no": "8", "text": "Repeal it", "by": "Fiji", "url": ""},
        {"no": "7", "text": "", "by": "Peru", "url": "https://b.org"},
    )
    made = [one for one in map_rows(STATES, make_table(*rows), VOCABULARY) if isinstance(one, MappedRow)]
    assert [(one.numbers, one.values["title"], one.values["proposers"]) for one in made] == [
        ((3,), "Repeal it", ("Fiji",)),
        ((2, 4), "Ratify it", ("Chad", "Peru")),
    ]
    assert [one.url for one in made[1].sources] == ["https://a.org", "https://b.org"]


DIFFERING = (
    {"no": "7", "text": "Ratify it", "page": "4"},
    {"no": "7", "text": "Ratify that", "page": "9"},
)


def test_what_differs_between_rows_of_one_proposal_is_said_until_it_is_decided() -> None:
    faults = list(map_rows(STATES, make_table(*DIFFERING), VOCABULARY))
    assert [(one.number, one.column, one.value, one.numbers) for one in faults if isinstance(one, RowFault)] == [
        (3, "text", "Ratify that", (2, 3)),
        (3, "page", "9", (2, 3)),
    ]


@pytest.mark.parametrize(
    ("kept", "title", "extras"),
    [
        ("first", "Ratify it", {"no": "7", "page": "4"}),
        ("last", "Ratify that", {"no": "7", "page": "9"}),
        ("all", "Ratify it", {"no": "7", "page": "4; 9", "title": "Ratify that"}),
    ],
)
def test_what_is_kept_of_a_difference_is_decided_by_field(kept: str, title: str, extras: dict[str, str]) -> None:
    decided = STATES._replace(different={"title": kept, "extra.page": kept}, targets={"text": ("title",)})
    (made,) = map_rows(decided, make_table(*DIFFERING), VOCABULARY)
    assert isinstance(made, MappedRow)
    assert (made.values["title"], made.extras) == (title, extras)


def test_an_empty_key_joins_nothing() -> None:
    rows = ({"no": "", "text": "Ratify it"}, {"no": "", "text": "Repeal it"})
    assert len(list(map_rows(STATES, make_table(*rows), VOCABULARY))) == 2


def test_a_second_column_of_titles_is_used_where_the_first_is_empty() -> None:
    mapping = Mapping({"short": ("title",), "long": ("title", "summary")})
    assert map_row({"short": "", "long": "All of it"}, mapping).values["title"] == "All of it"
    assert map_row({"short": "It", "long": "All of it"}, mapping).values == {"title": "It", "summary": "All of it"}


def test_a_cell_of_an_export_of_ours_is_cut_as_it_was_joined() -> None:
    actors = ("Chad; the north", "Peru \\ Lima")
    mapping = Mapping({"t": ("title",), "by": ("proposers",)}, separators={"by": "; "})
    assert map_row({"t": "Ratify it", "by": join_values(actors)}, mapping).values["proposers"] == actors


def test_extras_have_names_that_can_be_kept() -> None:
    mapping = Mapping({"t": ("title",)})
    extras = map_row({"t": "Ratify it", "a=b": "1", "Name": "2", "name": "3"}, mapping).extras
    assert extras == {"a-b": "1", "Name": "2", "name (2)": "3"}


def test_a_second_reason_is_kept_as_an_extra() -> None:
    mapping = Mapping({"t": ("title",), "s": ("status",), "why": ("status.because",), "how": ("status.because",)})
    made = map_row({"t": "Ratify it", "s": "adopted", "why": "a vote", "how": "by hand"}, mapping)
    assert made.claim is not None
    assert (made.claim.because, made.extras) == ("a vote", {"how": "by hand"})


def test_a_status_that_nobody_wrote_is_nobodys_word() -> None:
    made = map_row({"t": "Ratify it"}, Mapping({"t": ("title",)}, defaults={"status": "adopted"}))
    assert made.claim == Claim(status="adopted")
