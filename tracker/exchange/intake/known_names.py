"""States and UN bodies by whatever name a table has for them: one actor each, with its other names as aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.exchange.known.actor_names import find_known_actor
from tracker.store.records import actors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.exchange.known.actor_names import KnownActor
    from tracker.exchange.mapping.mapping import Claim
    from tracker.model import NewProposal
    from tracker.store.ledger import Change


def ensure_known_actors(change: Change, new: NewProposal, claim: Claim | None) -> None:
    """Make the states and UN bodies that a proposal names, or give those that are there already the name it uses."""
    for name in _actor_names(new, claim):
        if (known := find_known_actor(name)) and actors.find(change.ledger, name) is None:
            _name_actor(change, known, name)


def _name_actor(change: Change, known: KnownActor, typed: str) -> None:
    names = (known.name, *known.aliases, typed)
    there = (found for name in names if (found := actors.find(change.ledger, name)) is not None)
    actor = next(there, None) or actors.ensure_actor(change, known.name, known.kind)
    if missing := [name for name in names if actors.find(change.ledger, name) is None]:
        actors.add_aliases(change, actor, missing)


def _actor_names(new: NewProposal, claim: Claim | None) -> Iterator[str]:
    for names in (new.proposers, new.supporters, new.opponents, new.addressees):
        yield from names
    yield from (one.name for one in new.speakers)
    claimed = (claim.actor, claim.according_to) if claim else ()
    yield from filter(None, (new.body, *claimed))
