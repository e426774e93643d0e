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
from tracker.exchange.mapping.mapping import RowFault
from tracker.exchange.mapping.rows import RowReader, map_rows
from tracker.model import Evidence, NewStatus
from tracker.store.records import events, presence, proposals, topic_vocabulary, topics
from tracker.store.records.topic_vocabulary import new_topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.exchange.intake.table_source import TableFile
    from tracker.exchange.mapping.mapping import Claim, MappedRow, Mapping, Vocabulary
    from tracker.exchange.source_table import SourceTable
    from tracker.model import NewProposal
    from tracker.store.ledger import Change

EVERY = 100  # rows between two words of progress
OF_STATUS = {"status", "status_on", "because", "reason", "extent", "actor", "according_to", "rating"}


class MappedTable(NamedTuple):
    """A table with what its columns and values mean."""

    table: SourceTable
    mapping: Mapping
    vocabulary: Vocabulary


class IntakeOutcome(NamedTuple):
    """What became of the rows of a table: the numbers of what was added, how many were known, what was wrong."""

    added: list[int]
    known: int
    faults: list[RowFault]
    new_sources: int
    new_topics: list[str]


def take_in_table(
    change: Change,
    mapped: MappedTable,
    file: TableFile,
    hear: Callable[[int], None],
    *,
    scope: str = "",
    knows_names: bool = True,
) -> IntakeOutcome:
    """Add a proposal for each row that is not known yet, within a change; rows with a fault are told and left out.

    Keys tell rows of one `scope` apart, which is usually the name of the file. With `knows_names` a state is one actor,
    whichever of its names a row has. `hear` is told again and again how many rows are done.
    """
    intake = _Intake(change, mapped, file, scope or file.name, knows_names=knows_names)
    for done, row in enumerate(map_rows(mapped.mapping, mapped.table, mapped.vocabulary)):
        if done % EVERY == 0:
            hear(done)
        if isinstance(row, RowFault):
            intake.faults.append(row)
        else:
            intake.take(row)
    return IntakeOutcome(intake.added, intake.known, intake.faults, intake.row_sources.added, intake.new_topics)


class _Intake:
    """Takes rows in, one after the other."""

    def __init__(self, change: Change, mapped: MappedTable, file: TableFile, scope: str, *, knows_names: bool) -> None:
        self.change, self.scope, self.knows_names = change, scope, knows_names
        self.counted = mapped.table.counted
        self.columns_of = RowReader(mapped.mapping, mapped.vocabulary).columns_of
        self.source, self.row_sources = ensure_table_source(change, file), RowSources(change)
        self.topics = {*topics.topic_titles(change.ledger)}
        self.added: list[int] = []
        self.faults: list[RowFault] = []
        self.new_topics: list[str] = []
        self.known = 0

    def take(self, row: MappedRow) -> None:
        """Add what a row says, whole or not at all."""
        uid = row_uid(row, self.scope)
        if presence.proposal_with_uid(self.change.ledger, uid) is not None:
            self.known += 1
            return
        try:
            with self.change.attempt():
                self.added.append(self._add(row, uid))
        except TrackerError as error:
            column = self.columns_of(error.field) if error.field else ""
            self.faults.append(RowFault(row.number, column, error.value, str(error), row.numbers))

    def _add(self, row: MappedRow, uid: str) -> int:
        self._add_topics(row)
        new = _new_proposal(row, self.change)._replace(uid=uid, evidence=self._row_evidence(row))
        if self.knows_names:
            ensure_known_actors(self.change, new, row.claim)
        proposal = proposals.add(self.change, new)
        event = self._claimed_event(proposal, row.claim, new.evidence)
        of_status = [self.row_sources.evidence_of(one) for one in (row.claim.sources if row.claim else ())]
        of_proposal = [self.row_sources.evidence_of(one) for one in row.sources]
        for cited in dict.fromkeys(one for one in of_proposal if one not in of_status):
            self._cite(proposal, cited, None)
        for cited in dict.fromkeys(of_status):
            self._cite(proposal, cited, event)
        return proposal

    def _claimed_event(self, proposal: int, claim: Claim | None, evidence: Evidence | None) -> int | None:
        """The event to which the evidence of a claim belongs; a claim of one actor is an event of its own."""
        if claim is not None and claim.actor:
            return events.add(self.change, proposal, _step_of(claim), evidence)
        if claim is None or not claim.sources:
            return None
        return events.events_of_proposal(self.change.ledger, proposal)[-1].id

    def _cite(self, proposal: int, cited: Evidence, event: int | None) -> None:
        with suppress(NoChangeError):  # two addresses may be one source
            proposals.cite_passage(self.change, proposal, cited, event)

    def _row_evidence(self, row: MappedRow) -> Evidence:
        numbers = row.numbers or (row.number,)
        several = "s" if numbers[1:] else ""
        return Evidence(self.source, locator=f"{self.counted}{several} {', '.join(map(str, numbers))}")

    def _add_topics(self, row: MappedRow) -> None:
        for code, title in row.new_topics.items():
            if code not in self.topics:
                self.topics.add(topic_vocabulary.add(self.change, new_topic(code, title), force=True))
                self.new_topics.append(code)


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
