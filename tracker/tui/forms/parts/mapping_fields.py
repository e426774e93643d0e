"""A mapping as the fields of a form, and what is typed into them as a mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.editing.items import join_items, split_items
from tracker.errors import UsageError, blame_field
from tracker.exchange.mapping import options
from tracker.exchange.mapping.mapping import DATE_ORDERS, KEPT_OF_DIFFERENT, LEFT_OUT
from tracker.exchange.mapping.preview import example_values
from tracker.exchange.mapping.questions import group_of_file, parse_group
from tracker.exchange.mapping.targets import EXTRA, TARGETS, parse_target_name
from tracker.text import clip_text, visible_line
from tracker.tui.widgets.inputs.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.exchange.mapping.looks import ColumnLook
    from tracker.exchange.mapping.mapping import Mapping as TableMapping
    from tracker.exchange.mapping.mapping import Vocabulary

COLUMN = "="  # begins the name of the field of a column
KEPT = EXTRA.rstrip(".")
LABEL = 18  # cells of the name of a column
OF_COLUMNS, OF_VALUES = "each column becomes", "what its values mean"
FIELD_OF_QUESTION = {
    "topics": "topic_group",
    "dates": "date_order",
    "different": "different",
    "title": "defaults",
}


def mapping_blanks(mapping: TableMapping, looks: Mapping[str, ColumnLook], path: str, profile: str = "") -> list[Blank]:
    """The fields of a mapping: one for each column, and what the values mean."""
    return [
        *(_column_blank(name, look, mapping) for name, look in looks.items()),
        *_value_blanks(mapping, path, profile),
    ]


def _column_blank(name: str, look: ColumnLook, mapping: TableMapping) -> Blank:
    targets = mapping.targets.get(name, ())
    return Blank(
        COLUMN + name,
        ", ".join(targets) or KEPT,
        f"{visible_line(name, LABEL * 2)}: {example_values(look)}",
        lambda: (*TARGETS, KEPT),
        ",",
        closed=True,
        label=clip_text(visible_line(name), LABEL),
        group=OF_COLUMNS,
        is_of_stranger=True,
    )


def _value_blanks(mapping: TableMapping, path: str, profile: str) -> list[Blank]:
    has_topics = any("topics" in several for several in mapping.targets.values())
    group = mapping.topic_group if mapping.topic_group is not None else group_of_file(path) if has_topics else ""
    others = [target for target in mapping.values if target != "status"]
    blanks = [
        Blank("status", _pairs(mapping.values.get("status", {})), "theirs=ours, …; lapsed:abandoned has its reason"),
        Blank("topic_group", group or LEFT_OUT * (mapping.topic_group == ""), "- for no group; empty: none is created"),
        Blank("date_order", "", " or ".join(DATE_ORDERS), lambda: DATE_ORDERS, closed=True),
        Blank("key", join_items(mapping.key), "the columns that tell proposals apart: rows with the same are one"),
        Blank("different", "", f"{', '.join(KEPT_OF_DIFFERENT)}; or title=first, note=all", lambda: KEPT_OF_DIFFERENT),
        Blank("defaults", _pairs(mapping.defaults, ";"), "where a row has none: kind=commitment; proposed_on=2017"),
        Blank("words", "; ".join(f"{one}:{_pairs(mapping.values[one])}" for one in others), "kind:pledge=commitment"),
        Blank("profile", profile, "a name under which this is kept for the next table: nz"),
    ]
    labels = ("Statuses", "New topics in", "Dates", "Key", "Rows differ", "Else", "Other words", "Keep as")
    return [
        Blank(one.name, one.value, one.hint, one.known, label=label, closed=one.closed, group=OF_VALUES)
        for one, label in zip(blanks, labels, strict=True)
    ]


def _pairs(values: Mapping[str, str], divider: str = ",") -> str:
    return f"{divider} ".join(f"{theirs}={ours}" for theirs, ours in values.items())


def read_mapping_fields(
    typed: Mapping[str, str], columns: Sequence[str], vocabulary: Vocabulary, began: TableMapping
) -> TableMapping:
    """The mapping that the fields say. Raises UsageError, which knows the field."""
    mapping = began._replace(
        targets={column: _targets(column, typed) for column in columns if _targets(column, typed)},
        values=_values(typed, vocabulary),
        different=_different(typed["different"], began),
        defaults={},
    )
    with blame_field("key"):
        mapping = mapping._replace(key=options.parse_key([typed["key"]] if typed["key"].strip() else [], columns))
    with blame_field("topic_group"):
        group = typed["topic_group"].strip()
        mapping = mapping._replace(topic_group=parse_group(group) if group else None)
    if typed["date_order"].strip():
        with blame_field("date_order"):
            mapping = mapping._replace(date_orders=options.parse_date_orders([typed["date_order"].strip()], columns))
    return mapping._replace(defaults=_defaults(typed["defaults"], mapping, vocabulary))


def _targets(column: str, typed: Mapping[str, str]) -> tuple[str, ...]:
    with blame_field(COLUMN + column, typed[COLUMN + column]):
        names = [one for one in split_items(typed[COLUMN + column]) if one != KEPT]
        return tuple(dict.fromkeys(_own_error(one) for one in names))


def _own_error(name: str) -> str:
    """The target of that name; an error is about the field in which it stands."""
    try:
        return parse_target_name(name)
    except UsageError as error:
        raise UsageError(str(error)) from error


def _values(typed: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    said = [("status", f"status:{typed['status']}")] if typed["status"].strip(" ,") else []
    said += [("words", one) for one in split_items(typed["words"], ";")]
    values: dict[str, dict[str, str]] = {}
    for field, text in said:
        try:
            for target, theirs in options.parse_values([text.strip(" ,")], vocabulary).items():
                values.setdefault(target, {}).update(theirs)
        except UsageError as error:
            raise UsageError(str(error), field=field, value=text) from error
    return values


def _different(typed: str, began: TableMapping) -> dict[str, str]:
    """What is kept of differing rows; one word is kept for every field, once it is known which differ."""
    if "=" not in typed:
        return dict(began.different)
    with blame_field("different", typed):
        return options.parse_different([typed])


def _defaults(typed: str, mapping: TableMapping, vocabulary: Vocabulary) -> dict[str, str]:
    try:
        return options.parse_defaults([one.strip() for one in typed.split(";") if one.strip()], mapping, vocabulary)
    except UsageError as error:
        raise UsageError(str(error), field="defaults", value=typed) from error
