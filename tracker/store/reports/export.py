"""The proposals of a list in the formats of a file, piece by piece, so that a million take no more memory than ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.clocks import NO_CLOCK
from tracker.dates import date_in_words
from tracker.formats.registry import find_format
from tracker.query import explain_query, unparse_query
from tracker.store.ledger import CHUNK, fetch_in_chunks
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from tracker.clocks import Clock
    from tracker.formats.columns import ExportRow, Needs
    from tracker.formats.documents.briefing import BriefingWords
    from tracker.formats.format import ListShape, Piece, ReadSources
    from tracker.model import Detail, ProposalLine, Source
    from tracker.query import Query
    from tracker.store.as_of.states import AsOfProposal
    from tracker.store.ledger import Ledger


class ProposalSelection(NamedTuple):
    """Proposals in the order of a list, as they stand or as of a day; no more of each is read than is asked for.

    `states` are where they stood, under the clock.
    """

    ledger: Ledger
    ids: Sequence[int]
    today: date
    clock: Clock = NO_CLOCK
    states: Sequence[AsOfProposal] = ()

    def lines(self) -> Iterable[ProposalLine]:
        """The proposals as lines of a list."""
        if self.clock == NO_CLOCK:
            return listing.read_lines(self.ledger, self.ids)
        from tracker.store.as_of import states

        return states.lines_as_of(self.ledger, self.states, self.clock)

    def rows(self, needs: frozenset[Needs]) -> Iterator[ExportRow]:
        """The proposals with what their columns need."""
        if self.clock == NO_CLOCK:
            return export_rows(self.ledger, self.ids, needs, self.today)
        return export_rows_as_of(self.ledger, self.states, needs, self.clock, self.today)

    def cited_sources(self) -> Iterator[Source]:
        """The sources that the proposals cite, each once, in the order of first mention."""
        from tracker.formats.documents.references import Numbers

        numbers = Numbers(cited.source.id for row in self.rows(frozenset({"evidence"})) for cited in row.citations)
        return (one for _, one in _sources_reader(self.ledger, self.clock)(numbers))

    def pieces(self, shape: ListShape) -> Iterator[Piece]:
        """The proposals in a format, of which no more is read than it shows: numbers, lines of a list, or rows."""
        chosen = find_format(shape.form)
        if chosen.of_ids:
            return chosen.of_ids(self.ids)
        if chosen.of_sources:
            return chosen.of_sources(self.cited_sources())
        if chosen.of_records:
            return chosen.of_records(row.record for row in self.rows(frozenset()))
        if chosen.of_lines and not shape.columns:
            return chosen.of_lines(self.lines())
        from tracker.formats import lists

        shape = lists.name_columns(shape, extra_names(self.ledger))
        return lists.write_list(self.rows(lists.columns_needed(shape)), shape, _sources_reader(self.ledger, self.clock))


def select_proposals(
    ledger: Ledger, query: Query, today: date, clock: Clock = NO_CLOCK, most: int | None = None
) -> tuple[ProposalSelection, int | None]:
    """The first proposals that a query finds, at most `most`; and how many it finds, if they were counted.

    Raises QueryError.
    """
    if clock == NO_CLOCK:
        return ProposalSelection(ledger, listing.matching_ids(ledger, query, limit=most), today), None
    from tracker.store.as_of import first_page, selection

    if most is None:
        states = selection.select_as_of(ledger, query, clock, today)
        total: int | None = len(states)
    else:
        states, total = first_page.read_first_page(ledger, query, clock, today, most)
    return ProposalSelection(ledger, [one.id for one in states], today, clock, states), total


def export_rows(ledger: Ledger, wanted: Sequence[int], needs: frozenset[Needs], today: date) -> Iterator[ExportRow]:
    """The proposals of these ids with what the columns need, in the order of the ids."""
    from tracker.formats.columns import ExportRow
    from tracker.store.records import lives, proposals

    def fetch(chunk: list[int]) -> dict[int, ExportRow]:
        fill = _row_filler(ledger, chunk, needs)
        cited = lives.citations_by_proposal(ledger, chunk) if "evidence" in needs else {}
        found = proposals.read_records(ledger, chunk, today)
        return {one.id: fill(ExportRow(one, citations=cited.get(one.id, ()))) for one in found}

    return fetch_in_chunks(wanted, fetch)


def export_rows_as_of(
    ledger: Ledger, found: Sequence[AsOfProposal], needs: frozenset[Needs], clock: Clock, today: date
) -> Iterator[ExportRow]:
    """These proposals as they stood under a clock, with what the columns need, in their order."""
    from tracker.formats.columns import ExportRow
    from tracker.store.as_of import states

    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        fill = _row_filler(ledger, [one.id for one in chunk], needs)
        cited = states.passages_as_of(ledger, chunk, clock) if "evidence" in needs else {}
        for record, unsure in states.records_as_of(ledger, chunk, clock, today):
            yield fill(ExportRow(record, citations=cited.get(record.id, ()), unsure=unsure))


def foot_lines(query: Query | None, today: date) -> tuple[str, ...]:
    """How a page with a list was made: the day, and the query as it is typed, if the list is what it finds."""
    asked = unparse_query(query) if query else ""
    return (f"Made on {date_in_words(today.isoformat())}", f"Query: {asked}" if asked else "")


def list_title(query: Query) -> str:
    """What a list is called: the query in words."""
    explained = explain_query(query._replace(sort=(), limit=None))
    return explained[:1].upper() + explained[1:]


def export_briefing(
    ledger: Ledger, details: Sequence[Detail], form: str, words: BriefingWords, clock: Clock = NO_CLOCK
) -> Iterator[Piece]:
    """Proposals that were opened as one text, in a format that writes briefings, with the references."""
    from tracker.store.records import statuses

    write = find_format(form).briefing
    if write is None:
        raise TypeError(f"the format {form} cannot write a briefing")
    return write(details, statuses.read_statuses(ledger), _sources_reader(ledger, clock), words)


def _sources_reader(ledger: Ledger, clock: Clock) -> ReadSources:
    from tracker.store.records import sources

    return lambda numbers: sources.numbered_sources(ledger, numbers, clock)


def extra_names(ledger: Ledger) -> list[str]:
    """The names of the imported columns that there are, in the order of the alphabet."""
    from tracker.store.records import extras

    return extras.distinct_names(ledger, "extras")


def _row_filler(ledger: Ledger, chunk: Sequence[int], needs: frozenset[Needs]) -> Callable[[ExportRow], ExportRow]:
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

    makers: dict[int, tuple[str, str]] = {}
    if "makers" in needs:
        sql = "SELECT id, added_by, status_by FROM proposal_makers WHERE id IN (SELECT value FROM json_each(?))"
        makers = {one: (added or "", moved or "") for one, added, moved in ledger.rows(sql, [ids])}

    def fill(row: ExportRow) -> ExportRow:
        note, why = own.get(row.record.id, ("", None))
        added, moved = makers.get(row.record.id, ("", ""))
        return row._replace(
            extra=extra.get(row.record.id, {}), note=note, uncheckable=why, added_by=added, status_by=moved
        )

    return fill if own or extra or makers else lambda row: row
