"""Times first page, middle, end and count of many queries: `python tests/benchmarks/queries.py PATH`."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import query
from tracker.schema import sqlite3
from tracker.store import listing
from tracker.store.database import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.database import Ledger

TODAY = date(2026, 11, 23)
PAGE = 30

# In the ledgers of generate.py: the common are in a third or more, the rare in some dozens of a million.
QUERIES = """

topic:counter-terrorism
topic:group1/topic-127
topic:group8/topic-26
topic:counter-terrorism topic:drug-trafficking
topic:counter-terrorism,migration
topic:special-forces topic:group8/topic-26
topic!=counter-terrorism
topic:none
status:proposed
status:withdrawn
status:proposed,lapsed
is:open
is:closed
is:unsupported
is:removed
by:belarus
by:finland
by:"United Nations"
by:Norway topic:migration
body:csto
body:"United Nations"
body:"Council on"
date:2012
date:1990
date:2026-10
date:1990..1999
date:1993-05..1994-07
date:..2010
date:2020..
date:2012 status:proposed
date:2012 topic:migration
date:1990..1999 by:belarus
status:withdrawn by:belarus
status:withdrawn body:csto
is:open topic:drug-trafficking
id:5,70,900
security
mechanism
энергия
quokka
secu
"security cooperation"
security cooperation
security topic:group1/topic-127
security topic:group8/topic-26
quokka topic:counter-terrorism
security topic:counter-terrorism
mechanism status:withdrawn
security by:finland
security date:1990..1999
not:security
not:mechanism
not:quokka
security not:cooperation
topic:migration not:security
sort:moved
sort:-date
sort:date
sort:title
sort:-title
sort:status
sort:deadline
sort:-deadline
sort:added
sort:-updated
sort:id
sort:-id
sort:status,-date
sort:title topic:counter-terrorism
sort:-date topic:group8/topic-26
sort:title topic:group1/topic-127
sort:title security
sort:title quokka
sort:date status:withdrawn
sort:date date:2012
sort:-date is:open
sort:title date:1990..1999
""".splitlines()[1:]


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
    """Read the command line and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    ledger = open_ledger(asked.path)
    sys.stdout.write(f"SQLite {sqlite3.sqlite_version}, ms\n\n")
    sys.stdout.write(
        "| query | matches | count | first page | its lines | middle | end |\n|---|--:|--:|--:|--:|--:|--:|\n"
    )
    for typed in [one for one in QUERIES if asked.only in one]:
        _row(ledger, typed, asked.times)


def _row(ledger: Ledger, typed: str, times: int) -> None:
    wanted = query.parse_line(typed, TODAY)._replace(unfinished=typed == "secu")
    page, total = listing.ids(ledger, wanted, limit=PAGE), listing.count(ledger, wanted)
    taken = [
        median(what, times)
        for what in (
            lambda: listing.count(ledger, wanted),
            lambda: listing.ids(ledger, wanted, limit=PAGE),
            lambda: list(listing.lines(ledger, page)),
            lambda: listing.ids(ledger, wanted, total // 2, PAGE),
            lambda: listing.ids_from_end(ledger, wanted, 0, PAGE),
        )
    ]
    sys.stdout.write(f"| `{typed}` | {total:,} | {' | '.join(f'{one:.1f}' for one in taken)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
