"""References: each source once, in the order of first mention, with links that lead to the web only."""

from __future__ import annotations

import pytest

from tracker.formats.documents import references
from tracker.formats.documents.references import Numbers
from tracker.model import Source

SOURCE = Source(
    *(7, "u", "article", "Session", "Li, B.; Ada", "BelTA", "The Weekly", "2012-05"),
    *("https://x.org/a", "https://archive.org/a", "en", 1, None, None, "", ""),
)


def test_a_source_is_numbered_once_in_the_order_of_first_mention() -> None:
    numbers = Numbers([9])
    assert [numbers.of(one) for one in (4, 9, 2, 4)] == [2, 1, 3, 2]
    assert numbers.sources == [9, 4, 2]


@pytest.mark.parametrize(
    ("changed", "text", "markdown"),
    [
        (
            {},
            "Li, B.; Ada. Session. The Weekly, BelTA, 2012-05. https://x.org/a archived: https://archive.org/a",
            "Li, B.; Ada. Session. The Weekly, BelTA, 2012-05. <https://x.org/a> archived: <https://archive.org/a>",
        ),
        (
            {"authors": "", "container": "", "publisher": "", "issued_on": None, "url": None, "archive_url": None},
            "Session.",
            "Session.",
        ),
        (
            {"title": "", "authors": "", "container": "", "publisher": "", "issued_on": None, "archive_url": None},
            "https://x.org/a",
            "<https://x.org/a>",
        ),
        (
            {"title": "What | now?", "url": "javascript:alert(1)", "archive_url": "https://x.org/<b>"},
            "Li, B.; Ada. What | now? The Weekly, BelTA, 2012-05. javascript:alert(1) archived: https://x.org/<b>",
            "Li, B.; Ada. What \\| now? The Weekly, BelTA, 2012-05. javascript:alert(1) archived: https\\://x\\.org/\\<b\\>",
        ),
    ],
)
def test_a_source_is_cited_as_a_bibliography_does(changed: dict[str, str | None], text: str, markdown: str) -> None:
    source = SOURCE._replace(**changed)  # type: ignore[arg-type]  # a table of fields
    assert references.reference(source) == text
    assert references.linked(source) == markdown


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://x.org/a?b=c&d=%20", True),
        ("HTTP://x.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://x.org/a b", False),
        ("https://x.org/<b>", False),
        ("https://x.org/\x1b", False),
        ("//x.org", False),
        ("ftp://x.org", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, *, is_link: bool) -> None:
    source = SOURCE._replace(url=url, archive_url=None)
    assert references.is_link(url) == is_link
    assert ("href=" in "".join(references.references_html([(1, source)]))) == is_link
    assert (f"<{url}>" in references.linked(source)) == is_link


def test_the_list_has_the_anchors_that_mentions_lead_to() -> None:
    listed = "".join(references.references_html([(1, SOURCE), (2, SOURCE._replace(language='en"x', title="<b>"))]))
    assert references.mention(2, as_html=True) == '<a href="#source-2">[2]</a>'
    assert '<li id="source-1" value="1" lang="en">' in listed
    assert '<li id="source-2" value="2">Li, B.; Ada. &lt;b&gt;.' in listed


def test_without_sources_there_is_no_heading() -> None:
    assert list(references.references_html([])) == list(references.references_markdown([])) == []
    assert "".join(references.references_markdown([(1, SOURCE)])).startswith("\n## References\n\n1. Li")
