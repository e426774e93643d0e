"""What a thread that reads for the screen reports back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tracker.model import Line, TrackerError
    from tracker.query import Query
    from tracker.store.search.facets import Facet
    from tracker.store.search.hints import Reason


@dataclass
class Found(Message):
    """The first page of a query is there."""

    asked: Query
    lines: list[Line]


@dataclass
class Counted(Message):
    """A query was counted."""

    asked: Query
    total: int


@dataclass
class Failed(Message):
    """A query could not be answered."""

    asked: Query
    error: TrackerError


@dataclass
class Faceted(Message):
    """A result was counted by one field."""

    asked: Query
    facet: Facet


@dataclass
class Explained(Message):
    """Why a query finds nothing."""

    asked: Query
    reasons: list[Reason]
