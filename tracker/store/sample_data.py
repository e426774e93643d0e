"""The sample data in a database: what its files hold, loaded as one change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tracker import query
from tracker.clocks import local_day
from tracker.model import Evidence, NewLook, NewProposal, NewStatus, ProposalEdit, UsageError
from tracker.store import database, sample_files
from tracker.store.records import events, links, looks, proposals, saved_queries, sources
from tracker.store.search import listing
from tracker.text import match_code

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tracker.store.ledger import Change, Ledger
    from tracker.store.sample_files import SampleRecord

PRACTICE = "practice.md"
STANCES = ("supports", "contradicts")


def load_samples(ledger: Ledger, folder: Path, who: str) -> int:
    """Add what the files of a folder hold, in the order of their names; gives back how many proposals.

    All proposals are added before what is said of them, so a file may speak of those of any other. Raises UsageError
    with the file, the record and what is wrong in it.
    """
    files = [sample_files.read_sample_file(path) for path in sorted(folder.glob("*.toml"))]
    keys: dict[str, int] = {}
    with database.write_change(ledger, "demo", who) as change:
        cited = {file.name: _add_source(change, file) for file in files}
        for table, action in ACTIONS:
            for file in files:
                for record in file.records:
                    if record.table == table:
                        with sample_files.locate_errors(record.place):
                            action(change, cited[file.name], record, keys)
    return len(keys)


def add_practice_text(ledger: Ledger, folder: Path) -> int:
    """Add the made-up text from which a newcomer takes passages; nobody's own change, so nobody's undo reaches it."""
    text = folder / PRACTICE
    with database.write_change(ledger, "demo", "demo") as change:
        source, _ = sources.add_file(change, text.name, text.read_bytes())
    return source


def _add_source(change: Change, file: sample_files.SampleFile) -> int:
    if file.source is None:
        return 0
    with sample_files.locate_errors(f"{file.name}, source"):
        return sources.add_reference(change, **file.source)


def _add_proposal(change: Change, source: int, record: SampleRecord, keys: dict[str, int]) -> None:
    evidence = _make_evidence(source, record)
    proposal = proposals.add(change, NewProposal(**_pick_fields(record, sample_files.COLUMNS), evidence=evidence))
    begun, *later = (one.id for one in events.events_of_proposal(change.ledger, proposal))
    if later:  # it was put forward in the same words before it got its status
        proposals.cite_passage(change, proposal, evidence, begun)
    if "status_quote" in record.fields:
        event = later[-1] if later else begun
        locator = record.fields.get("status_locator", evidence.locator)
        proposals.cite_passage(change, proposal, Evidence(source, record.fields["status_quote"], locator), event)
    if keys.setdefault(_own_key(record), proposal) != proposal:
        raise UsageError(f"the key '{record.fields['key']}' is taken")


def _add_links(change: Change, _: int, record: SampleRecord, keys: dict[str, int]) -> None:
    wanted = [(kind, name, key) for name, kind in sample_files.LINKS.items() for key in record.fields.get(name, ())]
    links.ensure_links(
        change, keys[_own_key(record)], [(kind, _proposal_by_key(keys, name, key)) for kind, name, key in wanted]
    )


def _add_step(change: Change, source: int, record: SampleRecord, keys: dict[str, int]) -> None:
    evidence = _make_evidence(source, record) if sample_files.QUOTE & record.fields.keys() else None
    proposals.update_proposal(
        change,
        _proposal_of(record, keys),
        ProposalEdit(),
        NewStatus(**_pick_fields(record, sample_files.STEP)),
        evidence,
    )


def _add_citation(change: Change, source: int, record: SampleRecord, keys: dict[str, int]) -> None:
    stance = match_code(record.fields.get("stance", STANCES[0]), STANCES, "stance")
    proposals.cite_passage(change, _proposal_of(record, keys), _make_evidence(source, record)._replace(stance=stance))


def _add_look(change: Change, _: int, record: SampleRecord, keys: dict[str, int]) -> None:
    # what is shipped was looked for before, also where the clock is behind
    looks.add(change, _proposal_of(record, keys), NewLook(**_pick_fields(record, sample_files.LOOK)), date.max)


def _save_query(change: Change, _: int, record: SampleRecord, __: dict[str, int]) -> None:
    line = record.fields["query"]
    listing.count_matches(change.ledger, query.parse_line(line, date.fromisoformat(local_day(change.at))))
    saved_queries.save_query(change, record.fields["name"], line)


ACTIONS = (
    ("proposal", _add_proposal),
    ("proposal", _add_links),
    ("event", _add_step),
    ("citation", _add_citation),
    ("look", _add_look),
    ("query", _save_query),
)


def _pick_fields(record: SampleRecord, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in record.fields.items() if name in names}


def _make_evidence(source: int, record: SampleRecord) -> Evidence:
    if not {"quote", "locator"} & record.fields.keys():
        raise UsageError("evidence needs a quote, or at least the place where it stands", field="quote")
    return Evidence(source, **_pick_fields(record, sample_files.QUOTE))


def _own_key(record: SampleRecord) -> str:
    return str(record.fields.get("key", record.place))


def _proposal_of(record: SampleRecord, keys: Mapping[str, int]) -> int:
    return _proposal_by_key(keys, "of", record.fields["of"])


def _proposal_by_key(keys: Mapping[str, int], field: str, key: str) -> int:
    if key not in keys:
        raise UsageError(f"{field}: no record has the key '{key}'")
    return keys[key]
