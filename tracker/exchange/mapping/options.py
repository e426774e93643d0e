"""A mapping as a person writes it, column by column and value by value; and the words that write one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.editing.items import split_items
from tracker.errors import UsageError, blame_field
from tracker.exchange.mapping import cells
from tracker.exchange.mapping.column_names import column_words
from tracker.exchange.mapping.mapping import DATE_ORDERS, KEPT_OF_DIFFERENT, LEFT_OUT, Mapping
from tracker.exchange.mapping.rows import RowReader
from tracker.exchange.mapping.targets import CODES, DATES, find_target, parse_target_name
from tracker.text import find_nearest, match_code, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.exchange.mapping.mapping import Vocabulary

DATE_ORDER = "date-order"


def read_mapping(
    said: dict[str, Sequence[str]], columns: Sequence[str], vocabulary: Vocabulary, kept: Mapping | None = None
) -> Mapping:
    """The mapping that these options say, by their names; what they say goes before a mapping that was kept.

    The names are `map`, `map_value`, `default`, `key`, `different`, `date_order`, each with any number of texts.
    Raises UsageError, which knows the option.
    """
    kept = kept or Mapping({})
    targets = parse_targets(said.get("map", ()), columns)
    values = {name: dict(theirs) for name, theirs in kept.values.items()}
    for target, theirs in parse_values(said.get("map_value", ()), vocabulary).items():
        values[target] = values.get(target, {}) | theirs
    mapping = kept._replace(
        targets={name: several for name, several in kept.targets.items() if name in columns} | targets,
        values=values,
        key=parse_key(said.get("key", ()), columns) or tuple(one for one in kept.key if one in columns),
        different=dict(kept.different) | parse_different(said.get("different", ())),
        date_orders=dict(kept.date_orders) | parse_date_orders(said.get("date_order", ()), columns),
    )
    return mapping._replace(defaults=dict(kept.defaults) | parse_defaults(said.get("default", ()), mapping, vocabulary))


def find_column(typed: str, columns: Iterable[str]) -> str:
    """The column that is so called, whatever its case, blanks and dividers. Raises UsageError with the nearest."""
    known = list(columns)
    if typed in known:
        return typed
    same = [one for one in known if folded_key(one) == folded_key(typed)]
    same = same or [one for one in known if column_words(one) == column_words(typed)]
    if len(same) == 1:
        return same[0]
    near = find_nearest(typed, known)
    hint = f"did you mean {near}?" if near else f"the columns are {', '.join(known)}"
    raise UsageError(f"no column '{visible_line(typed)}'; {visible_line(hint)}", value=typed)


def parse_targets(typed: Iterable[str], columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The targets of columns, of `Column=field`, or of several with commas. Raises UsageError."""
    targets: dict[str, tuple[str, ...]] = {}
    for text in typed:
        with blame_field("map", text):
            for name, target in _column_pairs(text, columns):
                several = targets.get(name, ())
                targets[name] = (*(one for one in several if one != target), target)
    return targets


def _column_pairs(text: str, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each column with its target. A name may hold commas and equals signs: only the last of a pair counts."""
    pending = ""
    for piece in text.split(","):
        pending += piece
        name, equals, target = pending.rpartition("=")
        if not equals or (find_target(target) is None and _is_column_part(name + equals, columns)):
            pending += ","
            continue
        yield find_column(name.strip(), columns), parse_target_name(target)
        pending = ""
    if pending:
        raise UsageError(f"'{pending.strip(',')}' is no column and its field; write one such as Promise=title")


def _is_column_part(begun: str, columns: Iterable[str]) -> bool:
    return any(one.startswith(begun.strip()) for one in columns)


def parse_values(typed: Iterable[str], vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """Our values for theirs, by target, of `status:Done=implemented`; without a field it is the status.

    Raises UsageError for a value that is none of ours.
    """
    values: dict[str, dict[str, str]] = {}
    for text in typed:
        with blame_field("map_value", text):
            target, pairs = _field_of_values(text)
            for theirs, ours in split_value_pairs(pairs):
                values.setdefault(target, {})[folded_key(theirs)] = check_value(target, ours, vocabulary)
    return values


def _field_of_values(text: str) -> tuple[str, str]:
    field, colon, pairs = text.partition(":")
    if colon and "=" not in field:
        return parse_target_name(field), pairs
    return "status", text


def split_value_pairs(text: str) -> list[tuple[str, str]]:
    """`Done=implemented, Dropped=lapsed:abandoned` as pairs. Raises UsageError for what is none."""
    pairs: list[tuple[str, str]] = []
    pending = ""
    for piece in text.split(","):
        pending += piece
        theirs, equals, ours = pending.rpartition("=")
        if equals:
            pairs.append((theirs.strip(), ours.strip()))
        pending = "" if equals else pending + ","
    if pending.strip(", ") or not pairs or not all(theirs and ours for theirs, ours in pairs):
        raise UsageError(f"'{visible_line(text)}' is not theirs=ours; write one such as Done=implemented")
    return pairs


def check_value(target: str, ours: str, vocabulary: Vocabulary) -> str:
    """A value of ours as it is kept; `-` leaves out. Raises UsageError for one that the field cannot have."""
    if ours == LEFT_OUT:
        return ours
    if target == "status":
        meant = cells.parse_status(ours, vocabulary)
        return ":".join(filter(None, (meant.status, meant.reason or meant.extent)))
    if target == "topics":
        return cells.find_topic(ours, vocabulary) or ours
    if target in CODES:
        return cells.read_code(ours, {}, CODES[target])
    return cells.read_date(ours, vocabulary.today) if target in DATES else ours


def parse_defaults(typed: Iterable[str], mapping: Mapping, vocabulary: Vocabulary) -> dict[str, str]:
    """The values of fields where a row has none, of `proposed_on=2017-10-24`. Raises UsageError."""
    defaults: dict[str, str] = {}
    reader = RowReader(mapping, vocabulary)
    for text in typed:
        with blame_field("default", text):
            name, equals, value = text.partition("=")
            if not equals or not value.strip():
                raise UsageError(f"'{text}' is not field=value; write one such as proposed_on=2017-10-24")
            target = parse_target_name(name)
            reader.read_cell("", value, target)
            defaults[target] = value.strip()
    return defaults


def parse_key(typed: Iterable[str], columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of the key, of `A,B`. Raises UsageError."""
    names: list[str] = []
    for text in typed:
        with blame_field("key", text):
            whole = [text.strip()] if text.strip() in columns else split_items(text)
            names += [find_column(one, columns) for one in whole]
    return tuple(dict.fromkeys(names))


def parse_different(typed: Iterable[str]) -> dict[str, str]:
    """What is kept of differing rows by target, of `title=first,extra.page=all`. Raises UsageError."""
    kept: dict[str, str] = {}
    for text in typed:
        with blame_field("different", text):
            for name, which in split_value_pairs(text):
                kept[parse_target_name(name)] = match_code(which, KEPT_OF_DIFFERENT, "way")
    return kept


def parse_date_orders(typed: Iterable[str], columns: Sequence[str]) -> dict[str, str]:
    """What comes first in the dates of each column, of `day-first` for all or `Date=month-first`."""
    orders: dict[str, str] = {}
    for text in typed:
        with blame_field("date_order", text):
            name, equals, order = text.rpartition("=")
            which = match_code(order, DATE_ORDERS, "order")
            orders |= dict.fromkeys([find_column(name, columns)] if equals else columns, which)
    return orders


def mapping_options(mapping: Mapping) -> list[tuple[str, str]]:
    """The options, each with its text, that say the mapping again."""
    said = [("map", f"{name}={target}") for name, several in mapping.targets.items() for target in several]
    for target, theirs in mapping.values.items():
        said += [("map_value", f"{target}:{word}={ours}") for word, ours in theirs.items()]
    said += [("default", f"{target}={value}") for target, value in mapping.defaults.items()]
    said += [("key", ",".join(mapping.key))] if mapping.key else []
    said += [("different", f"{target}={kept}") for target, kept in mapping.different.items()]
    said += [("date_order", f"{name}={order}") for name, order in mapping.date_orders.items()]
    if mapping.topic_group is not None:
        said.append(("create_topics", mapping.topic_group or LEFT_OUT))
    said += [("according_to", mapping.according_to)] if mapping.according_to else []
    return said
