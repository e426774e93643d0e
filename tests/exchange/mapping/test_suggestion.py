"""Columns are matched to fields by their names and by the look of their values."""

from __future__ import annotations

import pytest

from helpers.source_tables import VOCABULARY, make_table
from tracker.exchange.mapping.column_names import column_words, is_key_name, kind_of_name, targets_of_name
from tracker.exchange.mapping.looks import find_separator, look_at_columns
from tracker.exchange.mapping.mapping import Mapping
from tracker.exchange.mapping.suggestion import propose_mapping
from tracker.formats.rows import COLUMNS

TITLES = ["Plant one billion trees by 2028", "Build a dam on the river", "Open a school in each town", "Ban the whip"]


def propose(said: Mapping | None = None, **columns: list[str]) -> Mapping:
    """What is proposed for a table of these columns."""
    return propose_for(columns, said)


def propose_for(columns: dict[str, list[str]], said: Mapping | None = None) -> Mapping:
    """What is proposed for a table of columns with any names."""
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return propose_mapping(look_at_columns(make_table(*rows), VOCABULARY.today), VOCABULARY, said)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sourceDoc", "source doc"),
        ("source_URL", "source url"),
        ("evidenceURLs", "evidence urls"),
        ("Status — en", "status en"),
    ],
)
def test_the_name_of_a_column_is_read_as_words(name: str, words: str) -> None:
    assert column_words(name) == words


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("title", "title"),
        ("Promise", "title"),
        ("proposed_on", "date"),
        ("Deadline", "deadline"),
        ("spoken-by", "speakers"),
        ("status.on", "status.on"),
        ("Status date", "status.on"),
        ("because", "status.because"),
        ("According to", "status.according_to"),
        ("extra.era", "extra.era"),
        ("topic:migration", "topic:migration"),
        ("Recommending State", "proposers"),
        ("State under Review", "addressees"),
        ("evidenceUrls", "status.source"),
        ("sourceUrl", "source.url"),
        ("Titel", "title"),
        ("тема", "topics"),
    ],
)
def test_a_column_means_the_target_of_its_name(name: str, target: str) -> None:
    assert targets_of_name(name)[0][0] == target


def test_a_name_is_believed_only_if_the_values_look_like_it() -> None:
    mapping = propose(title=TITLES, date=["a", "b", "c", "d"], status=["1", "0", "1", "1"])
    assert mapping.targets == {"title": ("title",)}


def test_a_table_without_telling_names_is_matched_by_its_values() -> None:
    mapping = propose(
        c1=TITLES,
        c2=["kept", "broken", "in the works", "kept"],
        c3=["2017-10-24", "24 May 2018", "2019", "2020-01"],
        c4=["https://a.nz/1", "https://a.nz/2", "https://a.nz/3", "https://a.nz/4"],
        c5=["migration", "Migration", "Electricity networks", "migration"],
        c6=["pledge", "pledge", "recommendation", "pledge"],
    )
    assert mapping.targets == {
        "c1": ("title",),
        "c2": ("status",),
        "c3": ("date",),
        "c4": ("source.url",),
        "c5": ("topics",),
        "c6": ("kind",),
    }


def test_columns_of_states_and_of_yes_and_no_are_seen_by_their_values() -> None:
    mapping = propose(
        Migration=["1", "0", "0", "1"],
        Other=["1", "0", "0", "1"],
        c3=["Chad; Peru", "Fiji", "Russian Federation", "Chad"],
        title=TITLES,
    )
    assert mapping.targets == {"Migration": ("topic:migration",), "c3": ("proposers",), "title": ("title",)}


def test_words_that_others_use_for_a_status_are_known() -> None:
    mapping = propose(title=TITLES, status=["Kept", "Promise Broken", "In the works", "proposed"])
    assert mapping.values["status"] == {
        "kept": "implemented",
        "promise broken": "lapsed:abandoned",
        "in the works": "in-progress",
    }


def test_what_is_said_already_stays_as_it_is_said() -> None:
    said = Mapping({"title": ("summary",)}, values={"status": {"kept": "adopted"}}, defaults={"kind": "request"})
    mapping = propose(said, title=TITLES, Promise=TITLES, status=["kept", "kept", "kept", "broken"])
    assert mapping.targets["title"] == ("summary",)
    assert mapping.targets["Promise"] == ("title",)
    assert mapping.values["status"]["kept"] == "adopted"
    assert mapping.defaults == {"kind": "request"}


@pytest.mark.parametrize(
    ("name", "kind"), [("Promise", "commitment"), ("Recommendation text", "recommendation"), ("title", "")]
)
def test_the_name_of_the_column_of_titles_says_their_kind(name: str, kind: str) -> None:
    assert kind_of_name(name) == kind
    assert propose_for({name: TITLES}).defaults == ({"kind": kind} if kind else {})


def test_a_column_that_numbers_the_rows_is_the_key_and_is_kept() -> None:
    mapping = propose(rcid=["1", "2", "3", "4"], title=TITLES)
    assert mapping.key == ("rcid",)
    assert "rcid" not in mapping.targets
    assert propose(rcid=["1", "2", "3", "3"], title=TITLES).key == ()
    assert [name for name in ("id", "Ref.", "rcid", "said", "paid by") if is_key_name(name)] == ["id", "Ref.", "rcid"]


def test_titles_that_recur_are_completed_by_the_summary() -> None:
    short = ["KOREA", "KOREA", "APARTHEID", "KOREA REPRESENTATION"]
    assert propose(short=short, descr=TITLES).targets == {"short": ("title",), "descr": ("title", "summary")}


@pytest.mark.parametrize(
    ("values", "separator"),
    [
        (["Chad; Peru", "Fiji"], ";"),
        (["Chad|Peru"], "|"),
        (["Chad\nPeru"], "\n"),
        (["Chad, Peru", "Peru, Chad", "Fiji"], ","),
        (["Economy, Jobs & Fiscal", "Health"], ""),
        (["Lukashenko, President"], ""),
    ],
)
def test_what_divides_a_cell_is_seen_in_the_whole_column(values: list[str], separator: str) -> None:
    assert find_separator(dict.fromkeys(values, 1)) == separator


def test_an_export_of_ours_is_read_by_its_own_columns() -> None:
    row = dict.fromkeys((*COLUMNS, "x.amount"), "") | {"uid": "af86", "title": "A", "topics": "other; migration"}
    mapping = propose_mapping(look_at_columns(make_table(row), VOCABULARY.today), VOCABULARY)
    left_out = {name for name, targets in mapping.targets.items() if targets == ("-",)}
    assert left_out == {
        *("id", "flags", "evidence", "quotes", "sources", "status_sources"),
        *("links", "looked_on", "added_at", "updated_at"),
    }
    assert mapping.targets["x.amount"] == ("extra.amount",)
    assert [mapping.targets[name] for name in ("proposed_on", "reason", "status_on", "uid")] == [
        ("date",),
        ("status.reason",),
        ("status.on",),
        ("uid",),
    ]
    assert (mapping.separators["topics"], mapping.key, mapping.defaults) == ("; ", (), {})
