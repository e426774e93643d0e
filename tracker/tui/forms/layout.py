"""Which fields the forms of a proposal have, in which order and groups, and an example of what is typed into each."""

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
EXAMPLES = {
    "title": "Set up a joint centre against drug trafficking",
    "topics": "drug-trafficking, external-cooperation",
    "status": "proposed",
    "status_on": "15 May 2012",
    "according_to": "Slovenia",
    "rating": "in the works",
    "kind": "proposal",
    "proposers": "Belarus; Russia",
    "speakers": "Aleksandr Lukashenko, President",
    "addressees": "CSTO member states",
    "supporters": "Armenia",
    "opponents": "Georgia",
    "body": "CSTO",
    "meeting": "Moscow session",
    "place": "Moscow",
    "date": "15 May 2012",
    "source": "3, or words of its title",
    "quote": "tight and mutually beneficial cooperation",
    "locator": "para. 14",
    "translation": "the same in your language",
    "deadline": "June 2027",
    "tags": "follow-up, budget",
    "repeats": "12, 15",
    "part-of": "7",
    "extra": "sector=health",
    "uncheckable": "no measure is named",
    "because": "the law was published",
    "reason": "superseded",
    "extent": "weaker",
    "actor": "Armenia",
    "places": "BelTA, odkb-csto.org",
    "looked_on": "today",
    "next_on": "+3m",
    "other": "31, or words of its title",
}
