"""The tone of each status and of each strength of evidence: one table for the screen, the command line and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from tracker.strength import Strength

Tone = Literal["plain", "muted", "faint", "violet", "blue", "cyan", "lime", "green", "amber", "red"]


class Colours(NamedTuple):
    """A tone on a dark ground and on a light one, as `#rrggbb`, and what a terminal of 16 colours has for it."""

    dark: str
    light: str
    terminal: str = ""


# Each pair has a contrast of at least 4.5 (WCAG 2.2, 1.4.3) with #1e1e1e and with #ffffff; the screen goes on from
# here to what the ground of its theme needs.
TONE_COLOURS: dict[Tone, Colours] = {
    "plain": Colours("#e4e4e4", "#1c1c1c"),
    "muted": Colours("#a8a8a8", "#5c5c5c", "dim"),
    "faint": Colours("#959595", "#6b6b6b", "dim"),
    "violet": Colours("#c4a1f5", "#6d36b3", "magenta"),
    "blue": Colours("#6cb0f5", "#0a5fb4", "blue"),
    "cyan": Colours("#4fc9d9", "#0b6b78", "cyan"),
    "lime": Colours("#c0d95c", "#586a00", "bright green"),
    "green": Colours("#6fd08c", "#177a3a", "green"),
    "amber": Colours("#f0b958", "#8a5a00", "yellow"),
    "red": Colours("#f28b82", "#b3261e", "red"),
}
STATUS_TONES: dict[str, Tone] = {
    "proposed": "plain",
    "on-agenda": "violet",
    "adopted": "blue",
    "in-progress": "cyan",
    "partly-implemented": "lime",
    "implemented": "green",
    "stalled": "amber",
    "rejected": "red",
    "withdrawn": "muted",
    "lapsed": "faint",
}
EVIDENCE_TONES: dict[Strength, Tone] = {"checked": "green", "unchecked": "amber", "none": "muted"}


def status_tone(code: str) -> Tone:
    """The tone of a status; a status that is not ours is plain."""
    return STATUS_TONES.get(code, "plain")


def status_style(code: str) -> str:
    """What a terminal of 16 colours has for a status, by its name; empty for its own foreground."""
    return TONE_COLOURS[status_tone(code)].terminal


def evidence_style(strength: Strength) -> str:
    """What a terminal of 16 colours has for a strength of evidence, by its name."""
    return TONE_COLOURS[EVIDENCE_TONES[strength]].terminal
