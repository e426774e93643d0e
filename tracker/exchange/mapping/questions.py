"""What a table leaves open, as questions: each asked once, with what is likely, and what an answer makes of it."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import folded_key
from tracker.errors import UsageError
from tracker.exchange.mapping.mapping import DATE_ORDERS, KEPT_OF_DIFFERENT, LEFT_OUT
from tracker.exchange.mapping.options import check_value, find_column, parse_different, split_value_pairs
from tracker.exchange.mapping.targets import EXTRA
from tracker.text import match_code, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.exchange.mapping.mapping import Mapping as TableMapping
    from tracker.exchange.mapping.mapping import Vocabulary
    from tracker.exchange.mapping.survey import Survey

SHOWN_VALUES = 30
SHOWN_MOST = 70
NO_TITLE = "Which column says what is to be done, as a title?"
TOPICS_AS_EXTRA = "extra"


class Question(NamedTuple):
    """One thing to be asked: what about, in words, the lines that show it, what is accepted, what is likely.

    `target` is the field that it is about, or the column for `dates`. `values` are what an answer for all is for.
    """

    about: str
    target: str
    text: str
    lines: tuple[str, ...]
    accepted: str
    proposed: str = ""
    values: tuple[str, ...] = ()


def open_questions(survey: Survey, mapping: TableMapping, path: str) -> list[Question]:
    """What must be answered before the table can be taken, each thing once."""
    questions = _title_questions(survey, mapping)
    for target, counts in survey.unknown.items():
        questions.append(_topics_question(counts, path) if target == "topics" else _values_question(target, counts))
    questions += [
        Question(
            "dates",
            column,
            f"{plural(order.ambiguous, 'date')} of {column} can be read in two ways, such as {order.example}."
            " What comes first?",
            (),
            " or ".join(DATE_ORDERS),
        )
        for column, order in survey.date_orders.items()
    ]
    if survey.different:
        questions.append(_differences_question(survey))
    return questions


def answer_question(question: Question, typed: str, mapping: TableMapping, vocabulary: Vocabulary) -> TableMapping:
    """The mapping with an answer. Raises UsageError for one that cannot be meant."""
    answer = typed.strip() or question.proposed
    if not answer:
        raise UsageError(f"an answer is needed: {question.accepted}")
    if question.about == "topics" and "=" not in answer:
        return _answer_topics(answer, mapping)
    if question.about == "title":
        return _answer_title(question, answer, mapping)
    if question.about == "dates":
        order = match_code(answer, DATE_ORDERS, "order")
        return mapping._replace(date_orders=dict(mapping.date_orders) | {question.target: order})
    if question.about == "different":
        return mapping._replace(different=dict(mapping.different) | _different_kept(answer, question))
    return _answer_values(question, answer, mapping, vocabulary)


# titles


def _title_questions(survey: Survey, mapping: TableMapping) -> list[Question]:
    titles = [column for column, several in mapping.targets.items() if "title" in several]
    if not survey.untitled or "title" in mapping.defaults:
        return []
    have = "has" if survey.untitled == 1 else "have"
    text = f"{plural(survey.untitled, 'row')} {have} no title. Which column is it there?" if titles else NO_TITLE
    columns = tuple(one for one in survey.columns if survey.instead.get(one) and one not in titles)
    lines = tuple(f"{one}  {survey.instead[one]:,}" for one in columns)
    accepted = f"the name of a column; = and a title for all of them{f'; {LEFT_OUT} for none' if titles else ''}"
    return [Question("title", "title", text, lines, accepted, values=columns)]


def _answer_title(question: Question, answer: str, mapping: TableMapping) -> TableMapping:
    if answer == LEFT_OUT:
        return mapping
    if answer.startswith("=") and answer[1:].strip():
        return mapping._replace(defaults={**mapping.defaults, "title": answer[1:].strip()})
    column = find_column(answer, question.values)
    others = tuple(one for one in mapping.targets.get(column, ()) if not one.startswith(EXTRA))
    return mapping._replace(targets=dict(mapping.targets) | {column: ("title", *others)})


# topics


def _topics_question(counts: Mapping[str, int], path: str) -> Question:
    words = "topic is" if len(counts) == 1 else "topics are"
    return Question(
        "topics",
        "topics",
        f"{len(counts)} {words} not known. In which group are they to be created?",
        _counted_lines(counts),
        f"a group; theirs=ours for some; {TOPICS_AS_EXTRA} to keep them as a column of your own;"
        f" {LEFT_OUT} for no group",
        group_of_file(path),
    )


def group_of_file(path: str) -> str:
    """The group of topics that a file suggests by its name: `nz` of `nz_promised_vs_did.csv`."""
    words = re.findall(r"[^\W_]+", folded_key(PurePath(path).stem))
    return next((word for word in words if word.isascii() and not word.isdigit()), "imported")


def _answer_topics(answer: str, mapping: TableMapping) -> TableMapping:
    if answer == TOPICS_AS_EXTRA:
        targets = {
            column: tuple(EXTRA + column if one == "topics" else one for one in several)
            for column, several in mapping.targets.items()
        }
        return mapping._replace(targets=targets)
    return mapping._replace(topic_group=parse_group(answer))


def parse_group(typed: str) -> str:
    """A group of topics, empty for `-`. Raises UsageError for what cannot be one."""
    group = "-".join(typed.strip().lower().split())
    if group == LEFT_OUT:
        return ""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", group):
        raise UsageError(f"'{typed.strip()}' cannot be a group; write lowercase words with hyphens, such as nz")
    return group


# words


def _values_question(target: str, counts: Mapping[str, int]) -> Question:
    words = "value is" if len(counts) == 1 else "values are"
    example = {"status": "Done=implemented, Dropped=lapsed:abandoned"}.get(target, "theirs=ours")
    return Question(
        "values",
        target,
        f"{len(counts)} {words} no {target} of ours. What are they?",
        _counted_lines(counts),
        f"{example}; one of ours for all; {LEFT_OUT} to leave them out",
        values=tuple(counts),
    )


def _answer_values(question: Question, answer: str, mapping: TableMapping, vocabulary: Vocabulary) -> TableMapping:
    target = question.target
    pairs = split_value_pairs(answer) if "=" in answer else [(theirs, answer) for theirs in question.values]
    ours = {folded_key(theirs): check_value(target, one, vocabulary) for theirs, one in pairs}
    values = dict(mapping.values) | {target: {**mapping.values.get(target, {}), **ours}}
    return mapping._replace(values=values)


def _counted_lines(counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{value}  {count:,}" for value, count in counts.items())


# differences


def _differences_question(survey: Survey) -> Question:
    examples: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in survey.different:
        counts[one.target] = counts.get(one.target, 0) + 1
        examples.setdefault(
            one.target, f"{_short(one.first[1])} / {_short(one.other[1])}, {one.first[0]} and {one.other[0]}"
        )
    lines = tuple(f"{target}  {count:,}  {examples[target]}" for target, count in counts.items())
    return Question(
        "different",
        "",
        "Rows of one proposal differ. What is kept?",
        lines,
        f"{', '.join(KEPT_OF_DIFFERENT)} for every field, or title=first, extra.page=all",
        "all",
        tuple(counts),
    )


def _different_kept(answer: str, question: Question) -> dict[str, str]:
    if "=" in answer:
        return parse_different([answer])
    return dict.fromkeys(question.values, match_code(answer, KEPT_OF_DIFFERENT, "way"))


def _short(value: str) -> str:
    return value if len(value) <= SHOWN_MOST // 2 else value[: SHOWN_MOST // 2 - 1] + "…"
