"""The fields of a proposal and of what is said of it, each declared once: name, option, label, value, hint, place.

What was typed, the editor's record, the inputs of the forms, the columns of a list, the options and their completion
are read from here. A new field of a proposal is a line of FIELDS and of the places where it is shown.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from tracker.model import EXTENTS, KINDS

Takes = Literal["line", "prose", "date", "code", "codes", "people", "extras", "numbers"]


class ProposalField(NamedTuple):
    """A field by the name that records, forms and errors know it by, and how it is spoken of.

    `takes` is the kind of its value: `codes` are a list with commas, `people` and `extras` one with semicolons. `known`
    names what completes it. `column` is what a proposal calls it. What is empty is as the name is. `help` is of its
    option, `hint` of its input, `comment` stands above it in an editor, `listed` says it as a column.
    """

    name: str
    takes: Takes
    option: str = ""
    short: str = ""
    label: str = ""
    hint: str = ""
    help: str = ""
    metavar: str = "TEXT"
    known: str = ""
    column: str = ""
    comment: str = ""
    listed: str = ""
    listed_as: str = ""
    question: str = ""

    @property
    def is_list(self) -> bool:
        """Whether it has any number of values."""
        return self.takes in {"codes", "people", "extras", "numbers"}

    @property
    def divider(self) -> str:
        """What divides several values typed into one input; empty for a field of one value."""
        return "," if self.takes in {"codes", "numbers"} else ";" if self.is_list else ""

    @property
    def reads_stdin(self) -> bool:
        """Whether `-` in its option is what stdin holds."""
        return self.metavar.endswith("|-")

    @property
    def nothing(self) -> str | tuple[str, ...]:
        """The value of a field of which nothing is said."""
        return () if self.is_list else ""


def _declared(*fields: ProposalField) -> dict[str, ProposalField]:
    """The fields by their names, with what goes without saying."""
    return {
        one.name: one._replace(
            option=one.option or one.name.replace("_", "-"),
            label=one.label or one.name.replace("_", "-").capitalize(),
            column=one.column or one.name,
            listed_as=one.listed_as or one.name,
        )
        for one in fields
    }


# in the order of the options of `tracker add`
FIELDS: dict[str, ProposalField] = _declared(
    ProposalField(
        "title",
        "line",
        hint="what is to be done, in one line",
        metavar="TEXT|-",
        listed="its title",
        question="Title",
    ),
    ProposalField(
        "topics",
        "codes",
        option="topic",
        short="-t",
        help="The first is the primary one.",
        metavar="TOPIC",
        known="topics",
        listed="all its topics, the primary one first",
        question="Topics",
    ),
    ProposalField("status", "code", metavar="STATUS", known="statuses", listed="where it stands"),
    ProposalField(
        "status_on",
        "date",
        option="on",
        label="Date",
        hint="when it happened, as exact as the source: 2013, May 2013, yesterday",
        metavar="DATE",
        listed="since when it has its current status",
        listed_as="moved",
        question="Date of that status",
    ),
    ProposalField(
        "according_to",
        "line",
        hint="who says so, where that is not the source's own finding: Slovenia",
        metavar="ACTOR",
        known="actors",
    ),
    ProposalField("rating", "line", hint="the source's own word for it: noted, in the works, kept"),
    ProposalField(
        "kind",
        "code",
        hint=", ".join(KINDS),
        help="proposal, recommendation, request or commitment.",
        metavar="KIND",
        known="kinds",
        comment="proposal, recommendation, request or commitment",
        listed="what it is",
        question="Kind",
    ),
    ProposalField(
        "proposers",
        "people",
        option="by",
        label="By",
        hint="who proposed it",
        help="Who proposes it.",
        metavar="ACTOR",
        known="actors",
        listed="its proposers",
        listed_as="by",
        question="Proposed by",
    ),
    ProposalField(
        "speakers",
        "people",
        option="spoken-by",
        label="Speaker",
        hint="Name, office",
        help="Who said it for them.",
        metavar="NAME, OFFICE",
        known="actors",
        comment="who said it for the proposers, one a line: - Name, office held then",
        listed="who said it for them, with the office",
        listed_as="speaker",
        question="Spoken by (name, office)",
    ),
    ProposalField(
        "addressees",
        "people",
        option="to",
        label="To",
        hint="to whom it is addressed",
        help="To whom it is addressed.",
        metavar="ACTOR",
        known="actors",
        listed="its addressees",
        listed_as="to",
        question="Addressed to",
    ),
    ProposalField(
        "supporters",
        "people",
        option="support",
        label="Support",
        hint="who supports it",
        help="Who supports it.",
        metavar="ACTOR",
        known="actors",
        listed="who supports it",
        listed_as="supporter",
    ),
    ProposalField(
        "opponents",
        "people",
        option="oppose",
        label="Oppose",
        hint="who opposes it",
        help="Who opposes it.",
        metavar="ACTOR",
        known="actors",
        listed="who opposes it",
        listed_as="opponent",
    ),
    ProposalField(
        "body",
        "line",
        hint="before whom: CSTO, UN General Assembly",
        help="The body it was put before.",
        metavar="ACTOR",
        known="bodies",
        listed="the body it was put before",
        question="Body",
    ),
    ProposalField(
        "meeting",
        "line",
        hint="its name: Moscow session",
        help="The meeting.",
        metavar="NAME",
        known="meetings",
        listed="the name of the meeting",
        question="Meeting",
    ),
    ProposalField(
        "place",
        "line",
        hint="where: Moscow",
        help="Where the meeting was.",
        metavar="PLACE",
        known="places",
        listed="where the meeting was",
        question="Place",
    ),
    ProposalField(
        "date",
        "date",
        hint="as exact as the source: 2012, May 2012, 15 May 2012, yesterday",
        help="When it was put forward: 2012, 2012-05, 15 May 2012.",
        metavar="DATE",
        column="proposed_on",
        comment="when it was put forward, as exact as it is known: 2012, 2012-05, 15 May 2012",
        listed="when it was put forward",
        question="Date",
    ),
    ProposalField(
        "source",
        "line",
        hint="its number or its title; a new one: tracker source add FILE",
        metavar="ID|URL|FILE",
        known="sources",
        question="Source (number, title or file)",
    ),
    ProposalField(
        "quote",
        "line",
        hint="the words of the source; of a long passage: first words … last words; none: the source as a whole",
        question="Quote (whole, or first words … last words)",
    ),
    ProposalField("locator", "line", hint="where it is: para. 14, p. 3; found for you if the text is here"),
    ProposalField("translation", "line", hint="the quote in your language"),
    ProposalField(
        "repeats",
        "numbers",
        hint="the numbers of proposals that it repeats",
        help="The proposal it repeats.",
        metavar="ID",
    ),
    ProposalField(
        "part-of",
        "numbers",
        hint="the numbers of proposals that it is part of",
        help="The proposal it is part of.",
        metavar="ID",
    ),
    ProposalField(
        "summary",
        "prose",
        hint="in your own words",
        help="More about it; - reads stdin.",
        metavar="TEXT|-",
        listed="its summary",
    ),
    ProposalField(
        "deadline",
        "date",
        hint="by when it is to be done: 2027, June 2027, +1y",
        help="By when it is to be done.",
        metavar="DATE",
        column="deadline_on",
        listed="by when it is to be done",
        question="Deadline",
    ),
    ProposalField(
        "tags",
        "codes",
        option="tag",
        hint="labels of your own, with commas",
        help="A label of your own.",
        metavar="TAG",
        known="tags",
        listed="its tags",
    ),
    ProposalField(
        "note",
        "prose",
        hint="for yourself; exported only when asked",
        help="Your own words; not exported.",
        listed="our note on it",
    ),
    ProposalField(
        "uncheckable",
        "line",
        hint="why the wording cannot be tested; empty if it can",
        help="Why it cannot be tested.",
        metavar="REASON",
        comment="why the wording cannot be tested; empty if it can",
        listed="why it cannot be tested",
    ),
    ProposalField(
        "extra",
        "extras",
        hint="columns of your own, each name=value",
        help="A column of your own, found by x.NAME:VALUE; empty clears it.",
        metavar="NAME=VALUE",
        comment="columns of your own, one a line: - name=value",
        listed="all imported columns in one",
    ),
    # of a step
    ProposalField("because", "line", hint="the reason in your own words"),
    ProposalField("reason", "code", hint="of rejected: voted-down, no-consensus … of lapsed: expired, superseded …"),
    ProposalField("extent", "code", hint=", ".join(EXTENTS), known="extents"),
    ProposalField(
        "actor", "line", option="for", label="For", hint="the one actor that it concerns: Armenia", known="actors"
    ),
    ProposalField("corrects", "line", hint="the wrong event, or last"),
    # of a citation
    ProposalField("stance", "code", option="against", hint="for, or against: whether it supports or contradicts"),
    ProposalField("event", "line", hint="the status event that it is about, if any"),
    # of a look
    ProposalField("places", "line", option="in", hint="where: BelTA, odkb-csto.org"),
    ProposalField("looked_on", "date", option="on", label="Date"),
    ProposalField(
        "next_on", "date", option="next", label="Look again", hint="not stale until then: +3m, June 2027; empty if open"
    ),
    # of a link
    ProposalField("link", "code", label="Kind"),
    ProposalField("other", "line", hint="the number of the other proposal, or words of it"),
)

# where they are shown, in order

TYPED = tuple(FIELDS)[: tuple(FIELDS).index("because")]  # what `tracker add` is told
IN_USE = (
    *("source", "topics", "kind", "body", "meeting", "place", "date"),
    *("proposers", "speakers", "addressees"),
)  # by `tracker use`
MEETING = ("body", "meeting", "place", "date")  # what tells meetings apart
LINKS = ("repeats", "part-of")
LISTED_FIELDS = (
    *("status", "status_on", "title", "summary", "topics", "kind"),
    *("proposers", "speakers", "addressees", "supporters", "opponents"),
    *("body", "meeting", "place", "date", "deadline", "tags", "note", "uncheckable"),
)  # as columns
PASSAGE = ("source", "quote", "locator", "translation")
ASKED = (
    *("title", "topics", "kind", "proposers", "speakers", "addressees"),
    *("body", "meeting", "place", "date", "source", "quote", "deadline"),
)  # one after the other
FRONT = (
    *("title", "kind", "topics", "tags", "proposers", "speakers", "supporters", "opponents", "addressees"),
    *("body", "meeting", "place", "date", "deadline", "uncheckable", "extra"),
)  # of a proposal in an editor
RECORD = (*FRONT, "summary", "note")  # what may be edited of a proposal
LISTS = tuple(name for name in RECORD if FIELDS[name].is_list)
PARTS = tuple(name for name in LISTS if name != "extra")  # of which an edit adds some and takes some away


def tuple_of(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """The values of a field, however many it can have; none of them empty."""
    return tuple(filter(None, (value,) if isinstance(value, str) else value))
