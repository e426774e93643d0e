"""Tables and pages in Markdown and HTML as their reader sees them."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt


def table(written: str) -> list[list[str]]:
    """The cells of a table in Markdown, as a reader sees them."""
    rows: list[list[str]] = []
    for one in MarkdownIt("gfm-like").parse(written):
        if one.type == "tr_open":
            rows.append([])
        elif one.type == "inline" and rows and one.level > 3:
            rows[-1].append("".join(child.content for child in one.children or []))
    return rows


class Page(HTMLParser):
    """The cells, the anchors and the links of a page; every tag must be closed in its order."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.anchors, self.links = set[str](), list[str]()
        self.heads = 0
        self.feed(written)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.rows += [[]] * (tag == "tr")
        if tag in {"td", "th"}:
            self.rows[-1] = [*self.rows[-1], ""]
        self.heads += tag == "th" and dict(attrs).get("scope") in {"col", "row"}
        self.anchors |= {value for name, value in attrs if name == "id" and value}
        self.links += [value for name, value in attrs if name == "href" and value]
        assert tag not in {"script", "b", "iframe", "img"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data
