"""The keys of the first screen, and which of them are letters where text is typed."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MAIN_BINDINGS: list[BindingType] = [
    # priority: what is typed right behind these belongs to what they open, never to the list
    Binding("escape", "unmark", "Unmark"),
    Binding("a", "add", "Add", priority=True),
    Binding("s", "status", "Status", priority=True),
    Binding("slash", "filter", "Filter", key_display="/", priority=True),
    Binding("question_mark", "help", "Keys", key_display="?"),
    Binding("u", "undo", "Undo"),
    Binding("e", "edit", "Edit", priority=True),
    Binding("space", "mark", "Mark"),
    Binding("q", "app.quit", "Quit"),
    Binding("f", "facets", "Facets", priority=True),
    Binding("m", "overview", "Overview", priority=True),
    Binding("x", "remove", "Remove", priority=True),
    Binding("x", "restore", "Restore", priority=True),
    Binding("t", "topics", "Topics", priority=True),
    Binding("c", "cite", "Cite", priority=True),
    Binding("D", "due", "Due", priority=True),
    Binding("h", "history", "History", priority=True),
    Binding("S", "sources", "Sources", priority=True),
    Binding("l", "link", "Link", priority=True),
    Binding("r", "looked", "Looked", priority=True),
    Binding("o", "order", "Order", priority=True),
    Binding("C", "columns", "Columns", priority=True),
    Binding("y", "copy", "Copy", priority=True),
    Binding("w", "write_file", "Write", priority=True),
    Binding("E", "editor", "Edit in your editor", show=False, priority=True),
    Binding("v", "range", "Mark a range", show=False),
    Binding("asterisk", "mark_all", "Mark all that is listed", key_display="*", show=False),
    *(Binding(f"{n}", f"saved({n})", f"Saved query {n}", show=False) for n in range(1, 10)),
    Binding("ctrl+r", "redo", "Redo", show=False),
    Binding("escape", "back", "One step back", show=False),
    Binding("ctrl+s", "keep", "Save the filter"),
]
# what acts on rows, and is a letter where text is typed
ON_ROWS = frozenset(
    {
        "mark",
        "range",
        "mark_all",
        "status",
        "edit",
        "editor",
        "topics",
        "cite",
        "link",
        "looked",
        "copy",
        "write_file",
        "remove",
        "restore",
    }
)
LETTERS = ON_ROWS | {"add", "filter", "facets", "overview", "due", "history", "sources", "order", "columns"}
