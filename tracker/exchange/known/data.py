"""The tables that ship beside this file."""

from __future__ import annotations

import csv
from pathlib import Path

BETWEEN = "|"
FOLDER = Path(__file__).parent


def read_known_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables by their columns."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, dialect="excel-tab", quoting=csv.QUOTE_NONE))
