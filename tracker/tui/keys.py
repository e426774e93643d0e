"""The keys of every part of the screen, read from its bindings: what they do in our words, and how they are grouped."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding, BindingsMap
from textual.keys import format_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# every part of the screen that has keys of its own, by the module that it is in
PLACES = {
    "app.TrackerApp": "Everywhere",
    "main.screen.MainScreen": "The first screen",
    "widgets.lists.line_view.LineView": "Every list and every page",
    "widgets.lists.proposal_table.ProposalTable": "The list",
    "widgets.pages.detail.DetailPane": "The proposal",
    "widgets.filter_bar.FilterInput": "The filter",
    "widgets.lists.facets_pane.FacetsPane": "The facets",
    "widgets.lists.empty_list.Nothing": "Without a result",
    "views.view.View": "Every view",
    "views.overview.Overview": "The overview",
    "widgets.pages.board.Board": "The numbers of the overview",
    "views.due.Due": "What is due",
    "views.history.History": "The history",
    "views.change.WhatItDid": "A change of the history",
    "views.sources.Sources": "The sources",
    "views.source_text.SourceText": "The text of a source",
    "widgets.lists.rows.Rows": "A list in a view",
    "widgets.pages.link_page.LinkPage": "A page with links",
    "forms.form.Form": "A form",
    "widgets.inputs.field.More": "More fields of a form",
    "widgets.inputs.text_input.TextInput": "A field of several lines",
    "widgets.inputs.option_menu.OptionMenu": "A menu",
    "forms.topics.TopicList": "The topics of the selected proposals",
    "dialogs.choose.Choose": "A field that two people changed",
    "dialogs.list_menus.OrderMenu": "The order of the list",
    "dialogs.list_menus.ColumnsMenu": "The columns of the list",
    "dialogs.source_menu.SourceMenu": "Sources to choose from",
    "dialogs.copy_menu.Copying": "What can be copied",
    "dialogs.confirm.Confirm": "A question",
    "dialogs.draft_offer.DraftOffer": "A draft of a form",
    "dialogs.messages.SaidMessages": "What was said",
    "dialogs.help.Help": "These keys",
}
# parts that many screens have: with one of them in the focus, the help is called after the screen
SHARED = frozenset({"Every list and every page", "Every view", "A list in a view", "A page with links"})

# the groups of what is done everywhere, in the order of the keys of every day; what is a place's own stands before MOVE
MOVE, TYPE, EVERYWHERE = "Move", "While you type", "Everywhere"
GROUPS = {
    "Change": (
        *("add", "status", "edit", "editor", "topics", "cite", "link", "looked", "remove", "restore", "undo", "redo"),
    ),
    "Mark": ("mark", "range", "mark_all", "unmark"),
    "Find": ("filter", "facets", "order", "columns", "saved", "keep"),
    "Look": ("overview", "due", "history", "sources"),
    "In and out": ("copy", "write_file", "import_table"),
    MOVE: (
        *("move", "move_pages", "go", "walk", "next_link", "focus_next", "focus_previous", "back"),
        *("cursor_up", "cursor_down", "first", "last", "page_up", "page_down"),
    ),
    EVERYWHERE: ("help", "help_while_typing", "command_palette", "copy_text", "suspend_process", "quit"),
}

# what Textual says of its own keys, in our words
OTHERS = {
    "Focus Next": "Next field or pane",
    "Focus Previous": "Previous field or pane",
    "Copy selected text": "Copy what the mouse selected",
    "Select": "Choose",
    "First": "To the top",
    "Last": "To the end",
    "Page Up": "Page up",
    "Page Down": "Page down",
}
# what its inputs do, by the action; one that selects as it moves has `(True)` behind it
TYPING = {
    "submit": "Save, or take what is typed",
    "cursor_left": "One letter left",
    "cursor_right": "One letter right; at the end, take the suggestion",
    "cursor_up": "One line up",
    "cursor_down": "One line down",
    "cursor_left_word": "One word left",
    "cursor_right_word": "One word right",
    "cursor_word_left": "One word left",
    "cursor_word_right": "One word right",
    "home": "To the start of the line",
    "end": "To the end of the line",
    "cursor_line_start": "To the start of the line",
    "cursor_line_end": "To the end of the line",
    "cursor_page_up": "One page up",
    "cursor_page_down": "One page down",
    "delete_left": "Delete the letter before",
    "delete_right": "Delete the letter behind",
    "delete_left_word": "Delete the word before",
    "delete_right_word": "Delete the word behind",
    "delete_word_left": "Delete the word before",
    "delete_word_right": "Delete the word behind",
    "delete_left_all": "Delete to the start of the line",
    "delete_right_all": "Delete to the end of the line",
    "delete_to_start_of_line": "Delete to the start of the line",
    "delete_to_end_of_line_or_delete_line": "Delete to the end of the line",
    "delete_line": "Delete the line",
    "select_line": "Select the line",
    "select_all": "Select all",
    "cut": "Cut what is selected",
    "copy": "Copy what is selected",
    "paste": "Paste",
    "undo": "Take back what was typed",
    "redo": "Type it again",
}
SELECTING = "Select: "


class KeyLine(NamedTuple):
    """The keys of an action as they are drawn, what it does, the group that it belongs to, and its place in that."""

    keys: str
    words: str
    group: str
    at: int = 0


def declared_keys(kind: type) -> Iterator[Binding]:
    """The keys that a part of the screen itself declares."""
    declared = kind.__dict__.get("BINDINGS", ())
    return (one for keys in BindingsMap(declared).key_to_bindings.values() for one in keys)


def part(name: str) -> type:
    """A part of the screen by its name in PLACES."""
    module, _, kind = name.rpartition(".")
    found: type = getattr(import_module(f"tracker.tui.{module}"), kind)
    return found


def key_lines(
    bindings: Iterable[Binding], shown: Callable[[Binding], str], place: str, *, typing: bool = False
) -> list[KeyLine]:
    """Each action of a place with its keys, in order; `shown` says how a key is drawn, `typing` that text is typed."""
    keys: dict[tuple[str, str, int], list[str]] = {}
    for one in bindings:
        line = (action_words(one, typing=typing), *_group(one.action, place, typing=typing))
        keys.setdefault(line, []).append(shown(one))
    lines = [KeyLine(" ".join(dict.fromkeys(drawn)), *line) for line, drawn in keys.items() if line[0]]
    return _together(lines)


def action_words(binding: Binding, *, typing: bool) -> str:
    """What a key does, in our words where Textual has others."""
    name, _, rest = binding.action.partition("(")
    name = name.rpartition(".")[2]
    if typing and name in TYPING:
        words = TYPING[name]
        return f"{SELECTING}{words[0].lower()}{words[1:].partition(';')[0]}" if rest == "True)" else words
    words = OTHERS.get(binding.description, binding.description)
    return f"{words}: {binding.tooltip}" if binding.tooltip else words


def _group(action: str, place: str, *, typing: bool) -> tuple[str, int]:
    """The group of an action, and its place in it."""
    name = action.partition("(")[0].rpartition(".")[2]
    if typing and name in TYPING:
        return TYPE, list(TYPING).index(name)
    return next(((group, actions.index(name)) for group, actions in GROUPS.items() if name in actions), (place, 0))


def in_groups(lines: Iterable[KeyLine]) -> dict[str, list[KeyLine]]:
    """Lines by their groups: the verbs first, then what is a place's own, then how to move, to type and to leave."""
    by_group: dict[str, list[KeyLine]] = {}
    for one in sorted(lines, key=lambda line: line.at):
        by_group.setdefault(one.group, []).append(one)
    *verbs, _, _ = GROUPS
    own = [group for group in by_group if group not in {*GROUPS, TYPE}]
    return {group: by_group[group] for group in (*verbs, *own, MOVE, TYPE, EVERYWHERE) if group in by_group}


def key_label(binding: Binding) -> str:
    """A key as the screen draws it."""
    if binding.key_display:
        return binding.key_display
    modifiers, key = binding.parse_key()
    caret = "^" * ("ctrl" in modifiers)
    return "+".join([*(one for one in modifiers if one != "ctrl"), caret + format_key(key)])


def everywhere() -> dict[str, list[tuple[str, str]]]:
    """The keys of every part of the screen by its name in words, those of the first screen in their groups."""
    said: dict[str, list[tuple[str, str]]] = {}
    for name, place in PLACES.items():
        grouped = in_groups(key_lines(declared_keys(part(name)), key_label, place))
        for group, lines in grouped.items():
            apart = name == "main.screen.MainScreen" and group != place
            said.setdefault(f"{place}: {group.lower()}" if apart else place, []).extend(line[:2] for line in lines)
    return said


def _together(lines: list[KeyLine]) -> list[KeyLine]:
    """Lines in which what each digit does is said once."""
    digits = [line for line in lines if line.keys.isdigit()]
    if len(digits) < 2:  # noqa: PLR2004 - one has nothing to be put together with
        return lines
    first, last = digits[0], digits[-1]
    whole = first._replace(keys=f"{first.keys} … {last.keys}", words=first.words.rstrip("1 "))
    return [whole if line is first else line for line in lines if line is first or line not in digits]
