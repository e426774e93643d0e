"""The proposals of a list in the formats of a file, piece by piece, so that a million take no more memory than ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.clocks import NO_CLOCK
from tracker.dates import in_words
from tracker.query import explain, unparse
from tracker.store.ledger import CHUNK, chunked
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from tracker.clocks import Clock
    from tracker.formats.columns import Needs, Row
    from tracker.formats.lists import Shape
    from tracker.model import Detail, Line
    from tracker.query import Query
    from tracker.store.as_of.states import Then
    from tracker.store.ledger import Ledger


def pieces(ledger: Ledger, wanted: Sequence[int], shape: Shape, today: date) -> Iterator[str]:
    """The proposals of these ids, in one of `writers.FORMATS`."""
    return _pieces(
        ledger,
        wanted,
        shape,
        NO_CLOCK,
        lines=lambda: listing.lines(ledger, wanted),
        rows=lambda needs: rows_of(ledger, wanted, needs, today),
    )


def pieces_then(ledger: Ledger, found: Sequence[Then], shape: Shape, clock: Clock, today: date) -> Iterator[str]:
    """These proposals as they stood under a clock, in one of `writers.FORMATS`."""
    from tracker.store.as_of import states

    return _pieces(
        ledger,
        (one.id for one in found),
        shape,
        clock,
        lines=lambda: states.lines(ledger, found, clock),
        rows=lambda needs: rows_then(ledger, found, needs, clock, today),
    )


def _pieces(
    ledger: Ledger,
    ids: Iterable[int],
    shape: Shape,
    clock: Clock,
    *,
    lines: Callable[[], Iterable[Line]],
    rows: Callable[[frozenset[Needs]], Iterator[Row]],
) -> Iterator[str]:
    """Proposals in a format, of which no more is read than it shows: numbers, lines of a list, or rows."""
    if shape.form == "ids":
        return (f"{one}\n" for one in ids)
    if shape.form == "tsv" and not shape.columns:
        from tracker.formats import rows as cells
        from tracker.formats import writers

        return writers.tsv_lines(map(cells.line_cells, lines()))
    from tracker.formats import lists
    from tracker.store.records import sources

    shape = shape.named(extras(ledger))
    return lists.written(rows(shape.needs()), shape, lambda numbers: sources.numbered(ledger, numbers, clock))


def rows_of(ledger: Ledger, wanted: Sequence[int], needs: frozenset[Needs], today: date) -> Iterator[Row]:
    """The proposals of these ids with what the columns need, in the order of the ids."""
    from tracker.formats.columns import Row
    from tracker.store.records import lives, proposals

    def fetch(chunk: list[int]) -> dict[int, Row]:
        fill = _filler(ledger, chunk, needs)
        cited = lives.citations(ledger, chunk) if "evidence" in needs else {}
        found = proposals.records(ledger, chunk, today)
        return {one.id: fill(Row(one, citations=cited.get(one.id, ()))) for one in found}

    return chunked(wanted, fetch)


def rows_then(
    ledger: Ledger, found: Sequence[Then], needs: frozenset[Needs], clock: Clock, today: date
) -> Iterator[Row]:
    """These proposals as they stood under a clock, with what the columns need, in their order."""
    from tracker.formats.columns import Row
    from tracker.store.as_of import states

    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        fill = _filler(ledger, [one.id for one in chunk], needs)
        cited = states.passages(ledger, chunk, clock) if "evidence" in needs else {}
        for record, unsure in states.records(ledger, chunk, clock, today):
            yield fill(Row(record, citations=cited.get(record.id, ()), unsure=unsure))


def about(query: Query, today: date, when: str = "") -> tuple[str, ...]:
    """What a page says of a list: the query in words and as it is typed, the day it was made, `when` it speaks of."""
    asked = unparse(query)
    made = f"Made on {in_words(today.isoformat())}"
    return (explain(query), f"Query: {asked}" if asked else "", f"{made}, {when}" if when else made)


def briefing(
    ledger: Ledger, details: Sequence[Detail], form: str, about: Sequence[str] = (), clock: Clock = NO_CLOCK
) -> Iterator[str]:
    """Proposals that were opened as one text, `markdown` or `html`, with the references."""
    from tracker.formats import briefing
    from tracker.store.records import sources, statuses

    write = briefing.html if form == "html" else briefing.markdown
    return write(details, statuses.known(ledger), lambda numbers: sources.numbered(ledger, numbers, clock), about)


def extras(ledger: Ledger) -> list[str]:
    """The names of the imported columns that there are, in the order of the alphabet."""
    from tracker.store.search import terms

    return terms.names(ledger, "extras")


def _filler(ledger: Ledger, chunk: Sequence[int], needs: frozenset[Needs]) -> Callable[[Row], Row]:
    """Fills in what is said of these proposals outside their records."""
    ids = str(list(chunk))
    extra: dict[int, dict[str, str]] = {}
    own: dict[int, tuple[str, str | None]] = {}
    if "own" in needs:
        sql = "SELECT id, note, uncheckable FROM proposals WHERE id IN (SELECT value FROM json_each(?))"
        own = {one: (note, why) for one, note, why in ledger.rows(sql, [ids])}
    if "extra" in needs:
        sql = "SELECT proposal_id, name, value FROM extras WHERE proposal_id IN (SELECT value FROM json_each(?))"
        for one, name, value in ledger.rows(f"{sql} ORDER BY id", [ids]):
            extra.setdefault(one, {})[name] = value

    def fill(row: Row) -> Row:
        note, why = own.get(row.record.id, ("", None))
        return row._replace(extra=extra.get(row.record.id, {}), note=note, uncheckable=why)

    return fill if own or extra else lambda row: row
