"""How forms say what they are about, in the history, in a heading and once it is done, and which keys they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence


def proposals_label(wanted: Sequence[int]) -> str:
    """Proposals as the history names them: by their numbers, the first ones of many."""
    few = " ".join(map(str, wanted[:20]))
    return few if len(wanted) <= 20 else f"{few} … ({len(wanted):,} in all)"  # noqa: PLR2004 - what fits one line


def subject_label(wanted: Sequence[int], title: str = "") -> str:
    """What a form is about, in its heading: one proposal with its title, or how many are marked."""
    return f"#{wanted[0]}  {title}" if len(wanted) == 1 else plural(len(wanted), "marked proposal")


def said_of(wanted: Sequence[int], done: str) -> str:
    """What was done, and to what: `#12 is now adopted`, `3 proposals are now adopted`."""
    one, many = done.split("|") if "|" in done else (done, done)
    return f"#{wanted[0]} {one}" if len(wanted) == 1 else f"{plural(len(wanted), 'proposal')} {many}"


def keys_label(*, long: bool = False, grouped: bool = False, carried: bool = False) -> str:
    """The keys of a form as its last line says them, for the field that is being filled in."""
    keys = (
        "ctrl+s  save" if long else "enter  save",
        "esc  close",
        "" if carried else "tab  next",  # what is less known has the room
        "pgdn  next group" if grouped else "",
        "ctrl+l  clear carried" if carried else "→  complete",
        "ctrl+g  more",
    )
    return "    ".join(filter(None, keys))
