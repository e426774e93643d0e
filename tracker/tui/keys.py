"""The keys of every part of the screen, read from its bindings."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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
    "dialogs.copy_menu.Copying": "What can be copied",
    "dialogs.confirm.Confirm": "A question",
    "dialogs.draft_offer.DraftOffer": "A draft of a form",
    "dialogs.help.Help": "These keys",
}


Keys = dict[tuple[str, str], list[str]]  # the keys of each action, with what is said of it


def declared_keys(kind: type) -> Iterator[Binding]:
    """The keys that a part of the screen itself declares."""
    declared = kind.__dict__.get("BINDINGS", ())
    return (one for keys in BindingsMap(declared).key_to_bindings.values() for one in keys)


def part(name: str) -> type:
    """A part of the screen by its name in PLACES."""
    module, _, kind = name.rpartition(".")
    found: type = getattr(import_module(f"tracker.tui.{module}"), kind)
    return found


def key_lines(bindings: Iterable[Binding], shown: Callable[[Binding], str]) -> list[tuple[str, str]]:
    """Each action with its keys and what is said of it, in order; `shown` says how a key is drawn."""
    keys: Keys = {}
    for one in bindings:
        keys.setdefault((one.action, one.description), []).append(shown(one))
    return [(" ".join(dict.fromkeys(drawn)), said) for (_, said), drawn in keys.items() if said]


def key_label(binding: Binding) -> str:
    """A key as the screen draws it."""
    if binding.key_display:
        return binding.key_display
    modifiers, key = binding.parse_key()
    caret = "^" * ("ctrl" in modifiers)
    return "+".join([*(one for one in modifiers if one != "ctrl"), caret + format_key(key)])


def everywhere() -> dict[str, list[tuple[str, str]]]:
    """The keys of every part of the screen by its name in words; what each digit does is said once."""
    return {said: _together(key_lines(declared_keys(part(name)), key_label)) for name, said in PLACES.items()}


def _together(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    digits = [key for key, _ in pairs if key.isdigit()]
    others = [(key, said) for key, said in pairs if key not in digits[1:]]
    if len(digits) < 2:  # noqa: PLR2004 - one has nothing to be put together with
        return pairs
    return [(f"{key} … {digits[-1]}", said.rstrip("1 ")) if key == digits[0] else (key, said) for key, said in others]
