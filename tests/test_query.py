"""The query language: what is typed, what it means, and that it writes back as what it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker import dates, query, query_fields, text
from tracker.model import QueryError
from tracker.query import Query, Sort, Term

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 23)


def parse(*args: str) -> Query:
    return query.parse_query(args, TODAY)


def is_safe(shown: str) -> bool:
    return text.visible_line(shown) == shown


def line(typed: str) -> Query:
    return query.parse_line(typed, TODAY)


@pytest.mark.parametrize(
    ("arg", "term"),
    [
        ("migration", Term("words", ("migration",))),
        ('"migration"', Term("words", ("migration",))),
        ("special forces", Term("words", ("special forces",))),
        ('"special   forces', Term("words", ("special forces",))),
        ('say "special forces" now', Term("words", ("say special forces now",))),
        ("12:30", Term("words", ("12:30",))),
        ("#12", Term("words", ("#12",))),
        ("a word then: x", Term("words", ("a word then: x",))),
        ('"topic:migration"', Term("words", ("topic:migration",))),
        ("1,000", Term("words", ("1,000",))),
        ("not:migration", Term("words", ("migration",), negated=True)),
        ('not:migration,"special forces"', Term("words", ("migration", "special forces"), negated=True)),
        ("topic:migration,drug-trafficking", Term("topic", ("migration", "drug-trafficking"))),
        ("Topic:Migration", Term("topic", ("migration",))),
        ("topic:drug trafficking", Term("topic", ("drug trafficking",))),
        ("topic!=migration", Term("topic", ("migration",), negated=True)),
        ("topic:none", Term("topic", ("none",))),
        ("topic:,migration,", Term("topic", ("migration",))),
        ("topic:energy/grid", Term("topic", ("energy/grid",))),
        ("STATUS:adopted", Term("status", ("adopted",))),
        ('by:"Smith, John",Belarus', Term("by", ("Smith, John", "Belarus"))),
        ('by:"Smith, John', Term("by", ("Smith, John",))),
        ("by: Alexander  Lukashenko ", Term("by", ("Alexander Lukashenko",))),
        ("body:%%%", Term("body", ("%%%",))),
        ("by:http://x", Term("by", ("http://x",))),
        ("is:Open,unsupported", Term("is", ("open", "unsupported"))),
        ("is!=open", Term("is", ("open",), negated=True)),
        ("id:4,#9,0012", Term("id", ("4", "9", "12"))),
        (f"id:{2**63 - 1}", Term("id", (str(2**63 - 1),))),
    ],
)
def test_an_argument_is_one_term(arg: str, term: Term) -> None:
    assert parse(arg).terms == (term,)


@pytest.mark.parametrize("typed", ["2012", "2012-05..2013", "..2010", "7d.."])
def test_a_date_is_kept_as_typed_beside_its_span(typed: str) -> None:
    (term,) = parse(f"date:2012,{typed}").terms
    assert term.values == ("2012", typed)
    assert term.spans == (dates.parse_span("2012", TODAY), dates.parse_span(typed, TODAY))


def test_ids_are_numbers() -> None:
    assert parse("id:4,9,12").terms[0].ids == (4, 9, 12)


@pytest.mark.parametrize(
    ("args", "sort", "limit"),
    [
        (["sort:-date,title"], (Sort("date", descending=True), Sort("title")), None),
        (["sort:-moved", "sort:ID,moved"], (Sort("moved", descending=True), Sort("id")), None),
        (["limit:50"], (), 50),
        (["limit:50", "limit:7"], (), 7),
        ([], (), None),
    ],
)
def test_sort_and_limit_are_no_terms(args: list[str], sort: tuple[Sort, ...], limit: int | None) -> None:
    assert parse(*args) == Query(sort=sort, limit=limit)


@pytest.mark.parametrize("nothing", ["", " ", '"', '""', ' " " ', '"\t'])
def test_blanks_and_lone_quotes_are_passed_over(nothing: str) -> None:
    assert line(nothing) == Query()
    assert parse("migr", nothing) == parse("migr")


@pytest.mark.parametrize(
    ("typed", "unfinished"),
    [
        ("migr", True),
        ("topic:x migr", True),
        ("limit:5 migr", True),
        ('migr "', True),
        ("migr limit:5", False),
        ("migr topic:x", False),
        ('"migr"', False),
        ("not:migr", False),
        ('migr"ation"', False),
        ("", False),
    ],
)
def test_only_a_bare_word_typed_last_is_unfinished(typed: str, *, unfinished: bool) -> None:
    assert line(typed).unfinished is unfinished


def test_a_phrase_given_as_one_argument_is_finished() -> None:
    assert not parse("special forces").unfinished


@pytest.mark.parametrize(
    ("arg", "says"),
    [
        ("topik:migration", "no field 'topik'; did you mean topic?"),
        ("zzzzz:1", "the fields are topic, primary, status, kind,"),
        ("Note: foo", "quoted, '\"Note: foo\"', it is searched for as words"),
        ("topic.sub:x", "no field 'topic.sub'"),
        ("words:x", "no field 'words'"),
        ("topic:", "topic: needs a value, as in topic:migration"),
        ("topic!=", "topic: needs a value"),
        ('by:"",', "by: needs a value"),
        ("sort:", "sort: needs a value"),
        ("not:", "not: needs a value"),
        ("is:opne", "is: no flag 'opne'; did you mean open?"),
        ("is:zzzz", "is: no flag 'zzzz'; there are open, closed, stale, overdue,"),
        ("sort:titel", "sort: no key 'titel'; did you mean title?"),
        ("sort:--date", "sort: no key '-date'; did you mean date?"),
        ("sort!=date", "sort cannot be negated with !=; write it as in sort:-date,title"),
        ("limit!=5", "limit cannot be negated"),
        ("not!=x", "not cannot be negated"),
        ("limit:0", "limit: must be a whole number from 1 to 1,000,000,000, as in 14"),
        ("limit:5,6", "limit: takes one number"),
        ("limit:many", "limit: must be a whole number from 1 to"),
        ("id:x", "id: 'x' is not a proposal number; write one such as 14"),
        ("id:-4", "id: '-4' is not a range of proposal numbers; write one such as 3-5"),
        ("id:١٢", "is not a proposal number"),
        (f"id:{2**63}", "id: no proposal 9223372036854775808"),
        ("id:" + "9" * 9999, "id: no proposal 999"),
        ("date:2012,nonsense!", "date: "),
        ("%%%", "'%%%' has no letter or digit to search for"),
        ("not:%%%", "'%%%' has no letter or digit to search for"),
        ("-topic:x", "to leave out what matches, write 'topic!=x'"),
        ("-migration", "write 'not:migration'"),
        ("-", "write 'not:word'"),
        ("a\0b", "the term has a NUL character at position 2"),
        ("\ud800", "half a character"),
        ("topic:\udcff", "bytes that are not UTF-8"),
        ("\u037a", "has no letter or digit"),
        ("zzz.\x1b[2J:x", "no field 'zzz.␛[2J'"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(arg: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(arg)
    assert says in str(caught.value)
    assert is_safe(str(caught.value))


def test_a_query_has_so_many_terms_at_most() -> None:
    with pytest.raises(QueryError, match="at most 200"):
        parse(*["word"] * 201)


@pytest.mark.parametrize(
    ("typed", "elements"),
    [
        ("  a  b\tc ", ["a", "b", "c"]),
        ('a "b c" d', ["a", '"b c"', "d"]),
        ('by:"Smith, John",x y', ['by:"Smith, John",x', "y"]),
        ('a "b c', ["a", '"b c']),
        ('a"b c"d e', ['a"b c"d', "e"]),
        ("", []),
    ],
)
def test_a_line_splits_at_blanks_outside_quotes(typed: str, elements: list[str]) -> None:
    assert query.split_line(typed) == elements


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("migration  hotline", "migration hotline"),
        ('"special forces" topic:x', '"special forces" topic:x'),
        ('"migration"', '"migration"'),
        ('"migration" topic:x', "migration topic:x"),
        ("migration limit:5 sort:-date", "migration sort:-date limit:5"),
        ("limit:5 migr", "limit:5 migr"),
        ('"-x" is:open', '"-x" is:open'),
        ('"topic:x" is:open', '"topic:x" is:open'),
        ("not:a,b Topic!=x by:'o", "not:a,b topic!=x by:'o"),
        ('by:"Smith, John",x', 'by:"Smith, John",x'),
        ("date:7d..", "date:7d.."),
        ("", ""),
    ],
)
def test_a_query_writes_back(typed: str, written: str) -> None:
    assert query.unparse_query(line(typed)) == written


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        (
            "topic:migration,drug-trafficking by:belarus date:2012-05..2013 is:open sort:-date limit:50",
            (
                "proposals whose topic is migration or drug-trafficking, by belarus, "
                "dated 2012-05 to 2013, that are open, sorted by date descending, at most 50"
            ),
        ),
        ("", "all proposals"),
        ("sort:title,-id", "all proposals, sorted by title, then id descending"),
        ('"special forces" migr', "proposals with 'special forces', with a word that begins with 'migr'"),
        ("migration is!=open", "proposals with 'migration', that are not open"),
        ("not:a,b,c", "proposals without 'a', 'b' or 'c'"),
        ("status!=adopted body!=csto", "proposals whose status is not adopted, not before csto"),
        ("date:..2010 date:2012.. date:2013", "proposals dated up to 2010, dated from 2012, dated 2013"),
        ("date:7d.. not:x", "proposals dated from 2026-11-16, without 'x'"),
        ("id:4,9,12", "proposals numbered 4, 9 or 12"),
        ("moved:2024.. deadline:..+14d", "proposals with a status dated from 2024, with a deadline up to 2026-12-07"),
        (
            "has:quote no:note,look",
            "proposals that have a quoted passage, that lack a note of ours or a look for what became of it",
        ),
        ("has!=quote no!=source", "proposals that lack a quoted passage, that have a cited source"),
        ("x.Era:2017 is:stale", "proposals whose x.Era is 2017, that are stale"),
        ("saved:overdue reason:none", "proposals found by the saved query overdue, whose reason is none"),
        ("by:{any}\x1b", "proposals by {any}␛"),
    ],
)
def test_a_query_says_itself_in_english(typed: str, english: str) -> None:
    assert query.explain_query(line(typed)) == english


def test_a_facet_adds_a_term_before_the_word_still_typed() -> None:
    narrowed = query.with_term(line("limit:5 is:open migr"), "topic", "a, b", TODAY)
    assert query.unparse_query(narrowed) == 'limit:5 is:open topic:"a, b" migr'
    assert narrowed.unfinished
    assert query.with_term(narrowed, "topic", "A, B", TODAY) == narrowed


@pytest.mark.parametrize(
    ("field", "value", "term"),
    [
        ("date", "2012", Term("date", ("2012",), spans=(dates.parse_span("2012", TODAY),))),
        ("words", "topic:x", Term("words", ("topic:x",))),
        ("not", "word", Term("words", ("word",), negated=True)),
    ],
)
def test_a_term_is_added_to_a_finished_query_at_the_end(field: str, value: str, term: Term) -> None:
    assert query.with_term(line("is:open"), field, value, TODAY).terms[1:] == (term,)


def test_a_facet_without_a_value_is_refused() -> None:
    with pytest.raises(QueryError, match="needs a value"):
        query.with_term(Query(), "topic", "", TODAY)


@pytest.mark.parametrize(
    ("typed", "gone", "left"),
    [
        ("topic:x is:open migr", "topic:x", "is:open migr"),
        ("topic:x a b", "b", 'topic:x "a"'),
        ("a topic:x a", "a", "topic:x"),
        ("a b", "topic:x", "a b"),
    ],
)
def test_a_term_is_dropped(typed: str, gone: str, left: str) -> None:
    assert query.without_term(line(typed), line(gone).terms[0]) == line(left)


@pytest.mark.parametrize("field", query_fields.FIELDS.values(), ids=str)
def test_each_field_s_example_is_a_query(field: query_fields.QueryField) -> None:
    assert parse(field.example) != Query()


names = [*query_fields.FIELDS, *query_fields.FLAGS, *query_fields.PARTS, *query_fields.SORTS]
signs = [":", "!=", ",", '"', " ", "-", "..", ".", "#", "2012", "7d", "x", "É"]
pieces = st.sampled_from(names) | st.sampled_from(signs)
typed_text = st.lists(pieces, max_size=12).map("".join) | st.text(max_size=40)


def settled(ask: Query) -> None:
    written = query.unparse_query(ask)
    assert line(written) == ask
    assert query.unparse_query(line(written)) == written
    assert len(written.splitlines()) <= 1
    assert is_safe(query.explain_query(ask))


def asked(ask: Callable[[], Query]) -> Query | None:
    try:
        return ask()
    except QueryError as error:
        complaint = str(error)
    assert is_safe(complaint)
    return None


@settings(deadline=None)
@given(st.lists(typed_text, max_size=5))
@example(['x"', '"'])
@example(["İ:x"])
@example(["\u017fort:id"])
@example(["\x1c", "a\x85b", "\x1b]0;x\x07"])
def test_any_arguments_are_a_query_that_writes_back_or_a_clear_error(args: list[str]) -> None:
    if ask := asked(lambda: parse(*args)):
        settled(ask)


@settings(deadline=None)
@given(typed_text)
def test_any_line_is_a_query_that_writes_back_or_a_clear_error(typed: str) -> None:
    if ask := asked(lambda: line(typed)):
        settled(ask)


@settings(deadline=None)
@given(typed_text, st.sampled_from(["topic", "by", "body", "status", "words"]), typed_text)
def test_a_term_added_writes_back_and_drops_out_again(typed: str, field: str, value: str) -> None:
    if more := asked(lambda: query.with_term(line(typed), field, value, TODAY)):
        settled(more)
        settled(query.without_term(more, more.terms[-1]))
