"""States and UN bodies: the name by which each is an actor, what else it is called, and its codes of ISO 3166."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tracker.comparison import folded_key
from tracker.exchange.known.data import read_known_rows

SOURCE = (
    "members and observers of the United Nations, two other parties to its treaties, former members, and its bodies;"
    " our own compilation of their official short names (UNTERM) and codes (ISO 3166)"
)


class KnownActor(NamedTuple):
    """An actor that is known by several names; `codes` are those of ISO 3166, two letters and three."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    codes: tuple[str, ...] = ()


@cache
def known_actors() -> tuple[KnownActor, ...]:
    """All states, then all bodies."""
    return tuple(_known_actor(row) for row in read_known_rows("actors"))


def find_known_actor(typed: str) -> KnownActor | None:
    """The state or body of that name, or with that code in capital letters; None if there is none."""
    bare = " ".join(typed.split())
    key = folded_key(bare).removeprefix("the ")
    return _actors_by_code().get(bare) or _actors_by_key().get(key)


def _known_actor(row: dict[str, str]) -> KnownActor:
    aliases = (row["official"], *row["aliases"].split(";"))
    codes = (row["code"], row["code3"])
    return KnownActor(
        row["name"], row["kind"], tuple(filter(None, map(str.strip, aliases))), tuple(filter(None, codes))
    )


@cache
def _actors_by_key() -> dict[str, KnownActor]:
    return {folded_key(name).removeprefix("the "): one for one in known_actors() for name in (one.name, *one.aliases)}


@cache
def _actors_by_code() -> dict[str, KnownActor]:
    """By the code of three letters: one of two is a word too often."""
    return {code: one for one in known_actors() for code in one.codes if len(code) == 3}  # noqa: PLR2004 - its letters
