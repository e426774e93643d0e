"""Makes a large ledger of invented proposals: `python tests/benchmarks/generate.py N PATH [--seed S]`.

Words, topics, actors and bodies are as unevenly frequent as in nature (Zipf), so that there are common and rare ones
of each. The rows go through the history's own triggers as one change; indexes, the current status and the search
documents are made in bulk, and `tracker check` finds nothing wrong with them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.store import tokens
from tracker.store.database import open_ledger
from tracker.store.search import index
from tracker.text import key, searchable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.store.ledger import Ledger

VOCABULARY = 30_000
CHUNK = 20_000
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
    "sources": "id uid title publisher issued_on url added_at updated_at",
    "proposals": "id uid kind title summary meeting_id proposed_on deadline_on uncheckable added_at updated_at "
    "removed_at status status_on status_event_id",
    "proposal_topics": "proposal_id topic_id is_primary",
    "proposal_actors": "proposal_id actor_id role office",
    "tags": "proposal_id name",
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
        rows["sources"].append((source, world.uid(), title, publisher, world.day(), url, at, at))
    return world, rows


def _actors(world: World, rows: Rows, count: int) -> None:
    names = [(name, "state") for name in STATES] + [(name, "organisation") for name in BODIES]
    names += [(f"Council on {world.text(2, 2)} {n}", "organisation") for n in range(50)]
    names += [(f"{world.text(1, 1).capitalize()} {world.text(1, 1).capitalize()} {n}", "person") for n in range(count)]
    ids: dict[str, list[int]] = {"state": [], "organisation": [], "person": []}
    for number, (name, kind) in enumerate(names, 1):
        ids[kind].append(number)
        rows["actors"].append((number, world.uid(), name, key(name), kind))
        if number % 7 == 0:
            alias = f"{name} alias"
            rows["actor_aliases"].append((len(rows["actor_aliases"]) + 1, number, alias, key(alias)))
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
        rows["meetings"].append((number, world.uid(), world.draw(world.bodies), name, key(name), day, place))
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
        at if rng.random() < 0.005 else None, status, status_on, event,
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
        rows["tags"].append((number, f"tag-{int(rng.paretovariate(0.7)) % 500}"))
    if rng.random() < 0.05:
        rows["extras"].append((number, "era", f"{rng.randint(2010, 2026)} {rng.choice(PLACES)}"))
    if number > 1 and rng.random() < 0.05:
        kind = rng.choice(("repeats", "part-of", "replaces", "adopted-as", "related"))
        rows["links"].append((world.uid(), number, kind, rng.randrange(1, number)))
    if rng.random() < 0.1:
        looked = f"2026-{rng.randint(1, 11):02}-{rng.randint(1, 28):02}"
        rows["looks"].append((world.uid(), number, looked, "odkb-csto.org, BelTA", at))


class Folded(dict[str, str]):
    """Words as the search index takes them, each folded once."""

    def __missing__(self, word: str) -> str:
        self[word] = searchable(word)
        return self[word]

    def text(self, text: str) -> str:
        """A text of such words as `searchable` gives it."""
        return "\n".join(" ".join(map(self.__getitem__, line.split(" "))) for line in text.split("\n"))


_world: list[World] = []  # what a worker process was started with


def _chunk(first: int) -> Rows:
    return make_proposals(_world[0], first, min(first + CHUNK - 1, _world[0].size))


def _chunks(world: World) -> Iterator[Rows]:
    """The proposals, some thousand at a time; a large ledger's are made by another process meanwhile."""
    if world.size <= CHUNK:
        yield make_proposals(world, 1, world.size)
        return
    with Pool(1, _world.append, [world]) as workers:
        yield from workers.imap(_chunk, range(1, world.size + 1, CHUNK))


def generate(path: Path, size: int, seed: int = 1) -> None:
    """Make a new ledger of that many proposals at a path."""
    ledger = open_ledger(path, create=True)
    con = ledger.con
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -6000000"):
        con.execute(f"PRAGMA {pragma}")
    con.execute("BEGIN IMMEDIATE")
    set_aside = _set_aside(ledger)
    change = con.execute("INSERT INTO changes (at, who, command) VALUES (?, 'generator', 'generate')", [stamp(0)])
    con.execute("INSERT INTO current_change (change_id) VALUES (?)", [change.lastrowid])
    world, rows = make_world(ledger, size, seed)
    _insert(ledger, rows)
    for made in _chunks(world):
        _insert(ledger, made)
        _say(f"{made['proposals'][-1][0]:,} proposals")
    con.execute("DELETE FROM current_change")
    for number, statement in enumerate(set_aside, 1):
        con.execute(statement)
        if number % 16 == 0:
            _say(f"{number} of {len(set_aside)} indexes and triggers")
    _documents(ledger, size)
    con.execute("COMMIT")
    con.execute("PRAGMA journal_mode = WAL")
    ledger.close()


def _set_aside(ledger: Ledger) -> list[str]:
    """Drop the indexes that no key needs and the triggers of status and search; gives back how to make them."""
    found = ledger.rows(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND"
        " (type = 'index' AND name NOT GLOB '_*migrations*'"
        " OR name GLOB 'status_after_*' OR name GLOB 'search_after_*')"
        " ORDER BY type, name"
    )
    for kind, name, _ in found:
        ledger.con.execute(f"DROP {kind} {name}")
    return [row["sql"] for row in found]


def _insert(ledger: Ledger, rows: Rows) -> None:
    for table, columns in COLUMNS.items():
        names = columns.split()
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        ledger.con.executemany(sql, rows[table])


def _documents(ledger: Ledger, size: int) -> None:
    """Every search document, in the order of their rowids: FTS5 writes out what it holds whenever one goes back."""
    con = ledger.con
    con.execute("DELETE FROM search")
    con.execute("INSERT INTO search (search, rank) VALUES ('hashsize', 67108864)")
    insert = f"INSERT INTO search (rowid, {', '.join(index.COLUMNS)}) VALUES (?{', ?' * len(index.COLUMNS)})"
    folded = Folded()
    order = [row[0] for row in ledger.rows("SELECT id FROM proposals ORDER BY recency")]
    for start in range(0, size, CHUNK):
        con.executemany(insert, (_document(ledger, folded, one) for one in order[start : start + CHUNK]))
        _say(f"{start:,} search documents")
    con.execute("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)")  # the default again
    con.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, search, row)")
    con.execute(
        "INSERT INTO search_words (word) SELECT term FROM temp.vocabulary WHERE term NOT GLOB ?", [f"{tokens.SIGN}*"]
    )
    con.execute("DROP TABLE temp.vocabulary")


def _document(ledger: Ledger, folded: Folded, proposal: int) -> list[Any]:
    """The rowid and the columns of a search document, as `search.document` gives them."""
    recency, *texts = ledger.con.execute(index.DOCUMENT, [proposal]).fetchone()
    facts = ledger.con.execute(tokens.FACTS, [proposal]).fetchone()
    return [recency, *(index.divided(folded.text(text or "")) for text in texts), " ".join(tokens.of(facts))]


def _say(what: str) -> None:
    begin, end = ("\r\033[K", "") if sys.stderr.isatty() else ("", "\n")
    sys.stderr.write(f"{begin}{time.perf_counter() - BEGUN:6.1f} s  {what}{end}")
    sys.stderr.flush()


BEGUN = time.perf_counter()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.path.exists():
        parser.error(f"{asked.path} exists")
    generate(asked.path, asked.size, asked.seed)
    took, megabytes = time.perf_counter() - BEGUN, asked.path.stat().st_size / 1e6
    sys.stdout.write(f"\n{asked.path}: {asked.size:,} proposals, {megabytes:,.0f} MB, {took:.0f} s\n")


if __name__ == "__main__":
    main()
