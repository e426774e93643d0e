"""The rules of the house: what is loaded when, what the wheel carries, what the top level holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
# Runs commands, each in a process of its own that has nothing but the command line loaded, and says what each loads.
LOADED = """
import os, sys
from ast import literal_eval
from tracker import cli
import tracker.cli.app
for words in literal_eval(sys.argv[1]):
    child = os.fork()
    if not child:
        cli.run_command(words)
        heavy = {"textual", "rich", "sqlite_utils", "pydantic", "click"}
        print("LOADED", *sorted(heavy & sys.modules.keys()), file=sys.stderr, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def loaded_by(*commands: list[str]) -> list[set[str]]:
    asked = [sys.executable, "-c", LOADED, repr(list(commands))]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd="/")
    loaded = [set(line.split()[1:]) for line in done.stderr.splitlines() if line.startswith("LOADED")]
    assert len(loaded) == len(commands), done.stderr
    return loaded


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("house") / "t.db")
    loaded_by(["--db", path, "add", "Ёлка 漢字", "-t", "migration"])
    return path


LIGHT = [
    ["--version"],
    ["--help"],
    ["list"],
    ["list", "topic:migration", "word", "--json"],
    ["show", "1"],
    ["list", "--as-of", "2013"],
    ["show", "1", "--known-by", "2030"],
    ["export", "--as-of", "2030"],
    ["stats", "--by", "topic,status"],
    ["diff", "2013"],
    ["query", "list"],
    ["actor", "list"],
    ["meeting", "list", "--json"],
    ["meeting", "add", "Summit"],
    ["export"],
    ["export", "--format", "markdown"],
    ["list", "--columns", "id,title,evidence,note"],
    ["show", "1", "--format", "html"],
    ["log"],
    ["statuses"],
    ["add", "Another"],
    ["use"],
    ["update", "1", "--title", "Renamed"],
    ["update", "--where", "topic:migration", "--summary", "longer", "-y"],
    ["looked", "1", "--in", "BelTA"],
    ["link", "1", "related", "2"],
    ["undo"],
]


def test_a_command_in_a_pipe_loads_none_of_the_heavy_packages(database: str) -> None:
    loaded = loaded_by(*(["--db", database, *command] for command in LIGHT))
    assert [(command, heavy) for command, heavy in zip(LIGHT, loaded, strict=True) if heavy] == []


COMPLETED = """
import sys
from tracker.cli.completion.answers import complete
assert len(complete(sys.argv[1:]).splitlines()) > 1
print(*sorted({"textual", "rich.console", "sqlite_utils", "pydantic", "click"} & sys.modules.keys()))
"""


@pytest.mark.parametrize("words", [["up"], ["show", ""], ["update", "1", "-s", ""], ["list", "topic:"], ["list", "mi"]])
def test_completion_loads_none_of_the_heavy_packages(database: str, words: list[str]) -> None:
    asked = ["zsh", "--db", database, *words]
    done = subprocess.run([sys.executable, "-c", COMPLETED, *asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_only_a_new_database_loads_the_migrations(tmp_path: Path) -> None:
    assert "sqlite_utils" in loaded_by(["--db", str(tmp_path / "new.db"), "add", "First"])[0]


def test_the_top_level_holds_what_was_agreed() -> None:
    agreed = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "tracker", "db", "tests", "fixtures"}
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=False, cwd=HOUSE)  # noqa: S607
    if listed.returncode or not listed.stdout:
        pytest.skip("no checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= agreed


def test_no_room_is_larger_than_is_comfortable() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (HOUSE / "tracker").rglob("*.py")}
    assert {str(path): lines for path, lines in sizes.items() if lines > 400} == {}


def test_sql_is_put_together_from_fixed_fragments_only() -> None:
    """What is typed never gets into SQL but as a bound value: no statement is formatted outside the store."""
    for path in (HOUSE / "tracker").rglob("*.py"):
        if "store" in path.parts or path.name == "schema.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert ".execute(" not in text, path
        assert "SELECT " not in text.replace("ALLOW_SELECT ", ""), path


OPTION_OR_KEY = re.compile(r"(?<!\w)--[a-z]|ctrl\+|\b(press|type) (enter|esc|[a-z])\b")
SPOKEN = {
    "cli": "the command line, which alone knows its options",
    "tui": "the screen, which alone knows its keys",
    "guide.py": "the help of both",
    "html.py": "the custom properties of CSS begin with two hyphens too",
}


def texts(path: Path) -> list[tuple[int, str]]:
    """The string literals of a module that are no docstrings, each with its line."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body[0] for node in nodes if isinstance(node, documented) and node.body]
    docstrings = [body.value for body in bodies if isinstance(body, ast.Expr)]
    return [
        (node.lineno, node.value)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
    ]


def test_no_sentence_below_the_user_interfaces_names_an_option_or_a_key() -> None:
    """An error knows its field: each user interface says of it what is particular to it."""
    named = [
        f"{path.relative_to(HOUSE)}:{line} {text}"
        for path in (HOUSE / "tracker").rglob("*.py")
        if SPOKEN.keys().isdisjoint(path.relative_to(HOUSE / "tracker").parts)
        for line, text in texts(path)
        if OPTION_OR_KEY.search(text)
    ]
    assert named == []


def test_every_way_out_of_an_error_is_said_by_the_command_line() -> None:
    from tracker.cli.render.errors import WAYS  # noqa: PLC0415

    text = "".join(path.read_text(encoding="utf-8") for path in (HOUSE / "tracker").rglob("*.py"))
    assert set(re.findall(r'way=\("([a-z ]+)"', text)) | {"remove link", "put back"} == WAYS.keys()


def test_every_ruff_rule_that_is_left_out_has_its_reason() -> None:
    text = (HOUSE / "pyproject.toml").read_text(encoding="utf-8").split("[tool.ruff.lint]")[1]
    lines = text.split("[tool.importlinter]")[0].splitlines()
    rules = [line for line in lines if line.startswith('  "')]
    assert rules
    assert [line for line in rules if "#" not in line] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(HOUSE)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_schema_and_the_sample_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    scripts = {f"tracker/_db/{path.name}" for path in (HOUSE / "db").glob("*.sql")}
    samples = {f"tracker/_demo/{path.name}" for path in (HOUSE / "fixtures" / "demo").glob("*")}
    shells = {
        f"tracker/cli/completion/shells/{path.name}" for path in (HOUSE / "tracker/cli/completion/shells").glob("*")
    }
    assert (
        scripts | samples | shells | {"tracker/py.typed", "tracker/tui/app.tcss", "tracker/tui/dialogs/dialog.tcss"}
        <= names
    )
    assert {name.split("/")[0] for name in names if not name.startswith("proposal_tracker-")} == {
        "tracker",
        "__tracker_interrupts.pth",
    }


def test_the_wheel_installed_alone_lists_its_sample_data_from_the_root_folder(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are borrowed from this environment, so that the test asks no registry."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    site = next((tmp_path / "venv").rglob("site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    borrowed = [one for one in sys.path if Path(one).name == "site-packages"]  # an environment may borrow its own
    (site / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")

    def tracker(*args: str) -> str:
        command = [str(python), "-m", "tracker", *args]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout

    where = subprocess.run(
        [str(python), "-c", "import tracker; print(tracker.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    ).stdout
    assert str(site) in where
    listed = tracker("--db", tracker("demo", "--path").strip(), "list")
    assert len(listed.splitlines()) >= 19


def test_the_version_is_the_one_of_the_package() -> None:
    from tracker import __version__  # noqa: PLC0415

    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert project["scripts"] == {"tracker": "tracker.__main__:main"}
