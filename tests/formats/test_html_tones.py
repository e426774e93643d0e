"""The tone of a status in a report: beside its word, from the one table, on a light ground and on a dark one."""

from __future__ import annotations

from tracker.formats.documents import html
from tracker.formats.tones import STATUS_TONES, TONE_COLOURS
from tracker.model import UNSURE


def test_a_status_has_its_tone_and_its_word() -> None:
    assert html.html_status("adopted", "◑ adopted") == '<span class="whole tone-blue">◑ adopted</span>'
    assert html.html_status(f"{UNSURE}adopted", "~adopted") == '<span class="whole tone-blue">~adopted</span>'
    assert html.html_status("proposed", "proposed") == "proposed"
    assert html.html_status("of ours", "<of ours>") == "&lt;of ours&gt;"


def test_a_page_knows_the_colours_of_every_tone() -> None:
    page = "".join(html.html_page_head("A title", []))
    for tone in set(STATUS_TONES.values()) - {"plain"}:
        colours = TONE_COLOURS[tone]
        assert f".tone-{tone} {{ color: light-dark({colours.light}, {colours.dark}); }}" in page
