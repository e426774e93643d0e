"""A library of a reference manager taken in as sources: names, dates, what is known already, what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from helpers.program import Program

if TYPE_CHECKING:
    from pathlib import Path

BIB = r"""@article{a, title = {{M{\=a}ori} \& others: 50\% of {UNESCO}},
  author = {{\v S}imek, Jan and {Land and Sea Board}},
  journal = {The Post}, year = 2012, month = may, url = {https://example.org/a\_b}}
@techreport{b, title = {A report}, date = {2013-06-03}, institution = {Board}}
@misc{c, note = {nothing}}
"""
RIS = "TY  - NEWS\r\nTI  - A title\r\nAU  - Šimek, Jan\r\nDA  - 2012/05//\r\nUR  - https://example.org/r\r\nER  - \r\n"
CSL = [{"id": 1, "type": "report", "title": "A title", "issued": {"date-parts": [["2012"]]}, "URL": "javascript:1"}]


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "refs.ris").write_text(RIS, encoding="utf-8")
    (tmp_path / "refs.json").write_text(json.dumps(CSL), encoding="utf-8")
    return Program(tmp_path / "t.db", capsys)


def listed(tracker: Program) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(tracker.done("source", "list", "--json"))
    return found


def test_bibtex_becomes_sources_without_braces_and_with_no_more_of_a_date_than_is_known(tracker: Program) -> None:
    tracker.done("source", "add", "refs.bib")
    first, second = listed(tracker)
    assert (first["title"], first["authors"]) == ("Māori & others: 50% of UNESCO", "Šimek, Jan; Land and Sea Board")
    assert (first["type"], first["issued_on"], first["url"]) == (
        *("article-journal", "2012-05"),
        "https://example.org/a_b",
    )
    assert (second["type"], second["issued_on"], second["publisher"]) == ("report", "2013-06-03", "Board")


@pytest.mark.parametrize(("name", "day"), [("refs.ris", "2012-05"), ("refs.json", "2012")])
def test_ris_and_csl_json_become_sources(tracker: Program, name: str, day: str) -> None:
    tracker.done("source", "add", name)
    (one,) = listed(tracker)
    assert (one["title"], one["issued_on"]) == ("A title", day)


def test_a_library_twice_adds_nothing_and_one_undo_takes_it_back(tracker: Program) -> None:
    tracker.done("source", "add", "refs.bib")
    again = tracker("source", "add", "refs.bib")
    assert "has this address already" in again.err
    assert "has this title and date already" in again.err
    assert len(listed(tracker)) == 2
    tracker.done("undo")
    assert not listed(tracker)


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_what_is_written_is_read_as_the_same(tracker: Program, form: str, tmp_path: Path) -> None:
    tracker.done("source", "add", "refs.bib")
    name = {"bib": "bibtex", "ris": "ris", "json": "csljson"}[form]
    (tmp_path / f"out.{form}").write_text(tracker.done("source", "list", "--format", name), encoding="utf-8")
    before = [{key: one[key] for key in ("type", "title", "authors", "issued_on", "url")} for one in listed(tracker)]
    tracker.done("undo")
    tracker.done("source", "add", f"out.{form}")
    after = [{key: one[key] for key in ("type", "title", "authors", "issued_on", "url")} for one in listed(tracker)]
    assert after == before


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.bib", b"\xff"), ("x.bib", b"@article{"), ("x.ris", b"hello"), ("x.json", b"[[[["), ("x.json", b'{"a": 1}')],
)
def test_what_is_no_library_is_refused_in_one_line(tracker: Program, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    answer = tracker("source", "add", name)
    assert answer.code != 0
    assert answer.err.count("\n") == 1
    assert answer.err.startswith("tracker: ")
