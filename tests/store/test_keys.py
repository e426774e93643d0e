# letters of other scripts are what is tested
"""Keys: what is compared is derived from the names, and right after an undo, an upgrade and another program."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, add, cite, plain, redo_last, source, undo, undo_last, update
from tracker import query
from tracker.clocks import Clock
from tracker.model import DatabaseError, NoChangeError, ProposalEdit, UsageError
from tracker.store import database, keys
from tracker.store.as_of import selection
from tracker.store.database import open_ledger
from tracker.store.records import actors, extras, meetings, saved_queries, sources, tags
from tracker.store.reports import check
from tracker.store.search import field_values, index, listing

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 25)
# What a release that kept strokes and soft hyphens apart left in a file.
OF_ANOTHER_FOLDING = """
UPDATE schema_texts SET sha256 = '0' WHERE name = 'folding';
UPDATE actors SET key = lower(name);
UPDATE actor_aliases SET key = lower(name);
UPDATE meeting_aliases SET key = lower(name);
UPDATE meetings SET key = lower(name);
UPDATE tags SET key = NULL;
UPDATE proposals SET title_key = NULL;
"""


def ids(ledger: Ledger, *terms: str) -> list[int]:
    return list(listing.matching_ids(ledger, query.parse_query(terms, TODAY)))


def problems(ledger: Ledger) -> list[str]:
    return [one.sentence for one in check.find_problems(ledger)]


def stored_keys(ledger: Ledger, table: str) -> dict[str, str | None]:
    return dict(map(tuple, ledger.rows(f"SELECT name, key FROM {table} ORDER BY id")))


# Names that are alike


@pytest.mark.parametrize("other", ["Lodz", "ŁÓDŹ", "Ło\u0301dz\u0301", "Łó\u00addź", "Ł\u200bódź"])
def test_names_that_look_alike_are_one_actor(ledger: Ledger, other: str) -> None:
    add(ledger, proposers=("Łódź",))
    add(ledger, proposers=(other,))
    assert actors.actor_names(ledger) == ["Łódź"]
    assert ids(ledger, f"by:{other}") == [2, 1]


@pytest.mark.parametrize("typed", ["東京", "京都", "bissau", "guinea"])
def test_an_actor_is_found_by_a_part_of_its_name(ledger: Ledger, typed: str) -> None:
    add(ledger, proposers=("新東京都", "Guinea-Bissau"))
    assert ids(ledger, f"by:{typed}") == [1]


def test_tags_of_one_key_are_one_tag_in_the_spelling_that_is_known(ledger: Ledger) -> None:
    add(ledger, tags=("énergie", "Energie"))
    add(ledger, tags=("ENERGIE",))
    assert [(one.name, one.proposals) for one in tags.list_tags(ledger)] == [("énergie", 2)]
    assert ids(ledger, "tag:energie") == ids(ledger, "tag:Énergie") == [2, 1]
    assert field_values.tag_names(ledger) == ["énergie"]
    update(ledger, 2, ProposalEdit(remove={"tags": ("energie",)}))
    assert ids(ledger, "tag:énergie") == [1]


def test_a_tag_is_spelt_anew_by_its_renaming(ledger: Ledger) -> None:
    add(ledger, tags=("energie",))
    add(ledger, tags=("late",))
    with database.write_change(ledger, "rename", ME) as change:
        moved, was_there = tags.rename(change, "ENERGIE", "énergie")
    assert (moved.kept, moved.proposals, was_there) == ("énergie", 1, False)
    with database.write_change(ledger, "rename", ME) as change:
        moved, was_there = tags.rename(change, "late", "energie")
    assert (moved.kept, moved.proposals, moved.had_both, was_there) == ("énergie", 1, 0, True)
    with pytest.raises(UsageError, match="is its name already"), database.write_change(ledger, "same", ME) as change:
        tags.rename(change, "energie", "énergie")
    assert ids(ledger, "tag:energie") == [2, 1]
    undo_last(ledger)
    undo_last(ledger)
    assert stored_keys(ledger, "tags") == {"energie": "energie", "late": "late"}
    assert problems(ledger) == []


def test_what_is_nothing_to_the_eye_is_no_tag(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="cannot be a tag"):
        add(ledger, tags=("\u00ad\u200b",))


def test_an_extra_has_the_name_that_other_proposals_have(ledger: Ledger) -> None:
    add(ledger, extra=("Ära=2017",))
    add(ledger, extra=("ara=2018",))
    assert extras.distinct_names(ledger, "extras") == ["Ära"]
    assert ids(ledger, "x.ara:2018") == [2]


def test_a_saved_query_is_found_however_its_name_is_spelt(ledger: Ledger) -> None:
    with database.write_change(ledger, "save", ME) as change:
        saved_queries.save_query(change, "énergie", "topic:none")
    assert saved_queries.find(ledger, "e\u0301nergie") == saved_queries.find(ledger, "Energie") == "topic:none"


# Words


@pytest.mark.parametrize(
    "typed", ["lodz", "government", "gov", "東", "京都", "新東京", "แผน", "security", "secu", "rity"]
)
def test_words_are_found_as_they_look(ledger: Ledger, typed: str) -> None:
    add(ledger, "Meeting in Łódź: gov\u00adern\u00adment", summary="新東京都の計画 แผนงาน and secu-\nrity of states")
    add(ledger, "Another")
    assert ids(ledger, typed) == [1]


def test_letters_of_a_script_without_spaces_are_sought_in_their_order(ledger: Ledger) -> None:
    add(ledger, "新東京都")
    assert ids(ledger, "京東") == []


@pytest.mark.parametrize(
    ("summary", "asked", "excerpt"),
    [
        ("one two three four five six secu-\nrity eight", "security", "… two three four five six secu- rity eight"),
        ("gov\u00adern\u00adment of all", "government", "gov\u00adern\u00adment of all"),
        ("新東京都の計画", "東京", "新東京都の計画"),
        ("あ" * 30 + "東京" + "い" * 30, "東京", "… " + "あ" * 20 + "東京" + "い" * 19 + " …"),
    ],
)
def test_an_excerpt_shows_what_was_found_as_it_stands(ledger: Ledger, summary: str, asked: str, excerpt: str) -> None:
    add(ledger, summary=summary)
    assert index.match_excerpt(ledger, 1, [asked]) == ("summary", excerpt)


# Undo


def test_keys_are_those_of_the_names_after_every_undo(ledger: Ledger) -> None:
    add(ledger, proposers=("Łódź",), meeting="Réunion", tags=("été",))
    with database.write_change(ledger, "rename", ME) as change:
        actors.edit(change, 1, name="Lublin", slip=True)
        meetings.edit(change, 1, name="Sommet")
    undo_last(ledger)
    assert stored_keys(ledger, "actors") == {"Łódź": "lodz"}
    assert stored_keys(ledger, "meetings") == {"Réunion": "reunion"}
    redo_last(ledger)
    assert stored_keys(ledger, "actors") == {"Lublin": "lublin"}
    assert stored_keys(ledger, "meeting_aliases") == {"Réunion": "reunion"}
    assert problems(ledger) == []


def test_an_undo_brings_back_no_key_of_an_older_history(ledger: Ledger) -> None:
    add(ledger, proposers=("Łódź",), tags=("été",))
    with database.write_change(ledger, "rename", ME) as change:
        actors.edit(change, 1, name="Lublin")
    update(ledger, 1, ProposalEdit(remove={"tags": ("été",)}))
    with closing(plain(ledger.path)) as con:  # as releases wrote it that took a key for a part of the record
        con.execute("""UPDATE history SET old = json_set(old, '$.key', 'łodz'), new = json_set(new, '$.key', 'lublin')
                       WHERE tbl = 'actors' AND new IS NOT NULL""")
        con.execute("UPDATE history SET old = json_set(old, '$.key', 'ete!') WHERE tbl = 'tags' AND old IS NOT NULL")
    undo_last(ledger)
    undo_last(ledger)
    assert stored_keys(ledger, "actors") == {"Łódź": "lodz"}
    assert stored_keys(ledger, "tags") == {"été": "ete"}
    undo(ledger, 1)
    assert ledger.rows("SELECT * FROM actors") == []


def test_a_merge_and_its_undo_hand_the_name_over_and_back(ledger: Ledger) -> None:
    add(ledger, proposers=("Łódź",))
    add(ledger, proposers=("Lublin",))
    with database.write_change(ledger, "merge", ME) as change:
        actors.merge(change, 1, [2])
    assert stored_keys(ledger, "actors") == {"Łódź": "lodz", "Lublin": None}
    undo_last(ledger)
    assert stored_keys(ledger, "actors") == {"Łódź": "lodz", "Lublin": "lublin"}
    redo_last(ledger)
    assert (stored_keys(ledger, "actors"), stored_keys(ledger, "actor_aliases")) == (
        {"Łódź": "lodz", "Lublin": None},
        {"Lublin": "lublin"},
    )
    assert problems(ledger) == []


# Upgrades and other programs


@pytest.fixture(name="old")
def with_names_that_meet(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    shutil.copy(template, path)
    with closing(open_ledger(path, writing=True)) as ledger:
        add(ledger, "Äpfel", proposers=("Lodz", "Norland"), meeting="Summit", body="CSTO", proposed_on="2012-05-15")
        add(ledger, "Berg", proposers=("Other",), meeting="Summ", body="CSTO", proposed_on="2012-05-15", tags=("ete",))
        with database.write_change(ledger, "names", ME) as change:
            actors.add_aliases(change, 3, ["Norway", "Norge"])
            meetings.edit(change, 2, name="Sommet")
            meetings.edit(change, 2, name="Gathering")
    with closing(plain(path)) as con:
        con.executescript(OF_ANOTHER_FOLDING)
        con.execute("UPDATE actors SET name = 'Łódź', key = 'łodz' WHERE name = 'Other'")
        con.execute("UPDATE actor_aliases SET name = 'Nörway', key = 'nörway' WHERE name = 'Norge'")
        con.execute("UPDATE meetings SET name = 'Súmmit', key = 'súmmit' WHERE name = 'Gathering'")
        con.execute("UPDATE meeting_aliases SET name = 'Sómmet', key = 'sómmet' WHERE name = 'Summ'")
        con.execute("INSERT INTO tags (proposal_id, name) VALUES (1, 'été')")
        con.execute("DELETE FROM search_stale")
    return path


def test_a_file_that_compares_as_another_release_did_is_not_read_wrongly(old: Path) -> None:
    with pytest.raises(DatabaseError, match="tracker db upgrade"):
        open_ledger(old)


def test_an_upgrade_makes_every_key_anew_and_leaves_two_that_meet_two(old: Path) -> None:
    assert database.upgrade_database(old) is not None
    with closing(open_ledger(old)) as ledger:
        assert stored_keys(ledger, "actors") == {"CSTO": "csto", "Lodz": "lodz", "Norland": "norland", "Łódź": None}
        assert stored_keys(ledger, "actor_aliases") == {"Norway": "norway", "Nörway": None}
        assert stored_keys(ledger, "meeting_aliases") == {"Sómmet": "sommet", "Sommet": None}
        assert stored_keys(ledger, "tags") == {"ete": "ete", "été": "ete"}
        assert ids(ledger, "by:łódź") == [1]
        assert ids(ledger, "tag:été", "sort:id") == [1, 2]
        assert ids(ledger, "sort:title") == [1, 2]
        named = [keys.describe_namesakes(one) for one in keys.find_namesakes(ledger)]
        assert named == problems(ledger)
        assert [(one.table, one.ids, one.names, one.merge) for one in keys.find_namesakes(ledger)] == [
            ("actors", (2, 4), ("Lodz", "Łódź"), "tracker actor merge 2 4"),
            ("meetings", (1, 2), ("Summit", "Súmmit"), "tracker meeting merge 1 2"),
            ("tags", (1, 2), ("ete", "été"), "tracker tag rename été ete"),
        ]
        assert named[0] == (
            "actors 2 and 4: 'Lodz' and 'Łódź' are compared as one name, which finds the older; if they are one:"
            " tracker actor merge 2 4"
        )


def test_what_is_named_is_made_one_as_it_says(old: Path) -> None:
    database.upgrade_database(old)
    with closing(open_ledger(old, writing=True)) as ledger:
        with database.write_change(ledger, "merge", ME) as change:
            actors.merge(change, 2, [4])
            meetings.merge(change, 1, [2])
            tags.rename(change, "été", "ete")
        assert ids(ledger, "by:łódź", "sort:id") == [1, 2]
        assert problems(ledger) == []
        undo_last(ledger)
        assert len(problems(ledger)) == 3


def test_a_change_of_the_younger_of_two_can_be_undone(old: Path) -> None:
    database.upgrade_database(old)
    with closing(open_ledger(old, writing=True)) as ledger:
        with database.write_change(ledger, "note", ME) as change:
            actors.edit(change, 4, note="a town")
        undo_last(ledger)
        assert stored_keys(ledger, "actors")["Łódź"] is None


def test_names_of_another_program_are_named_and_mended_by_an_upgrade(ledger: Ledger) -> None:
    add(ledger, proposers=("Łódź",), meeting="Summit")
    with closing(plain(ledger.path)) as con:
        con.execute("INSERT INTO actors (name) VALUES ('Norland')")
        con.execute("UPDATE actors SET name = 'Lublin' WHERE id = 1")
        con.execute("UPDATE meetings SET name = 'Sommet'")
        con.execute("UPDATE proposals SET title_key = 'zzz'")
        con.execute("DELETE FROM search_stale")
    said = "is not found by its name; tracker db upgrade makes its key anew"
    assert [one for one in problems(ledger) if "search document" not in one] == [
        f"actors 1: 'Lublin' {said}",
        f"actors 2: 'Norland' {said}",
        f"meetings 1: 'Sommet' {said}",
        "#1: its title is sorted as another; tracker db upgrade makes its key anew",
    ]
    assert database.upgrade_database(ledger.path) is None
    assert not [one for one in problems(ledger) if "db upgrade" in one]
    assert actors.find(ledger, "norland") == 2


# Wording


def test_a_quote_is_altered_when_its_wording_is(ledger: Ledger) -> None:
    said = "The states propose a “single” hotline of se\u0301curity."
    with database.write_change(ledger, "source", ME) as change:
        one = sources.add_reference(change, title="A")
        sources.add_snapshot(change, one, said.encode(), said, media_type="text/plain", origin="a")
    add(ledger)
    cite(ledger, 1, one, 'propose a "single" hotline of sécurity')
    for text, altered in (
        ('The states pro\u00adpose a "single" hot-\nline of sécurity.', False),
        ('The states propose a "single" hotline of security.', True),
        ("The States propose a «single» hotline of sécurity.", False),
    ):
        with database.write_change(ledger, "source", ME) as change:
            sources.add_snapshot(change, one, text.encode(), text, media_type="text/plain", origin="a")
        assert (ids(ledger, "is:altered") == [1]) is altered, text
        assert problems(ledger) == []
    undo_last(ledger)
    assert ids(ledger, "is:altered") == [1]


@pytest.mark.parametrize(("quote", "same"), [("a “single”\nhotline", True), ('a "single" hótline', False)])
def test_a_passage_is_cited_already_when_its_wording_is_the_same(ledger: Ledger, quote: str, *, same: bool) -> None:
    add(ledger)
    one = source(ledger)
    cite(ledger, 1, one, 'a "single" hotline')
    if same:
        with pytest.raises(NoChangeError, match="cites that already"):
            cite(ledger, 1, one, quote)
    else:
        assert cite(ledger, 1, one, quote) == 2


def test_the_younger_of_two_that_meet_is_renamed_without_taking_the_name_along(old: Path) -> None:
    database.upgrade_database(old)
    with closing(open_ledger(old, writing=True)) as ledger:
        with database.write_change(ledger, "rename", ME) as change:
            actors.edit(change, 4, name="Lublin")
        assert stored_keys(ledger, "actors")["Lublin"] == "lublin"
        assert "Łódź" not in stored_keys(ledger, "actor_aliases")
        assert [one.table for one in keys.find_namesakes(ledger)] == ["meetings", "tags"]


def test_of_two_aliases_of_one_key_the_one_that_is_named_goes(old: Path) -> None:
    database.upgrade_database(old)
    with closing(open_ledger(old, writing=True)) as ledger:
        with database.write_change(ledger, "alias", ME) as change:
            actors.remove_aliases(change, 3, ["Nörway"])
        assert actors.read_aliases(ledger, 3) == ["Norway"]
        undo_last(ledger)
        assert stored_keys(ledger, "actor_aliases") == {"Norway": "norway", "Nörway": None}


# Order


@pytest.mark.parametrize("key", ["date", "moved", "deadline"])
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("term", [(), ("kind:proposal",)])
def test_the_undated_are_last_in_either_direction_from_either_end(
    ledger: Ledger, key: str, sign: str, term: tuple[str, ...]
) -> None:
    days = [None, "2012", None, "2013-05", "2012-02-01"]
    for day in days:
        add(ledger, proposed_on=day, deadline_on=day)
    dated = [2, 5, 4]
    asked = query.parse_query((*term, f"sort:{sign}{key}"), TODAY)
    ends = [1, 3] if sign == "" else [3, 1]
    whole = [*(dated[::-1] if sign else dated), *ends]
    assert list(listing.matching_ids(ledger, asked)) == whole
    for offset in range(6):
        for limit in range(1, 6):
            page = listing.matching_ids(ledger, asked, offset=offset, limit=limit)
            assert list(page) == whole[offset : offset + limit]
            last = listing.matching_ids_from_end(ledger, asked, offset, limit)
            assert list(last) == whole[::-1][offset : offset + limit][::-1]
    clock = Clock(as_of=TODAY)
    assert [one.id for one in selection.select_as_of(ledger, asked, clock, TODAY)] == whole
