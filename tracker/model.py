"""The words of the tracker as frozen values: named tuples, since a dataclass takes four times as long to define."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import BusyError as BusyError
from tracker.errors import DatabaseError as DatabaseError
from tracker.errors import NoChangeError as NoChangeError
from tracker.errors import NotFoundError as NotFoundError
from tracker.errors import QueryError as QueryError
from tracker.errors import TrackerError as TrackerError
from tracker.errors import UnusualStepError as UnusualStepError
from tracker.errors import UsageError as UsageError
from tracker.strength import Strength, citation_strength

if TYPE_CHECKING:
    from collections.abc import Mapping


UNSURE = "~"  # stands before a status that only part of a span decides
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})
KINDS = ("proposal", "recommendation", "request", "commitment")
FIRST_STATUS = "proposed"  # where a proposal stands unless something else is said
BEGIN_WITH_PROPOSAL = (FIRST_STATUS, "adopted")  # as a first status: it has the proposal's date unless one is given
ROLES = ("proposer", "speaker", "supporter", "opponent", "addressee")
EXTENTS = ("as-proposed", "weaker", "stronger", "merged")
LINK_KINDS = ("repeats", "part-of", "replaces", "adopted-as", "related")
INVERSE_LINKS: Mapping[str, str] = MappingProxyType(
    {
        "repeats": "repeated-by",
        "part-of": "has-part",
        "replaces": "replaced-by",
        "adopted-as": "adopts",
        "related": "related",
    }
)
STALE_MONTHS = 9  # without a sign of attention, until an open proposal is stale
DUE_DAYS = 14  # before its deadline, from when on it is due
SHOWN_ROWS = 30  # of a list on a terminal
COLOURS = ("auto", "always", "never")
UPGRADER = "tracker, upgrading"  # who wrote what the scripts of an upgrade change in records
LAST = "last"  # instead of the number of a status event: the one entered last


def inverse_label(kind: str) -> str:
    """A kind of link as it is said from its other end: `repeated by`."""
    return INVERSE_LINKS.get(kind, kind).replace("-", " ")


class Status(NamedTuple):
    """A status of the vocabulary and how it is drawn."""

    code: str
    glyph: str
    definition: str
    is_open: bool
    steps: tuple[str, ...]


class SourceRef(NamedTuple):
    """A source as other records name it."""

    id: int
    title: str
    url: str | None


class LinkRef(NamedTuple):
    """A link from a proposal to another."""

    kind: str
    id: int


class Neighbour(NamedTuple):
    """A proposal linked with another: `inward` if the link leads from it; `evidence` is the best that supports it.

    `voiced_on` is when it was put forward, a partial date.
    """

    kind: str
    inward: bool
    id: int
    title: str
    status: str
    proposer: str
    voiced_on: str | None
    added_at: str
    evidence: Strength
    is_removed: bool

    @property
    def said(self) -> str:
        """What it is to the other proposal: `repeated by`, `part-of`."""
        return inverse_label(self.kind) if self.inward else self.kind


class ProposalLine(NamedTuple):
    """A proposal as one line of a list; `evidence` is the strength of what supports its status."""

    id: int
    status: str
    status_on: str | None
    title: str
    topic: str | None
    proposer: str
    body: str
    date: str | None
    evidence: Strength
    deadline: str | None = None


class OverviewCounts(NamedTuple):
    """Counts of what a query finds, those that are nothing left out; `complete` once all is counted.

    `topics` has the most frequent first, `statuses` and `years` are in their order, `cells` are by topic and status,
    `oldest` are open ones, `latest` those that got their status last.
    """

    total: int = 0
    topics: Mapping[str, int] = MappingProxyType({})
    statuses: Mapping[str, int] = MappingProxyType({})
    cells: Mapping[tuple[str, str], int] = MappingProxyType({})
    years: Mapping[str, int] = MappingProxyType({})
    undated: int = 0
    flags: Mapping[str, int] = MappingProxyType({})
    oldest: tuple[ProposalLine, ...] = ()
    latest: tuple[ProposalLine, ...] = ()
    complete: bool = False


class Proposal(NamedTuple):
    """A proposal with all that is said of it: the fields and the order of every export.

    `topics` has the primary first; `speakers` are `Name, office`; `..._on` are partial dates, `..._at` UTC instants;
    `evidence` is the strength of what supports its status, `according_to` says so of it, and `rating` is the source's
    own word for it.
    """

    id: int
    uid: str
    kind: str
    title: str
    summary: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    status: str
    status_on: str | None
    reason: str | None
    extent: str | None
    according_to: str | None
    rating: str | None
    proposers: tuple[str, ...]
    speakers: tuple[str, ...]
    supporters: tuple[str, ...]
    opponents: tuple[str, ...]
    addressees: tuple[str, ...]
    body: str | None
    meeting: str | None
    place: str | None
    proposed_on: str | None
    deadline_on: str | None
    flags: tuple[str, ...]
    evidence: Strength
    quotes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    status_sources: tuple[SourceRef, ...]
    links: tuple[LinkRef, ...]
    looked_on: str | None
    added_at: str
    updated_at: str


class Citation(NamedTuple):
    """A source, whole or a passage of it, that supports or contradicts a proposal and, with an id, a status event.

    `start_at` and `end_at` are offsets in code points into the snapshot's text.
    """

    id: int
    proposal_id: int
    status_event_id: int | None
    source: SourceRef
    snapshot_id: int | None
    stance: str
    quote: str
    locator: str
    translation: str
    start_at: int | None
    end_at: int | None
    added_at: str

    @property
    def strength(self) -> Strength:
        """How far it was checked."""
        return citation_strength(self.start_at)


class StatusEvent(NamedTuple):
    """A dated act that set or confirmed a status; `actor` is whom it concerns, None is nobody in particular.

    `follows_date`: no date was given for it, it has its proposal's. `according_to` is the actor that says so, and
    `rating` the source's own word for it.
    """

    id: int
    status: str
    occurred_on: str | None
    reason: str | None
    because: str
    extent: str | None
    actor: str | None
    is_unusual: bool
    supersedes_id: int | None
    recorded_at: str
    follows_date: bool = False
    according_to: str | None = None
    rating: str = ""


class Look(NamedTuple):
    """A search that found nothing new; `next_on` is when to look again."""

    id: int
    looked_on: str
    places: str
    note: str
    recorded_at: str
    next_on: str | None = None


class ChangeEntry(NamedTuple):
    """One entry of the history: what one command did, who did it, which change it undid."""

    id: int
    at: str
    who: str
    command: str
    undoes: int | None


class Detail(NamedTuple):
    """A proposal opened: the record, its citations, its status events and looks, links to it, our note, its history."""

    proposal: Proposal
    citations: tuple[Citation, ...]
    status_events: tuple[StatusEvent, ...]
    looks: tuple[Look, ...]
    linked_from: tuple[LinkRef, ...]
    note: str
    extra: dict[str, str]
    history: tuple[ChangeEntry, ...]
    uncheckable: str | None = None
    removed_at: str | None = None
    neighbours: tuple[Neighbour, ...] = ()


class Source(NamedTuple):
    """A document as a bibliography cites it (CSL), with how often it is cited and what was captured of it."""

    id: int
    uid: str
    type: str
    title: str
    authors: str
    publisher: str
    container: str
    issued_on: str | None
    url: str | None
    archive_url: str | None
    language: str
    citations: int
    captured_at: str | None
    sha256: str | None
    added_at: str
    updated_at: str


class Evidence(NamedTuple):
    """What is to be cited: a source in the database, a quote (`first … last` for a long one), where it stands.

    Without a quote and a locator it is the source as a whole.
    """

    source_id: int
    quote: str = ""
    locator: str = ""
    translation: str = ""
    stance: str = "supports"


class Person(NamedTuple):
    """Someone who spoke for a proposer, with the office held then."""

    name: str
    office: str = ""

    @classmethod
    def named(cls, typed: str) -> Person:
        """The person of `Name, office`; the office is what follows the first comma."""
        name, _, office = typed.partition(",")
        return cls(" ".join(name.split()), " ".join(office.split()))


class NewProposal(NamedTuple):
    """A proposal to be added, as the user says it: names of actors and topics, not their ids.

    `status_on` is None where no date was given for the status, and empty where it is said to be undated. What
    `according_to`, `rating`, `because`, `reason`, `extent` say is of the status. A `uid` is one that it had elsewhere.
    """

    title: str
    kind: str = "proposal"
    topics: tuple[str, ...] = ()
    status: str = FIRST_STATUS
    status_on: str | None = None
    according_to: str = ""
    rating: str = ""
    because: str = ""
    reason: str = ""
    extent: str = ""
    summary: str = ""
    note: str = ""
    proposers: tuple[str, ...] = ()
    speakers: tuple[Person, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    body: str = ""
    meeting: str = ""
    place: str = ""
    proposed_on: str | None = None
    deadline_on: str | None = None
    uncheckable: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[tuple[str, int], ...] = ()
    extra: tuple[str, ...] = ()  # each `name=value`
    evidence: Evidence | None = None
    uid: str = ""


class NewStatus(NamedTuple):
    """A status event to be added to a proposal; `actor` is whom it concerns, by name.

    One that `corrects` another event (its id, or LAST) takes over what is None or, of the status, empty; an empty text
    leaves out what the wrong event says.
    """

    status: str
    occurred_on: str | None = None
    reason: str | None = None
    because: str | None = None
    extent: str | None = None
    actor: str | None = None
    force: bool = False
    corrects: int | str | None = None
    according_to: str | None = None
    rating: str | None = None


class NewLook(NamedTuple):
    """A search that found nothing new, to be logged: where, on which day, our note, when to look again."""

    places: str
    looked_on: str
    note: str = ""
    next_on: str | None = None


class ProposalEdit(NamedTuple):
    """What is to change in a proposal; None leaves a field as it is, an empty text clears it.

    `extra` to be added are `name=value`, those to be removed are names.
    """

    title: str | None = None
    kind: str | None = None
    summary: str | None = None
    note: str | None = None
    proposed_on: str | None = None
    deadline_on: str | None = None
    body: str | None = None
    meeting: str | None = None
    place: str | None = None
    uncheckable: str | None = None
    add: Mapping[str, tuple[str, ...]] = NOTHING
    remove: Mapping[str, tuple[str, ...]] = NOTHING


class UndoLeftover(NamedTuple):
    """What an undo left alone because it was changed again since."""

    table: str
    row: int
    column: str
    value: Any
