"""What a table means and what its rows say: the mapping, the row that it makes, and what is wrong with a row."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections import abc
    from datetime import date

NOTHING: abc.Mapping[str, str] = MappingProxyType({})
LEFT_OUT = "-"  # instead of a target or of a value of ours: it is not taken
DATE_ORDERS = ("day-first", "month-first")
KEPT_OF_DIFFERENT = ("first", "last", "all")


class Mapping(NamedTuple):
    """What each column and each value of a table means. It never changes.

    `targets` are the targets of each column; a column without one is kept as an extra. `values` has, for a target,
    our value for each of theirs (by its folded key): `lapsed:abandoned` is a status with its reason. `separators` and
    `date_orders` are by column. `key` are the columns that tell proposals apart: rows with the same key are one.
    `different` says, by target, what is kept where such rows differ. `topic_group` is the group in which unknown topics
    are to be created, empty for none, None if they are not to be created.
    """

    targets: abc.Mapping[str, tuple[str, ...]]
    values: abc.Mapping[str, abc.Mapping[str, str]] = MappingProxyType({})
    defaults: abc.Mapping[str, str] = NOTHING
    key: tuple[str, ...] = ()
    separators: abc.Mapping[str, str] = NOTHING
    date_orders: abc.Mapping[str, str] = NOTHING
    different: abc.Mapping[str, str] = NOTHING
    topic_group: str | None = None
    according_to: str = ""


class Vocabulary(NamedTuple):
    """What the database knows already: codes of statuses, the reasons of each, topics and kinds.

    `topics` are titles by their codes; `status_words` are what others call a status, by its folded key.
    """

    statuses: tuple[str, ...]
    reasons: abc.Mapping[str, tuple[str, ...]]
    topics: abc.Mapping[str, str]
    today: date
    status_words: abc.Mapping[str, str] = NOTHING


class CitedSource(NamedTuple):
    """A source as a row names it, and the passage of it."""

    title: str = ""
    url: str = ""
    locator: str = ""
    quote: str = ""
    translation: str = ""


class Claim(NamedTuple):
    """What a row claims of the status; `rating` is its own word for it, `actor` the one that it concerns."""

    status: str
    on: str = ""
    because: str = ""
    rating: str = ""
    actor: str = ""
    according_to: str = ""
    reason: str = ""
    extent: str = ""
    sources: tuple[CitedSource, ...] = ()


class MappedRow(NamedTuple):
    """A proposal as one row, or several with the same key, tell of it.

    `values` are fields of a proposal by their names, in the form in which they are typed. `new_topics` are titles of
    the topics to be created, by their codes. `key` are the values of the columns of the key. `numbers` are all rows.
    """

    number: int
    values: abc.Mapping[str, str | tuple[str, ...]]
    claim: Claim | None = None
    sources: tuple[CitedSource, ...] = ()
    extras: abc.Mapping[str, str] = NOTHING
    uid: str = ""
    key: tuple[str, ...] = ()
    new_topics: abc.Mapping[str, str] = NOTHING
    numbers: tuple[int, ...] = ()


class RowFault(NamedTuple):
    """Why a row cannot be taken; `numbers` are all rows that fall with it, itself among them."""

    number: int
    column: str
    value: str
    reason: str
    numbers: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of all rows that fall."""
        return self.numbers or (self.number,)
