"""Rows become proposals: fields, topics, sources, and what the row claims of the status."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.clocks import local_day
from tracker.editing.add_options import Typed, to_new_proposal
from tracker.errors import NoChangeError, TrackerError
from tracker.exchange.intake.known_names import ensure_known_actors
from tracker.exchange.intake.row_ids import row_uid
from tracker.exchange.intake.row_sources import RowSources
from tracker.exchange.intake.table_source import ensure_table_source
from tracker.exchange.mapping.mapping import MappedRow, RowFault
from tracker.model import Evidence, NewStatus
from tracker.store.records import events, presence, proposals, topic_vocabulary, topics
from tracker.store.records.topic_vocabulary import new_topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.exchange.intake.table_source import TableFile
    from tracker.exchange.mapping.mapping import Claim
    from tracker.model import NewProposal
    from tracker.store.ledger import Change

EVERY = 100  # rows between two words of progress
OF_STATUS = {"status", "status_on", "because", "reason", "extent", "actor", "according_to", "rating"}


class RowPlace(NamedTuple):
    """How rows are spoken of: what their number counts, what tells keys of this table from those of others.

    `columns_of` gives the column of a field, for what is wrong with a value. With `knows_names` a state is one actor,
    whichever of its names a row has.
    """

    counted: str
    scope: str
    columns_of: Callable[[str], str]
    knows_names: bool = True


class IntakeOutcome(NamedTuple):
    """What became of the rows of a table: the numbers of what was added, how many were known, what was wrong."""

    source: int
    added: list[int]
    known: int
    faults: list[RowFault]
    new_sources: int
    new_topics: list[str]


def take_in_rows(
    change: Change,
    rows: Iterable[MappedRow | RowFault],
    file: TableFile,
    place: RowPlace,
    hear: Callable[[int], None] = lambda _: None,
) -> IntakeOutcome:
    """Add a proposal for each row that is not known yet, within a change; rows with a fault are told and left out."""
    intake = _Intake(change, file, place)
    for done, row in enumerate(rows):
        if done % EVERY == 0:
            hear(done)
        if isinstance(row, RowFault):
            intake.outcome.faults.append(row)
        else:
            intake.take(row)
    return intake.outcome._replace(new_sources=intake.row_sources.added)


class _Intake:
    """Takes rows in, one after the other."""

    def __init__(self, change: Change, file: TableFile, place: RowPlace) -> None:
        self.change, self.place = change, place
        self.row_sources = RowSources(change)
        self.topics = {*topics.topic_titles(change.ledger)}
        self.outcome = IntakeOutcome(ensure_table_source(change, file), [], 0, [], 0, [])

    def take(self, row: MappedRow) -> None:
        """Add what a row says, whole or not at all."""
        uid = row_uid(row, self.place.scope)
        if presence.proposal_with_uid(self.change.ledger, uid) is not None:
            self.outcome = self.outcome._replace(known=self.outcome.known + 1)
            return
        try:
            with self.change.attempt():
                self.outcome.added.append(self._add(row, uid))
        except TrackerError as error:
            column = self.place.columns_of(error.field) if error.field else ""
            self.outcome.faults.append(RowFault(row.number, column, error.value, str(error), row.numbers))

    def _add(self, row: MappedRow, uid: str) -> int:
        self._add_topics(row)
        new = _new_proposal(row, self.change)._replace(uid=uid, evidence=self._row_evidence(row))
        if self.place.knows_names:
            ensure_known_actors(self.change, new, row.claim)
        proposal = proposals.add(self.change, new)
        event = events.events_of_proposal(self.change.ledger, proposal)[-1].id
        if row.claim is not None and row.claim.actor:
            event = events.add(self.change, proposal, _step_of(row.claim), new.evidence)
        of_status = [self.row_sources.evidence_of(one) for one in (row.claim.sources if row.claim else ())]
        of_proposal = [self.row_sources.evidence_of(one) for one in row.sources]
        for cited in dict.fromkeys(one for one in of_proposal if one not in of_status):
            self._cite(proposal, cited, None)
        for cited in dict.fromkeys(of_status):
            self._cite(proposal, cited, event)
        return proposal

    def _cite(self, proposal: int, cited: Evidence, event: int | None) -> None:
        with suppress(NoChangeError):  # two addresses may be one source
            proposals.cite_passage(self.change, proposal, cited, event)

    def _row_evidence(self, row: MappedRow) -> Evidence:
        numbers = row.numbers or (row.number,)
        several = "s" if numbers[1:] else ""
        return Evidence(self.outcome.source, locator=f"{self.place.counted}{several} {', '.join(map(str, numbers))}")

    def _add_topics(self, row: MappedRow) -> None:
        for code, title in row.new_topics.items():
            if code not in self.topics:
                self.topics.add(topic_vocabulary.add(self.change, new_topic(code, title), force=True))
                self.outcome.new_topics.append(code)


def _new_proposal(row: MappedRow, change: Change) -> NewProposal:
    """The proposal of a row with its first status: the one that is claimed, unless that concerns one actor alone."""
    values = {name: value for name, value in row.values.items() if name not in OF_STATUS}
    extra = tuple(f"{name}={value}" for name, value in row.extras.items())
    new = to_new_proposal(Typed(**values | {"extra": extra}), date.fromisoformat(local_day(change.at)))
    claim = row.claim
    if claim is None or claim.actor:
        return new
    return new._replace(
        status=claim.status,
        status_on=claim.on or None,
        according_to=claim.according_to,
        rating=claim.rating,
        because=claim.because,
        reason=claim.reason,
        extent=claim.extent,
    )


def _step_of(claim: Claim) -> NewStatus:
    return NewStatus(
        claim.status,
        claim.on or None,
        reason=claim.reason or None,
        because=claim.because or None,
        extent=claim.extent or None,
        actor=claim.actor,
        force=True,
        according_to=claim.according_to or None,
        rating=claim.rating or None,
    )


def faulty_numbers(faults: Iterable[RowFault]) -> Iterator[int]:
    """The numbers of all rows that are not taken, in their order, each once."""
    yield from sorted({number for one in faults for number in (one.numbers or (one.number,))})
