"""What was typed into a form, as values of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.model import Evidence, NewProposal, NewStatus, Person, UsageError
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    Typed = Mapping[str, str]


class FieldError(UsageError):
    """What is wrong with one field of a form."""

    def __init__(self, field: str, message: str) -> None:
        """The field is named as the form names it."""
        super().__init__(message)
        self.field = field


def new_proposal(typed: Typed, evidence: Evidence | None, today: date) -> NewProposal:
    """The proposal that the form describes. Raises FieldError."""
    if not typed["title"].strip():
        raise FieldError("title", "a proposal needs a title")
    return NewProposal(
        typed["title"],
        kind=typed["kind"].strip() or "proposal",
        topics=items(typed["topics"]),
        status=typed["status"].strip() or "proposed",
        summary=typed["summary"],
        proposers=items(typed["by"], ";"),
        speakers=tuple(map(Person.named, items(typed["speaker"], ";"))),
        body=typed["body"].strip(),
        meeting=typed["meeting"].strip(),
        place=typed["place"].strip(),
        proposed_on=day(typed, today),
        evidence=evidence,
    )


def new_status(typed: Typed, today: date, *, force: bool) -> NewStatus:
    """The step that the form describes. Raises FieldError."""
    if not typed["status"].strip():
        raise FieldError("status", "which status is it now?")
    return NewStatus(
        typed["status"].strip(),
        day(typed, today),
        because=typed["because"].strip(),
        reason=typed["reason"].strip() or None,
        extent=typed["extent"].strip() or None,
        force=force,
    )


def passage(typed: Typed, source: int | None) -> Evidence | None:
    """The evidence that the form names. Raises FieldError for half of one."""
    quote = typed["quote"].strip()
    if source is None and quote:
        raise FieldError("source", "a quote needs the source that it stands in: its number or its title")
    if source is not None and not quote:
        raise FieldError("quote", "quote the words of the source, the first … the last are enough")
    return None if source is None else Evidence(source, quote)


def storable(typed: Typed) -> None:
    """Raise FieldError for a text that no database can hold."""
    for field, value in typed.items():
        try:
            refuse_unstorable(value, field)
        except UsageError as error:
            raise FieldError(field, str(error)) from None


def day(typed: Typed, today: date) -> str | None:
    """The partial date typed, None if there is none. Raises FieldError."""
    if not typed["date"].strip():
        return None
    try:
        return dates.parse(typed["date"], today)
    except dates.DateError as error:
        raise FieldError("date", str(error)) from None


def items(text: str, divider: str = ",") -> tuple[str, ...]:
    """The items of a list as typed, none of them empty."""
    return tuple(item for part in text.split(divider) if (item := part.strip()))
