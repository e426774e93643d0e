"""A proposal as a row of cells and as a JSON object, with the columns of every export in their order."""

from __future__ import annotations

from typing import Any

from tracker.formats.cells import DIVIDER, join_values
from tracker.life import life_step
from tracker.model import INVERSE_LINKS, Citation, Detail, LinkRef, Proposal, ProposalLine, SourceRef

COLUMNS = Proposal._fields
_SAID = {True: "yes", False: "no", None: ""}


def record_object(record: Any) -> dict[str, Any]:
    """A record as a JSON object, in the order of its fields."""
    return {name: json_value(value) for name, value in record._asdict().items()}


def line_cells(line: ProposalLine) -> list[str]:
    """A line of a list as the cells of a pipe."""
    return [
        str(line.id),
        line.status,
        line.title,
        line.topic or "",
        line.proposer,
        line.body,
        line.date or "",
        line.evidence,
    ]


def detail_object(detail: Detail) -> dict[str, Any]:
    """What `show --format json` gives: the record, then its citations, events, looks, links to it, note and so on.

    `links` lead from it; `linked_from` are those to it, by the words that `link:` knows, such as `repeated-by`.
    """
    return {
        **record_object(detail.proposal),
        "citations": [citation_object(one) for one in detail.citations],
        "status_events": [
            {**record_object(one), "evidence": life_step(detail, one).strength} for one in detail.status_events
        ],
        "looks": [record_object(one) for one in detail.looks],
        "linked_from": [{"kind": INVERSE_LINKS.get(one.kind, one.kind), "id": one.id} for one in detail.linked_from],
        "note": detail.note,
        "extra": detail.extra,
        "history": [record_object(one) for one in detail.history],
    }


def citation_object(citation: Citation) -> dict[str, Any]:
    """A citation of a proposal that is known, with how far it was checked."""
    said = {name: value for name, value in record_object(citation).items() if name != "proposal_id"}
    return said | {"evidence": citation.strength}


def json_value(value: Any) -> Any:
    """A value as JSON has it: records within records become objects, tuples arrays."""
    if hasattr(value, "_asdict"):
        return record_object(value)
    return [json_value(one) for one in value] if isinstance(value, tuple) else value


def csv_cell(value: Any) -> str:
    """A value as a cell for a program: several so joined that they can be cut again, sources by their URL or title."""
    several = _listed_texts(value)
    return _single_text(value) if several is None else join_values(several)


def plain_cell(value: Any) -> str:
    """The same for people: several joined by `; `, whatever they hold."""
    several = _listed_texts(value)
    return _single_text(value) if several is None else DIVIDER.join(several)


def _listed_texts(value: Any) -> list[str] | None:
    """What a value lists, as texts; None for a single one."""
    if isinstance(value, SourceRef | LinkRef):
        return None
    if isinstance(value, dict):
        return [f"{name}={one}" for name, one in value.items()]
    return list(map(_single_text, value)) if isinstance(value, tuple) else None


def _single_text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return _SAID[value]
    if isinstance(value, SourceRef):
        return value.url or value.title
    return f"{value.kind} {value.id}" if isinstance(value, LinkRef) else str(value)
