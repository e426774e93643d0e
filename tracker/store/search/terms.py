"""Terms of a query become one full-text expression here: words find words, everything else finds tokens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.comparison import folded_key, is_address
from tracker.dates import Span, last_day, shift_day
from tracker.locators import places_covered, words_of
from tracker.model import NotFoundError, QueryError, UsageError
from tracker.query import TERMS_MAX, Query, Term, parse_line, smaller_limit
from tracker.query_fields import NONE, WORDS, means_none
from tracker.store.records import actors, extras, saved_queries, sources, topics
from tracker.store.search.codes import CODES, changers_called, unknown_name_message
from tracker.store.search.index import words_beginning_with
from tracker.store.tokens import column_token, extra_tokens, make_token, tokens_dated, word_tokens
from tracker.words import fts_query, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracker.store.ledger import Ledger

    ReadFirst = Callable[[Ledger, Query, tuple[str, ...]], Sequence[int]]

INDEXED_LETTERS = 3  # letters of a word's beginning for which FTS5 has an index of its own
NESTED_MOST = 8  # saved queries within each other
SHORT = 50  # words that an unfinished one may become
LIMIT_BESIDE = 1_000  # of a saved query beside other terms: its proposals are named one by one


def unfold_query(ledger: Ledger, query: Query, inside: tuple[str, ...] = ()) -> Query:
    """The query with the terms of its saved queries in their place.

    Their order holds where the query says none, of the limits the smallest; beside other terms one with a limit stays
    as it is. Raises QueryError for an unknown one, or a circle of them.
    """
    terms: list[Term] = []
    for term in query.terms:
        if term.field != "saved" or term.negated or len(term.values) > 1:
            terms.append(term)
            continue
        kept = _open_saved_query(ledger, term, term.values[0], inside)
        if kept.limit is not None and len(query.terms) > 1:  # what it finds is some of what its terms find
            terms.append(term)
            continue
        terms += kept.terms
        query = query._replace(sort=query.sort or kept.sort, limit=smaller_limit(query.limit, kept.limit))
    typed = terms[len(terms) - query.unfinished :]  # a word that is still being typed stays as it is, and the last
    distinct = (*dict.fromkeys(terms[: len(terms) - len(typed)]), *typed)
    if len(distinct) > TERMS_MAX:
        raise QueryError(f"a query of {len(distinct)} terms with those of its saved queries; at most {TERMS_MAX}")
    return query._replace(terms=distinct)


def match_expression(ledger: Ledger, query: Query, read_first: ReadFirst, inside: tuple[str, ...] = ()) -> str:
    """What finds the proposals of a query in the index of `search`, removed or not; empty if it asks for all.

    `read_first` reads what a saved query with a limit finds. Raises QueryError for a value that is not known.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for number, term in enumerate(map(_lack_as_negation, query.terms), 1):
        if not _term_asks_for_removed(term):
            unfinished = query.unfinished and number == len(query.terms)
            found = _term_expression(ledger, term, read_first, inside, unfinished=unfinished)
            (unwanted if term.negated else wanted).append(found)
    return _leave_out(" AND ".join(wanted), unwanted)


def asks_for_removed(query: Query) -> bool:
    """Whether a query is about what was removed. Raises QueryError if it asks for more than that in one term."""
    return any(_term_asks_for_removed(term) and not term.negated for term in query.terms)


def bounding_field(term: Term) -> str:
    """The field whose dates all that a term finds must have within its spans; empty if there is none."""
    if term.negated:
        return ""
    return "deadline" if term.field == "is" and {"overdue", "due"}.issuperset(term.values) else term.field


def _lack_as_negation(term: Term) -> Term:
    """What is lacking as what is not had: a walk leaves out, it never gathers all that have nothing."""
    if len(term.values) == 1 and term.field == "no":
        return Term("has", term.values, not term.negated)
    if term.values == (NONE,) and term.field in MAY_BE_NONE:
        return Term("has", (term.field,), not term.negated)
    return term


def _term_asks_for_removed(term: Term) -> bool:
    if term.field != "is" or "removed" not in term.values:
        return False
    if len(term.values) > 1:
        raise QueryError("is:removed stands alone: write is:removed, or leave it out for what is not removed")
    return True


def _term_expression(
    ledger: Ledger, term: Term, read_first: ReadFirst, inside: tuple[str, ...], *, unfinished: bool
) -> str:
    try:
        if term.field == WORDS:
            return _words_expression(ledger, term.values, unfinished=unfinished)
        if term.field == "saved":
            return _saved_expression(ledger, term, read_first, inside)
        return FIELD_EXPRESSIONS["x." if term.field.startswith("x.") else term.field](ledger, term)
    except QueryError:
        raise
    except (NotFoundError, UsageError) as error:
        raise QueryError(str(error)) from error


def _open_saved_query(ledger: Ledger, term: Term, name: str, inside: tuple[str, ...]) -> Query:
    """A saved query as it is on the day on which it is asked."""
    if name in inside:
        raise QueryError(f"the saved query {name} refers to itself")
    if len(inside) == NESTED_MOST:
        raise QueryError(f"the saved query {inside[0]} uses others, {NESTED_MOST} deep; write its terms out")
    try:
        typed = saved_queries.find(ledger, name)
    except (NotFoundError, UsageError) as error:
        raise QueryError(str(error)) from error
    kept = parse_line(typed, date.fromisoformat(term.spans[0].start or ""))
    return unfold_query(ledger, kept._replace(unfinished=False), (*inside, name))


def _saved_expression(ledger: Ledger, term: Term, read_first: ReadFirst, inside: tuple[str, ...]) -> str:
    """What any of several saved queries finds."""
    queries = {name: _open_saved_query(ledger, term, name, inside) for name in term.values}
    if any(asks_for_removed(query) for query in queries.values()):
        raise QueryError("a saved query of removed proposals stands alone, as in saved:NAME")

    def expression(name: str, query: Query) -> str:
        if query.limit is None:
            return match_expression(ledger, query, read_first, (*inside, name))
        if query.limit > LIMIT_BESIDE:
            raise QueryError(
                f"the saved query {name} has limit:{query.limit}; beside others it may be {LIMIT_BESIDE:,}"
            )
        return _any_token("id", read_first(ledger, query, (*inside, name)))

    return _any_of(f"({expression(*one) or _quoted_token('all')})" for one in queries.items())


# expressions


def _quote_token(token: str) -> str:
    return f'"{token}"'


def _quoted_token(about: str, what: object = "") -> str:
    return _quote_token(make_token(about, what))


def _any_of(parts: Iterable[str]) -> str:
    """An expression that finds what any of these finds; nothing if there are none."""
    several = list(dict.fromkeys(parts)) or [_quoted_token("id", 0)]
    return several[0] if len(several) == 1 else f"({' OR '.join(several)})"


def _leave_out(wanted: str, unwanted: Sequence[str]) -> str:
    if not unwanted:
        return wanted
    return f"({wanted or _quoted_token('all')}) NOT {_any_of(unwanted)}"


def _any_token(about: str, values: Iterable[object]) -> str:
    return _any_of(_quoted_token(about, value) for value in values)


def _any_quoted(tokens: Iterable[str]) -> str:
    return _any_of(map(_quote_token, tokens))


def _quote_phrase(tokens: Iterable[str]) -> str:
    return _quote_token(" ".join(tokens))


def _without_part(part: str) -> str:
    return f"({_leave_out('', [_quoted_token('has', part)])})"


def _any_or_none(term: Term, found: Callable[[Sequence[str]], Iterable[str]]) -> str:
    """What any value finds; `none` finds what has nothing of the kind."""
    named = [value for value in term.values if not means_none(value)]
    lacking = [_without_part(term.field)] * (len(named) < len(term.values))
    return _any_of([*lacking, *(found(named) if named else ())])


# words


def _words_expression(ledger: Ledger, values: Sequence[str], *, unfinished: bool) -> str:
    """Proposals with any of these words or phrases, the last one maybe unfinished."""
    if unfinished and (completed := _complete_last_word(ledger, values[-1])):
        return completed
    return _any_of(fts_query([value], unfinished=unfinished) for value in values)


def _complete_last_word(ledger: Ledger, typed: str) -> str:
    """Each word that this one may become; empty if it is short, or may become too many."""
    beginning = "".join(split_words(typed))
    if len(beginning) <= INDEXED_LETTERS or len(split_words(typed)) > 1:
        return ""
    become = words_beginning_with(ledger, beginning, SHORT + 1)
    return _any_of(f'"{word}"' for word in become) if 0 < len(become) <= SHORT else ""


# fields


def _topic_expression(ledger: Ledger, term: Term) -> str:
    return _any_or_none(
        term, lambda named: (_quoted_token(term.field, topic) for topic in topics.matching_topics(ledger, named))
    )


def _code_expression(ledger: Ledger, term: Term) -> str:
    def found(named: Sequence[str]) -> Iterable[str]:
        codes = (CODES[term.field](ledger, value) for value in named)
        # a tag is in the index by its key, since one that is spelt otherwise is the same
        return (_quoted_token(term.field, folded_key(one) if term.field == "tag" else one) for one in codes)

    return _any_or_none(term, found) if term.field in MAY_BE_NONE else _any_of(found(term.values))


def _flag_expression(_: Ledger, term: Term) -> str:
    spans = dict(zip(term.values, term.spans, strict=False))
    watched = _quoted_token("is", "watched")
    dated = {
        "stale": lambda: _stale_expression(spans["stale"]),
        "overdue": lambda: _any_quoted(tokens_dated("deadline", spans["overdue"], whole=True)),
        "due": lambda: _any_quoted(tokens_dated("deadline", spans["due"], whole=term.whole)),
    }
    return _any_of(
        f"({watched} AND {dated[flag]()})" if flag in dated else _quoted_token("is", flag) for flag in term.values
    )


def _stale_expression(span: Span) -> str:
    """Without attention until its start, where no day to look again is named; where one is, by its end."""
    come = _any_quoted(tokens_dated("next", Span(None, span.end)))
    return _any_of([f"({_unattended_expression(span.start or '9999')} NOT {_quoted_token('next')})", come])


def _unattended_expression(day: str) -> str:
    """What has no sign of attention after a day: neither by its date nor by when it was entered."""
    later = Span(shift_day(last_day(day), 1, "d").isoformat(), None)
    entered = _any_quoted(tokens_dated("attended-at", Span(None, day)))
    return f"({_leave_out(entered, [_any_quoted(tokens_dated('attended', later))])})"


def _actor_expression(ledger: Ledger, term: Term) -> str:
    """Who has a role, whose body it is, or according to whom it stands so."""
    return _any_or_none(term, lambda named: (_quoted_token(term.field, actor) for actor in find_actors(ledger, named)))


def find_actors(ledger: Ledger, named: Sequence[str]) -> list[int]:
    """The actors that these names mean. Raises QueryError with the nearest right one."""
    found = []
    for value in named:
        matching = actors.matching_actors(ledger, value)
        if not matching:
            raise QueryError(unknown_name_message("actor", value, actors.actor_names_and_aliases(ledger)))
        found += matching
    return found


def _phrase_expression(_: Ledger, term: Term) -> str:
    """What has these words one behind the other in what the field is about."""
    return _any_or_none(
        term, lambda named: (_quote_phrase(word_tokens(term.field, value)) for value in named if split_words(value))
    )


def _date_expression(_: Ledger, term: Term) -> str:
    found = (tokens_dated(term.field, span, whole=term.whole) for span in term.spans)
    return _any_quoted(token for several in found for token in several)


def _has_expression(_: Ledger, term: Term) -> str:
    return _any_token("has", term.values)


def _lacks_expression(_: Ledger, term: Term) -> str:
    return _any_of(map(_without_part, term.values))


def _source_expression(ledger: Ledger, term: Term) -> str:
    def found(named: Sequence[str]) -> Iterable[str]:
        for value in named:
            if is_address(value):
                yield from (_quoted_token("source", one) for one in sources.sources_at_address(ledger, value))
            elif value.removeprefix("#").isdecimal():
                yield _quoted_token("source", sources.surviving_source(ledger, int(value.removeprefix("#")[:18])))
            elif split_words(value):
                yield f"sources : {_quote_phrase(split_words(value))}"
                yield _quote_phrase(word_tokens("publisher", value))
                yield from (_quoted_token("source", one) for one in sources.sources_once_called(ledger, value))

    return _any_or_none(term, found)


def _extra_expression(ledger: Ledger, term: Term) -> str:
    name = term.field.partition(".")[2]
    column = column_token(name)
    known = extras.distinct_names(ledger, "extras")
    if not any(split_words(one) == split_words(name) for one in known):
        raise QueryError(unknown_name_message("imported column", name, known))
    named = [value for value in term.values if not means_none(value)]
    lacking = [f"({_leave_out('', [_quote_token(column)])})"] * (len(named) < len(term.values))
    return _any_of([*lacking, *(_quote_phrase(extra_tokens(name, value)) for value in named if split_words(value))])


def _locator_expression(_: Ledger, term: Term) -> str:
    """What is cited at one of these numbers, or at a place with all of these words."""

    def found(named: Sequence[str]) -> Iterable[str]:
        for value in named:
            places = list(places_covered(value))
            yield from (_quoted_token("locator", place.named) for place in places)
            words = [] if places else words_of(value)
            if words:
                yield f"({' AND '.join(_quoted_token('locator', word) for word in words)})"

    return _any_or_none(term, found)


def _maker_expression(ledger: Ledger, term: Term) -> str:
    """What somebody entered: proposals, or the status at which they stand."""
    return _any_token("who", (who for value in term.values for who in changers_called(ledger, value)))


def _id_expression(_: Ledger, term: Term) -> str:
    return _any_token("id", term.ids)


ROLES = ("by", "to", "supporter", "opponent", "actor", "body")
# Every field of the query language that tests a proposal: the one place to add to.
FIELD_EXPRESSIONS: dict[str, Callable[[Ledger, Term], str]] = {
    **dict.fromkeys(("topic", "primary"), _topic_expression),
    **dict.fromkeys(ROLES, _actor_expression),
    **dict.fromkeys(("date", "moved", "deadline", "added", "updated", "looked"), _date_expression),
    **dict.fromkeys(CODES.keys() - {"topic", "primary"}, _code_expression),
    "is": _flag_expression,
    "meeting": _phrase_expression,
    "rating": _phrase_expression,
    "according-to": _actor_expression,
    "has": _has_expression,
    "no": _lacks_expression,
    "source": _source_expression,
    "locator": _locator_expression,
    "who": _maker_expression,
    "x.": _extra_expression,
    "id": _id_expression,
}
MAY_BE_NONE = frozenset(
    (
        *("topic", "primary", *ROLES, "according-to", "rating", "reason", "extent", "meeting"),
        *("tag", "source", "locator", "link"),
    )
)
