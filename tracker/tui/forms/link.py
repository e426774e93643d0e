"""The form that says what a proposal is to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tracker import config, query
from tracker.errors import NoChangeError, QueryError, UsageError, blame_field
from tracker.model import INVERSE_LINKS, LINK_KINDS
from tracker.store import database
from tracker.store.records import links, presence
from tracker.store.search import listing
from tracker.text import match_code, parse_id
from tracker.tui.forms.add import blank_of
from tracker.tui.forms.form import Ask, Form
from tracker.tui.forms.parts.labels import proposals_label, subject_label
from tracker.tui.widgets.inputs.field import Field
from tracker.tui.widgets.signs import MUTED, short, visible_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual.app import ComposeResult

    from tracker.model import ProposalLine
    from tracker.store.ledger import Change, Ledger
    from tracker.tui.forms.form import Sure

KINDS = (*LINK_KINDS, *(turned for turned in INVERSE_LINKS.values() if turned not in LINK_KINDS))
TURNED = {turned: kind for kind, turned in INVERSE_LINKS.items() if turned != kind}
VERBS = {
    "part-of": "is part of",
    "adopted-as": "was adopted as",
    "related": "is related to",
    "repeated-by": "is repeated by",
    "has-part": "has as a part",
    "replaced-by": "is replaced by",
}
APART = "apart"
FOUND = 6


class Link(Form):
    """What it is to which other one, found by number or by words; the whole sentence is said before it is saved."""

    AUTO_FOCUS = "#field-other LineInput"
    drafted = "link"

    def __init__(self, ledger: Ledger, wanted: Sequence[int], today: date) -> None:
        """The proposals that are linked to another. Raises NotFoundError."""
        self.wanted, self._today = wanted, today
        title = presence.existing_title(ledger, wanted[0])
        ways = f"{', '.join(LINK_KINDS)}; the other way round: {', '.join(TURNED)}"
        blanks = [
            blank_of(ledger, "link", value="repeats", hint=ways, known=lambda: KINDS, closed=True),
            blank_of(ledger, "other", required=True),
        ]
        super().__init__(ledger, blanks)
        self._this = subject_label(wanted, title)
        self.heading = f"Link {self._this}"

    def below(self) -> ComposeResult:
        """The sentence, and the proposals that match."""
        yield Static(classes="form-sentence", markup=False)
        yield OptionList(classes="form-matches", compact=True)

    def on_mount(self) -> None:
        """Begin without matches."""
        self._match()

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Link them as one change; what is linked so already may be taken apart."""
        with blame_field("link", typed["link"]):
            kind = match_code(typed["link"].strip(), KINDS, "kind of link")
        other = self._other(typed["other"])
        with blame_field("other", typed["other"]):
            presence.existing_title(self.ledger, other)
        if APART in sure:
            self._take_apart(kind, other)
            return self.wanted[0] if len(self.wanted) == 1 else 0

        def action(change: Change, wanted: Sequence[int]) -> list[int]:
            return _link_each(change, wanted, kind, other)

        try:
            command = f"link {self.named()} {kind} {other}"
            self.write(command, action, sure, f"Record “{link_verb(kind)} #{other}” for")
        except NoChangeError:
            question = f"{self._sentence(kind, other)}: they are linked already. Remove the link?"
            raise Ask(APART, question, "Remove it", "Keep it") from None
        self.said = f"Linked: {self._sentence(kind, other)}"
        return self.wanted[0] if len(self.wanted) == 1 else 0

    def on_input_changed(self, event: Input.Changed) -> None:  # noqa: ARG002 - textual's own
        """Find what is meant anew."""
        self._match()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the proposal that was chosen; Enter then saves."""
        field = self.query_one("#field-other", Field)
        field.input.value = f"#{event.option.id}"
        field.input.focus()

    def _take_apart(self, kind: str, other: int) -> None:
        with database.write_change(
            self.ledger, f"link {proposals_label(self.wanted)} {kind} {other} --remove", config.user_name()
        ) as change:
            for one in self.wanted:
                links.remove(change, *_ends(one, kind, other))
        self.said = f"No longer linked: {self._sentence(kind, other)}"

    def _match(self) -> None:
        typed = self.typed()
        found = self._found(typed["other"])
        options = self.query_one(OptionList)
        options.clear_options()
        options.display = bool(found)
        options.add_options([_option(line) for line in found])
        options.highlighted = 0 if found else None
        kind = typed["link"].strip()
        one = found[0] if len(found) == 1 else None
        sentence = self._sentence(kind, one.id, one.title) if one and kind in KINDS else ""
        self.query_one(".form-sentence", Static).update(sentence or self._ask_for(typed["other"], len(found)))

    def _ask_for(self, typed: str, found: int) -> str:
        if not typed.strip():
            return f"{visible_cell(self._this)}  …"
        return "choose one with ↓ and Enter" if found else "no proposal matches"

    def _sentence(self, kind: str, other: int, title: str = "") -> str:
        title = title or presence.proposal_title(self.ledger, other)
        return f"{short(self._this)}  {link_verb(kind)}  #{other}  {short(title)}"

    def _found(self, typed: str) -> list[ProposalLine]:
        words = typed.strip().removeprefix("#")
        if not words:
            return []
        if digits := _digits(typed):
            wanted: Sequence[int] = [min(int(digits[:20]), 2**63 - 1)]
        else:
            try:
                asked = query.parse_line(words, self._today)
                wanted = listing.matching_ids(self.ledger, asked, 0, FOUND + 1)
            except QueryError:
                return []
        return [line for line in listing.read_lines(self.ledger, wanted) if line.id not in self.wanted][:FOUND]

    def _other(self, typed: str) -> int:
        """The proposal meant. Raises UsageError if that is none, or several."""
        if not typed.strip():
            raise UsageError("type the number of the other proposal, or words from it", field="other")
        if _digits(typed):
            with blame_field("other", typed):
                return parse_id(typed)
        found = self._found(typed)
        if len(found) != 1:
            several = "several proposals match: choose one with ↓ and Enter"
            message = several if found else f"no proposal matches '{typed.strip()}'"
            raise UsageError(message, field="other")
        return found[0].id


def _digits(typed: str) -> str:
    """The digits of the number that was typed; empty if it is none, but words: `2014 hotline`."""
    digits = typed.strip().removeprefix("#")
    return digits if digits.isascii() and digits.isdigit() else ""


def link_verb(kind: str) -> str:
    """A kind of link as a verb: `repeats`, `is repeated by`."""
    return VERBS.get(kind, kind)


def _ends(one: int, kind: str, other: int) -> tuple[int, str, int]:
    """A link as it is kept: from which, which kind, to which."""
    return (other, TURNED[kind], one) if kind in TURNED else (one, kind, other)


def _link_each(change: Change, wanted: Sequence[int], kind: str, other: int) -> list[int]:
    """Link proposals to another; gives back those that were not linked so. Raises NoChangeError if all were."""
    linked: list[int] = []
    known: NoChangeError | None = None
    for one in wanted:
        try:
            links.add(change, *_ends(one, kind, other))
            linked.append(one)
        except NoChangeError as error:
            known = error
    if known is not None and not linked:
        raise known
    return linked


def _option(line: ProposalLine) -> Option:
    words = Content.assemble(
        (f"#{line.id}  ", MUTED), visible_cell(line.title), (f"  {visible_cell(line.status)}", MUTED)
    )
    return Option(words, id=str(line.id))
