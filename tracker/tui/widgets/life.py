"""A proposal opened, laid out for a width: who, where, and its life with the evidence of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tracker import life
from tracker.model import Look, Neighbour
from tracker.text import visible, visible_block
from tracker.tui.widgets import drawing
from tracker.tui.widgets.drawing import MUTED
from tracker.tui.widgets.linked import Laid, Laying, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.model import Citation, Detail, Proposal

LABEL = 10
DATE = 10
BAR = ("┃ ", MUTED)
INSIDE = ("┃ " + " " * (DATE + 1), MUTED)
NARROW = 46  # below that what belongs to a step stands below its date, not behind it
NONE = ("", "")


def laid_out(detail: Detail, glyphs: Mapping[str, str], width: int) -> Laying:
    """The whole of it as lines of at most that width."""
    page = _Page(detail, glyphs, max(width, 20))
    return Laying(list(page.lines()), page.targets)


class _Page:
    """One proposal at one width."""

    def __init__(self, detail: Detail, glyphs: Mapping[str, str], width: int) -> None:
        self.detail, self.glyphs, self.width = detail, glyphs, width
        self.targets: list[Target] = []
        self.inside = INSIDE if width >= NARROW else BAR
        self.numbers: dict[int, int] = {}
        for citation in detail.citations:
            self.numbers.setdefault(citation.source.id, len(self.numbers) + 1)

    def lines(self) -> Iterator[Laid]:
        yield from self._head(self.detail.proposal)
        yield from self._facts(self.detail.proposal)
        yield from self._summary(self.detail.proposal)
        yield from self._life()
        yield from self._other_citations()
        yield from self._links()
        yield from self._sources()
        yield from self._own_words()
        yield from self._last_change()

    def _head(self, proposal: Proposal) -> Iterator[Laid]:
        number = f"#{proposal.id}  "
        title = Content.styled(visible(proposal.title), "bold")
        yield from self._wrapped(title, (number, MUTED), (" " * len(number), ""))
        glyph, word, tone = drawing.status(proposal.status, self.glyphs)
        parts = [proposal.reason, proposal.extent, proposal.kind, ", ".join(proposal.topics) or "no topic"]
        beside = "".join(f" · {drawing.cell(part)}" for part in parts if part)
        yield from self._wrapped(Content.assemble((f"{glyph} {word}", f"{drawing.style(tone)} bold"), (beside, MUTED)))
        removed = ["removed"] if self.detail.removed_at else []
        if flags := [*removed, *proposal.flags]:
            yield from self._wrapped(Content.styled("⚑ " + " · ".join(flags), "$text-warning"))
        yield Laid(Content(""))

    def _facts(self, proposal: Proposal) -> Iterator[Laid]:
        where = [part for part in (proposal.body, proposal.meeting, proposal.place) if part]
        said = f" ({'; '.join(proposal.speakers)})" if proposal.speakers else ""
        facts = [
            ("by", "; ".join(proposal.proposers) + said),
            ("to", "; ".join(proposal.addressees)),
            ("supported", "; ".join(proposal.supporters)),
            ("opposed", "; ".join(proposal.opponents)),
            ("at", ", ".join(where)),
            ("on", drawing.day(proposal.proposed_on, in_words=True)),
            ("deadline", drawing.day(proposal.deadline_on, in_words=True) if proposal.deadline_on else ""),
            ("tags", ", ".join(proposal.tags)),
            ("unclear", self.detail.uncheckable or ""),
        ]
        for label, value in facts:
            if value:
                yield from self._labelled(label, value)

    def _labelled(self, label: str, value: str) -> Iterator[Laid]:
        yield from self._wrapped(Content(visible(value)), (label.ljust(LABEL), MUTED), (" " * LABEL, ""))

    def _summary(self, proposal: Proposal) -> Iterator[Laid]:
        if proposal.summary:
            yield Laid(Content(""))
            yield from self._block(proposal.summary)

    def _life(self) -> Iterator[Laid]:
        yield from self._heading("What became of it")
        for one in life.entries(self.detail):
            if isinstance(one, Look):
                yield from self._look(one)
            elif isinstance(one, Neighbour):
                yield from self._repetition(one)
            else:
                yield from self._step(one)
        if each := life.progress(self.detail.status_events, self.detail.proposal.addressees):
            yield from self._dated("so far", Content(visible(life.progress_said(each))))

    def _step(self, step: life.Step) -> Iterator[Laid]:
        dim = MUTED if step.corrected_by else ""
        glyph, word, tone = drawing.status(step.event.status, self.glyphs)
        mark, mark_tone = drawing.evidence(supported=step.supported)
        words = Content.assemble(
            (f"{glyph} {word}", dim or f"{drawing.style(tone)} bold"),
            " ",
            (mark, dim or drawing.style(mark_tone)),
            ("".join(f" · {visible(part)}" for part in step.remarks()), MUTED),
        )
        yield from self._dated(visible(step.event.occurred_on or "undated"), words)
        for citation in step.cited:
            yield from self._citation(citation, dim)

    def _repetition(self, other: Neighbour) -> Iterator[Laid]:
        mark, tone = drawing.evidence(supported=other.evidence)
        who = f"{visible(other.proposer)}, " if other.proposer else ""
        words = Content.assemble(
            f"↻ repeated by {who}", (f"#{other.id}", "$text-accent"), " ", (mark, drawing.style(tone))
        )
        yield from self._link(Target("proposal", other.id), self._dated(visible(other.voiced_on or "undated"), words))

    def _look(self, look: Look) -> Iterator[Laid]:
        note = f" ({visible(look.note)})" if look.note else ""
        words = Content(f"◦ looked: {visible(look.places)}, nothing new{note}")
        yield from self._dated(drawing.day(look.looked_on), words)

    def _citation(self, citation: Citation, dim: str = "") -> Iterator[Laid]:
        against = "against: " if citation.stance == "contradicts" else ""
        place = f" {visible(citation.locator)}" if citation.locator else ""
        reference = ((f"[{self.numbers[citation.source.id]}]", dim or "$text-accent"), (place, MUTED))
        if citation.quote:
            *lines, last = visible_block(f"{against}“{citation.quote}”").split("\n")
            for line in lines:
                yield from self._wrapped(Content.styled(line, dim or "italic"), self.inside, self.inside)
            whole = Content.assemble((last, dim or "italic"), " ", *reference)
        else:
            whole = Content.assemble(against, *reference)
        yield from self._wrapped(whole, self.inside, self.inside)
        if citation.translation:
            yield from self._block(f"= {citation.translation}", self.inside, style=MUTED)

    def _other_citations(self) -> Iterator[Laid]:
        if others := life.others(self.detail):
            yield from self._heading("Also said of it")
            for citation in others:
                yield from self._citation(citation)

    def _links(self) -> Iterator[Laid]:
        if self.detail.neighbours:
            yield from self._heading("Links")
        for other in self.detail.neighbours:
            glyph, word, tone = drawing.status(other.status, self.glyphs)
            state = ("removed", MUTED) if other.is_removed else (f"{glyph} {word}", drawing.style(tone))
            words = Content.assemble((f"#{other.id}", "$text-accent"), f"  {visible(other.title)}  ", state)
            label, indent = f"{visible(other.said)} ", "  "
            if self.width >= NARROW:
                label = label.ljust(LABEL + 3)
                indent = " " * len(label)
            lines = self._wrapped(words, (label, MUTED), (indent, ""))
            yield from self._link(Target("proposal", other.id), lines)

    def _sources(self) -> Iterator[Laid]:
        if self.numbers:
            yield from self._heading("Sources")
        sources = {citation.source.id: citation.source for citation in self.detail.citations}
        for source, number in self.numbers.items():
            one = sources[source]
            unchecked = any(each.source.id == source and each.start_at is None for each in self.detail.citations)
            kept = " · quotes not checked against its text" if unchecked else ""
            words = Content.assemble(visible(one.title or one.url or ""), (f" · source {source}{kept}", MUTED))
            label = (f"[{number}] ", "$text-accent")
            yield from self._link(Target("source", source), self._wrapped(words, label, (" " * len(label[0]), "")))
            if one.url and one.title:
                yield from self._wrapped(Content.styled(visible(one.url), MUTED), ("    ", ""), ("    ", ""))

    def _own_words(self) -> Iterator[Laid]:
        if self.detail.note:
            yield from self._heading("Our note")
            yield from self._block(self.detail.note)
        if self.detail.extra:
            yield from self._heading("Extra")
        for name, value in self.detail.extra.items():
            yield from self._wrapped(Content(visible(value)), (f"x.{drawing.cell(name)}  ", MUTED), ("  ", ""))

    def _last_change(self) -> Iterator[Laid]:
        if self.detail.history:
            last = self.detail.history[-1]
            yield Laid(Content(""))
            words = f"changed {drawing.moment(last.at)} by {drawing.cell(last.who)}: {drawing.cell(last.command)}"
            yield from self._wrapped(Content.styled(words, MUTED))

    def _heading(self, words: str) -> Iterator[Laid]:
        yield Laid(Content(""))
        yield Laid(Content.styled(words, f"{MUTED} bold"))

    def _dated(self, when: str, words: Content) -> Iterator[Laid]:
        """An entry of the life line behind its date."""
        if self.width >= NARROW:
            yield from self._wrapped(words, (f"┃ {when.ljust(DATE)} ", MUTED), INSIDE)
        else:
            date = Content.styled(f"{when.ljust(DATE)} ", MUTED)
            yield from self._wrapped(Content.assemble(date, words), BAR, BAR)

    def _link(self, target: Target, lines: Iterator[Laid]) -> Iterator[Laid]:
        """These lines as a link."""
        self.targets.append(target)
        number = len(self.targets) - 1
        yield from (Laid(line.content, number) for line in lines)

    def _block(self, text: str, indent: tuple[str, str] = NONE, style: str = "") -> Iterator[Laid]:
        for line in visible_block(text).split("\n"):
            yield from self._wrapped(Content.styled(line, style), indent, indent)

    def _wrapped(self, content: Content, first: tuple[str, str] = NONE, rest: tuple[str, str] = NONE) -> Iterator[Laid]:
        """The content as lines, the first and the rest each behind its own indent."""
        indent = max(len(first[0]), len(rest[0]))
        for number, line in enumerate(self._broken(content, self.width - indent)):
            yield Laid(Content.assemble(rest if number else first, line))

    def _broken(self, content: Content, room: int) -> list[Content]:
        return content.wrap(max(room, 8)) or [content]
