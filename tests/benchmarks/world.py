"""The invented world of a generated ledger: its words, actors, topics, meetings and proposals as rows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.comparison import address_key, folded_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.store.ledger import Ledger

VOCABULARY = 30_000
POOL = 4_000_000  # words drawn once; every text is a run of them
EVENTS_MAX = 4  # of a proposal; their ids are reckoned from its own
START = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_WORDS = [
    *("security", "безопасность", "cooperation", "states", "сотрудничество"),
    *("mechanism", "развитие", "border", "Ёлка", "énergie"),
]
RAREST = "quokka"  # planted in RAREST_IN proposals, however large the ledger
RAREST_IN = 7
LATIN = ("ba be bi co da de di fo ga in ka la le lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to "
         "tra ver vi zo")  # fmt: skip
CYRILLIC = "ба ве го да до жи за ка ко ла ле ло ма ми на не но по ра ре ро са си со та ти то тра фи хо це ща эк юр яр"  # noqa: RUF001 - meant
STATES = [
    *(
        "Belarus",
        "Russia",
        "Armenia",
        "Kazakhstan",
        "Kyrgyzstan",
        "Tajikistan",
        "Uzbekistan",
        "Azerbaijan",
    ),
    *(
        "Georgia",
        "Ukraine",
        "Moldova",
        "China",
        "India",
        "Iran",
        "Turkey",
        "Serbia",
    ),
    *(
        "Germany",
        "France",
        "Poland",
        "Estonia",
        "Latvia",
        "Lithuania",
        "Finland",
        "Norway",
    ),
    *("Sweden",),
]
BODIES = ["CSTO", "CIS", "Eurasian Economic Union", "Shanghai Cooperation Organisation", "OSCE", "United Nations"]
OFFICES = ("President", "Foreign Minister", "Secretary General", "Head of delegation", "")
STATUSES = ("proposed", "adopted", "on-agenda", "in-progress", "implemented", "stalled", "rejected",
            "partly-implemented", "lapsed", "withdrawn")  # fmt: skip  # the commonest first
KINDS = ("proposal", "recommendation", "request", "commitment")
PLACES = ("Moscow", "Minsk", "Yerevan", "Astana", "Bishkek", "Душанбе", "Sankt-Peterburg", "Genève")
USER_TOPICS = 120
DAYS = [f"{month:02}-{day:02}" for month in range(1, 12) for day in range(1, 29)]

COLUMNS = {
    "actors": "id uid name key kind",
    "actor_aliases": "id actor_id name key",
    "topics": "id uid code title",
    "meetings": "id uid body_id name key held_on place",
    "sources": "id uid title publisher issued_on url url_key added_at updated_at",
    "proposals": "id uid kind title summary meeting_id proposed_on deadline_on uncheckable added_at updated_at "
    "removed_at status status_on status_event_id title_key",
    "proposal_topics": "proposal_id topic_id is_primary",
    "proposal_actors": "proposal_id actor_id role office",
    "tags": "proposal_id name key",
    "extras": "proposal_id name value",
    "links": "uid from_id kind to_id",
    "status_events": "id uid proposal_id status occurred_on reason because actor_id supersedes_id recorded_at",
    "citations": "uid proposal_id status_event_id source_id stance quote locator translation added_at",
    "looks": "uid proposal_id looked_on places recorded_at",
}
Rows = dict[str, list[tuple[Any, ...]]]


class Drawn(NamedTuple):
    """Things and how often each is met, as running sums: what `random.choices` takes."""

    things: Sequence[Any]
    sums: list[float]


def zipf(things: Sequence[Any], exponent: float = 1.0, offset: float = 0.0) -> Drawn:
    """The thing at rank r is met in proportion to 1 / (r + offset) ** exponent (Zipf, Mandelbrot)."""
    weights = (1 / (rank + offset) ** exponent for rank in range(1, len(things) + 1))
    return Drawn(things, list(accumulate(weights)))


def vocabulary(rng: random.Random) -> list[str]:
    """Latin and Cyrillic words, the commonest first; the same seed gives the same words."""
    parts = [
        ["".join(word) for word in product(syllables.split(), repeat=3)][: VOCABULARY * 2]
        for syllables in (LATIN, CYRILLIC)
    ]
    words = rng.sample(parts[0], VOCABULARY * 3 // 5) + rng.sample(parts[1], VOCABULARY * 2 // 5)
    rng.shuffle(words)
    return [*FIRST_WORDS, *words][:VOCABULARY]


@dataclass
class World:
    """What the proposals of a ledger are made from."""

    size: int
    rng: random.Random
    seed: int
    topics: Drawn
    states: Drawn
    persons: Drawn
    bodies: Drawn
    meetings: Drawn
    sources: int
    statuses: Drawn = field(default_factory=lambda: zipf(STATUSES, 1.3))
    pool: list[str] = field(default_factory=list)

    def draw(self, what: Drawn) -> Any:
        """One thing, the common ones more often."""
        return self.rng.choices(what.things, cum_weights=what.sums)[0]

    def text(self, least: int, most: int) -> str:
        """That many words."""
        count = least + int(self.rng.random() * (most - least + 1))
        start = int(self.rng.random() * (len(self.pool) - count))
        return " ".join(self.pool[start : start + count])

    def uid(self) -> str:
        """A random identifier that the seed decides."""
        return f"{self.rng.getrandbits(128):032x}"

    def day(self, first: str | None = None) -> str | None:
        """A partial date from 1990 to 2026, or one not before another; a few are undated."""
        chance = self.rng.random()
        year = int(1990 + 36.99 * chance**0.6) if first is None else min(int(first[:4]) + int(chance * 4), 2026)
        exact = self.rng.choices((10, 7, 4, 0), cum_weights=(70, 82, 97, 100))[0]
        return f"{year:04}-{self.rng.choice(DAYS)}"[:exact] or None


def stamp(seconds: int) -> str:
    """A UTC instant as the ledger writes it."""
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def make_world(ledger: Ledger, size: int, seed: int) -> tuple[World, Rows]:
    """The vocabulary and the rows of actors, topics, meetings and sources."""
    rng = random.Random(seed)  # noqa: S311 - it must be the same again, not secret
    words = zipf(vocabulary(rng), 1.2, 2.7)
    nothing = zipf([0])
    world = World(size, rng, seed, nothing, nothing, nothing, nothing, nothing, size // 4 + 5)
    world.pool = rng.choices(words.things, cum_weights=words.sums, k=min(POOL, 20_000 + size * 100))
    rows: Rows = {name: [] for name in COLUMNS}
    _actors(world, rows, 200 + size // 250)
    _topics(ledger, world, rows)
    _meetings(world, rows, 20 + size // 100)
    for source in range(1, world.sources + 1):
        at = stamp(source)
        title, publisher = world.text(5, 10).capitalize(), rng.choice(PLACES)
        url = f"https://example.org/{source}"
        rows["sources"].append((source, world.uid(), title, publisher, world.day(), url, address_key(url), at, at))
    return world, rows


def _actors(world: World, rows: Rows, count: int) -> None:
    names = [(name, "state") for name in STATES] + [(name, "organisation") for name in BODIES]
    names += [(f"Council on {world.text(2, 2)} {n}", "organisation") for n in range(50)]
    names += [(f"{world.text(1, 1).capitalize()} {world.text(1, 1).capitalize()} {n}", "person") for n in range(count)]
    ids: dict[str, list[int]] = {"state": [], "organisation": [], "person": []}
    for number, (name, kind) in enumerate(names, 1):
        ids[kind].append(number)
        rows["actors"].append((number, world.uid(), name, folded_key(name), kind))
        if number % 7 == 0:
            alias = f"{name} alias"
            rows["actor_aliases"].append((len(rows["actor_aliases"]) + 1, number, alias, folded_key(alias)))
    world.states, world.bodies = zipf(ids["state"] + ids["organisation"]), zipf(ids["organisation"], 1.2)
    world.persons = zipf(ids["person"], 0.9)


def _topics(ledger: Ledger, world: World, rows: Rows) -> None:
    shipped = [row[0] for row in ledger.rows("SELECT id FROM topics ORDER BY id")]
    own = range(len(shipped) + 1, len(shipped) + 1 + USER_TOPICS)
    rows["topics"] += [(n, world.uid(), f"group{n % 9}/topic-{n}", f"Topic {n}") for n in own]
    world.topics = zipf([*shipped, *own], 1.6)


def _meetings(world: World, rows: Rows, count: int) -> None:
    for number in range(1, count + 1):
        name = f"{world.text(1, 3).capitalize()} session {number}"
        day, place = world.day() or "2012", world.rng.choice(PLACES)
        rows["meetings"].append((number, world.uid(), world.draw(world.bodies), name, folded_key(name), day, place))
    world.meetings = zipf(range(1, count + 1), 0.7)


def make_proposals(world: World, first: int, last: int) -> Rows:
    """The rows of the proposals of these numbers, both included, and of all that is said of them."""
    rows: Rows = {name: [] for name in COLUMNS}
    world.rng.seed(world.seed * 1_000_003 + first)
    planted = {world.size * part // RAREST_IN for part in range(1, RAREST_IN + 1)}
    for number in range(first, last + 1):
        title = world.text(4, 9).capitalize()
        _proposal(world, rows, number, f"{title} {RAREST}" if number in planted else title)
    return rows


def _proposal(world: World, rows: Rows, number: int, title: str) -> None:
    rng, at = world.rng, stamp(number * 20)
    on = world.day()
    meeting = world.draw(world.meetings) if rng.random() < 0.9 else None
    status, status_on, event = _events(world, rows, number, on, at)
    rows["proposals"].append((
        number, world.uid(), rng.choices(KINDS, cum_weights=(70, 85, 95, 100))[0], title,
        world.text(8, 20) if rng.random() < 0.8 else "", meeting, on,
        world.day(on) if on and rng.random() < 0.1 else None,
        "it names no act" if rng.random() < 0.01 else None, at, stamp(number * 20 + rng.randrange(10**6)),
        at if rng.random() < 0.005 else None, status, status_on, event, folded_key(title),
    ))  # fmt: skip
    _parts(world, rows, number, at)
    for _ in range(1 if rng.random() < 0.6 else 2):
        cited = event if rng.random() < 0.7 else None
        source = min(number // 4 + 1 + rng.choice((0, 0, 0, 1, 3)), world.sources)
        stance = "contradicts" if rng.random() < 0.02 else "supports"
        passage = (world.text(12, 24), f"para. {rng.randint(1, 40)}", world.text(3, 6) if rng.random() < 0.05 else "")
        rows["citations"].append((world.uid(), number, cited, source, stance, *passage, at))


def _events(world: World, rows: Rows, number: int, on: str | None, at: str) -> tuple[str, str | None, int | None]:
    """One to four events; gives back the status that follows from them, with its date and event."""
    rng = world.rng
    made: list[tuple[int, str, str | None, bool]] = []
    for event in range(
        number * EVENTS_MAX, number * EVENTS_MAX + rng.choices((1, 2, 3, 4), cum_weights=(55, 80, 94, 100))[0]
    ):
        status = world.draw(world.statuses)
        concerns = world.draw(world.states) if made and rng.random() < 0.1 else None
        corrects = made[-1][0] if made and not concerns and rng.random() < 0.03 else None
        reason = "superseded" if status == "lapsed" and rng.random() < 0.5 else None
        made.append((event, status, on, concerns is None))
        if corrects:
            made[-2] = (*made[-2][:3], False)
        rows["status_events"].append((event, world.uid(), number, status, on, reason, "", concerns, corrects, at))
        on = world.day(on) if rng.random() < 0.9 else on
    return _standing(made)


def _standing(events: list[tuple[int, str, str | None, bool]]) -> tuple[str, str | None, int | None]:
    """The rule of `standing_events` once more, in Python."""
    eligible = [event for event in events if event[3]]
    for number, status, on, _ in reversed(eligible):
        if not any(on and later[2] and later[2] > on + "~" for later in eligible):
            return status, on, number
    return "proposed", None, None


def _parts(world: World, rows: Rows, number: int, at: str) -> None:
    rng = world.rng
    topics = {world.draw(world.topics): 0 for _ in range(rng.choices((0, 1, 2, 3), cum_weights=(1, 70, 92, 100))[0])}
    rows["proposal_topics"] += [(number, topic, int(n == 0)) for n, topic in enumerate(topics)]
    people = {("proposer", world.draw(world.states)): ""}
    if rng.random() < 0.5:
        people["speaker", world.draw(world.persons)] = rng.choice(OFFICES)
    if rng.random() < 0.4:
        people["addressee", world.draw(world.states)] = ""
    if rng.random() < 0.2:
        people[rng.choice(("supporter", "opponent")), world.draw(world.states)] = ""
    rows["proposal_actors"] += [(number, actor, role, office) for (role, actor), office in people.items()]
    if rng.random() < 0.3:
        tag = f"tag-{int(rng.paretovariate(0.7)) % 500}"
        rows["tags"].append((number, tag, tag))
    if rng.random() < 0.05:
        rows["extras"].append((number, "era", f"{rng.randint(2010, 2026)} {rng.choice(PLACES)}"))
    if number > 1 and rng.random() < 0.05:
        kind = rng.choice(("repeats", "part-of", "replaces", "adopted-as", "related"))
        rows["links"].append((world.uid(), number, kind, rng.randrange(1, number)))
    if rng.random() < 0.1:
        looked = f"2026-{rng.randint(1, 11):02}-{rng.randint(1, 28):02}"
        rows["looks"].append((world.uid(), number, looked, "odkb-csto.org, BelTA", at))
