"""A record as a text to be edited, and back; three records merged; what differs as an edit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.factories import add, update
from tracker.editing import merge, record
from tracker.editing.merge import Clash
from tracker.editing.record import Record, from_text, identity, remarked, to_text
from tracker.fields import LISTS
from tracker.model import ProposalEdit, UsageError
from tracker.store import database
from tracker.store.records import proposals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 25)
COMMENTS = {"title": "Two\nlines", "topics": "known: a, b"}
AWKWARD = [
    *(
        ": ",
        "#",
        "# no comment",
        "- item",
        "--",
        "---",
        "[draft]",
        "[a, b]",
        '"',
        '"quoted"',
        '"half',
        "'",
        "\\",
        "\\n",
    ),
    *(
        "a: b",
        "key:",
        "a,b",
        "a, b",
        "a\nb",
        "a\r\nb",
        "a\r",
        "\t",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u202eevil",
        "\u200d",
    ),
    *(
        "Ёлка, й",
        "漢字",
        "👩\u200d🚀",
        "e\u0301\u0301\u0301\u0301\u0301\u0301",
        "null",
        "true",
        "2012-05-15",
        "~",
        "|",
        "> x",
    ),
    *("## Note", "\\## Note", "\\\\## Note  ", "#! remark", "---\ntitle: x\n---", "\ufeff", "\U000e0041"),
]
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map("\n".join),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map(" ".join),
)


def items(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    some = TEXTS.filter(lambda text: bool(identity(name, text)))
    return st.lists(some, max_size=4, unique_by=lambda text: identity(name, text)).map(tuple)


RECORDS = st.builds(
    Record,
    title=TEXTS.map(lambda text: " ".join(text.split())).filter(bool),
    kind=st.sampled_from(["proposal", "commitment"]),
    date=st.sampled_from(["", "2012", "2012-05", "2012-05-15"]),
    deadline=st.sampled_from(["", "0999", "9999-12"]),
    summary=TEXTS.map(str.strip),
    note=TEXTS.map(str.strip),
    **dict.fromkeys(("body", "meeting", "place", "uncheckable"), TEXTS),
    **{name: items(name) for name in LISTS},
)  # every field is named, or one would be made up from its type


def read(front: str, below: str = "") -> Record:
    return from_text(f"---\ntitle: T\n{front}\n---\n{below}", TODAY)


@given(RECORDS)
@example(Record(title="T", summary="## Note\n\\## Note\n---", note="## Note\n---"))
def test_whatever_is_in_a_record_comes_back_from_its_text(one: Record) -> None:
    assert from_text(to_text(one, COMMENTS), TODAY) == one


@given(RECORDS)
def test_remarks_leave_what_is_said_as_it_is_and_come_off_again(one: Record) -> None:
    text = to_text(one, COMMENTS)
    with_remarks = remarked(text, ["wrong:\n\x1b[31m", "twice"])
    assert from_text(with_remarks, TODAY) == one
    assert with_remarks.split("\n")[1:4] == ["#! wrong:", "#! ␛[31m", "#! twice"]
    assert remarked(with_remarks, ["new"]) == remarked(text, ["new"])


@given(RECORDS)
def test_an_editor_that_ends_each_line_its_own_way_and_marks_the_file_changes_nothing(one: Record) -> None:
    text = to_text(one, COMMENTS)
    if "\r" not in text:
        assert from_text("\ufeff" + text.replace("\n", "\r\n"), TODAY) == one


def test_a_record_reads_as_an_analyst_would_write_it() -> None:
    one = Record(
        title="Keep: a register",
        topics=("migration", "other"),
        proposers=("Norland",),
        speakers=("Ada Berg, Minister",),
        addressees=("Council, Northern", "Island"),
        date="2012",
        extra=("era=2012, early",),
        summary="More.",
        note="Ask Ada.",
    )
    assert to_text(one, {"kind": "or request"}) == (
        "---\ntitle: Keep: a register\n# or request\nkind: proposal\ntopics: [migration, other]\ntags:\n\n"
        "proposers: [Norland]\nspeakers:\n  - Ada Berg, Minister\nsupporters:\nopponents:\n"
        "addressees:\n  - Council, Northern\n  - Island\n\nbody:\nmeeting:\nplace:\ndate: 2012\n\n"
        "deadline:\nuncheckable:\nextra:\n  - era=2012, early\n---\n\nMore.\n\n## Note\n\nAsk Ada.\n"
    )


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        ("topics: migration, other", {"topics": ("migration", "other")}),
        ("topics: [ migration ,other, ]", {"topics": ("migration", "other")}),
        ("topics:\n- migration\n  - other", {"topics": ("migration", "other")}),
        ("topics: [migration]\n- other", {"topics": ("migration", "other")}),
        ("Topics: [Migration, migration]", {"topics": ("Migration",)}),
        ("tags: []", {"tags": ()}),
        ("proposers: Norland", {"proposers": ("Norland",)}),
        ("proposers: [Norland, norland, Island]", {"proposers": ("Norland", "Island")}),
        ('proposers: ["Council, Northern", Island]', {"proposers": ("Council, Northern", "Island")}),
        ('proposers: "Council, Northern"', {"proposers": ("Council, Northern",)}),
        ("speakers: Ada Berg, Minister", {"speakers": ("Ada Berg, Minister",)}),
        ("extra: era=2012, early", {"extra": ("era=2012, early",)}),
        ("extra: [era=2012, page=7]", {"extra": ("era=2012", "page=7")}),
        ("extra:\n- era=Late\n- era=late", {"extra": ("era=Late", "era=late")}),
        ("date: 15 May 2012", {"date": "2012-05-15"}),
        ("deadline: +1d", {"deadline": "2026-11-26"}),
        ("kind: Request", {"kind": "request"}),
        ("kind:", {"kind": "proposal"}),
        ('place: "Half', {"place": '"Half'}),
        ('place: "The" hall', {"place": '"The" hall'}),
        ('place: "\\u0041"', {"place": "A"}),
        ("\n# place: no\n  # nor this: either\n", {}),
    ],
)
def test_what_people_write_is_understood(front: str, fields: dict[str, Any]) -> None:
    assert read(front) == Record(title="T")._replace(**fields)


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("topik: x", "no field 'topik'; did you mean topics?"),
        ("status: adopted", "the status cannot be edited here"),
        ("title: again", "title is given twice"),
        ("kind: wish", "no kind 'wish'"),
        ("date: 05/06/2012", "date: 05/06/2012 could be"),
        ("deadline: soon", "deadline: 'soon' is not a date"),
        ("just words", "'just words' is neither 'field: value'"),
        ("place: x\n- item", "'- item' is neither 'field: value'"),
        ("topics: [a, b", "must end with ]"),
        ("proposers: Norland, Island", "write several as [a, b]"),
        ('tags: ["a]', "is not closed"),
        ('tags: ["a" b]', "a comma is missing"),
    ],
)
def test_a_mistake_is_named(front: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(front)
    assert says in f"{caught.value.field}: {caught.value}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "two lines of ---"),
        ("title: T\n", "two lines of ---"),
        ("---\ntitle: T\n", "two lines of ---"),
        ("words\n---\ntitle: T\n---\n", "two lines of ---"),
        ("---\n---\n", "needs a title"),
        ("---\ntitle:  \n---\n", "needs a title"),
    ],
)
def test_a_text_without_its_fields_or_title_is_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        from_text(text, TODAY)


def test_what_stands_below_is_the_summary_and_the_first_heading_of_the_note_begins_it() -> None:
    one = read("", "\n# A heading\n\n- a: b\n---\n\\## Note\n## Notes\n\n## Note\n\nmine\n## Note\n")
    assert (one.summary, one.note) == ("# A heading\n\n- a: b\n---\n## Note\n## Notes", "mine\n## Note")


# merging

# field, base, mine, theirs, both, what clashes
MERGED: list[tuple[str, Any, Any, Any, Any, list[Clash]]] = [
    ("title", "a", "a", "a", "a", []),
    ("title", "a", "b", "a", "b", []),
    ("title", "a", "a", "c", "c", []),
    ("title", "a", "b", "b", "b", []),
    ("title", "a", "b", "c", "b", [Clash("title", "b", "c")]),
    ("place", "a", "", "a", "", []),
    ("place", "a", "", "c", "", [Clash("place", "", "c")]),
    ("place", "", "b", "c", "b", [Clash("place", "b", "c")]),
    ("summary", "a", "a\nb", "c", "a\nb", [Clash("summary", "a\nb", "c")]),
    ("tags", ("a",), ("a", "b"), ("a", "c"), ("a", "c", "b"), []),
    ("tags", ("a", "b"), ("a",), ("b",), (), []),
    ("tags", ("a", "b"), ("b",), ("a", "b", "c"), ("b", "c"), []),
    ("tags", ("a",), ("a", "b"), (), ("b",), []),
    ("tags", ("a",), ("a", "b"), ("a", "b"), ("a", "b"), []),
    ("tags", (), ("a",), ("A", "c"), ("A", "c"), []),
    ("topics", ("a", "b"), ("b", "a"), ("a", "b", "c"), ("b", "a", "c"), []),
    ("topics", ("a", "b"), ("b", "a"), ("c", "a", "b"), ("c", "a", "b"), []),
    ("topics", ("a", "b"), ("a", "b", "d"), ("b", "a"), ("b", "a", "d"), []),
    ("proposers", ("Norland",), ("norland", "Island"), ("Norland", "Coast"), ("Norland", "Coast", "Island"), []),
    ("speakers", ("A, x",), ("A, y",), ("A, x", "B"), ("A, y", "B"), []),
    ("speakers", ("A, x",), ("A, y",), ("A, z", "B"), ("A, y", "B"), [Clash("speakers", "A, y", "A, z")]),
    ("speakers", ("A, x", "B"), ("B",), ("A, z", "B"), ("B",), [Clash("speakers", "", "A, z")]),
    ("speakers", ("A, x", "B"), ("A, y", "B"), ("B",), ("B", "A, y"), [Clash("speakers", "A, y", "")]),
    ("speakers", (), ("A, x",), ("A, X",), ("A, X",), []),
]


@pytest.mark.parametrize("case", MERGED)
def test_what_one_side_changed_is_taken_and_what_both_did_differently_clashes(
    case: tuple[str, Any, Any, Any, Any, list[Clash]],
) -> None:
    name, *values, clashes = case
    base, mine, theirs, both = (Record(title="T")._replace(**{name: value}) for value in values)
    assert merge.merge_records(base, mine, theirs) == (both, tuple(clashes))


@given(RECORDS, RECORDS)
def test_without_a_base_all_that_differs_clashes_and_nothing_is_taken(mine: Record, theirs: Record) -> None:
    both, clashes = merge.merge_records(None, mine, theirs)
    assert both == mine
    assert tuple(clash.field for clash in clashes) == merge.touched(merge.difference(theirs, mine))


@given(RECORDS, RECORDS)
def test_a_merge_where_only_one_side_changed_is_that_side(base: Record, changed: Record) -> None:
    assert merge.difference(merge.merge_records(base, changed, base)[0], changed) == ProposalEdit()
    assert merge.difference(merge.merge_records(base, base, changed)[0], changed) == ProposalEdit()
    assert merge.merge_records(base, changed, changed)[1] == ()


@pytest.mark.parametrize("case", [case for case in MERGED if case[-1]])
def test_what_yields_where_it_clashes_clashes_no_more_and_keeps_the_rest(
    case: tuple[str, Any, Any, Any, Any, list[Clash]],
) -> None:
    name, *values, clashes = case
    base, mine, theirs, _ = (Record(title="T")._replace(**{name: value}) for value in values)
    mine = mine._replace(note="mine")
    for clash in clashes:
        mine = merge.yielding(mine, clash)
    both, left = merge.merge_records(base, mine, theirs)
    assert (left, both.note) == ((), "mine")


# what differs


def test_the_difference_names_only_what_differs() -> None:
    before = Record(title="T", tags=("a", "b"), speakers=("Ada, Minister",), place="Port", date="2012")
    after = before._replace(title="U", tags=("b", "c"), speakers=(), place="", date="")
    edit = merge.difference(before, after)
    assert edit == ProposalEdit(
        title="U", place="", proposed_on="", add={"tags": ("c",)}, remove={"tags": ("a",), "speakers": ("Ada",)}
    )
    assert merge.touched(edit) == ("title", "tags", "speakers", "place", "date")
    assert merge.difference(before, before) == ProposalEdit()
    assert merge.touched(ProposalEdit()) == ()


SOME: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["T", "U"]),
    "kind": st.sampled_from(["proposal", "request"]),
    "tags": st.sets(st.sampled_from("abc")).map(lambda tags: tuple(sorted(tags))),
    "body": st.sampled_from(["", "Council"]),
    "place": st.sampled_from(["", "Port"]),
    "deadline": st.sampled_from(["", "2030"]),
    "uncheckable": st.sampled_from(["", "vague"]),
    "summary": st.sampled_from(["", "More"]),
    "note": st.sampled_from(["", "mine"]),
    "topics": st.lists(st.sampled_from(["migration", "other", "special-forces"]), unique=True).map(tuple),
    "proposers": st.lists(st.sampled_from(["Norland", "Island", "Coast"]), unique=True).map(tuple),
    "speakers": st.lists(st.sampled_from(["Ada", "Ada, x", "Bo, y"]), unique_by=lambda one: one[0]).map(tuple),
}
STATES = st.fixed_dictionaries(SOME).map(lambda fields: Record()._replace(**fields))


@pytest.fixture(scope="module")
def one_ledger() -> Iterator[Ledger]:
    ledger = database.open_in_memory()
    yield ledger
    ledger.close()


@given(before=STATES, after=STATES)
def test_the_difference_applied_makes_one_record_of_the_other(
    one_ledger: Ledger, before: Record, after: Record
) -> None:
    number = add(one_ledger, "T")
    for wanted in (before, after):
        edit = merge.difference(record.record_of(proposals.read_detail(one_ledger, number, TODAY)), wanted)
        if edit != ProposalEdit():
            update(one_ledger, number, edit)
        assert record.record_of(proposals.read_detail(one_ledger, number, TODAY)) == wanted


def test_uncheckable_is_set_and_cleared_by_an_edit(ledger: Ledger) -> None:
    number = add(ledger, "T")
    update(ledger, number, ProposalEdit(uncheckable=" too vague "))
    assert proposals.read_detail(ledger, number, TODAY).uncheckable == "too vague"
    update(ledger, number, ProposalEdit(uncheckable=""))
    assert proposals.read_detail(ledger, number, TODAY).uncheckable is None
