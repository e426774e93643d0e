"""The form that adds a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config
from tracker.model import KINDS
from tracker.store import actors, database, proposals, sources, statuses, topics
from tracker.tui.entries import FieldError, new_proposal, passage
from tracker.tui.screens.form import Form
from tracker.tui.widgets.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.store.database import Ledger

# what one article says of all its proposals: said once, offered again
SAID_ONCE = ("date", "by", "speaker", "body", "meeting", "place", "source")


class Add(Form):
    """A proposal, and the passage that it stands on."""

    heading = "Add a proposal"

    def __init__(self, ledger: Ledger, said: Mapping[str, str], today: date) -> None:
        """`said` is what the last add said, offered again."""
        super().__init__(ledger, [_said(blank, said) for blank in _blanks(ledger)])
        self._today = today

    def save(self, typed: Mapping[str, str], *, sure: bool) -> int | None:  # noqa: ARG002 - nothing to be sure of
        """Add it as one change."""
        evidence = passage(typed, source_named(self.ledger, typed["source"]))
        new = new_proposal(typed, evidence, self._today)
        with database.write(self.ledger, f"add {new.title}", config.who()) as change:
            return proposals.add(change, new)


def source_named(ledger: Ledger, typed: str) -> int | None:
    """The source meant, None if none is named. Raises FieldError for one that is not there."""
    name = typed.strip()
    if not name:
        return None
    found = sources.find(ledger, name)
    if found is None:
        raise FieldError("source", f"no source '{name}'; add it with: tracker source add FILE")
    return found


def source_blank(ledger: Ledger) -> Blank:
    """The field of a source."""
    return Blank(
        "source",
        hint="its number or its title; a new one: tracker source add FILE",
        known=lambda: [title for _, title in sources.titles(ledger)],
    )


def _said(blank: Blank, said: Mapping[str, str]) -> Blank:
    if blank.name not in SAID_ONCE or not said.get(blank.name):
        return blank
    return Blank(blank.name, said[blank.name], blank.hint, blank.known, blank.divider)


def _blanks(ledger: Ledger) -> list[Blank]:
    about, standing = list(topics.known(ledger)), list(statuses.known(ledger))

    def names() -> list[str]:
        return actors.names(ledger)

    return [
        Blank("title", hint="what is to be done, in one line"),
        Blank("topics", "", ", ".join(about), lambda: about, ","),
        Blank("kind", "proposal", ", ".join(KINDS), lambda: KINDS),
        Blank("status", "proposed", ", ".join(standing), lambda: standing),
        Blank("date", hint="as exact as the source: 2012, May 2012, 15 May 2012, yesterday"),
        Blank("by", hint="who proposed it; several with ;", known=names, divider=";"),
        Blank("speaker", hint="Name, office; several with ;", known=names, divider=";"),
        Blank("body", hint="before whom: CSTO, UN General Assembly", known=names),
        Blank("meeting", hint="its name: Moscow session"),
        Blank("place", hint="where: Moscow"),
        source_blank(ledger),
        Blank("quote", hint="the words of the source; of a long passage: first words … last words"),
        Blank("summary", hint="in your own words"),
    ]
