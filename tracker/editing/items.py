"""Lists as people type them: items between dividers; one in double quotes may hold the divider."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def split_items(text: str, divider: str = ",") -> tuple[str, ...]:
    """The items of a list as typed, none of them empty; one in double quotes may hold the divider."""
    item = re.compile(rf'\s*("(?:[^"]|"")*"(?=\s*(?:{divider}|$))|[^{divider}]*)\s*(?:{divider}|$)')
    found = (match[1].strip() for match in item.finditer(text))
    return tuple(filter(None, (one[1:-1].replace('""', '"') if _is_quoted(one) else one for one in found)))


def join_items(texts: Iterable[str], divider: str = ",") -> str:
    """A list as `split_items` reads it again."""
    return f"{divider} ".join(_quote_item(one, divider) for one in texts)


def _quote_item(item: str, divider: str) -> str:
    return '"' + item.replace('"', '""') + '"' if divider in item or item.startswith('"') else item


def _is_quoted(item: str) -> bool:
    return len(item) > 1 and item[0] == item[-1] == '"'
