"""Words in the place of signs, columns and bars, for who has the terminal read out (`--accessible`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.config import is_accessible
from tracker.strength import SIGNS
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.model import ProposalLine, Status
    from tracker.store.reports.stats import CountMatrix
    from tracker.strength import Strength

KEYS = {"↓": "down", "↑": "up", "→": "right", "←": "left", "⏎": "enter", "▲": "up", "▼": "down"}
OUR_SIGNS = "○◔◑◕◍●◌✕↩⊘◐◦↻⚑"  # each stands before a word that says the same


def evidence_label(strength: Strength) -> str:
    """How well something is supported: its sign, read out its word."""
    return f"evidence {strength}" if is_accessible() else SIGNS[strength]


def status_glyphs(known: Mapping[str, Status]) -> dict[str, str]:
    """The glyph of each status by its code; read out none has one, its word says it."""
    return {code: "" if is_accessible() else status.glyph for code, status in known.items()}


def join_parts(parts: Iterable[str]) -> str:
    """What is said beside each other in one line."""
    return (", " if is_accessible() else " · ").join(parts)


def arrow() -> str:
    """What stands between what was and what became of it."""
    return "then" if is_accessible() else "→"


def join_steps(before: str, after: str) -> str:
    """What became of what."""
    return f"{before} {arrow()} {after}"


def without_sign(words: str) -> str:
    """A sentence of ours without the sign that it begins with, if it is read out."""
    return words.lstrip(OUR_SIGNS).lstrip() if is_accessible() else words


def help_line(line: str) -> str:
    """A line of help, which names signs and keys, as it is read out."""
    if not is_accessible():
        return line
    for sign, word in KEYS.items():
        line = line.replace(sign, word)
    return line.translate(dict.fromkeys(map(ord, OUR_SIGNS)))


def labelled_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Each row of a table as one line, every value behind the name of its column; what is empty is not said."""
    for row in rows:
        said = zip(names, row, strict=True)
        yield ", ".join(f"{name} {visible_line(value)}".strip() for name, value in said if value)


def proposal_row(line: ProposalLine) -> str:
    """A proposal on the page of something else, as one line."""
    return next(
        labelled_rows(
            ("id", "status", "since", "title"), [[str(line.id), line.status, line.status_on or "", line.title]]
        )
    )


def matrix_rows(by: tuple[str, str], matrix: CountMatrix) -> Iterator[str]:
    """Counts by two fields, a line for each value of the first; nothing is said of what there is none of."""
    yield f"{by[0]} by {by[1]}:"
    for row, number in matrix.rows.items():
        yield _counted(row, {name: matrix.cells.get((row, name), 0) for name in matrix.columns}, number)
    yield _counted("total", matrix.columns, matrix.total)


def _counted(row: str, counts: Mapping[str, int], total: int) -> str:
    parts = [f"{visible_line(name)} {number:,}" for name, number in counts.items() if number]
    return f"{visible_line(row)}: {', '.join([*parts, f'total {total:,}'])}"
