"""References: the sources of a text, each once, numbered in the order of first mention, as a bibliography has them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from tracker.formats.documents.markdown import escape_markdown
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Source

_LINKABLE = re.compile(r"https?://[!-;=?-~]+", re.IGNORECASE)  # ASCII that is seen, less < and >
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, as far as it goes
HEADING = "References"


class Numbers:
    """The numbers of sources, given out in the order in which they are asked for."""

    def __init__(self, sources: Iterable[int] = ()) -> None:
        """Number these sources, by their ids."""
        self._numbers: dict[int, int] = {}
        for one in sources:
            self.of(one)

    def of(self, source: int) -> int:
        """The number of a source, the next one if it was not mentioned yet."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    @property
    def sources(self) -> list[int]:
        """The ids of the sources that were mentioned, in the order of their numbers."""
        return list(self._numbers)


def reference(source: Source) -> str:
    """A source as a bibliography has it, as plain text on one line: authors, title, where and when, addresses."""
    told = (f"{label}{url}" for label, url in source_addresses(source))
    return " ".join(part for part in (reference_words(source), *told) if part).strip()


def linked(source: Source) -> str:
    """A source as a bibliography has it as Markdown, its addresses as links."""
    told = [label + (f"<{url}>" if is_link(url) else escape_markdown(url)) for label, url in source_addresses(source)]
    return " ".join(part for part in (escape_markdown(reference_words(source)), *told) if part)


def references_markdown(references: Iterable[tuple[int, Source]]) -> Iterator[str]:
    """The list of references as Markdown, nothing where there are none."""
    heading = f"\n## {HEADING}\n\n"
    for number, source in references:
        yield f"{heading}{number}. {linked(source)}\n"
        heading = ""


def references_html(references: Iterable[tuple[int, Source]]) -> Iterator[str]:
    """The list of references as HTML, each with the anchor that `mention` leads to; nothing where there are none."""
    begin = f'<section aria-labelledby="references">\n<h2 id="references">{HEADING}</h2>\n<ol class="references">\n'
    number = 0
    for number, source in references:
        yield f'{begin}<li id="source-{number}" value="{number}"{language(source)}>{_anchored(source)}</li>\n'
        begin = ""
    if number:
        yield "</ol>\n</section>\n"


def mention(number: int, *, as_html: bool = False) -> str:
    """The number of a reference in the text: `[1]`."""
    return f'<a href="#source-{number}">[{number}]</a>' if as_html else f"[{number}]"


def is_link(url: str) -> bool:
    """Whether an address may become a link: of the web, and nothing in it that could end it."""
    return bool(_LINKABLE.fullmatch(url))


def language(source: Source) -> str:
    """The attribute that says in which language a source is; empty where that is not known."""
    return language_attribute(language_tag(source))


def language_attribute(tag: str) -> str:
    """The attribute that says in which language the words of an element are; empty for no language."""
    return f' lang="{tag}"' if tag else ""


def language_tag(source: Source) -> str:
    """In which language a source is, as a file has it; empty where that is not known."""
    return source.language if _LANGUAGE.fullmatch(source.language) else ""


def _anchored(source: Source) -> str:
    told = [f"{label}{_anchor(url)}" for label, url in source_addresses(source)]
    return " ".join(part for part in (escape(visible_line(reference_words(source))), *told) if part)


def _anchor(url: str) -> str:
    shown = escape(visible_line(url))
    return f'<a href="{escape(url)}" rel="noreferrer">{shown}</a>' if is_link(url) else shown


def reference_words(source: Source) -> str:
    """A source as a bibliography has it, without its addresses."""
    where = ", ".join(part for part in (source.container, source.publisher, source.issued_on) if part)
    return " ".join(_ended(part) for part in (source.authors, source.title, where) if part)


def _ended(part: str) -> str:
    return part if part.endswith(("?", "!", "…")) else part.rstrip(".") + "."


def source_addresses(source: Source) -> list[tuple[str, str]]:
    """What is said before each address, and the address."""
    return [(label, url) for label, url in (("", source.url), ("archived: ", source.archive_url)) if url]
