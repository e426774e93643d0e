"""The names of the house: grep finds one thing, a module is a noun, a screen has one base of ours."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from textual.message import Message

HOUSE = Path(__file__).parent.parent
PROGRAM = HOUSE / "tracker"
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

# Verbs that the modules of nouns share, called with their module: `sources.add`.
VERBS = {"add", "find", "read", "edit", "merge", "remove", "restore", "rename", "retire", "count", "main"}
# Nouns and words of the field that end as participles do, and the name of a command.
MODULES = {"briefing", "editing", "listing", "looked", "mapping", "meeting"}
BARE = {"found", "said", "wanted", "told", "named", "chosen", "kept", "shown", "drawn", "listed", "given", "done"}
MANY = 3  # files in which a private name may stand


@cache
def _trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(PROGRAM)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PROGRAM.rglob("*.py"))
    }


def _definitions() -> list[tuple[str, Definition]]:
    return [(path, node) for path, tree in _trees().items() for node in tree.body if isinstance(node, Definition)]


def _is_command(node: Definition) -> bool:
    """A function that Typer runs: it is named as its command is typed."""
    calls = (one.func if isinstance(one, ast.Call) else one for one in node.decorator_list)
    return any(isinstance(one, ast.Attribute) and one.attr in {"command", "callback"} for one in calls)


def _is_verb_of_a_noun(path: str, node: Definition) -> bool:
    return path.startswith("store/records/") and node.name in VERBS


def test_a_public_name_exists_once() -> None:
    places = defaultdict(list)
    for path, node in _definitions():
        if not (node.name.startswith("_") or _is_command(node) or _is_verb_of_a_noun(path, node)):
            places[node.name].append(path)
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_no_private_name_stands_in_many_files() -> None:
    counts = Counter(node.name for _, node in _definitions() if node.name.startswith("_"))
    assert {name: count for name, count in counts.items() if count > MANY} == {}


def test_no_function_is_a_bare_participle() -> None:
    assert [(path, node.name) for path, node in _definitions() if node.name.strip("_") in BARE] == []


def test_no_module_is_a_participle() -> None:
    names = {Path(path).stem for path in _trees()} | {Path(path).parent.name for path in _trees()}
    assert {name for name in names if re.search(r"(ing|ed)$", name)} - MODULES == set()


@pytest.mark.parametrize("path", [path for path in _trees() if path.startswith("tui/")])
def test_a_class_of_the_screen_has_one_base_of_ours(path: str) -> None:
    ours = {node.name for place, node in _definitions() if place.startswith("tui/") and isinstance(node, ast.ClassDef)}
    for node in _trees()[path].body:
        if isinstance(node, ast.ClassDef):
            bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in ours]
            assert len(bases) <= 1, (node.name, bases)


def test_no_folder_holds_more_files_than_one_can_keep_in_mind() -> None:
    counts = Counter(str(Path(path).parent) for path in _trees())
    del counts["cli/commands"]  # one for each command
    assert {folder: count for folder, count in counts.items() if count > 22} == {}


def test_every_handler_of_a_message_is_called_by_one() -> None:
    """Textual calls a handler by the name of the message's class: a renamed class leaves its handlers unheard."""
    called = set()
    for name in sorted({name.replace("/", ".").removesuffix(".py") for name in _trees() if name.startswith("tui/")}):
        import_module(f"tracker.{name.removesuffix('.__init__')}")
    kinds = [Message]
    while kinds:
        kind = kinds.pop()
        called.add(getattr(kind, "handler_name", ""))
        kinds += kind.__subclasses__()
    handlers = {
        (path, part.name)
        for path, tree in _trees().items()
        for node in ast.walk(tree)
        if path.startswith("tui/") and isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.name.startswith("on_")
    }
    assert {(path, name) for path, name in handlers if name not in called} == set()
