"""The form that adds a proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker import config
from tracker.model import KINDS
from tracker.store import database
from tracker.store.records import actors, meetings, proposals, sources, statuses, topics
from tracker.store.search import terms
from tracker.tui.entries import FieldError, new_proposal, passage
from tracker.tui.screens.form import Form
from tracker.tui.widgets.drawing import short
from tracker.tui.widgets.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.store.ledger import Ledger
    from tracker.tui.screens.form import Sure

# what one article says of all its proposals: said once, offered again
SAID_ONCE = ("date", "by", "speaker", "to", "body", "meeting", "place", "source")


class Add(Form):
    """A proposal, and the passage that it stands on."""

    def __init__(
        self,
        ledger: Ledger,
        said: Mapping[str, str],
        today: date,
        filled: Mapping[str, str] | None = None,
        *,
        used: Mapping[str, str] | None = None,
    ) -> None:
        """`said` is what was said for this add and others, offered again; `filled` is what is known of this one.

        The heading names what of it `tracker use` says (`used`). All are values by their fields.
        """
        offered = {name: said.get(name, "") for name in SAID_ONCE} | dict(filled or {})
        super().__init__(ledger, [_offered(blank, offered) for blank in _blanks(ledger)])
        self._today = today
        taken = [name for name in SAID_ONCE if offered[name] and offered[name] == (used or {}).get(name)]
        self.heading = "Add a proposal" + (f"   (from tracker use: {', '.join(taken)})" if taken else "")

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:  # noqa: ARG002 - nothing to be sure of
        """Add it as one change."""
        evidence = passage(typed, source_named(self.ledger, typed["source"]))
        new = new_proposal(typed, evidence, self._today)
        with database.write(self.ledger, f"add {new.title}", config.who()) as change:
            added = proposals.add(change, new)
        self.said = f"Added #{added}  {short(new.title)}"
        return added


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


def passage_blanks() -> list[Blank]:
    """The fields that say more of a passage, behind the first ones."""
    return [
        Blank("locator", hint="where it stands: para. 14, p. 3; found by itself where the text is here", more=True),
        Blank("translation", hint="the quote in your language", more=True),
    ]


def record_blanks(ledger: Ledger) -> dict[str, Blank]:
    """The fields of a record by name, with what the database knows to complete them."""
    about = list(topics.known(ledger))

    def names() -> list[str]:
        return actors.names(ledger)

    blanks = [
        Blank("title", hint="what is to be done, in one line"),
        Blank("kind", "", ", ".join(KINDS), lambda: KINDS, closed=True),
        Blank("topics", "", ", ".join(about), lambda: about, ","),
        Blank("tags", "", "labels of your own, with commas", lambda: terms.names(ledger, "tags"), ","),
        Blank("by", "", "who proposed it; several with ;", names, ";"),
        Blank("speaker", "", "Name, office; several with ;", names, ";"),
        Blank("to", "", "to whom it is addressed; several with ;", names, ";"),
        Blank("support", "", "who supports it; several with ;", names, ";"),
        Blank("oppose", "", "who opposes it; several with ;", names, ";"),
        Blank("body", "", "before whom: CSTO, UN General Assembly", names),
        Blank("meeting", "", "its name: Moscow session", lambda: meetings.names(ledger)),
        Blank("place", "", "where: Moscow", lambda: meetings.places(ledger)),
        Blank("date", hint="as exact as the source: 2012, May 2012, 15 May 2012, yesterday"),
        Blank("deadline", hint="by when it is to be done: 2027, June 2027, +1y"),
        Blank("extra", hint="columns of your own, each name=value; several with ;", divider=";"),
        Blank("uncheckable", hint="why the wording cannot be tested; empty if it can"),
        Blank("summary", hint="in your own words", long=True),
        Blank("note", hint="for yourself; exported only when asked", long=True),
    ]
    return {blank.name: blank for blank in blanks}


def _offered(blank: Blank, offered: Mapping[str, str]) -> Blank:
    return replace(blank, value=offered[blank.name]) if offered.get(blank.name) else blank


def _blanks(ledger: Ledger) -> list[Blank]:
    standing, known = list(statuses.known(ledger)), record_blanks(ledger)

    def more(*names: str) -> list[Blank]:
        return [replace(known[name], more=True) for name in names]

    return [
        *(known["title"], known["topics"], replace(known["kind"], value="proposal")),
        Blank("status", "proposed", ", ".join(standing), lambda: standing, closed=True),
        *(known[name] for name in ("date", "by", "speaker", "to", "body", "meeting", "place")),
        source_blank(ledger),
        Blank("quote", hint="the words of the source; of a long passage: first words … last words"),
        *more("summary"),
        *passage_blanks(),
        *more("support", "oppose", "tags", "deadline"),
        Blank("repeats", hint="the numbers of proposals that it repeats", more=True),
        Blank("part-of", hint="the numbers of proposals that it is part of", more=True),
        *more("extra", "note"),
    ]
