"""The strength of evidence: the best that is cited for something, in one word everywhere and as one sign."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Strength = Literal["checked", "unchecked", "none"]

# the strongest first, with what each means
STRENGTHS: Mapping[Strength, str] = MappingProxyType(
    {
        "checked": "a quote that was found in the captured text",
        "unchecked": "a quote or a place that was not checked against a text, or a source as a whole",
        "none": "no citation",
    }
)
SIGNS: Mapping[Strength, str] = MappingProxyType({"checked": "●", "unchecked": "◐", "none": "○"})


def citation_strength(start_at: int | None) -> Strength:
    """The strength of one citation, which knows where its quote begins in the captured text if it was found there."""
    return "unchecked" if start_at is None else "checked"


def best_strength(strengths: Iterable[Strength]) -> Strength:
    """The best of several counts; none of nothing."""
    return min(strengths, key=[*STRENGTHS].index, default="none")
