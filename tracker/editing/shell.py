"""Commands as a shell takes them apart."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable


def quote_argument(arguments: Iterable[str]) -> str:
    """Arguments as a shell takes them apart; what a terminal would not show as it is stands as escapes (`$'…'`)."""
    return " ".join(shlex.quote(one) if visible_line(one) == one else _escape_argument(one) for one in arguments)


def _escape_argument(argument: str) -> str:
    return "$'" + "".join(map(_octal, argument)) + "'"


def _octal(char: str) -> str:
    if visible_line(char) == char and char not in "\\'":
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode())
