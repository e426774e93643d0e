from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.errors import UsageError
from tracker.exchange.tables.choices import ChoiceNeededError, TableChoices
from tracker.exchange.tables.codec_names import find_undecodable
from tracker.exchange.tables.encodings import find_encoding
from tracker.exchange.tables.table_file import read_table

if TYPE_CHECKING:
    from pathlib import Path

MAC = "name,x\rMéxico,Ñandú\rPérez – “q”,2\r"  # noqa: RUF001 - as it is typed there
RUSSIAN = "имя,город\nИван,Москва\nПётр,Рязань\n"  # noqa: RUF001 - Russian words


def asked_about(path: Path) -> ChoiceNeededError:
    with pytest.raises(ChoiceNeededError) as raised:
        read_table(path)
    return raised.value


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_a_text_in_unicode_is_read_without_a_question(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(f"name,town\nIvan,{'Kyiv, Київ'.replace(', ', ' ')}\n".encode(codec))
    table = read_table(path)
    assert table.columns == ("name", "town")
    assert next(table.read_rows()).values["town"] == ("Kyiv Київ",)


def test_a_mac_text_is_a_choice_whose_first_reads_right(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(MAC.encode("mac_roman"))
    error = asked_about(path)
    assert error.field == "encoding"
    assert error.options[0].value == "mac_roman"
    assert error.options[0].rows[:2] == (("name", "x"), ("México", "Ñandú"))
    others = {one.value: one.rows[1] for one in error.options}
    assert others["cp1252"] == ("MŽxico", "„andœ")
    assert len({one.rows for one in error.options}) == len(error.options)
    assert "line 2" in str(error)
    assert "mac_roman (México" in str(error)
    table = read_table(path, TableChoices(encoding="macintosh"))
    assert [row.number for row in table.read_rows()] == [2, 3]


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_the_likeliest_encoding_of_a_russian_text_is_first(tmp_path: Path, codec: str) -> None:
    pytest.importorskip("charset_normalizer")
    path = tmp_path / "t.csv"
    path.write_bytes((RUSSIAN * 20).encode(codec))
    assert asked_about(path).options[0].value == codec


def test_without_the_library_there_is_a_choice_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "charset_normalizer", None)
    path = tmp_path / "t.csv"
    path.write_bytes("a,b\nZürich,1\n".encode("cp1252"))
    options = [one.value for one in asked_about(path).options]
    assert options[0] == "cp1252"
    assert "mac_roman" in options


def test_a_sign_far_below_decides_the_encoding_too(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n" + b"x,y\n" * 200_000 + "Zürich,1\n".encode("cp1252"))
    error = asked_about(path)
    assert "line 200002" in str(error)
    assert ("Zürich", "1") in error.options[0].rows


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ("utf8", "is not UTF-8: byte 6 in line 2 is no sign of it"),
        ("rot13", "'rot13' is no encoding"),
        ("klingon", "'klingon' is no encoding; name one such as utf-8"),
    ],
)
def test_an_encoding_that_does_not_fit_is_refused(tmp_path: Path, chosen: str, message: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("a,b\nZürich,1\n".encode("cp1252"))
    with pytest.raises(UsageError, match=message):
        read_table(path, TableChoices(encoding=chosen))


def test_a_byte_is_found_across_the_bounds_of_a_piece(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for before in ((1 << 18) - 1, (1 << 18), 5):
        path.write_bytes(b"x" * before + b"\xe2\x82" + b"y")
        assert find_undecodable(path, "utf-8") == before
        path.write_bytes(b"x" * before + "€".encode())
        assert find_undecodable(path, "utf-8") is None
        path.write_bytes(b"x" * before + "€".encode()[:2])
        assert find_undecodable(path, "utf-8") == before


def test_a_mark_that_the_text_does_not_keep_to_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("a,b\n".encode("utf-16") + b"\x00\xd8")
    with pytest.raises(UsageError, match="broken UTF-16"):
        find_encoding(path)


def test_the_sentence_and_the_rows_show_where_the_encodings_differ(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(("título,lugar\n" + "opinión,Bogotá\n" * 30 + "señal,España\n").encode("cp1252"))
    error = asked_about(path)
    assert "cp1252 (señal,España)" in str(error)
    assert "cp1250 (seńal,Espańa)" in str(error)
    rows = {one.value: one.rows for one in error.options}
    assert rows["cp1252"][-1] == ("señal", "España")
    assert len(rows["cp1252"]) == 10


def test_encodings_that_read_alike_are_one_by_the_name_that_is_usual(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("titel,text\nÖffnung,größere Bäume\n".encode("cp1252"))
    names = [one.value for one in asked_about(path).options]
    assert names[0] == "cp1252"
    assert "cp1250" not in names


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\x7fELF\x02\x01\x01\x00\xff\xfe\x00\x80 and so on")
    with pytest.raises(UsageError, match="is not text: it has NUL"):
        read_table(path)
