"""Textual's stylesheets, parsed once for all the apps of a test run: they took a fifth of the time of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.css.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.css.model import RuleSet
    from textual.css.tokenizer import Token

_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def parse_once(
    scope: str, css: str, read_from: Any, *, variable_tokens: Mapping[str, list[Token]], **how: Any
) -> Iterable[RuleSet]:
    """The rules of a text, as `textual.css.parse.parse` gives them, which each app calls anew for the same texts."""
    variables = ((name, *(token.value for token in tokens)) for name, tokens in variable_tokens.items())
    known = (scope, css, read_from, *how.items(), *variables)
    if known not in _parsed:
        _parsed[known] = list(parse(scope, css, read_from, variable_tokens=dict(variable_tokens), **how))
    return _parsed[known]
