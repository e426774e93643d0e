"""One tree of blocks, four speakers: each says all that there is to say of a proposal."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tracker.blocks import (
    ALSO,
    LIFE,
    LINKS,
    SOURCES,
    FactList,
    Head,
    LifeEntry,
    LinkedProposal,
    OwnNote,
    ProposalMention,
    Quotation,
    Reference,
    Section,
    Summary,
    proposal_blocks,
    quotation_block,
    words_text,
)
from tracker.cli.render.blocks import BlockLines
from tracker.cli.render.terminal import UNLIMITED
from tracker.formats.documents import briefing, references
from tracker.formats.documents.briefing import BriefingWords
from tracker.formats.registry import find_format
from tracker.model import (
    ChangeEntry,
    Citation,
    Detail,
    Look,
    Neighbour,
    Proposal,
    Source,
    SourceRef,
    Status,
    StatusEvent,
)
from tracker.tui.widgets.pages.link_page import LinkTarget
from tracker.tui.widgets.pages.proposal_page import lay_out_proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from tracker.blocks import Block, Item, Tree
    from tracker.formats.documents.references import Numbers

Kind = TypeVar("Kind", LifeEntry, Quotation, LinkedProposal, Reference)
AT = "2024-01-02T10:00:00.000Z"
STATUSES = {
    code: Status(code, glyph, "", is_open=True, steps=()) for code, glyph in (("proposed", "○"), ("adopted", "◑"))
}
GLYPHS = {code: status.glyph for code, status in STATUSES.items()}
FIRST, SECOND = SourceRef(5, "Minutes <i>*", "https://a.example/m"), SourceRef(3, "A letter_", None)
SOURCES_BY_ID = {
    one.id: Source(
        one.id,
        "u",
        "report",
        one.title,
        "",
        "",
        "",
        None,
        one.url,
        None,
        "en",
        1,
        None,
        None,
        added_at=AT,
        updated_at=AT,
    )
    for one in (FIRST, SECOND)
}
NOTE, LOOK_NOTE = "Ask them again in spring", "in Russian too"

EVENT = StatusEvent(
    id=1,
    status="adopted",
    occurred_on="2011",
    reason=None,
    because="hearsay",
    extent=None,
    actor=None,
    is_unusual=False,
    supersedes_id=None,
    recorded_at=AT,
)
OTHER = Neighbour(
    kind="repeats",
    inward=True,
    id=8,
    title="Ferries again",
    status="proposed",
    proposer="Norland",
    voiced_on="2015",
    added_at=AT,
    evidence="none",
    is_removed=False,
)

DETAIL = Detail(
    Proposal(
        id=7,
        uid="u",
        kind="commitment",
        title="Ferries_ & <b>*harbours*</b>",
        summary="First line.\nSecond | line.",
        topics=("migration", "other"),
        tags=("nato-2026",),
        status="adopted",
        status_on="2013-05",
        reason="other-reason",
        extent="weaker",
        according_to=None,
        rating=None,
        proposers=("Norland", "Island"),
        speakers=("Ada Li, President",),
        supporters=("Russia",),
        opponents=("Belarus",),
        addressees=("CSTO",),
        body="Council [of] ministers",
        meeting="Session",
        place="Port",
        proposed_on="2012-05-15",
        deadline_on="2030",
        flags=("disputed", "overdue"),
        evidence="checked",
        quotes=(),
        sources=(FIRST, SECOND),
        status_sources=(),
        links=(),
        looked_on="2014-02-03",
        added_at=AT,
        updated_at=AT,
    ),
    citations=(
        Citation(1, 7, None, SECOND, None, "contradicts", "", "p. 9", "", None, None, AT),
        Citation(2, 7, 2, FIRST, 1, "supports", "approved the *programme*", "para. 2", "принята", 0, 9, AT),
    ),
    status_events=(
        EVENT,
        EVENT._replace(id=2, occurred_on="2013-05", because="", extent="weaker", is_unusual=True, supersedes_id=1),
        EVENT._replace(id=3, occurred_on=None, because="", actor="Norland"),
    ),
    looks=(Look(1, "2014-02-03", "BelTA <wire>", LOOK_NOTE, AT),),
    linked_from=(),
    note=NOTE,
    extra={"era": "2017"},
    history=(ChangeEntry(4, AT, "ann", "add Ferries", None), ChangeEntry(9, AT, "bob", "cite 7", None)),
    uncheckable="no *yardstick*",
    neighbours=(
        OTHER,
        OTHER._replace(kind="part-of", inward=False, id=2, title="All [ships]", status="adopted", evidence="checked"),
        OTHER._replace(kind="related", id=1, title="An old one", is_removed=True),
    ),
)


def on_a_terminal(detail: Detail) -> str:
    return "\n".join(BlockLines(colour=False, room=UNLIMITED).blocks(proposal_blocks(detail, GLYPHS)))


def on_the_screen(detail: Detail) -> str:
    return "\n".join(line.content.plain for line in lay_out_proposal(proposal_blocks(detail, GLYPHS), 4000).lines)


def as_markdown(detail: Detail) -> str:
    text = "".join(find_briefing("markdown")([detail], STATUSES, listed, BriefingWords()))
    return re.sub(r"\\([\W_])", r"\1", text)


def as_html(detail: Detail) -> str:
    return unescape(re.sub(r"<[^>]+>", "", "".join(find_briefing("html")([detail], STATUSES, listed, BriefingWords()))))


def find_briefing(name: str) -> Callable[..., Iterator[Any]]:
    write = find_format(name).briefing
    assert write
    return write


def listed(numbers: Numbers) -> list[tuple[int, Source]]:
    return [(numbers.of(one), SOURCES_BY_ID[one]) for one in numbers.sources]


PAGES = (on_a_terminal, on_the_screen)
BRIEFINGS = (as_markdown, as_html)


@pytest.mark.parametrize("drawn", [*PAGES, *BRIEFINGS])
def test_every_speaker_says_all_that_the_tree_holds(drawn: Callable[[Detail], str]) -> None:
    text = drawn(DETAIL)
    tree = proposal_blocks(DETAIL, GLYPHS, for_readers=drawn in BRIEFINGS)
    said = [one for block in tree for one in texts(block)]
    assert len(said) > 55
    assert [one for one in said if one not in text] == []


@pytest.mark.parametrize("drawn", [*PAGES, *BRIEFINGS])
def test_a_fact_that_is_not_known_is_not_spoken_of(drawn: Callable[[Detail], str]) -> None:
    bare = DETAIL._replace(proposal=DETAIL.proposal._replace(proposed_on=None, supporters=()), uncheckable=None)
    assert not [label for label in ("supported by", "uncheckable", "15 May 2012") if label in drawn(bare)]


def test_our_own_notes_stand_on_pages_and_in_no_briefing() -> None:
    for drawn in PAGES:
        assert [one for one in (NOTE, LOOK_NOTE, "bob", "cite 7") if one not in drawn(DETAIL)] == []
    for drawn in BRIEFINGS:
        assert [one for one in (NOTE, LOOK_NOTE, "bob", "cite 7") if one in drawn(DETAIL)] == []


def test_a_briefing_says_nothing_of_how_it_was_entered() -> None:
    flagged = DETAIL._replace(proposal=DETAIL.proposal._replace(flags=("unsupported",)))
    for drawn in BRIEFINGS:
        text = drawn(flagged)
        assert [one for one in ("event 1", "event 2", "unusual step", "unsupported", "x.era") if one in text] == []
        assert "no evidence for this status" in text
        assert "Corrected; entered before as: ◑ adopted, 2011, hearsay" in text
        assert text.index("2013-05") < text.index("hearsay") < text.index("2014-02-03")


def test_what_was_corrected_twice_is_told_back_to_the_first() -> None:
    thrice = DETAIL._replace(
        status_events=(EVENT, *(EVENT._replace(id=at, because=f"reading {at}", supersedes_id=at - 1) for at in (2, 3)))
    )
    entry = next(one for one in items(LifeEntry, proposal_blocks(thrice, GLYPHS, for_readers=True)) if one.earlier)
    assert [one.rpartition(", ")[2] for one in entry.earlier] == ["reading 2", "hearsay"]


def test_a_quotation_has_no_line_breaks_of_its_page() -> None:
    broken = DETAIL.citations[1]._replace(quote="approved\nthe long-\r\nterm pro\u00ad\ngramme\n\nfor all")
    shown = quotation_block(broken, lambda _: 1).quote
    assert shown == "approved the long-term programme\nfor all"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        (({}, {}), "Proposals by Norland and Island on migration, Council [of] ministers, Session, Port, 15 May 2012"),
        (({}, {"proposed_on": "2014"}), "… Port, 2012 to 2014"),
        (({}, {"proposed_on": None}), "… Session, Port"),
        (
            ({"topics": ()}, {"topics": ("other",), "place": "Dock"}),
            "… Island, Council [of] ministers, Session, 15 May 2012",
        ),
        (
            ({"topics": ("other",)}, {"topics": ("other",)}),
            "… Island, Council [of] ministers, Session, Port, 15 May 2012",
        ),
        (({"topics": ("energy/off-grid",)},) * 2, "… on off grid, Council [of] ministers, Session, Port, 15 May 2012"),
        (
            ({"proposers": ("A",), "body": None}, {"proposers": ("B",)}),
            "Proposals on migration, Session, Port, 15 May 2012",
        ),
    ],
)
def test_a_briefing_is_called_by_what_its_proposals_share(
    changes: tuple[dict[str, Any], dict[str, Any]], title: str
) -> None:
    details = [DETAIL._replace(proposal=DETAIL.proposal._replace(**one)) for one in changes]
    shown = briefing.briefing_title(details)
    assert shown == title or (title.startswith("… ") and shown.endswith(title[2:]))
    assert briefing.briefing_title(details[:1]) == DETAIL.proposal.title


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_a_briefing_has_the_title_that_it_is_given(name: str) -> None:
    text = "".join(find_briefing(name)([DETAIL], STATUSES, listed, BriefingWords("For the board")))
    assert text.index("For the board") < text.index("Ferries")


def test_our_note_stands_below_the_summary_of_a_page_and_below_the_sources_of_the_screen() -> None:
    for drawn, order in (
        (on_a_terminal, ("Second | line.", NOTE, "2011", FIRST.title, "cite 7")),
        (on_the_screen, ("Second | line.", "2011", FIRST.title, NOTE, "cite 7")),
    ):
        places = [drawn(DETAIL).index(one) for one in order]
        assert places == sorted(places)


def test_sources_are_numbered_as_they_are_first_mentioned() -> None:
    assert [one[:2] for one in items(Reference)] == [(1, FIRST.id), (2, SECOND.id)]
    assert [one.number for one in items(Quotation)] == [2]
    assert [one.number for entry in items(LifeEntry) for one in entry.quotations] == [1]


def test_a_source_that_no_quotation_names_has_no_number() -> None:
    loose = DETAIL._replace(
        status_events=(EVENT,), citations=DETAIL.citations[1:]
    )  # the event of its passage is not told
    assert not any(isinstance(one, Section) and one.heading == SOURCES for one in proposal_blocks(loose, GLYPHS))
    assert references.HEADING not in as_markdown(loose)


def test_an_entry_carries_the_mark_of_its_evidence() -> None:
    marks = [(one.day, one.evidence) for one in items(LifeEntry)]
    assert marks == [
        *(("2011", "none"), ("2013-05", "checked"), ("2014-02-03", None), ("2015", "none")),
        *(("undated", "none"), ("so far", None)),
    ]


def test_the_screen_leads_where_the_tree_names_a_proposal_or_a_source() -> None:
    entries = [word.id for one in items(LifeEntry) for word in one.words if isinstance(word, ProposalMention)]
    linked = [one.other.id for one in items(LinkedProposal)]
    there = [LinkTarget("proposal", one) for one in [*entries, *linked]]
    there += [LinkTarget("source", one.source_id) for one in items(Reference)]
    targets = lay_out_proposal(proposal_blocks(DETAIL, GLYPHS), 60).targets
    assert [one for one in targets if one.kind != "fold"] == there
    assert (entries, linked) == ([8], [8, 2, 1])


def test_the_sections_stand_in_one_order_and_none_is_empty() -> None:
    def headings(tree: Tree) -> list[str]:
        return [one.heading for one in tree if isinstance(one, Section)]

    bare = DETAIL._replace(citations=(), neighbours=(), history=())
    assert headings(proposal_blocks(DETAIL, GLYPHS)) == [LIFE, ALSO, LINKS, SOURCES, "2 changes"]
    assert headings(proposal_blocks(bare, GLYPHS)) == [LIFE]


def items(kind: type[Kind], tree: Tree | None = None) -> list[Kind]:
    sections = (one for one in tree or proposal_blocks(DETAIL, GLYPHS) if isinstance(one, Section))
    return [item for one in sections for item in one.items if isinstance(item, kind)]


def texts(block: Block | Item) -> Iterator[str]:
    """What a reader must find of a block, whoever draws it."""
    match block:
        case Head():
            yield from (f"#{block.id}", block.title, block.status.text, *block.remarks, *block.flags)
        case FactList(facts):
            yield from (text for one in facts for text in one)
        case Summary(text):
            yield from text.splitlines()
        case LifeEntry():
            yield from (block.day, words_text(block.words), *block.remarks)
            yield from (text for one in block.quotations for text in texts(one))
        case Quotation():
            yield from (block.quote, f"[{block.number}]", block.locator, block.translation)
            yield "against: " if block.is_against else ""
        case LinkedProposal():
            yield from (block.label, block.other.text, block.title, block.state)
        case Reference():
            yield from (block.title, block.url)
        case Section():
            yield from (text for one in block.items for text in texts(one))
        case OwnNote() | ChangeEntry():
            return
