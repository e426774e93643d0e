"""Markdown and HTML: whatever was stored is shown as it is, and becomes nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracker.formats.documents import html, markdown
from tracker.text import visible_block, visible_line

# What GitHub understands beyond CommonMark, its bare addresses that become links included.
PARSER = MarkdownIt("gfm-like")
TRICKS = st.lists(
    st.sampled_from(
        [
            *(
                "|",
                "\\",
                "`",
                "``",
                "<b>",
                "</td>",
                "<!--",
                "[a](http://e.org)",
                "![i](x)",
                "[^1]",
                "[1]: http://e.org",
            ),
            *("http://e.org", "https://e.org/a_b_", "www.e.org", "a@e.org", "mailto:a@e.org", "ftp://e.org", "*a*"),
            *("__b__", "~~c~~", "&amp;", "&#96;", "# ", "1. ", "- ", "+ ", "> ", "=", "---", "$x$", "$$", ":smile:"),
            *("\n", "\r\n", "\n\n", "\t", "    ", " ", "a", "x", "é", "ж", "字", "\u202e", "\x1b[31m", "\u2028", "\0"),
        ]
    )
).map("".join)
TEXTS = TRICKS | st.text(max_size=60)


def shown(text: str) -> str:
    """A text as a reader sees it: as many spaces as there are look like one."""
    return " ".join(visible_line(text).split())


def texts(tokens: list[object]) -> str:
    return "".join(one.content for one in tokens if one.type in {"text", "text_special"})  # type: ignore[attr-defined]


@given(TEXTS)
@example("www.example.org")
@example("awww.example.org, e.g. example.org")
@example("a@b.org and http://x.org/ and (www.c.org)")
@example("    code")
@example("- - -")
def test_a_text_is_one_paragraph_of_plain_text(text: str) -> None:
    tokens = PARSER.parse(markdown.escape_markdown(text))
    if not shown(text):
        assert tokens == []
        return
    assert [one.type for one in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inline = tokens[1].children or []
    assert {one.type for one in inline} <= {"text", "text_special"}
    assert " ".join(texts([*inline]).split()) == shown(text)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=3), TEXTS)
def test_a_table_has_the_cells_that_were_given(rows: list[list[str]], heading: str) -> None:
    written = "".join(markdown.markdown_table([heading, "b"], rows))
    cells = [one for one in PARSER.parse(written) if one.type == "inline"]
    assert [" ".join(texts([*(one.children or [])]).split()) for one in cells] == [
        shown(text) for row in [[heading, "b"], *rows] for text in row
    ]
    assert {child.type for one in cells for child in one.children or []} <= {"text", "text_special"}


def test_numbers_stand_to_the_right() -> None:
    assert "".join(markdown.markdown_table(["a", "b"], [["x", "1"]])) == "| a | b |\n| --- | ---: |\n| x | 1 |\n"


class Reader(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", list[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS | st.just("</title><script>alert(1)</script>&lt;\"'"))
def test_a_text_in_html_is_text(text: str) -> None:
    for written, as_shown in (
        (html.html_text(text), visible_block(text)),
        (html.html_line(text), visible_line(text)),
        (html.html_cell_text(text), visible_block(text)),
        (html.html_whole(text), visible_line(text)),
    ):
        reader = Reader()
        reader.feed(written)
        reader.close()
        assert (reader.text, set(reader.tags) - {"span"}) == (as_shown, set())


@pytest.mark.parametrize(
    ("text", "whole", "long"),
    [
        ("2012-05-15", ["2012-05-15"], []),
        ("counter-terrorism; other", ["counter-terrorism;"], []),
        ("plain words stay plain", [], []),
        (
            "see https://example.org/a-very/long-address-of-a-page",
            [],
            ["https://example.org/a-very/long-address-of-a-page"],
        ),
        ("x" * 31, [], ["x" * 31]),
    ],
)
def test_a_cell_divides_no_date_and_no_word_that_fits(text: str, whole: list[str], long: list[str]) -> None:
    shown = html.html_cell_text(text)
    assert re.findall(r'class="whole">([^<]*)<', shown) == whole
    assert re.findall(r'class="long">([^<]*)<', shown) == long


@pytest.mark.parametrize("part", ['<html lang="en">', '<meta charset="utf-8">', "default-src 'none'", "light dark"])
def test_a_page_stands_alone(part: str) -> None:
    page = "".join([*html.html_page_head("Title", ["About"]), html.html_page_foot()])
    assert part in page
    assert "src=" not in page.replace("default-src", "")
    assert "http://" not in page.replace("http-equiv", "")
