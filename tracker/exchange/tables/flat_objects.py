"""Nested objects as rows: dotted names for what is inside, several values for a list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.errors import UsageError
from tracker.exchange.tables.headers import COLUMNS_MOST

if TYPE_CHECKING:
    from collections.abc import Iterable

VALUES_MOST = 100_000  # of one object
DEPTH_MOST = 20
WITHOUT_NAME = "value"
Flat: TypeAlias = "dict[str, list[str]]"


class Pairs(list[tuple[str, Any]]):
    """The names and values of an object in their order, a name that stands twice as well."""


def flatten_object(value: Any) -> Flat:
    """The values of an object by their dotted names; a bare value is under `value`.

    A list of objects gives each part as many values as there are objects, an empty one where a part is missing, so
    that the first stands with the first. A list inside a list stays JSON. Raises UsageError for one beyond all bounds.
    """
    flat: Flat = {}
    _flatten(value, "", flat, 0)
    return {name: values for name, values in flat.items() if any(values)}


def scalar_text(value: Any) -> str:
    """A value that is neither object nor list, as JSON writes it, nothing as empty."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


def _flatten(value: Any, name: str, flat: Flat, depth: int) -> None:
    if depth > DEPTH_MOST:
        raise UsageError(f"its values are nested deeper than {DEPTH_MOST}")
    if isinstance(value, Pairs):
        for key, inner in value:
            _flatten(inner, f"{name}.{key}" if name else key, flat, depth + 1)
    elif isinstance(value, list):
        _flatten_list(value, name, flat, depth)
    else:
        _add_values(flat, name, [scalar_text(value)])


def _flatten_list(values: list[Any], name: str, flat: Flat, depth: int) -> None:
    if any(isinstance(one, Pairs) for one in values):
        parts: list[Flat] = []
        for one in values:
            parts.append({})
            _flatten(one, name, parts[-1], depth + 1)
        for part, aligned in _align(parts).items():
            _add_values(flat, part, aligned)
        return
    texts = [_json_text(one) if isinstance(one, list) else scalar_text(one) for one in values]
    _add_values(flat, name, [text for text in texts if text])


def _align(parts: list[Flat]) -> Flat:
    """The values of all objects by their names, one of each where none has more."""
    names = dict.fromkeys(name for part in parts for name in part)
    aligned: Flat = {}
    for name in names:
        each = [part.get(name, [""]) for part in parts]
        if any(len(values) > 1 for values in each):
            each = [[value for value in values if value] for values in each]
        aligned[name] = [value for values in each for value in values]
    return aligned


def _add_values(flat: Flat, name: str, values: Iterable[str]) -> None:
    held = flat.setdefault(name or WITHOUT_NAME, [])
    if len(flat) > COLUMNS_MOST:
        raise UsageError(f"it has more than {COLUMNS_MOST:,} values under names of their own")
    held.extend(values)
    if len(held) > VALUES_MOST:
        raise UsageError(f"its {name or WITHOUT_NAME} has more than {VALUES_MOST:,} values")


def _json_text(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Pairs):
        return {key: _plain(inner) for key, inner in value}
    return [_plain(one) for one in value] if isinstance(value, list) else value
