"""What a parameter of a command can be given, told by its metavar, for completion: much of it from the database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import query_fields
from tracker.cli.completion.position import Candidate
from tracker.comparison import fold_text
from tracker.fields import FIELDS
from tracker.model import EXTENTS, KINDS, LAST, LINK_KINDS
from tracker.offers import Offers
from tracker.text import clip_text, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from tracker.cli.completion.position import Place
    from tracker.fields import ProposalField
    from tracker.store.ledger import Ledger

    Values = Iterable[str]  # a mapping says what each means

MOST = 50  # candidates at once
SAID = 60  # cells of what is said of one
FILES = "files"  # in place of candidates: a shell knows its files better
PATH = re.compile(r"[./~\\]")  # in what is typed where a file may stand as well as a record


class ValuesAsked(NamedTuple):
    """What a vocabulary is asked with: what opens the database; `typed` is the item of a list that is begun."""

    open: Callable[[], Ledger]
    place: Place
    typed: str
    today: date


def _find_function(name: str) -> Callable[..., Any]:
    module, _, attribute = name.rpartition(".")
    function: Callable[..., Any] = getattr(import_module(module), attribute)
    return function


def _stored(name: str) -> Callable[[ValuesAsked], Values]:
    """What a function of the store knows; it is named in full, so that no room is loaded before it is asked."""

    def ask(lookup: ValuesAsked) -> Values:
        values: Values = _find_function(name)(lookup.open())
        return values

    return ask


def _numbered(name: str) -> Callable[[ValuesAsked], Values]:
    """Records by the beginning of their number, or their words: a function of the store, named in full."""

    def ask(lookup: ValuesAsked) -> Values:
        values: Values = _find_function(name)(lookup.open(), lookup.typed, MOST)
        return values

    return ask


def _choices(lookup: ValuesAsked) -> Values:
    """The words of `always|never`."""
    return str(lookup.place.param.metavar).split("|")  # type: ignore[union-attr]  # only those that have one are looked up


def _values_of_help(lookup: ValuesAsked) -> Values:
    """What the help of the option lists in its first clause: `csv, json or ids; else …`."""
    listed = re.split(r"[;.]", lookup.place.param.help or "")[0]  # type: ignore[union-attr]  # as above
    return re.split(r",\s*(?:or\s+)?|\s+or\s+", listed.strip())


def _formats(lookup: ValuesAsked) -> Values:
    """The formats that a command takes, and what each is."""
    from tracker.cli.output import describe_formats

    about = describe_formats()
    return {name: about.get(name, "").replace("`", "") for name in _values_of_help(lookup)}


def _statuses(lookup: ValuesAsked) -> Values:
    from tracker.store.search import field_values

    ids = lookup.place.given.get("ids", ())
    number = ids[0].removeprefix("#") if ids else ""
    return field_values.status_definitions(lookup.open(), int(number) if re.fullmatch(r"[0-9]{1,18}", number) else None)


def _reasons(lookup: ValuesAsked) -> Values:
    from tracker.store.records import statuses

    status = (lookup.place.given.get("status") or [""])[-1]
    return statuses.read_reasons(lookup.open(), status) or statuses.read_reasons(lookup.open())


def _proposals(lookup: ValuesAsked) -> Values:
    from tracker.store.search import field_values

    removed = lookup.place.path == ("restore",)
    there = field_values.complete_proposals(lookup.open(), lookup.typed, MOST, lookup.today, removed=removed)
    given = lookup.place.given.get("ids", ())
    return {number: title for number, title in there.items() if number not in given}


def _terms(lookup: ValuesAsked) -> Values:
    """What completes one term of a query, which is one word of the shell."""
    offers = Offers(_query_values(lookup), apart=",").of_term(lookup.typed)
    return {offer.line: offer.help for offer in offers}


def _query_line_values(lookup: ValuesAsked) -> Values:
    """What completes a query that is one word of the shell as a whole."""
    offers = Offers(_query_values(lookup)).of(lookup.typed)
    return {offer.line: offer.help for offer in offers}


def _sorts(lookup: ValuesAsked) -> Values:
    """The keys of an order; a `-` before one stays."""
    turned = {f"-{name}": f"{says}, reversed" for name, says in query_fields.SORTS.items()}
    return turned if lookup.typed.startswith("-") else query_fields.SORTS


def _query_values(lookup: ValuesAsked) -> Mapping[str, Callable[[], Values]]:
    from tracker.store.search import field_values

    return field_values.values_by_field(lookup.open())


def _tables(_asked: ValuesAsked) -> Values:
    from tracker.store.reports import tables

    return tables.NAMES


def _counted(_asked: ValuesAsked) -> Values:
    from tracker.store.reports import stats

    return list(stats.FIELDS)


def _helped(lookup: ValuesAsked) -> Values:
    """The commands and topics that help explains."""
    from tracker.cli.app import HOMES, TOPICS

    if lookup.place.given.get("words"):
        return ()
    return TOPICS | {name: says for name, (_, says) in HOMES.items()}


VALUES: Mapping[str, Callable[[ValuesAsked], Values]] = {
    "choices": _choices,
    "listed": _values_of_help,
    "FORMAT": _formats,
    "ID": _proposals,
    "STATUS": _statuses,
    "REASON": _reasons,
    "TOPIC": _stored("tracker.store.records.topics.topic_titles"),
    "TAG": _stored("tracker.store.search.field_values.tag_names"),
    "KIND": lambda _: KINDS,
    "link": lambda _: LINK_KINDS,
    "EXTENT": lambda _: EXTENTS,
    "EVENT|last": lambda _: (LAST,),
    "ACTOR": _stored("tracker.store.records.actors.actor_names"),
    "NAME, OFFICE": _stored("tracker.store.records.actors.actor_names"),
    "BODY": _stored("tracker.store.search.facets.body_names"),
    "MEETING": _stored("tracker.store.records.meetings.meeting_names"),
    "PLACE": _stored("tracker.store.records.meetings.meeting_places"),
    "SOURCE": _numbered("tracker.store.search.field_values.complete_sources"),
    "CHANGE": _numbered("tracker.store.search.field_values.complete_changes"),
    "SAVED": _stored("tracker.store.records.saved_queries.saved_query_lines"),
    "QUERY...": _terms,
    "QUERY": _query_line_values,
    "KEYS": _sorts,
    "TABLE": _tables,
    "FIELD[,FIELD]": _counted,
    "COMMAND|TOPIC": _helped,
    FILES: lambda _: (),
    "": lambda _: (),
}
# By `command parameter`, `noun METAVAR`, or parameter alone, the first that is there: what its metavar does not tell.
MEANT: Mapping[str, str] = {
    "link kind": "link",
    "log change": "CHANGE",
    "actor KIND": "listed",
    "uncheckable": "",
    "db": FILES,
    "output": FILES,
    "documents": FILES,
    "import file": FILES,
    "bad_rows": FILES,
}
# By what completes a field, in its declaration.
OF_FIELDS: Mapping[str, str] = {
    "actors": "ACTOR",
    "bodies": "BODY",
    "extents": "EXTENT",
    "kinds": "KIND",
    "meetings": "MEETING",
    "places": "PLACE",
    "sources": "SOURCE",
    "statuses": "STATUS",
    "tags": "TAG",
    "topics": "TOPIC",
}
# What the arguments of the commands of a noun name, where nothing else is said of them.
NOUNS: Mapping[str, str] = {
    "source": "SOURCE",
    "query": "SAVED",
    "actor": "ACTOR",
    "meeting": "MEETING",
    "topic": "TOPIC",
    "tag": "TAG",
}
BY_OPTION: Mapping[str, ProposalField] = {
    prefix + field.option.replace("-", "_"): field
    for field in FIELDS.values()
    for prefix in ("", "add_", "remove_")
    if field.known
}
OR_A_FILE = frozenset({"source"})  # parameters
LISTS = {"ACTOR": ";", "FIELD[,FIELD]": ",", "KEYS": ",", "add topic": ","}  # what divides the items of a list


def find_values(place: Place, open_: Callable[[], Ledger], today: date) -> list[Candidate]:
    """What may be given at a place, in order, at most MOST: what begins so, or else has a word that does.

    `open_` opens the database in use; where nothing of it is needed it is not called.
    """
    about = vocabulary(place)
    divider = LISTS.get(about) or LISTS.get(" ".join((*place.path, place.param.name)))  # type: ignore[union-attr]  # it is a value's place
    at = place.typed.rfind(divider) + 1 if divider else 0
    typed = place.typed[at:].lstrip()
    lead = place.lead + place.typed[: len(place.typed) - len(typed)]
    known = VALUES[about](ValuesAsked(open_, place, typed, today))
    says = known if isinstance(known, Mapping) else dict.fromkeys(known, "")
    sayable = {value: said for value, said in says.items() if value and visible_line(value) == value}
    found = sayable if about in {"ID", "SOURCE", "QUERY", "QUERY..."} else _fitting(sayable, typed)
    return [
        Candidate(lead + value, clip_text(visible_line(said or ""), SAID))
        for value, said in islice(found.items(), MOST)
    ]


def vocabulary(place: Place) -> str:
    """The name in VALUES of what a place takes; empty for what nobody can foresee."""
    param: Any = place.param
    metavar = re.sub(r"^\[(.*)\]$", r"\1", param.metavar or "")
    metavar = metavar if metavar in VALUES else metavar.removesuffix("...")
    for name in (" ".join((*place.path, param.name)), f"{place.path[0]} {metavar}" if place.path else "", param.name):
        if name in MEANT:
            return MEANT[name]
    if (field := BY_OPTION.get(param.name)) and metavar in {field.metavar, "NAME", "ID|URL|TITLE"}:
        return OF_FIELDS[field.known]
    if param.param_type_name == "argument" and place.path[0] in NOUNS and (metavar == "ID" or metavar not in VALUES):
        return NOUNS[place.path[0]]
    return "choices" if re.fullmatch(r"[a-z-]+(\|[a-z-]+)+", metavar) else metavar if metavar in VALUES else ""


def is_file(place: Place) -> bool:
    """Whether a file is meant there."""
    param: Any = place.param
    return vocabulary(place) == FILES or (param.name in OR_A_FILE and PATH.search(place.typed) is not None)


def _fitting(known: Mapping[str, str], typed: str) -> dict[str, str]:
    begun = fold_text(typed)
    first = {value: meaning for value, meaning in known.items() if fold_text(value).startswith(begun)}
    return first or {value: meaning for value, meaning in known.items() if any(_begins(value, meaning, begun))}


def _begins(value: str, meaning: str, begun: str) -> Iterator[bool]:
    return (word.startswith(begun) for word in re.split(r"[\W_]+", fold_text(f"{value} {meaning}")))
