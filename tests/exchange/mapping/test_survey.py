"""What a whole table leaves open is found, counted, asked once, and settled by an answer."""

from __future__ import annotations

import pytest

from helpers.source_tables import VOCABULARY, column_table, make_table
from tracker.errors import UsageError
from tracker.exchange.mapping.mapping import MappedRow, Mapping
from tracker.exchange.mapping.questions import Question, answer_question, open_questions
from tracker.exchange.mapping.rows import map_rows
from tracker.exchange.mapping.survey import survey_table

TITLED = Mapping({"t": ("title",), "v": ("status",)})


def asked(mapping: Mapping, *values: str) -> Question:
    """The one question that a column `v` of these values leaves open."""
    survey, settled = survey_table(mapping, column_table("v", *values, t="Plant trees"), VOCABULARY)
    (question,) = open_questions(survey, settled, "nz_promises.csv")
    return question


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["05/06/2012", "25/06/2012"], "day-first"),
        (["05/06/2012", "06/25/2012"], "month-first"),
        (["05.06.2012", "25.06.2012"], "day-first"),
        (["2012-05-06"], ""),
    ],
)
def test_the_whole_column_decides_the_order_of_day_and_month(values: list[str], order: str) -> None:
    mapping = Mapping({"t": ("title",), "v": ("date",)})
    survey, settled = survey_table(mapping, column_table("v", *values, t="Plant trees"), VOCABULARY)
    assert settled.date_orders == ({"v": order} if order else {})
    assert open_questions(survey, settled, "a.csv") == []


@pytest.mark.parametrize("values", [["05/06/2012", "07/08/2012"], ["05/06/2012", "25/06/2012", "06/25/2012"]])
def test_an_order_that_no_date_or_both_decide_is_asked(values: list[str]) -> None:
    mapping = Mapping({"t": ("title",), "v": ("date",)})
    survey, settled = survey_table(mapping, column_table("v", *values, t="Plant trees"), VOCABULARY)
    question = open_questions(survey, settled, "a.csv")[-1]
    assert question.about == "dates"
    assert "such as 05/06/2012" in question.text
    assert answer_question(question, "day", mapping, VOCABULARY).date_orders == {"v": "day-first"}
    with pytest.raises(UsageError):
        answer_question(question, "year", mapping, VOCABULARY)


def test_unknown_statuses_are_listed_with_how_often_they_occur_and_mapped_in_one_go() -> None:
    question = asked(TITLED, "Meh", "Gone", "Meh", "kept")
    assert question.lines == ("Meh  2", "Gone  1")
    mapping = answer_question(question, "Meh=in-progress, Gone=lapsed:expired", TITLED, VOCABULARY)
    assert mapping.values == {"status": {"meh": "in-progress", "gone": "lapsed:expired"}}
    assert answer_question(question, "proposed", TITLED, VOCABULARY).values["status"] == {
        "meh": "proposed",
        "gone": "proposed",
    }


@pytest.mark.parametrize("answer", ["", "Meh=nonsense", "Meh=lapsed:nonsense", "Meh="])
def test_an_answer_that_cannot_be_meant_is_refused(answer: str) -> None:
    with pytest.raises(UsageError):
        answer_question(asked(TITLED, "Meh"), answer, TITLED, VOCABULARY)


TOPICS = Mapping({"t": ("title",), "v": ("topics",)})


@pytest.mark.parametrize(("answer", "group"), [("", "nz"), ("new zealand", "new-zealand"), ("-", "")])
def test_unknown_topics_are_created_in_a_group(answer: str, group: str) -> None:
    question = asked(TOPICS, "Health", "Health", "Migration", "Water")
    assert question.lines == ("Health  2", "Water  1")
    assert answer_question(question, answer, TOPICS, VOCABULARY).topic_group == group


def test_unknown_topics_are_mapped_or_kept_as_an_extra() -> None:
    question = asked(TOPICS, "Health")
    assert answer_question(question, "Health=migration", TOPICS, VOCABULARY).values == {
        "topics": {"health": "migration"}
    }
    assert answer_question(question, "extra", TOPICS, VOCABULARY).targets["v"] == ("extra.v",)


def test_words_that_are_no_dates_can_be_left_out() -> None:
    dated = Mapping({"t": ("title",), "v": ("date",)})
    question = asked(dated, "TBD", "2012", "TBD")
    assert question.lines == ("TBD  2",)
    mapping = answer_question(question, "-", dated, VOCABULARY)
    (made,) = map_rows(mapping, column_table("v", "TBD", t="Plant trees"), VOCABULARY)
    assert isinstance(made, MappedRow)
    assert "date" not in made.values


def test_rows_without_a_title_take_it_from_a_column_that_has_one_there() -> None:
    mapping = Mapping({"t": ("title",), "v": ("summary",)})
    table = make_table({"t": "Plant trees", "v": "x", "w": ""}, {"t": "", "v": "All of it", "w": ""})
    survey, settled = survey_table(mapping, table, VOCABULARY)
    (question,) = open_questions(survey, settled, "a.csv")
    assert (question.text, question.values) == ("1 row has no title. Which column is it there?", ("v",))
    assert answer_question(question, "v", mapping, VOCABULARY).targets["v"] == ("title", "summary")
    assert answer_question(question, "= Untitled", mapping, VOCABULARY).defaults == {"title": "Untitled"}


def test_differences_between_rows_of_one_proposal_are_one_question() -> None:
    mapping = Mapping({"t": ("title",)}, key=("no",))
    table = make_table({"no": "1", "t": "Ratify it", "page": "4"}, {"no": "1", "t": "Ratify that", "page": "9"})
    survey, settled = survey_table(mapping, table, VOCABULARY)
    (question,) = open_questions(survey, settled, "a.csv")
    assert question.lines == (
        "title  1  Ratify it / Ratify that, 2 and 3",
        "extra.page  1  4 / 9, 2 and 3",
    )
    assert answer_question(question, "", mapping, VOCABULARY).different == {"title": "all", "extra.page": "all"}
    assert answer_question(question, "title=last", mapping, VOCABULARY).different == {"title": "last"}


def test_what_is_no_address_is_listed_and_left_out() -> None:
    linked = Mapping({"t": ("title",), "v": ("source.url",)})
    question = asked(linked, "n/a", "https://a.nz", "n/a")
    assert question.lines == ("n/a  2",)
    mapping = answer_question(question, "-", linked, VOCABULARY)
    (made,) = map_rows(mapping, column_table("v", "n/a", t="Plant trees"), VOCABULARY)
    assert isinstance(made, MappedRow)
    assert made.sources == ()
