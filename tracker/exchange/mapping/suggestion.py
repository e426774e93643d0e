"""The mapping that is proposed for a table: columns by their names and their looks, words that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.exchange.known.actor_names import find_known_actor
from tracker.exchange.known.status_words import word_key
from tracker.exchange.mapping import cells
from tracker.exchange.mapping.column_names import is_key_name, kind_of_name, targets_of_name
from tracker.exchange.mapping.known_words import KIND_WORDS, words_by_key
from tracker.exchange.mapping.looks import MOSTLY, ColumnLook
from tracker.exchange.mapping.mapping import LEFT_OUT, Mapping
from tracker.exchange.mapping.targets import DATES, EXTRA, MANY_VALUES, TOPIC, find_target
from tracker.formats.cells import DIVIDER
from tracker.model import KINDS
from tracker.text import find_code

if TYPE_CHECKING:
    from collections import abc
    from collections.abc import Callable

    from tracker.exchange.mapping.mapping import Vocabulary

OWN = {"uid", "title", "status", "updated_at"}  # columns of every export of ours
MADE_OF_OTHERS = {  # and those that say what other records say
    *("id", "flags", "evidence", "quotes", "sources", "status_sources", "links"),
    *("looked_on", "added_at", "updated_at"),
}
ADDRESSED = {"source.url", "status.source"}
NAMED_BY_MANY = {"proposers", "addressees", "supporters", "opponents", "speakers"}  # `;` always divides them
OF_NAMES = {"proposers", "addressees", "supporters", "opponents", "speakers", "body", "place", "meeting"}
OF_ANY_LOOK = {"source", "source.locator", "uid", "tags", "repeats", "part-of"}
NAME_MOST = 200  # characters of several names, on average
TITLE_LEAST = 8  # characters of a title that is known only by its look
_KIND_WORDS = words_by_key(KIND_WORDS)


def propose_mapping(
    looks: abc.Mapping[str, ColumnLook],
    vocabulary: Vocabulary,
    said: Mapping | None = None,
) -> Mapping:
    """The mapping that a table of such columns seems to have; what is said already stays as it is said."""
    said = said or Mapping({})
    if is_own_export(looks):
        return _own_mapping(looks, said)
    targets = _propose_targets(looks, vocabulary, said)
    values = {name: dict(theirs) for name, theirs in said.values.items()}
    for column, several in targets.items():
        for target in several:
            if target in {"status", "kind"} and column in looks:
                known = _known_values(looks[column], target, vocabulary)
                values[target] = known | values.get(target, {})
    return said._replace(
        targets=targets,
        values=values,
        defaults=_default_kind(targets, said) | dict(said.defaults),
        key=said.key or _propose_key(looks),
        separators=_propose_separators(looks, targets) | dict(said.separators),
    )


# our own exports


def is_own_export(columns: abc.Iterable[str]) -> bool:
    """Whether a table is one that this program wrote: it has columns that no other has together."""
    return {*columns} >= OWN


def _own_mapping(looks: abc.Mapping[str, ColumnLook], said: Mapping) -> Mapping:
    """What each column of an own export is; what is made of other records is left out."""
    own = {name: (find_target(name) or EXTRA + name,) if name not in MADE_OF_OTHERS else (LEFT_OUT,) for name in looks}
    targets = own | dict(said.targets)
    lists = (name for name, several in targets.items() if {*several} & MANY_VALUES)
    return said._replace(targets=targets, separators=dict.fromkeys(lists, DIVIDER) | dict(said.separators))


# columns


def _propose_targets(
    looks: abc.Mapping[str, ColumnLook], vocabulary: Vocabulary, said: Mapping
) -> dict[str, tuple[str, ...]]:
    """A target for each column that seems to have one: exact names first, then names, then looks."""
    taken = dict(said.targets)
    free = {name: look for name, look in looks.items() if name not in taken}
    names = {name: targets_of_name(name) for name in free}
    used = {one for several in taken.values() for one in several}
    for exactly in (True, False):
        for name, (targets, is_exact) in names.items():
            if name in taken or is_exact != exactly:
                continue
            for target in targets:
                if target not in used and _fits(free[name], target, vocabulary):
                    taken[name] = (target,)
                    used.add(target)
                    break
    for name, target in _by_look({name: look for name, look in free.items() if name not in taken}, used, vocabulary):
        taken[name] = (target,)
    _add_second_title(looks, taken)
    return {name: taken[name] for name in (*looks, *taken) if name in taken}


def _add_second_title(looks: abc.Mapping[str, ColumnLook], taken: dict[str, tuple[str, ...]]) -> None:
    """Where rows lack a title, or have titles that recur, the summary is a title where there is no other."""
    rows = max((one.filled for one in looks.values()), default=0)
    titled = [name for name, several in taken.items() if "title" in several and name in looks]
    summaries = [name for name, several in taken.items() if several == ("summary",) and name in looks]
    weak = [one for one in titled if looks[one].filled < rows or not looks[one].is_distinct]
    if weak == titled[:1] and summaries:
        taken[summaries[0]] = ("title", "summary")


def _fits(look: ColumnLook, target: str, vocabulary: Vocabulary) -> bool:
    """Whether what a column holds can be what its name says."""
    if not look.filled:
        return True
    checks: dict[str, Callable[[], bool]] = {
        "source.url": lambda: look.addresses >= MOSTLY / 2,
        "status.source": lambda: look.addresses >= MOSTLY / 2 or (look.is_text and not look.is_of_words),
        "status": lambda: look.is_of_words,
        "kind": lambda: _share_known(look, "kind", vocabulary) >= MOSTLY,
        "topics": lambda: look.is_of_words and (not look.is_distinct or _share_known(look, "topics", vocabulary) > 0),
        "title": lambda: look.is_text and (look.is_distinct or look.length >= TITLE_LEAST),
    }
    checks |= dict.fromkeys(DATES, lambda: look.dates >= MOSTLY)
    checks |= dict.fromkeys(OF_NAMES, lambda: look.is_text and look.length < NAME_MOST)
    checks |= dict.fromkeys(OF_ANY_LOOK, lambda: True)
    return target.startswith((EXTRA, TOPIC)) or checks.get(target, lambda: look.is_text)()


def _by_look(
    free: abc.Mapping[str, ColumnLook], used: set[str], vocabulary: Vocabulary
) -> abc.Iterator[tuple[str, str]]:
    """Columns whose values alone say what they are, where only one can be it."""
    checks: dict[str, Callable[[ColumnLook], bool]] = {
        "kind": lambda one: _share_known(one, "kind", vocabulary) == 1 and one.is_of_words,
        "status": lambda one: _share_known(one, "status", vocabulary) >= MOSTLY and one.is_of_words,
        "topics": lambda one: _share_known(one, "topics", vocabulary) >= MOSTLY and one.is_of_words,
        "date": lambda one: one.dates >= MOSTLY,
        "source.url": lambda one: one.addresses >= MOSTLY,
        "proposers": lambda one: _share_known(one, "proposers", vocabulary) >= MOSTLY,
    }
    left = dict(free)
    for target, fits in checks.items():
        those = [name for name, look in left.items() if look.filled and fits(look)]
        if target not in used and len(those) == 1:
            del left[those[0]]
            yield those[0], target
    for name in [name for name, look in left.items() if _is_topic_flag(look, vocabulary)]:
        yield name, TOPIC + (cells.find_topic(left.pop(name).name, vocabulary) or "")
    texts = [one for one in left.values() if one.is_text and one.is_distinct and one.length >= TITLE_LEAST]
    if "title" not in used and texts:
        yield min(texts, key=lambda one: one.length).name, "title"


def _is_topic_flag(look: ColumnLook, vocabulary: Vocabulary) -> bool:
    """Whether a column says yes or no, and is called as a topic is."""
    return look.flags == 1 and cells.find_topic(look.name, vocabulary) is not None


def _share_known(look: ColumnLook, target: str, vocabulary: Vocabulary) -> float:
    """The share of the values that are words of ours, or that others use for them."""
    known = sum(count for value, count in look.counts.items() if _is_known(value, target, vocabulary))
    return known / look.filled if look.filled else 0.0


def _is_known(value: str, target: str, vocabulary: Vocabulary) -> bool:
    if target == "topics":
        return cells.find_topic(value, vocabulary) is not None
    if target == "proposers":
        return all(find_known_actor(one.strip()) for one in value.split(";"))
    if target == "kind":
        return bool(find_code(value, KINDS) or word_key(value) in _KIND_WORDS)
    return bool(find_code(value, vocabulary.statuses) or word_key(value) in vocabulary.status_words)


# values


def _known_values(look: ColumnLook, target: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Our value for each of a column that others use for it; those that are ours already need none."""
    ours = vocabulary.statuses if target == "status" else KINDS
    known = vocabulary.status_words if target == "status" else _KIND_WORDS
    return {
        folded_key(value): known[word_key(value)]
        for value in look.counts
        if word_key(value) in known and not find_code(value, ours)
    }


def known_status(word: str, vocabulary: Vocabulary) -> str:
    """Our status, with its reason, for a word that others use; empty for an unknown one."""
    return vocabulary.status_words.get(word_key(word), "")


def _default_kind(targets: abc.Mapping[str, tuple[str, ...]], said: Mapping) -> dict[str, str]:
    """The kind that the name of the column of titles says: promises are commitments."""
    if any("kind" in several for several in targets.values()) or "kind" in said.defaults:
        return {}
    kinds = [kind_of_name(column) for column, several in targets.items() if "title" in several]
    return {"kind": kinds[0]} if kinds and kinds[0] not in {"", KINDS[0]} else {}


def _propose_key(looks: abc.Mapping[str, ColumnLook]) -> tuple[str, ...]:
    """The column that numbers the rows, if there is one."""
    rows = max((one.filled for one in looks.values()), default=0)
    those = [name for name, one in looks.items() if is_key_name(name) and one.is_unique and one.filled == rows]
    return tuple(those[:1])


def _propose_separators(
    looks: abc.Mapping[str, ColumnLook], targets: abc.Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """What divides the values of a cell, for each column that has several; an address divides itself."""
    separators = {}
    for column, several in targets.items():
        look = looks.get(column)
        many = {*several} & MANY_VALUES - ADDRESSED
        if look is not None and not look.addresses and many and (look.separator or not many & NAMED_BY_MANY):
            separators[column] = look.separator
    return separators
