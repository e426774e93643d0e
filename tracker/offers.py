"""What can stand next in a query that is being typed: the names of fields, then their values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import fold_text
from tracker.query import split_line
from tracker.query_fields import FIELDS
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Values = Callable[[], Iterable[str]]  # where it gives a mapping, that says what each value means

MOST = 50  # that are offered at once
EAGER = 2  # letters of a bare word that may be a value's beginning
BARE = ("topic", "status", "saved")  # fields whose values are offered for a bare word
_HEAD = re.compile(r"([A-Za-z]+)(:|!=)")
_UNSAYABLE = {*' :=!"'}  # in the name of a field
_LAST_VALUE = re.compile(r'(?:[^,"]|"[^"]*"?)*$')


class Offer(NamedTuple):
    """A word that may come next, what it means, and the whole line once it is taken."""

    word: str
    help: str
    line: str


class Offers:
    """Completes the last term of a query from what each field can be asked for."""

    def __init__(self, values: Mapping[str, Values], apart: str = " ,") -> None:
        """`values` says, for every field, what it can be asked for; each is asked once until `forget`.

        A value with one of the characters `apart` is put into quotation marks.
        """
        self._ask = values
        self._apart = {*apart}
        self._known: dict[str, list[tuple[str, str, str]]] = {}

    def forget(self) -> None:
        """Ask for values anew: others may have come."""
        self._known.clear()

    def hint(self, line: str) -> str:
        """What a field takes whose name and colon end a line; empty where they do not."""
        head = _HEAD.fullmatch(_last_element(line))
        field = FIELDS.get(head[1].lower()) if head else None
        return f"{field.help}, as in {field.example}" if field else ""

    def of(self, line: str) -> list[Offer]:
        """What completes a line, at most MOST; nothing where a term has not begun."""
        element = _last_element(line)
        return self.of_term(element, line[: len(line) - len(element)]) if element else []

    def of_term(self, element: str, before: str = "") -> list[Offer]:
        """What completes one term, at most MOST; the fields where nothing is typed. `before` begins each line."""
        head = _HEAD.match(element)
        found = self._values(before, element, head) if head else self._bare(before, element)
        return list(islice(found, MOST))

    def _bare(self, before: str, typed: str) -> Iterator[Offer]:
        if typed.startswith('"'):
            return
        for field in FIELDS.values():
            for name in self._names(field.name):
                if name.startswith(typed.lower()):
                    yield Offer(name, field.help, before + name)
        if len(typed) >= EAGER:
            for name in BARE:
                for offer in self._beginning(name, typed, before + name + ":", ""):
                    yield offer._replace(word=f"{name}:{offer.word}")

    def _names(self, field: str) -> Iterable[str]:
        """A field with its colon; of `x.` each that there is, or the dot alone."""
        if not field.endswith("."):
            return [f"{field}:"]
        return [f"{field}{name}:" for name, *_ in self._values_of(field) if not _UNSAYABLE & {*name}] or [field]

    def _values(self, before: str, element: str, head: re.Match[str]) -> Iterator[Offer]:
        rest = element[head.end() :]
        typed = (_LAST_VALUE.search(rest) or [""])[0]
        lead = "-" if head[1].lower() == "sort" and typed.startswith("-") else ""
        start = before + element[: len(element) - len(typed)] + lead
        return self._beginning(head[1].lower(), typed.removeprefix(lead).lstrip('"'), start, lead)

    def _beginning(self, name: str, typed: str, start: str, lead: str) -> Iterator[Offer]:
        """The values of a field that begin so; what was typed stays as it was."""
        begun = fold_text(typed)
        for value, folded, said in self._values_of(name):
            if folded.startswith(begun) and len(value) > len(typed):
                same = fold_text(value[: len(typed)]) == begun
                whole = typed + value[len(typed) :] if same else value
                yield Offer(lead + value, said, start + (f'"{whole}"' if self._apart & {*whole} else whole))

    def _values_of(self, name: str) -> list[tuple[str, str, str]]:
        """Values, folded too, with what they mean; what a terminal could obey, or a query not say, is not offered."""
        if name not in self._known:
            values = self._ask[name]() if name in self._ask else ()
            says = values if isinstance(values, Mapping) else {}
            sayable = (value for value in values if '"' not in value and visible_line(value) == value)
            self._known[name] = [(value, fold_text(value), str(says.get(value, ""))) for value in sayable]
        return self._known[name]


def _last_element(line: str) -> str:
    """The element that a line ends in the middle of; empty behind a blank."""
    elements = split_line(line)
    return elements[-1] if elements and line.endswith(elements[-1]) else ""
