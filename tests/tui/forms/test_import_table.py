"""Tables on the screen: a file is named, each column has a field, the first rows are shown as they would be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from helpers import factories
from helpers.screen import complaints, opened, picture, place, press, rows, settle, toasts, until
from tracker import query
from tracker.exchange.mapping.mapping import Mapping
from tracker.exchange.mapping.profiles import keep_profile, read_profile
from tracker.exchange.tables.table_file import read_table
from tracker.store.search import listing
from tracker.tui.forms.import_file import ImportFile
from tracker.tui.forms.import_table import LOOKING, WHOLE, ImportTable
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.field import Field
from tracker.tui.widgets.lists.mapping_preview import MappingPreview, preview_lines

if TYPE_CHECKING:
    from collections.abc import Mapping as Values
    from pathlib import Path

    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger

SIZE = (120, 45)
LINES = [
    "id,area,status,promise,when (UTC)",
    "a1,health,kept,Build a hospital in the north,24/10/2017",
    "a2,water,meh,Clean the rivers of the south,05/06/2018",
    "a3,health,kept,Train two thousand nurses,06/07/2018",
]


@pytest.fixture
def promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table whose rows leave something open; profiles are kept beside it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "nz_promises.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return path


async def open_form(pilot: Pilot[None], ledger: Ledger, path: Path, said: Mapping | None = None) -> ImportTable:
    """The form of the table, at rest."""
    form = ImportTable(ledger, read_table(path), factories.TODAY, said)
    pilot.app.push_screen(form)
    await pilot.pause()
    await until(pilot, lambda: LOOKING not in preview_text(form))
    return form


def preview_text(form: ImportTable) -> str:
    """What stands below the fields."""
    return str(form.query_one(MappingPreview).render())


def field(form: ImportTable | ImportFile, name: str) -> Field:
    """The field of that name."""
    return next(one for one in form.query(Field) if one.blank.name == name)


async def fill(pilot: Pilot[None], form: ImportTable, **values: str) -> None:
    """Say something in fields; a column is named after `column_`."""
    for name, value in values.items():
        field(form, name.replace("column_", "=")).input.value = value
    await pilot.pause()


async def test_each_column_has_a_field_and_the_first_rows_are_shown(ledger: Ledger, promises: Path) -> None:
    async with opened(ledger, SIZE) as pilot:
        form = await open_form(pilot, ledger, promises)
        assert {one.blank.name[1:]: one.input.value for one in form.query(Field) if one.blank.name[0] == "="} == {
            "id": "extra",
            "area": "topics",
            "status": "status",
            "promise": "title",
            "when (UTC)": "date",
        }
        shown = picture(pilot)
        for part in ("Build a hospital", "implemented", "meh ?", "nz/health", "when (UTC)"):
            assert part in shown
        assert "1 value is no status of ours. What are they?  meh 1" in preview_text(form)


async def test_the_preview_follows_what_is_typed(ledger: Ledger, promises: Path) -> None:
    async with opened(ledger, SIZE) as pilot:
        form = await open_form(pilot, ledger, promises)
        await fill(pilot, form, status="kept=implemented, meh=lapsed:abandoned", topic_group="oceania")
        assert "lapsed (abandoned)" in preview_text(form)
        assert "oceania/health" in preview_text(form)
        await until(pilot, lambda: WHOLE in preview_text(form))
        await fill(pilot, form, column_area="tpoics")
        assert preview_text(form).startswith("no field 'tpoics'; did you mean topics?")


async def test_what_is_open_is_said_at_its_field_before_anything_is_imported(ledger: Ledger, promises: Path) -> None:
    async with opened(ledger, SIZE) as pilot:
        form = await open_form(pilot, ledger, promises)
        await press(pilot, "ctrl+s")
        assert "no status of ours" in complaints(pilot)
        assert field(form, "status").has_focus_within
        await fill(pilot, form, status="meh=proposed, kept=implemented", profile="nz")
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert place(pilot) is MainScreen
    assert form.mapping.date_orders == {"when (UTC)": "day-first"}
    assert form.mapping.values["status"] == {"meh": "proposed", "kept": "implemented"}
    assert form.mapping.key == ("id",)
    assert read_profile("nz") == form.mapping


@pytest.mark.parametrize(
    ("values", "wrong", "message"),
    [
        ({"=area": "nonsense"}, "=area", "no field 'nonsense'"),
        ({"status": "meh=finished"}, "status", "not one of ours"),
        ({"topic_group": "N Z!"}, "topic_group", "cannot be a group"),
        ({"key": "idd"}, "key", "did you mean id"),
        ({"defaults": "date=soon"}, "defaults", "is not a date"),
        ({"date_order": "year"}, "date_order", "no order 'year'"),
        ({"=promise": "extra"}, "defaults", "Which column says"),
        ({"words": "kind:x=y"}, "words", "not one of ours"),
    ],
)
async def test_what_is_wrong_is_said_below_its_field(
    ledger: Ledger, promises: Path, values: Values[str, str], wrong: str, message: str
) -> None:
    async with opened(ledger, SIZE) as pilot:
        form = await open_form(pilot, ledger, promises)
        await fill(pilot, form, **values)
        await press(pilot, "ctrl+s")
        assert message in complaints(pilot)
        assert field(form, wrong).has_focus_within


async def test_a_file_is_named_with_a_mapping_that_was_kept(ledger: Ledger, promises: Path) -> None:
    keep_profile("nz", Mapping({"promise": ("title",)}))
    async with opened(ledger, SIZE) as pilot:
        form = ImportFile(ledger)
        pilot.app.push_screen(form)
        await pilot.pause()
        await press(pilot, "ctrl+s")
        assert "name a file" in complaints(pilot)
        field(form, "file").input.value = str(promises)
        field(form, "profile").input.value = "nzz"
        await press(pilot, "ctrl+s")
        assert "no profile 'nzz'; did you mean nz?" in complaints(pilot)
        field(form, "profile").input.value = "nz"
        await press(pilot, "ctrl+s")
        assert place(pilot) is MainScreen
    assert form.table is not None
    assert form.table.columns[:2] == ("id", "area")
    assert form.kept == Mapping({"promise": ("title",)})


async def test_i_imports_a_table_as_one_change_that_u_takes_back(ledger: Ledger, promises: Path) -> None:
    async with opened(ledger, SIZE) as pilot:
        await press(pilot, "i")
        assert place(pilot) is ImportFile
        await named(pilot, str(promises))
        assert isinstance(pilot.app.screen, ImportTable)
        await fill(pilot, pilot.app.screen, status="meh=proposed, kept=implemented")
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert "Imported 3 proposals from nz_promises.csv" in toasts(pilot)[-1]
        assert any("Train two thousand nurses" in row for row in rows(pilot))
        await press(pilot, "i")
        assert field(cast("ImportFile", pilot.app.screen), "file").input.value == str(promises)
        await press(pilot, "ctrl+s")
        await fill(pilot, pilot.app.screen, status="meh=proposed, kept=implemented")
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert "Nothing is new in it: 3 rows known already" in toasts(pilot)[-1]
        await press(pilot, "u")
        assert not any("nurses" in row for row in rows(pilot))
    assert listing.count_matches(ledger, query.parse_query([], factories.TODAY)) == 0


async def named(pilot: Pilot[None], file: str) -> None:
    """Name a file in the form that asks for one."""
    field(cast("ImportFile", pilot.app.screen), "file").input.value = file
    await press(pilot, "ctrl+s")


async def test_a_row_that_the_database_refuses_takes_all_back(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "linked.csv"
    path.write_text("title,repeats\nBuild a dam,\nBuild a bridge,999\n", encoding="utf-8")
    async with opened(ledger, SIZE) as pilot:
        await press(pilot, "i")
        await named(pilot, str(path))
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert toasts(pilot)[-1].startswith("Nothing was imported. line 3, repeats: ")
    assert listing.count_matches(ledger, query.parse_query([], factories.TODAY)) == 0


async def test_a_file_that_is_no_table_is_refused_at_its_field(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    async with opened(ledger, SIZE) as pilot:
        await press(pilot, "i")
        for name, message in ((str(tmp_path), "is a folder"), (str(tmp_path / "a.pdf"), "is a PDF"), ("nil", "nil")):
            await named(pilot, name)
            assert message in complaints(pilot)


@pytest.mark.parametrize(
    ("room", "heading"),
    [
        (32, "row title"),
        (52, "row title status"),
        (60, "row title status src"),
        (110, "row title status topics by src"),
    ],
)
def test_columns_of_the_preview_go_where_there_is_no_room(room: int, heading: str) -> None:
    cells = {"title": "Build", "status": "adopted", "topics": "x", "proposers": "y", "date": "", "sources": "1"}
    head, line = preview_lines([(2, cells)], room)
    assert head.split() == heading.split()
    assert len(line) <= room
