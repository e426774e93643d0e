"""The query language: typed text to a frozen value, and that back to text and to plain English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tracker import config, dates, ids, text
from tracker.comparison import is_address
from tracker.ids import parse_id_range, parse_ids
from tracker.model import NotFoundError, QueryError, UsageError
from tracker.query_fields import ALIASES, FIELDS, FLAGS, NONE, PARTS, SORTS, WORDS, means_none
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

TERMS_MAX = 200  # far more than anybody types, far fewer than the depth at which SQLite refuses an expression
SHOWN_MAX = 60
PARTLY_DATED = ("date", "moved", "deadline", "looked")  # fields of dates that may be as long as a year


class Term(NamedTuple):
    """One condition: any of `values`; beside them, in their order, the `spans` of dates and of dated flags.

    A flag's span is when the deadline must lie for it to hold (see FLAGS); of `stale` it begins on the last day whose
    attention is too old, and ends on that on which it is asked, as the one of a saved query does. With `whole` a date
    must lie within a span, and not only overlap it.
    """

    field: str
    values: tuple[str, ...]
    negated: bool = False
    spans: tuple[dates.Span, ...] = ()
    whole: bool = False

    @property
    def ids(self) -> tuple[int, ...]:
        """The values of a field that takes ids, as numbers; `3-5` is all from 3 to 5."""
        return tuple(parse_ids(self.values))


class Sort(NamedTuple):
    """One key of SORTS and its direction."""

    key: str
    descending: bool = False


class Query(NamedTuple):
    """All terms hold at once; without `sort` the newest status comes first.

    `unfinished` says that the last term is a word that may be the beginning of one.
    """

    terms: tuple[Term, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    unfinished: bool = False


ALWAYS = dates.Span(None, None)
UNSPACED = frozenset(
    field.name for field in FIELDS.values() if field.takes in {"flag", "part", "ids", "sort", "number"}
)

_HYPHENATED = "|".join(name for name in FIELDS if "-" in name)  # other words with a hyphen are words
_HEAD = re.compile(rf'((?i:{_HYPHENATED})|[A-Za-z]+(?:\.[^\s":=!]+)?)(:|!=)')
_ELEMENT = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_APART = re.compile(r"[\s,]")
_VALUE = re.compile(r'(?:[^,"]|"[^"]*"?)+')


def parse_query(args: Sequence[str], today: date) -> Query:
    """Give the query of arguments, each one term, or a line of terms; else a space inside makes a phrase.

    An argument is a line, as the filter box holds it, if a term of a field stands behind a blank in it, or at its
    beginning where the field takes no blanks: `is:overdue by:belarus`, but `meeting:moscow session` is one value.
    Forms: `word`, `"a phrase"`, `field:value,other`, `field!=value`, `not:word`, `sort:-key,key`, `limit:9`.
    Relative dates count from `today`. Arguments of nothing but blanks and quotes are passed over.
    Raises QueryError, one printable line, for an unknown field, flag or sort key, a bad date or number,
    a missing value, a word without a letter or digit, a leading `-`, NUL and lone surrogates.
    """
    elements = [element for arg in args for element in _split_argument(arg)]
    if len(elements) > TERMS_MAX:
        raise QueryError(f"a query of {len(elements)} terms; at most {TERMS_MAX} can be asked at once")
    query = Query()
    for arg in elements:
        if _strip_quotes(arg):
            query = _add_element(query, arg.strip(), today)
    return query


def split_line(line: str) -> list[str]:
    """Give the elements of a line, cut at blanks outside double quotes; quotes stay, an open one runs on."""
    return _ELEMENT.findall(line)


def _split_argument(arg: str) -> list[str]:
    elements = split_line(arg)
    fields = [_term_field(element) for element in elements]
    is_line = any(fields[1:]) or (len(fields) > 1 and fields[0] in UNSPACED)
    return elements if is_line else [arg]


def _term_field(element: str) -> str:
    """The field of an element that is a term of one, its value with it; empty for any other."""
    if is_address(element):
        return "source"
    head = _HEAD.match(element)
    family = _field_family(head[1].lower()) if head else ""
    return family if head and family in FIELDS and element[head.end() :] else ""


def parse_line(line: str, today: date) -> Query:
    """Give the query of one line, as the filter box and saved queries hold it; raises as `parse_query` does."""
    return parse_query(split_line(line), today)


def unparse_query(query: Query) -> str:
    """Give the line that `parse_line` reads as this query again, on the same day."""
    order = _order_terms(query)
    terms = [term_text(term) for term in query.terms]
    if query.unfinished:
        return " ".join([*order, *terms])
    if terms and not order:
        # a bare word that ends the line would be unfinished
        terms[-1] = term_text(query.terms[-1], quoted=True)
    return " ".join([*terms, *order])


def term_text(term: Term, *, quoted: bool = False) -> str:
    """Give one term as it is typed; `quoted` keeps a word at the end of a line from being unfinished."""
    if term.field == WORDS and not term.negated:
        (words,) = term.values
        quoted = quoted or " " in words or words.startswith("-") or bool(_HEAD.match(words))
        return f'"{words}"' if quoted else words
    name = "not:" if term.field == WORDS else term.field + ("!=" if term.negated else ":")
    return name + ",".join(map(_value_text, term.values))


def _value_text(value: str) -> str:
    # a quotation mark cannot be said: what is beside it are words of their own
    plain = value.replace('"', " ")
    return f'"{plain}"' if _APART.search(plain) else plain


def explain_query(query: Query) -> str:
    """Give the query as one printable line of plain English, from `all proposals` to as long as it takes."""
    says = [_explain_term(term) for term in query.terms]
    if query.unfinished:
        says[-1] = f"with a word that begins with {_quoted_excerpt(query.terms[-1].values[0])}"
    parts = ["proposals " + ", ".join(says) if says else "all proposals"]
    if query.sort:
        keys = (sort.key + " descending" * sort.descending for sort in query.sort)
        parts.append("sorted by " + ", then ".join(keys))
    if query.limit is not None:
        parts.append(f"at most {query.limit}")
    return ", ".join(parts)


def with_term(query: Query, field: str, value: str, today: date) -> Query:
    """Give the query narrowed to one more value of a field (or of WORDS), taken whole, commas included.

    A word that is still being typed stays the last term; a term that is there already is not added again.
    Raises as `parse_query` does.
    """
    element = term_text(Term(field, (" ".join(value.replace('"', " ").split()),)), quoted=True)
    (term,) = _add_element(Query(), element, today).terms
    if term in query.terms:
        return query
    at = len(query.terms) - query.unfinished
    return query._replace(terms=(*query.terms[:at], term, *query.terms[at:]))


def without_term(query: Query, term: Term) -> Query:
    """Give the query less this term, wherever it stands; the same query if it does not."""
    terms = tuple(other for other in query.terms if other != term)
    return query._replace(terms=terms, unfinished=query.unfinished and query.terms[-1] != term)


def narrow_to_whole(query: Query) -> Query:
    """Give the query of what it finds surely: whose dates lie within what is asked for, and not only in part.

    It is the same query where no date is asked for.
    """
    return query._replace(terms=tuple(one._replace(whole=True) if _asks_for_date(one) else one for one in query.terms))


def _asks_for_date(term: Term) -> bool:
    return not term.negated and (term.field in PARTLY_DATED or (term.field == "is" and "due" in term.values))


def smaller_limit(*limits: int | None) -> int | None:
    """The smallest of some limits, of which None is none."""
    return min((limit for limit in limits if limit is not None), default=None)


def _add_element(query: Query, element: str, today: date) -> Query:
    _refuse_unstorable_term(element)
    if element.startswith("-"):
        raise QueryError(_minus_hint(element))
    if is_address(element):
        return _add_field(query, "source", (_strip_quotes(element),), today, negated=False)
    if head := _HEAD.match(element):
        values = tuple(plain for value in _VALUE.findall(element[head.end() :]) if (plain := _strip_quotes(value)))
        return _add_field(query, _field_name(head[1], element), values, today, negated=head[2] == "!=")
    words = _strip_quotes(element)
    bare = words == element and " " not in words
    return query._replace(terms=(*query.terms, _make_term(WORDS, (words,), today)), unfinished=bare)


def _add_field(query: Query, name: str, values: tuple[str, ...], today: date, *, negated: bool) -> Query:
    field = FIELDS[_field_family(name)]
    if not values:
        raise QueryError(f"{name}: needs a value, as in {field.example}")
    if negated and not field.says:
        raise QueryError(f"{name} cannot be negated with !=; write it as in {field.example}")
    query = query._replace(unfinished=False)
    if name == "sort":
        return query._replace(sort=_add_sort_keys(query.sort, values))
    if name == "limit":
        if len(values) > 1:
            raise QueryError("limit: takes one number, as in limit:50")
        return query._replace(limit=smaller_limit(query.limit, _limit(values[0])))
    if name == "not":
        if (head := _HEAD.match(values[0])) and head[1].lower() in FIELDS:
            raise QueryError(
                f"not: takes words; to leave out what matches, write {_quoted_excerpt(values[0].replace(':', '!=', 1))}"
            )
        name, negated = WORDS, True
    return query._replace(terms=(*query.terms, _make_term(name, values, today, negated=negated)))


def _make_term(name: str, values: tuple[str, ...], today: date, *, negated: bool = False) -> Term:
    spans: tuple[dates.Span, ...] = ()
    match "text" if name == WORDS else FIELDS[_field_family(name)].takes:
        case "text":
            values = tuple(map(_check_searchable, values))
        case "code":
            values = tuple(NONE if means_none(value) else value.lower() for value in values)
        case "flag":
            values = tuple(_pick_known(FLAGS, value, f"{name}: no flag", "flag") for value in values)
            spans = _flag_spans(values, today)
        case "part":
            values = tuple(_pick_known(PARTS, value, f"{name}: nothing called", "thing") for value in values)
        case "ids":
            values = tuple(_parse_id_value(name, value) for value in values)
            if sum(len(parse_id_range(value)) for value in values) > ids.RANGE_MOST:
                raise QueryError(f"{name}: takes at most {ids.RANGE_MOST:,} numbers")
        case "name" if name == "saved":
            spans = (dates.Span(today.isoformat(), today.isoformat()),)
        case "name":
            values = tuple(NONE if means_none(value) else value for value in values)
        case "dates":
            spans = tuple(_parse_dates(name, value, today) for value in values)
    return Term(name, values, negated, spans)


def _flag_spans(flags: tuple[str, ...], today: date) -> tuple[dates.Span, ...]:
    """The span of each flag, where a day decides any of them."""
    before, soon = (
        dates.shift_day(config.stale_since(today), -1, "d"),
        dates.shift_day(today, config.settings().due_days, "d"),
    )
    spans = {
        "stale": dates.Span(before.isoformat(), today.isoformat()),
        "overdue": dates.Span(None, dates.shift_day(today, -1, "d").isoformat()),
        "due": dates.Span(today.isoformat(), soon.isoformat()),
    }
    return tuple(spans.get(flag, ALWAYS) for flag in flags) if spans.keys() & {*flags} else ()


def _field_name(typed: str, element: str) -> str:
    head, dot, rest = typed.partition(".")
    name = head.lower() + dot + rest
    if _field_family(name) in FIELDS:
        return name
    as_words = _quoted_excerpt(f'"{_strip_quotes(element)}"')
    near = ALIASES.get(name) or text.find_nearest(name, FIELDS)
    hint = f"did you mean {near}?" if near else f"the fields are {', '.join(FIELDS)};"
    raise QueryError(f"no field {_quoted_excerpt(name)}; {hint} quoted, {as_words}, it is searched for as words")


def _field_family(name: str) -> str:
    # `x.era` and its like share one entry in FIELDS, `x.`
    return "".join(name.partition(".")[:2])


def _minus_hint(element: str) -> str:
    rest = element.lstrip("-") or "word"
    head = _HEAD.match(rest)
    field = FIELDS.get(head[1].lower()) if head else None
    instead = f"{field.name}!={rest[head.end() :]}" if head and field and field.says else f"not:{rest}"
    return f"a term cannot begin with -; to leave out what matches, write {_quoted_excerpt(instead)}"


def _check_searchable(words: str) -> str:
    if not split_words(words):
        raise QueryError(f"{_quoted_excerpt(words)} has no letter or digit to search for")
    return words


def _add_sort_keys(sort: tuple[Sort, ...], values: tuple[str, ...]) -> tuple[Sort, ...]:
    for value in values:
        name = value.removeprefix("-")
        key = _pick_known(SORTS, name, "sort: no key", "key of the order")
        # a key that comes again would change nothing in the order
        if all(key != before.key for before in sort):
            sort = (*sort, Sort(key, descending=name != value))
    return sort


def _pick_known(known: dict[str, str], value: str, says: str, what: str) -> str:
    value = value.lower()
    if value in known:
        return value
    begun = text.codes_beginning_with(value, known)
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise QueryError(text.ambiguous_code_message(value, begun, what))
    near = text.find_nearest(value, known)
    hint = f"did you mean {near}?" if near else f"there are {', '.join(known)}"
    raise QueryError(f"{says} {_quoted_excerpt(value)}; {hint}")


def _limit(value: str) -> int:
    try:
        return text.parse_count(value, "limit:")
    except UsageError as error:
        raise QueryError(str(error)) from None


def _parse_id_value(name: str, value: str) -> str:
    """A number, or a range of them as it is written: `3-5`."""
    try:
        numbers = parse_id_range(value)
    except (UsageError, NotFoundError) as error:
        raise QueryError(f"{name}: {error}") from None
    return f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])


def _parse_dates(name: str, value: str, today: date) -> dates.Span:
    if means_none(value) and (part := "look" if name == "looked" else name) in PARTS:
        raise QueryError(f"{name}: to find what has none, write no:{part}")
    try:
        return dates.parse_span(value, today)
    except dates.DateError as error:
        raise QueryError(f"{name}: {error}") from None


def _refuse_unstorable_term(element: str) -> None:
    try:
        text.refuse_unstorable(element, "the term")
    except UsageError as error:
        raise QueryError(str(error)) from None


def _strip_quotes(typed: str) -> str:
    return " ".join(typed.replace('"', "").split())


def _quoted_excerpt(typed: str) -> str:
    return f"'{text.visible_line(typed, SHOWN_MAX)}'"


def _order_terms(query: Query) -> list[str]:
    keys = ",".join("-" * sort.descending + sort.key for sort in query.sort)
    return [f"sort:{keys}"] * bool(keys) + ([] if query.limit is None else [f"limit:{query.limit}"])


def _explain_term(term: Term) -> str:
    if term.field == WORDS:
        return ("without " if term.negated else "with ") + _join_with_or(map(_quoted_excerpt, term.values))
    field = FIELDS[_field_family(term.field)]
    values = map(_explain_span, term.spans) if field.takes == "dates" else map(text.visible_line, term.values)
    if field.takes == "part":
        values = map(PARTS.__getitem__, term.values)
    says = (term.negated and field.denies) or field.says
    return says.format(name=text.visible_line(term.field), no="not " * term.negated, any=_join_with_or(values))


def _explain_span(span: dates.Span) -> str:
    if span.start == span.end:
        return span.start or "at any time"
    if not (span.start and span.end):
        return f"from {span.start}" if span.start else f"up to {span.end}"
    return f"{span.start} to {span.end}"


def _join_with_or(values: Iterable[str]) -> str:
    *most, last = values
    return f"{', '.join(most)} or {last}" if most else last
