"""The form of the files of sample data, and what is said where one is not of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tracker.model import Person, UsageError
from tracker.store import sample_files

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[source]
title = "A report"
issued_on = ""
[defaults]
proposers = ["Norland"]
speakers = ["Ana Berg, Minister of the Sea"]
[[proposal]]
key = "ferries"
title = "Make the ferries safer"
part_of = "sea"
"""


def read(folder: Path, text: str) -> sample_files.SampleFile:
    path = folder / "a.toml"
    path.write_text(text, encoding="utf-8")
    return sample_files.read_sample_file(path)


def test_fields_are_as_the_store_takes_them(tmp_path: Path) -> None:
    file = read(tmp_path, GOOD)
    assert file.source == {"title": "A report", "issued_on": None}
    assert file.records == (
        sample_files.SampleRecord(
            "proposal",
            "a.toml, record 1 (Make the ferries safer)",
            {
                "proposers": ("Norland",),
                "speakers": (Person("Ana Berg", "Minister of the Sea"),),
                "key": "ferries",
                "title": "Make the ferries safer",
                "part_of": ("sea",),
            },
        ),
    )


def test_a_default_holds_for_proposals_unless_one_says_otherwise(tmp_path: Path) -> None:
    more = '[[proposal]]\ntitle = "Dredge"\nproposers = []\n[[event]]\nof = "ferries"\nstatus = "adopted"\n'
    first, second, event = read(tmp_path, GOOD + more).records
    assert [one.fields.get("proposers") for one in (first, second, event)] == [("Norland",), (), None]
    assert event.place == "a.toml, event 1 (ferries)"


def test_a_file_of_queries_needs_no_source(tmp_path: Path) -> None:
    file = read(tmp_path, '[[query]]\nname = "late"\nquery = "is:overdue"')
    assert (file.source, [one.table for one in file.records]) == (None, ["query"])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            'topic = "migration"',
            "record 1 (Make the ferries safer): no field 'topic'; known: according_to, addr",
        ),
        ('topics = "migration"', "record 1 (Make the ferries safer): topics must be a list of texts"),
        ("topics = [1]", "record 1 (Make the ferries safer): topics must be a list of texts"),
        ("related = [1]", "record 1 (Make the ferries safer): related must be a list of texts"),
        ("summary = 1", "record 1 (Make the ferries safer): summary must be a text"),
        ("extra = { amount = 3 }", "record 1 (Make the ferries safer): extra must be a table of texts"),
        ('extra = { "" = "3" }', "record 1 (Make the ferries safer): extra must be a table of texts"),
        ("proposed_on = 2012-05-15", "record 1 (Make the ferries safer): proposed_on must be a text"),
        ('deadline_on = "2012-13"', "record 1 (Make the ferries safer): deadline_on '2012-13' is not a date"),
        ('[[proposal]]\nkey = "a"', "record 2 (no title): title is missing"),
        ('[[event]]\nof = "ferries"', "event 1 (ferries): status is missing"),
        ('[[event]]\nstatus = "adopted"', "event 1 (no title): of is missing"),
        ('[[event]]\nof = "ferries"\nstatus = "adopted"\nforce = "yes"', "event 1 (ferries): no field 'force'"),
        ('[[citation]]\nquote = "a"', "citation 1 (no title): of is missing"),
        ('[[look]]\nof = "ferries"\nlooked_on = "2014"', "look 1 (ferries): places is missing"),
        (
            '[[look]]\nof = "ferries"\nlooked_on = "soon"\nplaces = "a"',
            "look 1 (ferries): looked_on 'soon' is not a date",
        ),
        ('[[query]]\nname = "late"', "query 1 (late): query is missing"),
    ],
)
def test_a_mistake_in_a_record_names_file_record_and_field(tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(UsageError, match="^" + re.escape(f"a.toml, {says}")):
        read(tmp_path, GOOD + more)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[source]\nname = "A report"', "a.toml, source: no field 'name'"),
        ('[source]\nurl = "ftp://x"', "a.toml, source: url 'ftp://x' must begin with http:// or https://"),
        ("[source", "a.toml: "),
        ("[default]", "a.toml: no field 'default'; known: citation, defaults, event, look, proposal, query, source"),
        ("[proposal]", "a.toml: proposal must be given as [[proposal]]"),
        ("event = [1]", "a.toml: event must be given as [[event]]"),
        ("[[source]]", "a.toml: source must be given as [source]"),
        ('source = "a"', "a.toml: source must be given as [source]"),
    ],
)
def test_a_mistake_outside_the_records_names_the_file(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match="^" + re.escape(says)):
        read(tmp_path, text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match=r"^a\.toml: "):
        sample_files.read_sample_file(tmp_path / "a.toml")
