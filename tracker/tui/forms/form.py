"""A form: fields, what is wrong below the field that it is about, and saving with Enter."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from tracker import config
from tracker.model import TrackerError
from tracker.store import database, faults
from tracker.text import plural, visible_line
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.form_values import storable
from tracker.tui.forms.parts.bulk import AT_ONCE, YES, preview_marked
from tracker.tui.forms.parts.draft_keeper import DraftKeeper
from tracker.tui.forms.parts.field_places import field_around, first_of_next_group, remove_lines_below, show_faults
from tracker.tui.forms.parts.labels import keys_label, proposals_label
from tracker.tui.forms.parts.notices import Notices
from tracker.tui.forms.parts.quote_offer import QuoteOffer
from tracker.tui.forms.parts.source_offer import SourceOffer
from tracker.tui.widgets.inputs.field import REQUIRED, Blank, Field, More
from tracker.tui.widgets.inputs.line_input import LineInput
from tracker.tui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import DescendantBlur, DescendantFocus
    from textual.widget import Widget

    from tracker.editing.form_drafts import FormDraft
    from tracker.store.ledger import Change, Ledger

    Sure = frozenset[str]
    BulkWrite = Callable[[Change, Sequence[int]], object]

MANY = "many"  # a question that was answered: whether so many are to be changed
AGAIN = "again"  # and whether to write what is there already
SHOWN_MOST = 5  # lines of what is there already


class Ask(Exception):  # noqa: N818 - no error: what a reader has to say yes to
    """A question before something is saved: `about` is what is then sure."""

    def __init__(self, about: str, question: str, yes: str, no: str = "Not yet", sample: Sequence[str] = ()) -> None:
        """The question, its two answers, and some lines of what it is about."""
        super().__init__(question)
        self.about, self.yes, self.no, self.sample = about, yes, no, sample


class Fields(VerticalScroll, inherit_bindings=False):
    """What scrolls with the field that is being filled in: the arrows are the form's."""


class Form(ModalScreen[tuple[int, "Mapping[str, str]"] | None]):
    """Gives back the proposal's number (0 for several) and what was typed; None if nothing was saved."""

    CSS_PATH = "../dialogs/dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save"),  # no priority: it must not overtake the letters typed before it
        # priority: what is typed right behind it belongs to the next field
        Binding("tab", "next_field", "Take what is offered, or the next field", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Previous field", show=False, priority=True),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        # priority: a text of several lines would keep them
        Binding("pagedown", "next_group(1)", "Next group of fields", show=False, priority=True),
        Binding("pageup", "next_group(-1)", "Group of fields before", show=False, priority=True),
        Binding("ctrl+n", "take_nearest", "Take the nearest name", show=False),
        Binding("ctrl+t", "take_in", "Take in the address as a source", show=False),
        Binding("ctrl+l", "clear_carried", "Clear what was carried on", show=False),
        Binding("escape", "close", "Close"),
    ]

    heading: str = ""
    keys: str = keys_label()
    """Its keys, as its last line says them."""
    said: str = ""
    """What was done, once it is saved."""
    undoable: bool = True
    """Whether there is something to be taken back."""
    wanted: Sequence[int] = ()
    """The proposals that it is about."""
    drafted: str = ""
    """What its drafts are called; a form without it keeps none."""

    def __init__(self, ledger: Ledger, blanks: Sequence[Blank]) -> None:
        """The fields of the form, in order."""
        super().__init__()
        self.ledger = ledger
        self._blanks = blanks
        self.drafts, self.notices = DraftKeeper(self), Notices(self, ledger)
        self.source_offer, self.quote_offer = SourceOffer(self, ledger), QuoteOffer(self, ledger)
        self._saving = False

    def compose(self) -> ComposeResult:
        """The heading, the fields, the hint of the field that is being filled in, and what is wrong."""
        waiting = [blank for blank in self._blanks if blank.more]
        self.set_class(any(blank.value for blank in waiting), "-all")
        with Vertical(classes="dialog dialog-grouped" if self._is_grouped else "dialog"):
            yield Static(visible_line(self.heading, 1000), classes="dialog-heading", markup=False)
            with Fields(can_focus=False, classes="form-fields"):
                yield from self._fields(waiting)
            yield from self.below()
            yield Static(classes="form-hint", markup=False)
            yield KeysLine(self.keys)

    @property
    def _is_grouped(self) -> bool:
        groups = [blank.group for blank in self._blanks[:2]]
        return bool(groups and groups[0]) and groups[0] == groups[-1]

    def _fields(self, waiting: Sequence[Blank]) -> ComposeResult:
        """The fields in their groups, each behind its name; a first field that stands alone has none above it."""
        group = "" if self._is_grouped or not self._blanks else self._blanks[0].group
        for blank in self._blanks:
            if waiting and blank is waiting[0]:
                yield More([one.called.lower() for one in waiting])
            elif blank.group not in {group, ""} and not blank.more:
                yield Static(blank.group, classes="form-group", markup=False)
                group = blank.group
            yield Field(blank)

    def below(self) -> ComposeResult:
        """What stands below the fields, nothing unless a form has more to show."""
        yield from ()

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int | None:
        """Save what was typed; gives back the proposal's number, 0 for several, None to stay open. Raises Ask."""
        raise NotImplementedError

    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {field.blank.name: field.input.value for field in self.query(Field)}

    @property
    def subjects(self) -> Sequence[int]:
        """The numbers of what it is about."""
        return self.wanted

    def draft_values(self) -> dict[str, str]:
        """What is kept of it in a draft."""
        return self.typed()

    def began_values(self) -> dict[str, str]:
        """What it began with, for each of what is kept."""
        return {field.blank.name: field.blank.value for field in self.query(Field)}

    def take_draft(self, draft: FormDraft) -> None:
        """Fill in what was changed in a draft; what was not is as it is now."""
        for field in self.query(Field):
            name = field.blank.name
            typed = draft.typed.get(name, "")
            if name in draft.typed and typed != draft.began.get(name):
                field.input.value = typed
                self.set_class(field.blank.more or self.has_class("-all"), "-all")

    def action_save(self) -> None:
        """Save, or say what is wrong; a name that is new and was not said to be is said first."""
        if not self.notices.hold_back():
            self.attempt()

    def action_next_field(self) -> None:
        """Take the suggestion that is to be seen; without one go to the next field."""
        if isinstance(self.focused, LineInput) and self.focused.offers:
            self.focused.action_cursor_right()
        else:
            self.focus_next()

    def action_next_group(self, step: int) -> None:
        """Go to the first field of another group, in a form that has groups."""
        if self._is_grouped:
            first_of_next_group(self.query_one(".form-fields"), self.focused, step).input.focus()

    def action_take_nearest(self) -> None:
        """Take the name that is nearest to a new one."""
        self.notices.take_nearest()

    def action_take_in(self) -> None:
        """Make the address in the field of the source a source."""
        self.source_offer.take_in()

    def action_clear_carried(self) -> None:
        """Empty the fields that hold what was said of the last one."""
        for field in self.query(Field):
            if field.blank.origin and not field.changed:
                field.input.value = ""

    def attempt(self, sure: Sure = frozenset()) -> None:
        """Save and close; an error of the store stays beside its field, the form open."""
        if self._saving:
            return
        self._complain({})
        typed = self.typed()
        if faults := self._find_faults(typed):
            self._refuse(faults)
        elif len(self.wanted) > AT_ONCE:
            self._saving = True
            doing = "changing" if MANY in sure else "looking at"
            self.query_one(".form-hint", Static).update(f"{doing} {plural(len(self.wanted), 'proposal')} …")
            self._attempt_beside(typed, sure)
        else:
            self.finish(typed, sure)

    def finish(self, typed: Mapping[str, str], sure: Sure) -> None:
        """Save what has no fault by itself."""
        self._conclude(typed, sure, self._outcome(typed, sure))

    def write(self, command: str, action: BulkWrite, sure: Sure, what: str = "") -> object:
        """Do an action to all that are wanted, as one change; gives back what the action does.

        To do it to many is asked first, with what it would do; `what` says it. Raises Ask, and as the action does.
        """
        with self.writing(command, sure) as change:
            if len(self.wanted) > 1 and MANY not in sure:
                would = preview_marked(change, self.wanted, action)  # the question takes it back
                raise Ask(MANY, would.question(what), YES, sample=would.sample)
            return action(change, self.wanted)

    @contextmanager
    def writing(self, command: str, sure: Sure) -> Iterator[Change]:
        """One change. Raises Ask at its end if it writes what is there already."""
        with database.write_change(self.ledger, command, config.user_name()) as change:
            yield change
            found = list(dict.fromkeys(self.ledger.duplicates))
            if found and AGAIN not in sure:
                raise Ask(AGAIN, f"{found[0]}. Save it again?", "Save it", sample=found[1:SHOWN_MOST])

    def named(self) -> str:
        """The proposals that it is about, as the history names them."""
        return proposals_label(self.wanted)

    async def action_close(self) -> None:
        """Close; ask first if something was typed."""
        if self._saving:
            return
        if not self.is_changed():
            self.dismiss(None)
            return

        def answered(leaves: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if leaves:
                if said := self.drafts.keep():
                    self.notify(f"{said[0].upper()}{said[1:]}", markup=False)
                self.dismiss(None)

        question = "Close without saving?" + " What you typed is kept as a draft." * bool(self.drafts.name)
        self.app.push_screen(Confirm(question, "Close", "Keep typing"), answered)

    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return any(field.changed for field in self.query(Field))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what the field takes."""
        field = field_around(event.widget)
        if field is not None:
            self.hint(f"{REQUIRED} required: {field.blank.hint}" if field.blank.required else field.blank.hint)
            carried = any(one.origin for one in self._blanks) and field.blank.name != "quote"  # which is completed
            keys = keys_label(long=field.blank.long, grouped=self._is_grouped, carried=carried)
            self.query_one(KeysLine).say(keys)

    def on_mount(self) -> None:
        """Follow how much the fields take; offer a draft that is there."""
        self.quote_offer.attach()
        self.call_after_refresh(self.drafts.offer)
        self.watch(self.query_one(".form-fields"), "virtual_size", self.on_resize, init=False)

    def on_resize(self) -> None:
        """Let the fields scroll where they do not fit."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give the fields what is left, and no more: what they take and how to save stay in sight."""
        fields, dialog = self.query_one(".form-fields"), self.query_one(".dialog")
        around = dialog.virtual_size.height - fields.size.height + dialog.gutter.height
        dialog.set_class(fields.virtual_size.height + around > self.size.height, "dialog-tall")
        if faults := self.query(".form-error"):
            self.call_after_refresh(faults.first().scroll_visible, animate=False)

    def hint(self, text: str) -> None:
        """Say what the field takes that is being filled in."""
        self.query_one(".form-hint", Static).update(visible_line(text, 400))

    def on_input_submitted(self) -> None:
        """Enter in any field saves; a second Enter right behind it finds the form closed, or a question above it."""
        if self.is_active and not self.source_offer.list_fitting():
            self.action_save()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Say what is new in the field that is left."""
        field = field_around(event.widget)
        if field is not None and self.is_active:
            self.notices.announce(field)
            self.source_offer.announce(field)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed anew is no longer wrong."""
        self._forgive(event.input)
        self.source_offer.follow(event.input)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """What is typed anew is no longer wrong."""
        self._forgive(event.text_area)

    def on_text_input_submitted(self) -> None:
        """Enter in a line of text saves as in any other."""
        self.on_input_submitted()

    def on_more_opened(self) -> None:
        """Show the fields that waited, and begin with the first of them."""
        self.add_class("-all")
        first = next(field for field in self.query(Field) if field.blank.more)
        self.call_after_refresh(first.input.focus)

    def _outcome(self, typed: Mapping[str, str], sure: Sure) -> int | Ask | TrackerError | None:
        try:
            storable(typed)
            with faults.raise_tracker_errors(self.ledger.path):
                return self.save(typed, sure=sure)
        except (Ask, TrackerError) as other:
            return other

    def _conclude(self, typed: Mapping[str, str], sure: Sure, outcome: int | Ask | TrackerError | None) -> None:
        self._saving = False
        if isinstance(outcome, Ask):
            self.ask(outcome, sure)
        elif isinstance(outcome, TrackerError):
            self._refuse([outcome])
        elif outcome is not None:
            self.drafts.conclude()
            self.dismiss((outcome, typed))

    def ask(self, question: Ask, sure: Sure) -> None:
        """Put a question; a yes saves."""

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if yes:
                self.attempt(sure | {question.about})

        self.app.push_screen(Confirm(str(question), question.yes, question.no, question.sample), answered)

    @work(thread=True, exclusive=True, group="save")
    def _attempt_beside(self, typed: Mapping[str, str], sure: Sure) -> None:
        """Save over a connection of its own, beside the screen's own work."""
        kept = self.ledger
        outcome: int | Ask | TrackerError | None
        try:
            self.ledger = database.open_ledger(kept.path, writing=True)
        except TrackerError as error:
            outcome = error
        else:
            outcome = self._outcome(typed, sure)
            self.ledger.close()
        self.ledger = kept
        self.app.call_from_thread(self._conclude, typed, sure, outcome)

    def _find_faults(self, typed: Mapping[str, str]) -> list[TrackerError]:
        """What is wrong with values by themselves, in the order of the fields."""
        faults: list[TrackerError] = []
        for field in self.query(Field):
            try:
                field.blank.check(typed[field.blank.name])
            except TrackerError as error:
                faults.append(error)
        return faults

    def _refuse(self, errors: Sequence[TrackerError]) -> None:
        """Say each below its field, what is about none below the last; go to the first."""
        fields = {one.blank.name: one for one in self.query(Field)}
        labels = {name: one.blank.called for name, one in fields.items()}
        wrong = [fields[one.field] for one in errors if one.field in fields]
        if any(one.blank.more for one in wrong):
            self.add_class("-all")
        shown = [one for one in fields.values() if not one.blank.more or self.has_class("-all")]
        faults = {fields.get(one.field, shown[-1]): one.with_remedies(labels) for one in reversed(errors)}
        self._complain(faults)
        if wrong:
            wrong[0].input.focus()

    def _complain(self, faults: Mapping[Field, str]) -> None:
        show_faults(self.query_one(".form-fields"), faults)

    def _forgive(self, changed: Widget) -> None:
        """Take away what was said to be wrong with a field."""
        field = field_around(changed)
        if field is not None:
            remove_lines_below(self.query_one(".form-fields"), field)
            if field.changed:
                field.forget_origin()
