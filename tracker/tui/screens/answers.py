"""What a thread that reads for the screen reports back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tracker.model import Line, TrackerError
    from tracker.query import Query


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
