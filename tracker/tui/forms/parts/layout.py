"""Which fields the forms of a proposal have, in which order and groups."""

from __future__ import annotations

from tracker.fields import LINKS

GROUPS = {
    "what": ("title", "topics", "kind", "status"),
    "who and where": ("date", "proposers", "speakers", "addressees", "body", "meeting", "place"),
    "evidence": ("source", "quote"),
    "more about it": ("summary", "supporters", "opponents", "tags", "deadline", "extra", "uncheckable", "note"),
}
ADD_FORM = (*GROUPS["what"], *GROUPS["who and where"], *GROUPS["evidence"])
ADD_FORM_MORE = (
    *("summary", "status_on", "according_to", "rating", "locator", "translation", "supporters", "opponents"),
    *("tags", "deadline", *LINKS, "extra", "note"),
)  # behind those, until they are opened
FORM = tuple(name for name in (*ADD_FORM, *GROUPS["more about it"]) if name not in {"status", *GROUPS["evidence"]})
MANY_FORM_MORE = ("uncheckable", "note")
MANY_FORM = tuple(name for name in FORM if name not in {"title", "extra", "summary", *MANY_FORM_MORE})  # said of many
