"""Times the queries of a list: `python tests/benchmarks/queries.py PATH`; every pair of terms with `--pairs`."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import query
from tracker.schema import sqlite3
from tracker.store.database import open_ledger
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 23)
PAGE = 30
WORST = 15

# Every field of the query language, common and rare, in the ledgers of generate.py.
TERMS = """
topic:counter-terrorism
topic:group1/topic-127
topic:group8
topic!=counter-terrorism
topic:none
primary:migration
status:proposed
status:withdrawn
status:proposed,lapsed
kind:proposal
kind:commitment
reason:superseded
extent:none
is:open
is:closed
is:stale
is:overdue
is:due
is:unsupported
is:disputed
is:uncheckable
is:altered
is:gone
by:belarus
by:"Council on"
to:russia
supporter:finland
opponent:none
actor:"United Nations"
body:csto
meeting:moscow
meeting:session
tag:tag-1
tag:none
date:2012
date:1990..1999
date:..2010
date:1993-05-13..1994-07-02
moved:2024..
deadline:..+14d
added:2026-03-05..2026-03
updated:2026-01..
looked:..-9m
has:quote
no:source
no:look
source:security
source:70
link:repeats
x.era:2017
id:5,70,900
security
mechanism
энергия
quokka
secu
"security cooperation"
not:security
not:mechanism
""".split("\n")[1:-1]  # noqa: SIM905 - a query may hold blanks

ORDERED = """

is:removed
is:removed security
security cooperation
security topic:counter-terrorism by:belarus is:open
sort:-date
sort:title
sort:status
sort:-deadline
sort:-updated
sort:id
sort:status,-date
sort:title topic:counter-terrorism
sort:title topic:group1/topic-127
sort:title date:1990..1999
sort:title security
sort:title quokka
sort:title not:security
sort:date status:withdrawn
sort:date date:2012
sort:-date date:..2010
sort:-date is:open
sort:deadline is:overdue
sort:-updated added:2026-03
sort:-added tag:tag-1 by:russia
""".split("\n")[1:-1]  # noqa: SIM905 - a query may hold blanks


def median(what: Callable[[], object], times: int) -> float:
    """The median in milliseconds of some runs, after one that warms the cache."""
    taken = []
    for _ in range(times + 1):
        begun = time.perf_counter()
        what()
        taken.append((time.perf_counter() - begun) * 1000)
        if taken[-1] > 2000:
            return taken[-1]
    return statistics.median(taken[1:])


def main() -> None:
    """Read the command line and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--pairs", action="store_true")
    asked = parser.parse_args()
    ledger = open_ledger(asked.path)
    sys.stdout.write(f"SQLite {sqlite3.sqlite_version}, ms\n\n")
    chosen = [one for one in [*ORDERED, *TERMS] if asked.only in one]
    if asked.pairs:
        _pairs(ledger, chosen, asked.times)
        return
    sys.stdout.write(
        "| query | matches | count | first page | its lines | middle | end |\n|---|--:|--:|--:|--:|--:|--:|\n"
    )
    for typed in chosen:
        _row(ledger, typed, asked.times)


def _parsed(typed: str) -> query.Query:
    return query.parse_line(typed, TODAY)._replace(unfinished=typed == "secu")


def _row(ledger: Ledger, typed: str, times: int) -> None:
    wanted = _parsed(typed)
    page, total = listing.matching_ids(ledger, wanted, limit=PAGE), listing.count_matches(ledger, wanted)
    taken = [
        median(what, times)
        for what in (
            lambda: listing.count_matches(ledger, wanted),
            lambda: listing.matching_ids(ledger, wanted, limit=PAGE),
            lambda: list(listing.read_lines(ledger, page)),
            lambda: listing.matching_ids(ledger, wanted, total // 2, PAGE),
            lambda: listing.matching_ids_from_end(ledger, wanted, 0, PAGE),
        )
    ]
    sys.stdout.write(f"| `{typed}` | {total:,} | {' | '.join(f'{one:.1f}' for one in taken)} |\n")
    sys.stdout.flush()


def _pairs(ledger: Ledger, chosen: list[str], times: int) -> None:
    """First page and count of every two terms at once: how they are spread, and the slowest."""
    pairs = [f"{one} {other}" for one, other in combinations([one for one in chosen if one in TERMS], 2)]
    for name, deed in (("first page", _first_page), ("count", listing.count_matches)):
        taken = dict(_timed(ledger, pairs, deed, times))
        ranked = sorted(taken, key=taken.__getitem__, reverse=True)
        cuts = statistics.quantiles(taken.values(), n=100)
        spread = f"median {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, most {taken[ranked[0]]:.1f}"
        sys.stdout.write(f"{name} of {len(pairs):,} pairs: {spread}\n")
        sys.stdout.write("".join(f"- `{typed}` {taken[typed]:.1f}\n" for typed in ranked[:WORST]) + "\n")
        sys.stdout.flush()


def _first_page(ledger: Ledger, wanted: query.Query) -> object:
    return listing.matching_ids(ledger, wanted, limit=PAGE)


def _timed(
    ledger: Ledger, pairs: list[str], deed: Callable[[Ledger, query.Query], object], times: int
) -> Iterator[tuple[str, float]]:
    for typed in pairs:
        wanted = _parsed(typed)
        yield typed, median(lambda wanted=wanted: deed(ledger, wanted), times)  # type: ignore[misc]


if __name__ == "__main__":
    main()
