"""The formats that there are: each file of this folder that is called NAME_format.py holds one, and is read here only.

A format is loaded when something but its name is asked for, so that a command starts as fast with many as with few.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.formats.format import Document, Format

SUFFIX = "_format"


@cache
def format_names() -> tuple[str, ...]:
    """Every format by its name, in the order of the alphabet. Each writes a list of proposals."""
    return tuple(sorted(path.stem.removesuffix(SUFFIX) for path in Path(__file__).parent.glob(f"*{SUFFIX}.py")))


@cache
def find_format(name: str) -> Format:
    """The format of this name, which is one of `format_names`."""
    found: Format = import_module(f"{__package__}.{name}{SUFFIX}").FORMAT
    return found


def all_formats() -> tuple[Format, ...]:
    """Every format."""
    return tuple(map(find_format, format_names()))


def names_that_write(document: Document) -> tuple[str, ...]:
    """The formats that can write a document of this kind."""
    return tuple(one.name for one in all_formats() if one.writes(document))


def name_of_ending(ending: str) -> str:
    """The format of a file with this ending (`md`), which is another name of it too; empty where there is none."""
    if ending in format_names():
        return ending
    return next((one.name for one in all_formats() if ending in one.endings), "")


def dialects() -> dict[str, str]:
    """The spreadsheets for which a file can be written, each with its format."""
    return {dialect: one.name for one in all_formats() for dialect in one.dialects}
