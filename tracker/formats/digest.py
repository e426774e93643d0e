"""Digests and tables as Markdown that can be sent as it is: text from outside is never markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.clocks import SECTIONS
from tracker.formats import rows
from tracker.model import UNSURE
from tracker.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.clocks import Digest, Entry
    from tracker.model import Source, StatusEvent

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#])")
_LINKABLE = re.compile(r"[!-;=?-~]+")  # ASCII that is seen, less < and >
_BEGINS_A_BLOCK = re.compile(r"^(\d+)([.)])|^([-+=])")


def plain(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    return _BEGINS_A_BLOCK.sub(_unblocked, _MARKUP.sub(r"\\\1", visible(text)))


def _unblocked(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def table(header: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, numbers to the right."""
    listed = list(cells)
    numeric = [bool(listed) and all(row[at].isdigit() for row in listed) for at in range(len(header))]
    yield _row(header)
    yield "|" + "|".join(" ---: " if right else " --- " for right in numeric) + "|\n"
    yield from map(_row, listed)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(plain, cells)) + " |\n"


def reference(source: Source) -> str:
    """A source as a bibliography has it, as plain text on one line."""
    where = ", ".join(part for part in (source.container, source.publisher, source.issued_on) if part)
    parts = [part.rstrip(".") for part in (source.authors, source.title, where) if part]
    archived = f"archived: {source.archive_url}" if source.archive_url else ""
    return " ".join([". ".join(parts) + "." * bool(parts), *(part for part in (source.url, archived) if part)]).strip()


def linked(source: Source) -> str:
    """A source as a bibliography has it, its addresses as links."""
    without = source._replace(url=None, archive_url=None)
    links = [("", source.url), ("archived: ", source.archive_url)]
    told = [label + (f"<{url}>" if _LINKABLE.fullmatch(url) else plain(url)) for label, url in links if url]
    return " ".join(part for part in (plain(reference(without)), *told) if part)


def markdown(digest: Digest, title: str, about: str) -> Iterator[str]:
    """What happened, to be sent as it is: sections of proposals with their acts, numbered references at the end."""
    yield f"# {plain(title)}\n\n{plain(about)}\n"
    for section, entries in digest.sections.items():
        if entries:
            yield f"\n## {SECTIONS[section]} ({len(entries):,})\n\n"
            for entry in entries:
                yield from _entry(digest, entry)
    if not any(digest.sections.values()):
        yield "\nNothing.\n"
    if digest.references:
        yield "\n## References\n\n"
        yield from (f"{number}. {linked(source)}\n" for number, source in digest.references.values())


def _entry(digest: Digest, entry: Entry) -> Iterator[str]:
    proposal = entry.proposal
    said = [", ".join(proposal.proposers), proposal.body or "", proposal.proposed_on or ""]
    step = f": {_step(entry)}" if entry.before and entry.after and entry.before.status != entry.after.status else ""
    told = ", ".join(plain(part) for part in said if part)
    yield f"- **{plain(proposal.title)}** (#{proposal.id}{', ' if told else ''}{told}){step}\n"
    for event in entry.acts:
        shown = _evidence(digest, entry, event.id) or " (no evidence)"
        yield f"  - {_act(event, undecided=event.id in entry.undecided)}{shown}\n"
    for event in entry.corrected:
        yield f"  - withdrawn: {_act(event)}\n"
    for event in entry.undone:
        yield f"  - taken back: {_act(event)}\n"
    for look in entry.looks:
        yield f"  - {look.looked_on}: looked: {plain(look.places)}, nothing new\n"
    if loose := _evidence(digest, entry, None):
        yield f"  - {loose.removeprefix(': ')}\n"


def _step(entry: Entry) -> str:
    return f"{entry.before and entry.before.shown} → {entry.after and entry.after.shown}"


def _act(event: StatusEvent, *, undecided: bool = False) -> str:
    said = [event.extent, event.reason, event.because, event.actor and f"for {event.actor}"]
    parts = [UNSURE * undecided + event.status, *(part for part in said if part)]
    return f"{event.occurred_on or 'undated'}: {plain(', '.join(parts))}"


def _evidence(digest: Digest, entry: Entry, event: int | None) -> str:
    """The passages for an act: quote, reference, locator."""
    told = []
    for one in entry.citations:
        if one.status_event_id == event:
            against = "against: " if one.stance == "contradicts" else ""
            place = f"[{digest.references[one.source.id][0]}]" + (f", {plain(one.locator)}" if one.locator else "")
            told.append(against + (f"“{plain(one.quote)}” " if one.quote else "") + place)
    return ": " + "; ".join(told) if told else ""


def as_object(digest: Digest) -> dict[str, Any]:
    """What happened as JSON: the same data, each citation with the number of its reference."""
    span = digest.span
    return {
        "after": span.before and span.before.isoformat(),
        "until": span.after.isoformat(),
        "clock": "recorded" if span.recorded else "as-of",
        "sections": {
            section: [_entry_object(digest, one) for one in entries] for section, entries in digest.sections.items()
        },
        "references": [
            {"number": number, "text": reference(source), **rows.as_object(source)}
            for number, source in digest.references.values()
        ],
    }


def _entry_object(digest: Digest, entry: Entry) -> dict[str, Any]:
    def cited(event: int | None) -> list[dict[str, Any]]:
        return [
            {"reference": digest.references[one.source.id][0], **rows.as_object(one)}
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
        "acts": [
            {**rows.as_object(one), "unsure": one.id in entry.undecided, "citations": cited(one.id)}
            for one in entry.acts
        ],
        "looks": [rows.as_object(one) for one in entry.looks],
        "corrected": [rows.as_object(one) for one in entry.corrected],
        "undone": [rows.as_object(one) for one in entry.undone],
        "citations": cited(None),
    }
