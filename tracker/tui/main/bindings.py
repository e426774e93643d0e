"""The keys of the first screen, and which of them are letters where text is typed."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MAIN_BINDINGS: list[BindingType] = [
    # priority: what is typed right behind these belongs to what they open, never to the list
    Binding("escape", "unmark", "Unmark"),
    Binding("a", "add", "Add", priority=True, tooltip="a proposal, with its passage"),
    Binding("s", "status", "Status", priority=True, tooltip="what became of it, with the evidence"),
    Binding(
        "slash",
        "filter",
        "Filter",
        key_display="/",
        priority=True,
        tooltip="as you type; esc goes to the list, and there clears it",
    ),
    Binding("u", "undo", "Undo", tooltip="your last change"),
    Binding("e", "edit", "Edit", priority=True, tooltip="every field in a form"),
    Binding("space", "mark", "Mark", tooltip="this one, or take its mark away"),
    Binding("q", "app.quit", "Quit"),
    Binding("f", "facets", "Facets", priority=True, tooltip="what the list is made of; enter narrows it"),
    Binding("m", "overview", "Overview", priority=True, tooltip="topics by status, years, what calls for you"),
    Binding("x", "remove", "Remove", priority=True, tooltip="from every list; is:removed finds it"),
    Binding("x", "restore", "Restore", priority=True, tooltip="what was removed"),
    Binding("t", "topics", "Topics", priority=True, tooltip="tick them in a list"),
    Binding("c", "cite", "Cite", priority=True, tooltip="a passage as evidence"),
    Binding("D", "due", "Due", priority=True, tooltip="what is late, stale or without evidence"),
    Binding("h", "history", "History", priority=True, tooltip="who changed what, and when"),
    Binding("S", "sources", "Sources", priority=True, tooltip="their texts, and what is cited from them"),
    Binding("l", "link", "Link", priority=True, tooltip="to another proposal"),
    Binding("r", "looked", "Looked", priority=True, tooltip="log a search that found nothing new"),
    Binding("o", "order", "Order", priority=True, tooltip="by date, title, status …, and the direction"),
    Binding("C", "columns", "Columns", priority=True, tooltip="which ones the list has"),
    Binding("y", "copy", "Copy", priority=True, tooltip="number, row, citation, Markdown or command"),
    Binding("w", "write_file", "Write", priority=True, tooltip="the list to a file"),
    Binding(
        "i", "import_table", "Import", priority=True, tooltip="a table: CSV, XLSX, JSON …; its columns become fields"
    ),
    Binding("E", "editor", "Edit in your editor", show=False, priority=True),
    Binding("v", "range", "Mark a range", show=False, tooltip="from here to where v is pressed again"),
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
LETTERS = ON_ROWS | {
    "add",
    "filter",
    "facets",
    "overview",
    "due",
    "history",
    "sources",
    "order",
    "columns",
    "import_table",
}
