"""The keys of the first screen that mark proposals and act on them, each handed to the part that does it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tracker.tui.selection import SelectableScreen

if TYPE_CHECKING:
    from tracker.tui.background import Background
    from tracker.tui.context import ScreenContext
    from tracker.tui.main.actions import Actions
    from tracker.tui.main.exports import Exports
    from tracker.tui.main.imports import Imports
    from tracker.tui.main.marks import Marks
    from tracker.tui.main.query_runner import QueryRunner
    from tracker.tui.undo import UndoRedo
    from tracker.tui.widgets.pages.detail import DetailPane


class VerbScreen(SelectableScreen):
    """A screen that has these parts, and their keys."""

    context: ScreenContext
    background: Background
    runner: QueryRunner
    marks: Marks
    actions: Actions
    exports: Exports
    pane: DetailPane

    @cached_property
    def undo(self) -> UndoRedo:
        """What takes changes back."""
        from tracker.tui.undo import UndoRedo

        return UndoRedo(self.context, self.background)

    @cached_property
    def imports(self) -> Imports:
        """What takes tables in."""
        from tracker.tui.main.imports import Imports

        return Imports(self.context, self.background)

    # the keys: marks

    def action_mark(self) -> None:
        """Mark a proposal, or take its mark away."""
        self.marks.toggle()

    def action_range(self) -> None:
        """Begin a range, or mark it."""
        self.marks.mark_range(self.runner.query)

    def action_mark_all(self) -> None:
        """Mark all that is listed."""
        self.marks.mark_all(self.runner.query)

    def action_unmark(self) -> None:
        """Drop the marks."""
        self.marks.drop()

    # the keys: verbs

    def action_add(self) -> None:
        """Add a proposal."""
        self.actions.add()

    def action_add_source(self) -> None:
        """Add a source, from the palette."""
        self.actions.add_source()

    def action_status(self) -> None:
        """Record a step."""
        self.actions.change_status()

    def action_edit(self) -> None:
        """Edit in a form."""
        self.actions.edit()

    def action_editor(self) -> None:
        """Edit in the user's own editor."""
        self.actions.edit_outside()

    def action_topics(self) -> None:
        """Tick topics."""
        self.actions.edit_topics()

    def action_cite(self) -> None:
        """Cite a passage."""
        self.actions.cite()

    def action_link(self) -> None:
        """Link to another proposal."""
        self.actions.link()

    def action_looked(self) -> None:
        """Log a look."""
        self.actions.log_look()

    def action_remove(self) -> None:
        """Take out of every list."""
        self.actions.remove()

    def action_restore(self) -> None:
        """Bring back what was removed."""
        self.actions.restore()

    def action_undo(self) -> None:
        """Take back one's own last change."""
        self.undo.undo_last()

    def action_redo(self) -> None:
        """Do again what was undone."""
        self.undo.redo_last()

    def action_copy(self) -> None:
        """Copy."""
        self.exports.copy(self.marks.targets(), self.runner.query)

    def action_write_file(self) -> None:
        """Write the list to a file; in the detail, the life of its proposal as a picture."""
        if self.pane.has_focus and self.pane.proposal is not None:
            self.exports.write_life(self.pane.proposal)
            return
        self.exports.write_file(self.marks.marked, self.runner.query)

    def action_import_table(self) -> None:
        """Take a table in."""
        self.imports.begin()
