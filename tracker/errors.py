"""The tree of errors: each is a sentence for the user, and knows which field is wrong and what would mend it.

TrackerError                 failed (exit 1)
├── UsageError               the request cannot be meant (exit 2)
│   ├── QueryError           a query that is not one
│   ├── NoChangeError        it would change nothing
│   └── UnusualStepError     an unusual step without evidence
├── DuplicateError           the very same is there already, and is not wanted again
├── NotFoundError            no such record (exit 3)
├── BusyError                somebody else is writing, or changed it meanwhile (exit 4)
└── DatabaseError            a file that is not, or no longer, our database

A sentence names no option and no key: each user interface says `field`, `remedies` and `way` in its own words.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class TrackerError(Exception):
    """One sentence for the user: what is wrong, what would be right.

    `field` is the field that it is about and `value` what was said there; `remedies` are the fields that would mend it,
    each alone, or several with a blank between them; `way` is the name of a way out, and what that is done to.
    """

    def __init__(
        self,
        message: str = "",
        *,
        field: str = "",
        value: str = "",
        remedies: tuple[str, ...] = (),
        way: tuple[object, ...] = (),
    ) -> None:
        """The sentence, without what only one user interface can say."""
        super().__init__(message)
        self.field, self.value, self.remedies, self.way = field, value, remedies, way

    @property
    def details(self) -> dict[str, Any]:
        """All but the sentence, for an error that says it otherwise."""
        return {"field": self.field, "value": self.value, "remedies": self.remedies, "way": self.way}

    def reword(self, message: str) -> None:
        """Put another sentence in the place of its own."""
        self.args = (message,)

    def with_remedies(self, names: Mapping[str, str]) -> str:
        """The sentence, and the fields that would mend it, by the names that a user interface has for them."""
        mended = [[names[one] for one in remedy.split() if one in names] for remedy in self.remedies]
        ways = [" and ".join(together) for together in mended if together]
        if not ways:
            return str(self)
        comma = ", or " if any(" and " in one for one in ways) else " or "
        return f"{self}: {comma.join(filter(None, (', '.join(ways[:-1]), ways[-1])))}"


class UsageError(TrackerError):
    """The request cannot be meant as it was typed."""


class QueryError(UsageError):
    """A query that is not one."""


class NoChangeError(UsageError):
    """What was asked for is so already."""


class UnusualStepError(UsageError):
    """A step that is not usual and has neither evidence nor a reason."""


class DuplicateError(TrackerError):
    """What was to be written is there already, and is not wanted again."""


class NotFoundError(TrackerError):
    """No record under that name or number."""


class BusyError(TrackerError):
    """Another process holds the database, or changed the record meanwhile."""


class DatabaseError(TrackerError):
    """A file that cannot be used as a database of ours."""


@contextmanager
def blame_field(field: str, value: str = "") -> Iterator[None]:
    """Let an error from inside be about this field, unless it knows its own."""
    try:
        yield
    except TrackerError as error:
        if not error.field:
            error.field, error.value = field, value
        raise
