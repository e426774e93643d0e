"""The targets of a column: what a person may call them, and which of ours is meant."""

from __future__ import annotations

from tracker.comparison import folded_key
from tracker.errors import UsageError
from tracker.exchange.mapping.mapping import LEFT_OUT
from tracker.fields import FIELDS, LINKS, RECORD
from tracker.model import EXTENTS, KINDS
from tracker.text import find_nearest

EXTRA, TOPIC = "extra.", "topic:"
EXTRA_COLUMN = "x."  # begins the column of an extra in our own exports
OF_SOURCE = ("source.title", "source.url", "source.locator", "source.quote", "source.translation")
OF_STATUS = (
    *("status", "status.on", "status.because", "status.reason", "status.extent", "status.rating", "status.for"),
    *("status.according_to", "status.source", "status.quote", "status.locator", "status.translation"),
)
OF_PROPOSAL = (*(name for name in RECORD if name != "extra"), *LINKS)
TARGETS = (*OF_PROPOSAL, *OF_STATUS, "source", *OF_SOURCE, "uid")
TARGET_FORMS = (*TARGETS, f"{EXTRA}NAME", f"{TOPIC}CODE")
# fields that are of a status or of a source where a proposal is entered
MEANT = {
    "status_on": "status.on",
    "because": "status.because",
    "reason": "status.reason",
    "extent": "status.extent",
    "rating": "status.rating",
    "actor": "status.for",
    "according_to": "status.according_to",
    "quote": "source.quote",
    "locator": "source.locator",
    "translation": "source.translation",
}
MANY_VALUES = {*(name for name in OF_PROPOSAL if FIELDS[name].is_list), "source", "source.url", "status.source"}
DATES = {*(name for name in OF_PROPOSAL if FIELDS[name].takes == "date"), "status.on"}
CODES = {"kind": KINDS, "status.extent": EXTENTS}  # whose values are of a vocabulary that never changes
CODED = ("status", "topics", *CODES)


def _spellings() -> dict[str, str]:
    ours = {one: one for one in TARGETS} | MEANT
    for name in OF_PROPOSAL:
        for other in (FIELDS[name].column, FIELDS[name].option, FIELDS[name].listed_as):
            ours.setdefault(other, name)
    return {_spelling(one): target for one, target in ours.items()}


def _spelling(typed: str) -> str:
    return folded_key(typed).replace("-", "_").replace(" ", "_")


_SPELLINGS = _spellings()


def find_target(typed: str) -> str | None:
    """The target that is so called, in any case, with hyphens, spaces or underscores; None if there is none."""
    bare = typed.strip()
    lowered = bare.lower()
    if bare == LEFT_OUT:
        return LEFT_OUT
    for begins, prefix in ((EXTRA, EXTRA), (EXTRA_COLUMN, EXTRA), (TOPIC, TOPIC)):
        if lowered.startswith(begins) and bare[len(begins) :].strip():
            return prefix + bare[len(begins) :].strip()
    return _SPELLINGS.get(_spelling(bare))


def parse_target_name(typed: str) -> str:
    """The target that is so called. Raises UsageError with the nearest one."""
    if (target := find_target(typed)) is not None:
        return target
    near = find_nearest(typed, TARGETS)
    hint = f"did you mean {near}?" if near else f"accepted: {', '.join(TARGET_FORMS)}"
    raise UsageError(f"no field '{typed.strip()}'; {hint}", field="map", value=typed)
