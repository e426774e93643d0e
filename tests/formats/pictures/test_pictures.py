"""Pictures as SVG: well formed, without script or font, hostile text as text, the values of `stats`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from helpers import factories
from helpers.screen import HOSTILE, main, opened, press, settle, toasts, type_into
from tracker import config
from tracker.formats.pictures.canvas import Picture, stack_pictures
from tracker.formats.pictures.counts import MatrixCounts, bars_picture, matrix_picture
from tracker.formats.pictures.lifeline import life_picture
from tracker.query import Query
from tracker.store import sample_data
from tracker.store.database import open_ledger
from tracker.store.records import proposals, statuses
from tracker.store.reports import overview

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program
    from tracker.store.ledger import Ledger

SVG = "{http://www.w3.org/2000/svg}"
GLYPHS = {"proposed": "○", "adopted": "◑"}


def parsed(picture: Picture) -> ET.Element:
    return ET.fromstring("".join(picture.svg_pieces()))  # noqa: S314 - our own


def words(root: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def test_a_picture_says_what_it_is_and_has_no_script_and_no_font() -> None:
    picture = bars_picture("3 proposals", {"status": {"proposed": 2, "adopted": 1}}, GLYPHS)
    text = "".join(picture.svg_pieces())
    root = parsed(picture)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "3 proposals"
    assert root.findtext(f"{SVG}desc") == "status: proposed 2, adopted 1"
    assert not re.search(r"<script|@font-face|url\(|href", text)
    assert "prefers-color-scheme:dark" in text


def test_a_status_is_drawn_with_its_glyph_and_its_word() -> None:
    drawn = words(parsed(bars_picture("x", {"status": {"proposed": 2, "adopted": 1}}, GLYPHS)))
    assert {"○ proposed", "◑ adopted"} <= {*drawn}


@pytest.mark.parametrize("text", [HOSTILE, "</text><script>alert(1)</script>", '"&<>', "Ежегодный доклад", "東京"])
def test_any_text_is_text(text: str) -> None:
    root = parsed(bars_picture(text, {"topic": {text: 1}}, {}))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {"svg", "title", "desc", "style", "rect", "text"}
    assert not {"\x1b", "\x07", "\u202e"} & {*"".join(root.itertext())}


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_nothing_is_drawn_outside_of_the_picture(rows: int) -> None:
    counts = {f"a rather long topic number {number}": number for number in range(rows)}
    cells = {(row, "adopted"): number for row, number in counts.items()}
    for picture in (
        matrix_picture("x", MatrixCounts(("topic", "status"), counts, {"adopted": rows}, cells), GLYPHS),
        bars_picture("x", {"topic": counts}, GLYPHS),
    ):
        for one in parsed(picture).iter():
            at = [float(one.get(name, 0)) for name in ("x", "y", "width", "height")]
            assert 0 <= at[0] <= at[0] + at[2] <= picture.width + 0.1
            assert 0 <= at[1] <= at[1] + at[3] <= picture.height + 0.1


def test_pictures_stand_one_below_the_other() -> None:
    one = bars_picture("one", {"year": {"2012": 1}}, {})
    both = stack_pictures([one, one])
    assert both.height == 2 * one.height
    assert len(words(parsed(both))) == 2 * len(words(parsed(one)))


def test_the_matrix_has_the_numbers_of_stats(tracker: Program) -> None:
    _load(tracker)
    counted = json.loads(tracker.done("stats", "--by", "topic,status", "--json"))
    root = ET.fromstring(tracker.done("stats", "--by", "topic,status", "--format", "svg"))  # noqa: S314 - our own
    drawn = words(root)
    numbers = sorted(int(one) for one in drawn if one.isdigit())
    totals = [*counted["totals"]["topic"].values(), *counted["totals"]["status"].values()]
    assert numbers == sorted([*(one["proposals"] for one in counted["counts"]), *totals])


def test_the_bars_have_the_numbers_of_stats(tracker: Program) -> None:
    _load(tracker)
    counted = json.loads(tracker.done("stats", "--by", "year", "--json"))
    drawn = words(ET.fromstring(tracker.done("stats", "--by", "year", "--format", "svg")))  # noqa: S314 - our own
    assert dict(zip(drawn[2::2], map(int, drawn[3::2]), strict=True)) == counted["counts"]["year"]


def test_a_life_is_drawn_with_its_dates_its_statuses_and_its_evidence(tracker: Program, tmp_path: Path) -> None:
    _load(tracker)
    tracker.done("show", "9", "-o", str(tmp_path / "life.svg"))
    root = ET.fromstring((tmp_path / "life.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own
    drawn = words(root)
    assert drawn[0].startswith("#9 ")
    assert "2012-05-15" in drawn
    assert any(one.startswith("◕ in-progress") for one in drawn)
    assert "◐" in drawn


def test_a_picture_is_of_one_proposal(tracker: Program) -> None:
    _load(tracker)
    refused = tracker("show", "1", "2", "--format", "svg")
    assert refused.code == 2
    assert "a picture is of one proposal, such as: tracker show 1 -o life.svg" in refused.err


def test_a_partial_date_is_a_span_and_an_undated_step_has_no_mark(ledger: Ledger) -> None:
    factories.add(ledger, "Of a year", proposed_on="2012")
    factories.add(ledger, "Undated", proposed_on=None)
    known = statuses.read_statuses(ledger)
    spans = []
    for proposal in (1, 2):
        detail = proposals.read_detail(ledger, proposal, factories.TODAY)
        root = parsed(life_picture(detail, known))
        spans.append([float(one.get("width", 0)) for one in root.iter(f"{SVG}rect") if one.get("class") != "ground"])
    assert spans == [[300.0], []]


def test_pages_carry_their_pictures(tracker: Program) -> None:
    _load(tracker)
    assert "<figure>\n<svg" in tracker.done("stats", "--by", "topic,status", "--format", "html")
    assert "<figure>\n<svg" in tracker.done("show", "9", "--format", "html")


async def test_w_writes_the_overview_and_the_life_as_pictures(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for year in ("2012", "2013"):
        factories.add(ledger, f"Of {year}", topics=("migration",), proposed_on=year)
    async with opened(ledger, (140, 30)) as pilot:
        await press(pilot, "m", "w", "enter")
        assert "Wrote a picture to" in toasts(pilot)[-1]
        await press(pilot, "escape", "enter", "w", "enter")
        assert (tmp_path / "proposal-2.svg").exists()
        await press(pilot, "w", "enter")
        assert "exists already" in str(pilot.app.screen.query("Static").first().render())
        await press(pilot, "n")
        await type_into(pilot, file="life.png")
        await press(pilot, "enter")
        assert main(pilot) is not pilot.app.screen
        await settle(pilot)
    drawn = words(ET.parse(tmp_path / "overview.svg").getroot())  # noqa: S314 - our own
    *_, told = overview.overview_steps(ledger, Query(), factories.TODAY, 1)
    assert {"migration", "○ proposed", "2012", "2013"} <= {*drawn}
    assert str(told.total) in drawn


def _load(tracker: Program) -> None:
    ledger = open_ledger(tracker.db, create=True)
    sample_data.load_samples(ledger, config.demo_folder(), "ann")
    ledger.close()
