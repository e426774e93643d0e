"""Terms of a query become one full-text expression here: words find words, everything else finds marks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from tracker.model import EXTENTS, INVERSE_LINKS, KINDS, NotFoundError, QueryError, UsageError
from tracker.query import TERMS_MAX, Query, Term, parse_line
from tracker.query_fields import FLAGS, WORDS
from tracker.store.records import actors, saved_queries, sources, statuses, topics
from tracker.store.search.index import endings
from tracker.store.tokens import mark, of_column, of_extra, of_words, overlapping, within
from tracker.text import fts_query, meant, nearest, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracker.store.ledger import Ledger

INDEXED_BEGINNING = 3  # letters of a word's beginning for which FTS5 has an index of its own
NESTED = 8  # saved queries within each other
SHORT = 50  # words that an unfinished one may become
NONE = "none"


def unfolded(ledger: Ledger, query: Query, inside: tuple[str, ...] = ()) -> Query:
    """The query with the terms of its saved queries in their place.

    Their order and limit hold where the query says none. Raises QueryError for an unknown one, or a circle of them.
    """
    terms: list[Term] = []
    for term in query.terms:
        if term.field != "saved" or term.negated or len(term.values) > 1:
            terms.append(term)
            continue
        kept = _kept(ledger, term, term.values[0], inside)
        terms += kept.terms
        query = query._replace(sort=query.sort or kept.sort, limit=kept.limit if query.limit is None else query.limit)
    typed = terms[len(terms) - query.unfinished :]  # a word that is still being typed stays as it is, and the last
    distinct = (*dict.fromkeys(terms[: len(terms) - len(typed)]), *typed)
    if len(distinct) > TERMS_MAX:
        raise QueryError(f"a query of {len(distinct)} terms with those of its saved queries; at most {TERMS_MAX}")
    return query._replace(terms=distinct)


def expression(ledger: Ledger, query: Query, inside: tuple[str, ...] = ()) -> str:
    """What finds the proposals of a query in the index of `search`; empty if it asks for all.

    Whether they are removed is not in it. Raises QueryError for a value that the ledger does not know.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for number, term in enumerate(map(_turned, query.terms), 1):
        if not _asks_for_removed(term):
            found = _found(ledger, term, inside, unfinished=query.unfinished and number == len(query.terms))
            (unwanted if term.negated else wanted).append(found)
    return _without(" AND ".join(wanted), unwanted)


def asks_for_removed(query: Query) -> bool:
    """Whether a query is about what was removed. Raises QueryError if it asks for more than that in one term."""
    return any(_asks_for_removed(term) and not term.negated for term in query.terms)


def names(ledger: Ledger, table: Literal["tags", "extras"]) -> list[str]:
    """The different names in a table, each found in its index behind the one before: few among many rows."""
    rows = ledger.rows(
        f"WITH RECURSIVE known (name) AS (SELECT min(name) FROM {table} UNION ALL"
        f" SELECT (SELECT min(name) FROM {table} WHERE name > known.name) FROM known WHERE known.name IS NOT NULL)"
        " SELECT name FROM known WHERE name IS NOT NULL"
    )
    return [row[0] for row in rows]


def dates_of(term: Term) -> str:
    """The field whose dates all that a term finds must have within its spans; empty if there is none."""
    if term.negated:
        return ""
    return "deadline" if term.field == "is" and {"overdue", "due"}.issuperset(term.values) else term.field


def _turned(term: Term) -> Term:
    """What is lacking as what is not had: a walk leaves out, it never gathers all that have nothing."""
    if len(term.values) == 1 and term.field == "no":
        return Term("has", term.values, not term.negated)
    if term.values == (NONE,) and term.field in FOUND and FOUND[term.field] in MAY_BE_NONE:
        return Term("has", (term.field,), not term.negated)
    return term


def link_meant(value: str) -> str:
    """The kind of a link, or the number at its other end. Raises UsageError with the nearest right kind."""
    number = value.removeprefix("#")
    if number.isdecimal():
        return str(int(number[:18]))
    return meant(value, dict.fromkeys([*INVERSE_LINKS, *INVERSE_LINKS.values()]), "kind of link")


def _asks_for_removed(term: Term) -> bool:
    if term.field != "is" or "removed" not in term.values:
        return False
    if len(term.values) > 1:
        raise QueryError("is:removed stands alone: without it a list has what is not removed")
    return True


def _found(ledger: Ledger, term: Term, inside: tuple[str, ...], *, unfinished: bool) -> str:
    try:
        if term.field == WORDS:
            return _words(ledger, term.values, unfinished=unfinished)
        if term.field == "saved":
            return _saved(ledger, term, inside)
        return FOUND["x." if term.field.startswith("x.") else term.field](ledger, term)
    except QueryError:
        raise
    except (NotFoundError, UsageError) as error:
        raise QueryError(str(error)) from error


def _kept(ledger: Ledger, term: Term, name: str, inside: tuple[str, ...]) -> Query:
    """A saved query as it is on the day on which it is asked."""
    if name in inside:
        raise QueryError(f"the saved query {name} asks for itself")
    if len(inside) == NESTED:
        raise QueryError(f"the saved query {inside[0]} asks for others, {NESTED} deep; write it out")
    try:
        typed = saved_queries.find(ledger, name)
    except (NotFoundError, UsageError) as error:
        raise QueryError(str(error)) from error
    kept = parse_line(typed, date.fromisoformat(term.spans[0].start or ""))
    return unfolded(ledger, kept._replace(unfinished=False), (*inside, name))


def _saved(ledger: Ledger, term: Term, inside: tuple[str, ...]) -> str:
    """What any of several saved queries finds."""
    queries = {name: _kept(ledger, term, name, inside) for name in term.values}
    if any(asks_for_removed(query) for query in queries.values()):
        raise QueryError("a saved query of what was removed stands alone, as in saved:NAME")
    found = (expression(ledger, query, (*inside, name)) for name, query in queries.items())
    return _any_of(f"({one})" if one else _mark("all") for one in found)


# expressions


def _quoted(token: str) -> str:
    return f'"{token}"'


def _mark(about: str, what: object = "") -> str:
    return _quoted(mark(about, what))


def _any_of(parts: Iterable[str]) -> str:
    """An expression that finds what any of these finds; nothing if there are none."""
    several = list(dict.fromkeys(parts)) or [_mark("id", 0)]
    return several[0] if len(several) == 1 else f"({' OR '.join(several)})"


def _without(wanted: str, unwanted: Sequence[str]) -> str:
    if not unwanted:
        return wanted
    return f"({wanted or _mark('all')}) NOT {_any_of(unwanted)}"


def _marks(about: str, values: Iterable[object]) -> str:
    return _any_of(_mark(about, value) for value in values)


def _phrase(tokens: Iterable[str]) -> str:
    return _quoted(" ".join(tokens))


def _lacking(part: str) -> str:
    return f"({_without('', [_mark('has', part)])})"


def _or_none(term: Term, found: Callable[[Sequence[str]], Iterable[str]]) -> str:
    """What any value finds; `none` finds what has nothing of the kind."""
    named = [value for value in term.values if value.lower() != NONE]
    lacking = [_lacking(term.field)] * (len(named) < len(term.values))
    return _any_of([*lacking, *(found(named) if named else ())])


# words


def _words(ledger: Ledger, values: Sequence[str], *, unfinished: bool) -> str:
    """Proposals with any of these words or phrases, the last of which may be unfinished."""
    if unfinished and (completed := _completed(ledger, values[-1])):
        return completed
    return _any_of(fts_query([value], unfinished=unfinished) for value in values)


def _completed(ledger: Ledger, typed: str) -> str:
    """Each word that this one may become; empty if it is short, or may become too many."""
    beginning = "".join(words(typed))
    if len(beginning) <= INDEXED_BEGINNING or len(words(typed)) > 1:
        return ""
    become = endings(ledger, beginning, SHORT + 1)
    return _any_of(f'"{word}"' for word in become) if 0 < len(become) <= SHORT else ""


# fields


def _topic(ledger: Ledger, term: Term) -> str:
    return _or_none(term, lambda named: (_mark(term.field, topic) for topic in topics.matching(ledger, named)))


def _status(ledger: Ledger, term: Term) -> str:
    for value in term.values:
        if value in FLAGS and value not in statuses.known(ledger):
            raise QueryError(f"no status '{value}'; did you mean is:{value}?")
    return _marks("status", (statuses.code(ledger, value) for value in term.values))


def _kind(_: Ledger, term: Term) -> str:
    return _marks("kind", (meant(value, KINDS, "kind") for value in term.values))


def _reason(ledger: Ledger, term: Term) -> str:
    known = statuses.reasons(ledger)
    return _or_none(term, lambda named: (_mark("reason", meant(value, known, "reason")) for value in named))


def _extent(_: Ledger, term: Term) -> str:
    return _or_none(term, lambda named: (_mark("extent", meant(value, EXTENTS, "extent")) for value in named))


def _is(_: Ledger, term: Term) -> str:
    spans = dict(zip(term.values, term.spans, strict=False))
    watched = _mark("is", "watched")
    dated = {
        "stale": lambda: within("attended", spans["stale"]),
        "overdue": lambda: within("deadline", spans["overdue"]),
        "due": lambda: overlapping("deadline", spans["due"]),
    }
    return _any_of(
        f"({watched} AND {_any_of(map(_quoted, dated[flag]()))})" if flag in dated else _mark("is", flag)
        for flag in term.values
    )


def _actor(ledger: Ledger, term: Term) -> str:
    """Who has a role, or whose body it is."""
    return _or_none(term, lambda named: (_mark(term.field, actor) for actor in _actors(ledger, named)))


def _actors(ledger: Ledger, named: Sequence[str]) -> list[int]:
    found = []
    for value in named:
        matching = actors.matching(ledger, value)
        if not matching:
            raise QueryError(_unknown("actor", value, actors.called(ledger)))
        found += matching
    return found


def _meeting(_: Ledger, term: Term) -> str:
    return _or_none(term, lambda named: (_phrase(of_words("meeting", value)) for value in named if words(value)))


def _tag(ledger: Ledger, term: Term) -> str:
    return _or_none(term, lambda named: (_mark("tag", _known_tag(ledger, value)) for value in named))


def _known_tag(ledger: Ledger, value: str) -> str:
    if not ledger.value("SELECT 1 FROM tags WHERE name = ? LIMIT 1", [value]):
        raise QueryError(_unknown("tag", value, names(ledger, "tags")))
    return value


def _date(_: Ledger, term: Term) -> str:
    return _any_of(_quoted(one) for span in term.spans for one in overlapping(term.field, span))


def _has(_: Ledger, term: Term) -> str:
    return _marks("has", term.values)


def _no(_: Ledger, term: Term) -> str:
    return _any_of(map(_lacking, term.values))


def _source(ledger: Ledger, term: Term) -> str:
    def found(named: Sequence[str]) -> Iterable[str]:
        for value in named:
            if value.removeprefix("#").isdecimal():
                yield _mark("source", sources.kept_as(ledger, int(value.removeprefix("#")[:18])))
            elif words(value):
                yield f"sources : {_phrase(words(value))}"
                yield _phrase(of_words("publisher", value))
                yield from (_mark("source", one) for one in sources.once_called(ledger, value))

    return _or_none(term, found)


def _link(_: Ledger, term: Term) -> str:
    return _or_none(term, lambda named: (_mark("link", link_meant(value)) for value in named))


def _extra(ledger: Ledger, term: Term) -> str:
    name = term.field.partition(".")[2]
    column = of_column(name)
    known = names(ledger, "extras")
    if not any(words(one) == words(name) for one in known):
        raise QueryError(_unknown("imported column", name, known))
    named = [value for value in term.values if value.lower() != NONE]
    lacking = [f"({_without('', [_quoted(column)])})"] * (len(named) < len(term.values))
    return _any_of([*lacking, *(_phrase(of_extra(name, value)) for value in named if words(value))])


def _id(_: Ledger, term: Term) -> str:
    return _marks("id", term.ids)


def _unknown(what: str, value: str, known: Iterable[str]) -> str:
    near = nearest(value, known)
    return f"no {what} '{value}'" + (f"; did you mean {near}?" if near else " is known here")


# Every field of the query language that tests a proposal: the one place to add to.
FOUND: dict[str, Callable[[Ledger, Term], str]] = {
    **dict.fromkeys(("topic", "primary"), _topic),
    **dict.fromkeys(("by", "to", "supporter", "opponent", "actor", "body"), _actor),
    **dict.fromkeys(("date", "moved", "deadline", "added", "updated", "looked"), _date),
    "status": _status,
    "kind": _kind,
    "reason": _reason,
    "extent": _extent,
    "is": _is,
    "meeting": _meeting,
    "tag": _tag,
    "has": _has,
    "no": _no,
    "source": _source,
    "link": _link,
    "x.": _extra,
    "id": _id,
}
MAY_BE_NONE = (_topic, _actor, _reason, _extent, _meeting, _tag, _source, _link)
