"""Digests as Markdown that can be sent as it is, and as JSON: what happened, with numbered references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.blocks import quotation_block
from tracker.clocks import PERHAPS, count_entries, section_heading
from tracker.formats import rows
from tracker.formats.documents import references
from tracker.formats.documents.markdown import escape_markdown
from tracker.formats.documents.markdown_blocks import quotation_markdown
from tracker.life import source_words
from tracker.model import UNSURE
from tracker.strength import Strength, best_strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.clocks import Digest, DigestEntry
    from tracker.model import StatusEvent


def digest_markdown(digest: Digest, title: str, about: str) -> Iterator[str]:
    """What happened, to be sent as it is: sections of proposals with their acts, numbered references at the end."""
    yield f"# {escape_markdown(title)}\n\n{escape_markdown(about)}\n"
    for section, entries in digest.sections.items():
        if entries:
            yield f"\n## {escape_markdown(section_heading(section, entries))}\n\n"
            for entry in entries:
                yield from _entry(digest, entry)
    if not any(digest.sections.values()):
        yield "\nNothing.\n"
    if digest.is_unsure:
        yield f"\n{escape_markdown(PERHAPS)}\n"
    yield from references.references_markdown(digest.references.values())


def _entry(digest: Digest, entry: DigestEntry) -> Iterator[str]:
    proposal = entry.proposal
    said = [", ".join(proposal.proposers), proposal.body or "", proposal.proposed_on or ""]
    step = f": {_step(entry)}" if entry.before and entry.after and entry.before.status != entry.after.status else ""
    told = ", ".join(escape_markdown(part) for part in said if part)
    mark = escape_markdown(UNSURE * entry.perhaps)
    yield f"- {mark}**{escape_markdown(proposal.title)}** (#{proposal.id}{', ' if told else ''}{told}){step}\n"
    for event in entry.acts:
        shown = _evidence(digest, entry, event.id) or " (no evidence)"
        yield f"  - {_act(event, undecided=event.id in entry.undecided)}{shown}\n"
    for event in entry.corrected:
        yield f"  - withdrawn: {_act(event)}\n"
    for event in entry.undone:
        yield f"  - taken back: {_act(event)}\n"
    for look in entry.looks:
        mark = "" if digest.span.covers(look.looked_on) else escape_markdown(UNSURE)
        yield f"  - {mark}{look.looked_on}: looked: {escape_markdown(look.places)}, nothing new\n"
    if loose := _evidence(digest, entry, None):
        yield f"  - {loose.removeprefix(': ')}\n"


def _step(entry: DigestEntry) -> str:
    return f"{entry.before and entry.before.shown} → {entry.after and entry.after.shown}"


def _act(event: StatusEvent, *, undecided: bool = False) -> str:
    said = [event.extent, event.reason, event.because, event.actor and f"for {event.actor}", *source_words(event)]
    parts = [UNSURE * undecided + event.status, *(part for part in said if part)]
    return f"{event.occurred_on or 'undated'}: {escape_markdown(', '.join(parts))}"


def _evidence(digest: Digest, entry: DigestEntry, event: int | None) -> str:
    """The passages for an act: quote, reference, locator."""
    told = "; ".join(
        quotation_markdown(quotation_block(one, lambda source: digest.references[source][0]))
        for one in entry.citations
        if one.status_event_id == event
    )
    return f": {told}" if told else ""


def digest_object(digest: Digest) -> dict[str, Any]:
    """What happened as JSON: the same data, each citation with the number of its reference."""
    span = digest.span
    return {
        "after": span.before and span.before.isoformat(),
        "until": span.after.isoformat(),
        "clock": "recorded" if span.recorded else "as-of",
        "counts": {
            section: dict(zip(("sure", "perhaps"), count_entries(entries), strict=True))
            for section, entries in digest.sections.items()
            if entries
        },
        "sections": {
            section: [_entry_object(digest, one) for one in entries] for section, entries in digest.sections.items()
        },
        "references": [
            {"number": number, "text": references.reference(source), **rows.record_object(source)}
            for number, source in digest.references.values()
        ],
    }


def _act_strength(entry: DigestEntry, event: int) -> Strength:
    """The best of what is told for an act."""
    supports = (one for one in entry.citations if one.status_event_id == event and one.stance == "supports")
    return best_strength(one.strength for one in supports)


def _entry_object(digest: Digest, entry: DigestEntry) -> dict[str, Any]:
    def cited(event: int | None) -> list[dict[str, Any]]:
        return [
            {"reference": digest.references[one.source.id][0], **rows.record_object(one), "evidence": one.strength}
            for one in entry.citations
            if one.status_event_id == event
        ]

    return {
        "id": entry.proposal.id,
        "title": entry.proposal.title,
        "proposers": list(entry.proposal.proposers),
        "body": entry.proposal.body,
        "proposed_on": entry.proposal.proposed_on,
        "before": entry.before and entry.before.status,
        "after": entry.after and entry.after.status,
        "unsure": bool(entry.after and entry.after.unsure),
        "perhaps": entry.perhaps,
        "acts": [
            {
                **rows.record_object(one),
                "unsure": one.id in entry.undecided,
                "evidence": _act_strength(entry, one.id),
                "citations": cited(one.id),
            }
            for one in entry.acts
        ],
        "looks": [{**rows.record_object(one), "unsure": not digest.span.covers(one.looked_on)} for one in entry.looks],
        "corrected": [rows.record_object(one) for one in entry.corrected],
        "undone": [rows.record_object(one) for one in entry.undone],
        "citations": cited(None),
    }
