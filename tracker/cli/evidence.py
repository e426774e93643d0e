"""`--source` and its companions: what is cited, found in the database or taken in along the way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.comparison import is_address
from tracker.editing.taken_in import read_file_bytes
from tracker.files import decode_utf8
from tracker.model import Evidence, NotFoundError, TrackerError, UsageError
from tracker.process.system_errors import describe_cause
from tracker.text import find_nearest, plural

if TYPE_CHECKING:
    from tracker.model import Citation
    from tracker.store.ledger import Change

STDIN = "-"
SHOWN = 14  # words of a passage that are said whole


def is_url(typed: str) -> bool:
    """Whether this is an address of the web."""
    return is_address(typed)


def read_bytes(name: str) -> bytes:
    """The bytes of a file, or of stdin for `-`. Raises UsageError, TrackerError if it cannot be read."""
    if name != STDIN:
        return read_file_bytes(name)
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise TrackerError(f"{name} cannot be read: {describe_cause(error)}") from error


def text_or_stdin(typed: str, what: str) -> str:
    """A text as typed, or what stdin holds for `-`. Raises UsageError if that is no UTF-8."""
    if typed != STDIN:
        return typed
    try:
        return decode_utf8(read_bytes(STDIN))
    except UnicodeDecodeError as error:
        raise UsageError(f"the {what} on stdin is not UTF-8 (byte {error.start + 1})", field=what) from error


def source(change: Change, typed: str) -> int:
    """The source meant by a number, an address, a title or a file, taken in if it is a new address or file.

    Raises NotFoundError if it is none of these.
    """
    from tracker.store.records import source_edits, sources

    found = sources.find(change.ledger, typed)
    if found is not None:
        return found
    if is_url(typed):
        return sources.add_reference(change, **source_edits.tidy_columns({"url": typed}))
    if _is_file(typed):
        return sources.add_file(change, Path(typed).name, read_bytes(typed))[0]
    raise NotFoundError(
        f"no source '{typed}': not a number, title or address known here, nor a file",
        field="source",
        value=typed,
        way=("sources",),
    )


def new_actors(change: Change) -> list[str]:
    """A line for each actor that a change made, with the known one that may have been meant."""
    from tracker.store.records import actors

    made = actors.new_actor_names(change)
    known = [name for name in actors.actor_names(change.ledger) if name not in made] if made else []
    return [
        f"New actor: {name}" + (f"; if {near} was meant: tracker undo" if (near := find_nearest(name, known)) else "")
        for name in made
    ]


def newest_citation(change: Change, proposal: int) -> str:
    """What was just cited for a proposal, in one line: where it stands, how long it is, how it begins and ends."""
    from tracker.store.records import citations

    cited = citations.citations_of_proposal(change.ledger, proposal)[-1]
    against = "Against it" if cited.stance == "contradicts" else "Evidence"
    if not cited.quote:
        return f"{against}: {_unquoted(cited)}"
    words = cited.quote.split()
    shown = cited.quote if len(words) <= SHOWN else f"{' '.join(words[:6])} … {' '.join(words[-6:])}"
    checked = "" if cited.start_at is not None else "; not checked, since this source has no text here"
    place = f"{cited.locator}, " if cited.locator else ""
    return f"{against}: {place}{plural(len(words), 'word')}: “{' '.join(shown.split())}”{checked}"


def _unquoted(cited: Citation) -> str:
    """A citation without a quote: a place, or the source as a whole and what would make it stronger."""
    if cited.locator:
        return f"{cited.locator} of source {cited.source.id}, no quote"
    passage = f"tracker cite {cited.proposal_id} --source {cited.source.id} --quote …"
    return f"source {cited.source.id} as a whole, unchecked; for a passage of it: {passage}"


def _is_file(typed: str) -> bool:
    try:
        return Path(typed).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):  # too long to be a name, or no home of that user
        return False


def read_evidence(
    change: Change,
    *,
    source_: str,
    quote: str,
    locator: str = "",
    translation: str = "",
    stance: str = "supports",
) -> Evidence | None:
    """What the options cite; None if they cite nothing. Raises UsageError for a quote without a source."""
    if not source_:
        if quote or locator or translation:
            raise UsageError("a quote needs its source: its number, its address, or a file", field="source")
        return None
    for field, typed in (("quote", quote), ("translation", translation)):
        if typed.strip() == STDIN:
            raise UsageError(f"the {field} is not read from stdin; write its words", field=field, value=typed)
    return Evidence(source(change, source_), quote, locator, translation, stance)
