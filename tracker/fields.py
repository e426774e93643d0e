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
    option, `hint` of its input, `example` a real value that its empty input shows, `comment` stands above it in an
    editor, `listed` says it as a column.
    """

    name: str
    takes: Takes
    option: str = ""
    short: str = ""
    label: str = ""
    hint: str = ""
    example: str = ""
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
        example="Set up a joint centre against drug trafficking",
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
        example="drug-trafficking, external-cooperation",
    ),
    ProposalField("status", "code", metavar="STATUS", known="statuses", listed="where it stands", example="proposed"),
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
        example="15 May 2012",
    ),
    ProposalField(
        "according_to",
        "line",
        hint="who says so, where that is not the source's own finding: Slovenia",
        metavar="ACTOR",
        known="actors",
        example="Slovenia",
    ),
    ProposalField("rating", "line", hint="the source's own word for it: noted, kept", example="in the works"),
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
        example="proposal",
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
        example="Belarus; Russia",
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
        example="Aleksandr Lukashenko, President",
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
        example="CSTO member states",
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
        example="Armenia",
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
        example="Georgia",
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
        example="CSTO",
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
        example="Moscow session",
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
        example="Moscow",
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
        example="15 May 2012",
    ),
    ProposalField(
        "source",
        "line",
        hint="its number, its title or its address",
        metavar="ID|URL|FILE",
        known="sources",
        question="Source (number, title or file)",
        example="Session in Moscow, 2012",
    ),
    ProposalField(
        "quote",
        "line",
        hint="the words of the source; of a long passage: first words … last words; none: the source as a whole",
        question="Quote (whole, or first words … last words)",
        example="tight and mutually beneficial cooperation",
    ),
    ProposalField("locator", "line", hint="where it is; found for you if the text is here", example="para. 14"),
    ProposalField("translation", "line", hint="the quote in your language", example="enge Zusammenarbeit"),
    ProposalField(
        "repeats",
        "numbers",
        hint="the numbers of proposals that it repeats",
        help="The proposal it repeats.",
        metavar="ID",
        example="12, 15",
    ),
    ProposalField(
        "part-of",
        "numbers",
        hint="the numbers of proposals that it is part of",
        help="The proposal it is part of.",
        metavar="ID",
        example="7",
    ),
    ProposalField(
        "summary",
        "prose",
        hint="in your own words",
        help="More about it; - reads stdin.",
        metavar="TEXT|-",
        listed="its summary",
        example="It asks for one centre that all member states pay for",
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
        example="June 2027",
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
        example="follow-up, budget",
    ),
    ProposalField(
        "note",
        "prose",
        hint="for yourself; exported only when asked",
        help="Your own words; not exported.",
        listed="our note on it",
        example="compare with the text of 2019",
    ),
    ProposalField(
        "uncheckable",
        "line",
        hint="why the wording cannot be tested; empty if it can",
        help="Why it cannot be tested.",
        metavar="REASON",
        comment="why the wording cannot be tested; empty if it can",
        listed="why it cannot be tested",
        example="no measure is named",
    ),
    ProposalField(
        "extra",
        "extras",
        hint="columns of your own, each name=value",
        help="A column of your own, found by x.NAME:VALUE; empty clears it.",
        metavar="NAME=VALUE",
        comment="columns of your own, one a line: - name=value",
        listed="all imported columns in one",
        example="sector=health",
    ),
    # of a step
    ProposalField("because", "line", hint="the reason in your own words", example="the law was published"),
    ProposalField(
        "reason",
        "code",
        hint="of rejected: voted-down, no-consensus … of lapsed: expired, superseded …",
        example="superseded",
    ),
    ProposalField("extent", "code", hint=", ".join(EXTENTS), known="extents", example="weaker"),
    ProposalField(
        "actor", "line", option="for", label="For", hint="the one actor it concerns", known="actors", example="Armenia"
    ),
    ProposalField("corrects", "line", hint="the wrong event, or last", example="last"),
    # of a citation
    ProposalField("stance", "code", option="against", hint="for, or against: whether it supports or contradicts"),
    ProposalField("event", "line", hint="the status event that it is about, if any", example="12"),
    # of a look
    ProposalField("places", "line", option="in", hint="where: BelTA, odkb-csto.org", example="BelTA, odkb-csto.org"),
    ProposalField("looked_on", "date", option="on", label="Date", example="today"),
    ProposalField(
        "next_on", "date", option="next", label="Look again", hint="not stale until then; empty if open", example="+3m"
    ),
    # of a link
    ProposalField("link", "code", label="Kind", example="repeats"),
    ProposalField("other", "line", hint="the number of the other proposal, or words of it", example="31"),
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
