from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.exchange.tables import json_table
from tracker.exchange.tables.choices import ChoiceNeededError, TableChoices
from tracker.exchange.tables.table_file import read_table

if TYPE_CHECKING:
    from tracker.exchange.source_table import SourceRow

SHARED = Path(__file__).parents[4] / "shared" / "data"  # where the house is worked on


def rows_of(tmp_path: Path, name: str, text: str, choices: TableChoices | None = None) -> list[SourceRow]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(read_table(path, choices).read_rows())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('[{"a": 1.10, "b": true, "c": null, "d": ""}]', {"a": ("1.10",), "b": ("true",)}),
        ('[{"a": {"b": {"c": 1}}}]', {"a.b.c": ("1",)}),
        ('[{"a": ["x", "y", null]}]', {"a": ("x", "y")}),
        ('[{"s": [{"t": "x", "u": 1}, {"u": 2}]}]', {"s.t": ("x", ""), "s.u": ("1", "2")}),
        ('[{"s": [{"t": ["x", "y"]}, {"t": "z"}]}]', {"s.t": ("x", "y", "z")}),
        ('[{"m": [[1, 2], [3]]}]', {"m": ('["1", "2"]', '["3"]')}),
        ('[{"a": 1, "a": 2}]', {"a": ("1", "2")}),
        ("[12345678901234567890123]", {"value": ("12345678901234567890123",)}),
        ("[NaN]", {"value": ("NaN",)}),
        ('\ufeff[{"a": "Ā"}]', {"a": ("Ā",)}),
        ('{"count": 1, "next": null, "results": [{"a": 1}]}', {"a": ("1",)}),
        ('{"a": 1, "b": {"c": 2}}', {"a": ("1",), "b.c": ("2",)}),
        ('[["a", "b"], [1, "x"]]', {"a": ("1",), "b": ("x",)}),
    ],
)
def test_an_object_is_a_row_with_dotted_names_and_lists_as_several_values(
    tmp_path: Path, text: str, values: dict[str, tuple[str, ...]]
) -> None:
    rows = rows_of(tmp_path, "t.json", text)
    assert [dict(row.values) for row in rows] == [values]


def test_columns_are_those_of_all_objects_in_the_order_of_their_first_use(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"b": 1}, {"a": 2, "b": 3}]', encoding="utf-8")
    assert read_table(path).columns == ("b", "a")


def test_objects_under_names_are_rows_with_their_name(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "t.json", '{"k1": {"a": 1}, "k2": {"a": 2}}')
    assert [dict(row.values) for row in rows] == [{"key": ("k1",), "a": ("1",)}, {"key": ("k2",), "a": ("2",)}]


def test_several_lists_of_a_document_are_asked_about_and_chosen_by_name(tmp_path: Path) -> None:
    text = '{"x": {"items": [{"a": 1}]}, "y": [{"b": 1}, {"b": 2}]}'
    with pytest.raises(ChoiceNeededError) as raised:
        rows_of(tmp_path, "t.json", text)
    assert raised.value.field == "sheet"
    assert [(one.value, one.label) for one in raised.value.options] == [
        ("x.items", "x.items: 1 object"),
        ("y", "y: 2 objects"),
    ]
    assert len(rows_of(tmp_path, "t.json", text, TableChoices(sheet="y"))) == 2
    with pytest.raises(UsageError, match="z"):
        rows_of(tmp_path, "t.json", text, TableChoices(sheet="z"))


def test_half_a_character_is_told_with_its_column_and_place(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "t.json", '[{"a": "x", "b": {"c": "ab\\ud800"}}]')
    assert (row.column, row.fault) == ("b.c", "it has half a character (U+D800) at position 3")
    assert row.values["b.c"] == ("ab\\ud800",)


@pytest.mark.parametrize("name", ["t.jsonl", "t.ndjson", "t.json"])
def test_an_object_on_each_line_is_a_row_known_by_its_line(tmp_path: Path, name: str) -> None:
    rows = rows_of(tmp_path, name, '{"a": 1}\n\n{"a": 2}\n')
    assert [(row.number, row.values["a"]) for row in rows] == [(1, ("1",)), (3, ("2",))]


def test_a_line_that_is_no_object_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "t.jsonl", '{"a": 1}\n{"a":\n{"a": 3}\n')
    assert [row.number for row in rows if not row.fault] == [1, 3]
    assert rows[1].values == {"a": ('{"a":',)}
    assert rows[1].fault.startswith("it is not JSON")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"a": 1},', "ends after object 1 without ]"),
        ('[{"a": 1}, x]', "object 2: Expecting value"),
        ("[" * 100_000, "nested too deep"),
        ("[]", "is empty"),
        ("{}", "has no values"),
        ("", "is empty"),
        ("[{" + ",".join(f'"k{one}": 1' for one in range(2001)) + "}]", "has no values"),
    ],
)
def test_broken_or_boundless_json_is_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        rows_of(tmp_path, "t.json", text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), min_size=1))
def test_a_list_is_read_piece_by_piece_as_it_would_be_whole(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.json"
    path.write_text(json.dumps([{"a": text, "n": 10**20} for text in texts], indent=1), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_table, "_CHUNK", 7)
        assert [row.values["a"][0] for row in read_table(path).read_rows()] == texts


def test_yaml_keeps_its_values_as_they_are_written(tmp_path: Path) -> None:
    pytest.importorskip("yaml")
    text = '- {a: no, d: 2012-05-15, v: 1.10, n: ~, q: "null", i: 010}\n- a: &x [p, q]\n  b: *x\n'
    rows = rows_of(tmp_path, "t.yaml", text)
    assert rows[0].values == {"a": ("no",), "d": ("2012-05-15",), "v": ("1.10",), "q": ("null",), "i": ("010",)}
    assert rows[1].values == {"a": ("p", "q"), "b": ("p", "q")}


def test_the_documents_of_a_yaml_file_are_rows(tmp_path: Path) -> None:
    pytest.importorskip("yaml")
    rows = rows_of(tmp_path, "t.yml", "base: &b {x: 1}\na: {<<: *b, y: 2}\n---\nbase: {x: 3}\n")
    assert [dict(row.values) for row in rows] == [
        {"base.x": ("1",), "a.x": ("1",), "a.y": ("2",)},
        {"base.x": ("3",)},
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [\n", "line 2"),
        ("a: \x07\n", "is not YAML"),
        ("a: !!python/object:os.system x\n", "line 1: could not determine a constructor"),
        ("a: &a [*a]\n", "references make more than"),
        (
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
            "references make more than",
        ),
    ],
)
def test_yaml_that_breaks_or_grows_without_bounds_is_refused(tmp_path: Path, text: str, message: str) -> None:
    pytest.importorskip("yaml")
    with pytest.raises(UsageError, match=message):
        rows_of(tmp_path, "t.yaml", text)


def test_without_the_library_yaml_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(UsageError, match=r"install `proposal-tracker\[tables\]`"):
        rows_of(tmp_path, "t.yaml", "a: 1\n")


@pytest.mark.skipif(not SHARED.exists(), reason="the tables of others are not beside the house")
def test_every_string_that_breaks_programs_is_read_as_it_is() -> None:
    path = SHARED / "blns.json"
    strings = json.loads(path.read_text(encoding="utf-8"))
    rows = list(read_table(path).read_rows())
    assert [row.values["value"][0] for row in rows] == [one for one in strings if one]
    assert [row.fault for row in rows if row.fault] == []
