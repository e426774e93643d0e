"""The formats: each is one file, and what it says of itself appears wherever a format is named or written."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tracker
from tracker.cli import output
from tracker.files import replace_file
from tracker.formats.format import FormatTable
from tracker.formats.registry import all_formats, dialects, find_format, format_names, name_of_ending, names_that_write
from tracker.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(tracker.__file__).parent
TABLES = [one.name for one in all_formats() if one.table]
STREAMS = [name for name in TABLES if name != "docx"]  # an archive is there when all of it is
BOXES = '''"""Boxes, which are bytes: a format as a stranger would add it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.formats.format import Table


def _write_table(table: Table) -> Iterator[bytes]:
    from tracker.formats.rows import csv_cell

    yield b"BOX\\xff\\x00" + "|".join(table.names).encode()
    for row in table.rows:
        yield b"\\x00" + "|".join(map(csv_cell, row)).encode()


FORMAT = Format(
    "boxes", "boxes for a machine", endings=("box", "boxes"), is_binary=True, is_lossless=True, table=_write_table
)
'''


# what there is


def test_each_file_holds_the_format_that_it_is_named_after() -> None:
    assert format_names() == (
        *("bibtex", "csljson", "csv", "docx", "html", "ics", "ids", "json", "jsonl", "markdown", "ris", "tsv", "xlsx"),
    )
    assert tuple(one.name for one in all_formats()) == format_names()
    assert all(one.help and one.endings for one in all_formats())


def test_no_ending_and_no_dialect_belongs_to_two_formats() -> None:
    endings = list(chain.from_iterable(one.endings for one in all_formats()))
    assert len(set(endings)) == len(endings)
    spreadsheets = list(chain.from_iterable(one.dialects for one in all_formats()))
    assert len(set(spreadsheets)) == len(spreadsheets) == len(dialects())
    assert not (set(endings) | set(format_names())) & set(spreadsheets)


def test_a_format_is_found_by_its_name_and_by_its_endings() -> None:
    for one in all_formats():
        assert find_format(one.name) is one
        assert {name_of_ending(ending) for ending in (*one.endings, one.name)} == {one.name}
    assert name_of_ending("doc") == name_of_ending("") == ""


def test_what_can_be_written_is_told_by_the_functions_that_there_are() -> None:
    assert names_that_write("stored table") == ("csv", "json", "jsonl", "xlsx")
    assert names_that_write("page") == ("docx", "html", "json", "markdown")
    assert names_that_write("digest") == ("json", "markdown")
    assert names_that_write("counts") == ("csv", "docx", "html", "json", "jsonl", "markdown", "tsv", "xlsx")
    assert [one.name for one in all_formats() if not one.has_columns] == ["bibtex", "csljson", "ics", "ids", "ris"]


def test_asking_for_the_names_loads_no_format() -> None:
    asked = (
        "import sys; from tracker.formats.registry import format_names, find_format; format_names();"
        " find_format('tsv'); print(*sorted(n for n in sys.modules if n.endswith('_format')))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["tracker.formats.tsv_format"]


# how it is written


@pytest.mark.parametrize("name", [name for name in STREAMS if name != "xlsx"])  # a workbook ends with its index
def test_rows_are_written_as_they_come(name: str) -> None:
    """The first pieces are there before the last row was asked for; Markdown waits, to set numbers to the right."""
    asked: list[int] = []

    def rows() -> Iterator[list[object]]:
        for at in range(1_000):
            asked.append(at)
            yield [at, f"title {at}"]

    write = find_format(name).table
    assert write
    pieces = write(FormatTable(["id", "title"], rows(), title="T"))
    written = next(pieces)
    while b"title 0" not in (written if isinstance(written, bytes) else written.encode()):
        written = next(pieces)
    assert len(asked) < 1_000 or name == "markdown"


@pytest.mark.parametrize("name", [name for name in STREAMS if name != "markdown"])
def test_many_rows_take_no_more_memory_than_few(name: str) -> None:
    write = find_format(name).table
    assert write

    def peak(many: int) -> int:
        tracemalloc.start()
        for _ in write(FormatTable(["id", "title"], ([at, "x" * 200] for at in range(many)), title="T")):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded at the first time
    assert peak(5_000) < peak(10) + 100_000


def test_a_file_takes_texts_and_bytes(tmp_path: Path) -> None:
    replace_file(tmp_path / "a", ["é\n", "\r\n"])
    assert (tmp_path / "a").read_bytes() == "é\n\r\n".encode()
    replace_file(tmp_path / "a", [b"\xff", b"\0"])
    assert (tmp_path / "a").read_bytes() == b"\xff\0"


def test_bytes_never_reach_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = io.BytesIO()
    stream = io.TextIOWrapper(taken, encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    output.write_all([b"\xff", b"\x1b"])
    stream.flush()
    assert taken.getvalue() == b"\xff\x1b"
    monkeypatch.setattr(stream, "isatty", lambda: True)
    with pytest.raises(UsageError, match="not text"):
        output.write_all([b"\xff"])


# one file more


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one file more, and two proposals."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(HOUSE, folder / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("db", "fixtures"):
        (folder / name).symlink_to(HOUSE.parent / name)
    (folder / "tracker" / "formats" / "boxes_format.py").write_text(BOXES, encoding="utf-8")
    for title in ("One", "Two"):
        run(folder, "add", title, "-t", "migration")
    return folder


def run(house: Path, *args: str, code: int = 0) -> tuple[bytes, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "XDG_"))}
    env |= {"PYTHONPATH": str(house), "HOME": str(house), "COLUMNS": "200"}
    called = [sys.executable, "-m", "tracker", "--db", "t.db", *args]
    done = subprocess.run(called, capture_output=True, check=False, cwd=house, env=env)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout, done.stderr.decode()


BOX = b"BOX\xff\x00id|"


def test_a_new_format_is_named_by_the_help(house: Path) -> None:
    for command in (["list"], ["stats"], ["export"]):
        assert "boxes" in run(house, *command, "--help")[0].decode()
    assert "boxes boxes for a machine" in " ".join(run(house, "help", "formats")[0].decode().split())
    for command in (["show"], ["diff"]):  # it writes rows, and no page
        assert "boxes" not in run(house, *command, "--help")[0].decode()


def test_a_new_format_is_completed(house: Path) -> None:
    asked = (
        "from tracker.cli.completion.answers import complete; print(complete(['fish', 'list', '--format', '--', 'b']))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=house)
    assert "boxes\tboxes for a machine" in done.stdout


def test_a_new_format_is_told_by_the_ending_of_the_file(house: Path) -> None:
    for command, name in (("list", "a.box"), ("export", "b.boxes")):
        assert run(house, command, "-o", name) == (b"", f"Wrote 2 proposals to {name}\n")
        assert (house / name).read_bytes().startswith(BOX)
        assert (house / name).read_bytes().count(b"\0") == 3
    run(house, "export", "--table", "topics", "-o", "topics.box")
    assert b"|migration|" in (house / "topics.box").read_bytes()
    run(house, "export", "--all", "--format", "boxes", "-o", "all")
    assert (house / "all" / "proposals.boxes").read_bytes().startswith(BOX)
    run(house, "list", "--count", "-o", "count.box")
    assert (house / "count.box").read_bytes() == b"BOX\xff\0count\x002"


def test_a_new_format_is_written_to_a_pipe(house: Path) -> None:
    assert run(house, "list", "--format", "boxes")[0].startswith(BOX)
    assert run(house, "list", "--format", "box", "--columns", "title")[0] == b"BOX\xff\0title\0Two\0One"
    assert run(house, "list", "--as-of", "2100", "--format", "boxes")[0].startswith(BOX)
    assert run(house, "stats", "--by", "topic", "--format", "boxes")[0] == b"BOX\xff\0topic|proposals\0migration|2"


def test_errors_name_a_new_format(house: Path) -> None:
    for command in (["list", "-o", "a.xyz"], ["list", "-o", "a"], ["export", "-o", "a.xyz"]):
        assert ".box" in run(house, *command, code=2)[1]
    assert "did you mean boxes" in run(house, "list", "--format", "boxs", code=2)[1]
    assert "boxes" in run(house, "export", "--table", "topics", "--format", "html", code=2)[1]


def test_the_json_of_a_table_is_what_it_was(house: Path) -> None:
    topics = json.loads(run(house, "export", "--table", "topics", "--format", "json")[0])
    lines = run(house, "export", "--table", "topics", "--format", "jsonl")[0].splitlines()
    assert topics == list(map(json.loads, lines))
    assert isinstance(topics[0]["id"], int)
