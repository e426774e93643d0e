"""The text of SQL statements as words and signs: what is compared of two of them, and of a table its tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PIECES = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|\w+|\s+|.", re.DOTALL)
LEADING_COMMENTS = re.compile(r"(?:\s*--[^\n]*\n)*\s*")


def bare_statement(text: str) -> str:
    """A statement without the comments before it and the semicolon behind it: as SQLite keeps it."""
    return LEADING_COMMENTS.sub("", text, count=1).strip().removesuffix(";")


def split_pieces(sql: str) -> list[str]:
    """The words and signs of a statement, without its comments and white space."""
    return [piece for piece in PIECES.findall(sql) if not piece.isspace() and not piece.startswith(("--", "/*"))]


def is_same_statement(stored: str, ours: str) -> bool:
    """Whether two statements are the same but for comments and white space."""
    return stored == ours or (bool(stored) and split_pieces(stored) == split_pieces(ours))


def mentioned_names(sql: str) -> set[str]:
    """The words of a statement in small letters, quoted ones too."""
    return {piece.strip("\"'").lower() for piece in split_pieces(sql.replace("`", " ").replace("[", " "))}


def quote_name(name: str) -> str:
    """A name as SQL takes it, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def table_rules(sql: str) -> Iterator[str]:
    """What stands in brackets behind each CHECK and AS of a table: its tests and its reckoned columns."""
    pieces = split_pieces(sql)
    for at, piece in enumerate(pieces):
        if piece.upper() in {"CHECK", "AS"} and pieces[at + 1 : at + 2] == ["("]:
            yield f"{piece.upper()} {' '.join(_bracket_content(pieces, at + 1))}"


def rule_texts(sql: str) -> Iterator[str]:
    """The tests of a table as they are written, without their brackets."""
    pieces = [one for one in PIECES.findall(sql) if not one.startswith(("--", "/*"))]
    for at in (here for here, piece in enumerate(pieces) if piece.upper() == "CHECK"):
        opening = next((here for here in range(at + 1, len(pieces)) if not pieces[here].isspace()), at)
        if pieces[opening] == "(":
            yield "".join(_bracket_content(pieces, opening))


def _bracket_content(pieces: Sequence[str], start: int) -> Sequence[str]:
    depth = 0
    for at in range(start, len(pieces)):
        depth += {"(": 1, ")": -1}.get(pieces[at], 0)
        if not depth:
            return pieces[start + 1 : at]
    return pieces[start + 1 :]
