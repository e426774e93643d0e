"""The draft of a form: kept when the form is left unsaved, offered when it opens again, let go once it is saved."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from textual.events import Key, Paste

from tracker.editing import form_drafts
from tracker.editing.form_drafts import FormDraft
from tracker.model import TrackerError
from tracker.tui.dialogs.draft_offer import DraftOffer
from tracker.tui.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

    from tracker.store.ledger import Ledger


class Draftable(Protocol):
    """What is left unsaved: a form."""

    ledger: Ledger
    heading: str
    drafted: str

    @property
    def subjects(self) -> Sequence[int]:
        """The numbers of what it is about."""

    @property
    def app(self) -> App[Any]:
        """The program."""

    @property
    def is_mounted(self) -> bool:
        """Whether its fields are there."""

    def is_changed(self) -> bool:
        """Whether something would be lost."""

    def began_values(self) -> dict[str, str]:
        """What it began with, by its fields."""

    def draft_values(self) -> dict[str, str]:
        """What is kept of it."""

    def take_draft(self, draft: FormDraft) -> None:
        """Fill in what was changed in a draft."""


FEW = 5  # numbers of proposals that a name of a file holds


class DraftKeeper:
    """What one form keeps; a form without a name for its drafts keeps none."""

    def __init__(self, form: Draftable) -> None:
        """Nothing is kept yet."""
        self._form = form
        self._database = form.ledger.path
        self._is_own = False  # whether the draft that is there is this form's: it goes once the form is saved

    @property
    def name(self) -> str:
        """What the draft is called: by the form and what it is about; empty if none is kept."""
        about = "-".join(map(str, self._form.subjects))
        if len(self._form.subjects) > FEW:
            about = sha256(about.encode()).hexdigest()[:12]
        return "-".join(filter(None, [self._form.drafted, about])) if self._form.drafted else ""

    def keep(self) -> str:
        """Keep what was typed, if something was; gives back what is to be said of it, empty if there was nothing."""
        form = self._form
        if not (self.name and form.is_mounted and form.is_changed()):
            return ""
        began, typed = form.began_values(), form.draft_values()
        try:
            form_drafts.keep_form_draft(self._database, self.name, FormDraft(typed, began))
        except (TrackerError, OSError) as error:
            return f"what you typed could not be kept as a draft: {error}"
        self._is_own = True
        return f"a draft is kept, and offered when the form opens again: {form.heading}"

    def offer(self) -> None:
        """Offer the draft that is there."""
        draft = form_drafts.read_form_draft(self._database, self.name) if self.name else None
        if draft is None:
            return

        form = self._form

        def answered(answer: str | Key | Paste | None) -> None:
            if answer == "take":
                self._take(draft)
            elif answer == "drop":
                self._forget()
            elif isinstance(answer, Key | Paste) and isinstance(turns := getattr(form.app, "turns", None), Turns):
                turns.repeat(answer)

        form.app.push_screen(DraftOffer(form.heading, draft.since), answered)

    def conclude(self) -> None:
        """The form was saved: its draft goes."""
        if self._is_own:
            self._forget()

    def _take(self, draft: FormDraft) -> None:
        self._is_own = True
        try:
            self._form.take_draft(draft)
        except TrackerError as error:  # somebody wrote into the file
            self._form.app.notify(str(error), severity="error", markup=False)

    def _forget(self) -> None:
        try:
            form_drafts.forget_form_draft(self._database, self.name)
        except TrackerError as error:
            self._form.app.notify(str(error), severity="error", markup=False)
