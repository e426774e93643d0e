"""What help says of the targets of a column, and of the words that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.exchange.known.actor_names import SOURCE
from tracker.exchange.known.status_words import known_vocabularies
from tracker.exchange.mapping.known_words import KIND_WORDS
from tracker.exchange.mapping.targets import OF_PROPOSAL, OF_SOURCE, OF_STATUS
from tracker.fields import FIELDS
from tracker.guide import PairTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.exchange.known.status_words import KnownStatus
    from tracker.guide import Block

MEANINGS = {
    "status": "where it stands, as the row says",
    "status.on": "when it got that status",
    "status.because": "the reason, in the row's words",
    "status.reason": "the code of the reason: voted-down, expired",
    "status.extent": "how it was implemented: weaker",
    "status.rating": "their own word for it; the cell of the status unless another column has it",
    "status.for": "the one actor that the status concerns",
    "status.according_to": "who says so",
    "status.source": "the evidence of the status: addresses or titles, any number in a cell",
    "status.quote": "the passage of that evidence",
    "status.locator": "where it stands: p. 4",
    "status.translation": "the passage in your language",
    "source": "where the proposal stands: addresses or titles",
    "source.title": "the title of that source",
    "source.url": "its address; several in a cell are several sources",
    "source.locator": "where in it: para. 14",
    "source.quote": "the passage",
    "source.translation": "the passage in your language",
    "uid": "the number that an export of ours gives, by which a row is known again",
    "extra.NAME": "a column of your own, found by x.NAME:VALUE; so is a column without a field",
    "topic:CODE": "a column of 1 and 0 (yes and no): the topic where it says yes",
    "-": "the column is left out",
}


def mapping_guide() -> Iterator[Block]:
    """What a column can be, how values are mapped, and which words are known."""
    yield (
        "`--map COLUMN=FIELD` says what a column is, with commas for several. A column can be several fields, and"
        " several columns can be one: the first that has a value counts, the others are kept as extras."
    )
    own = [(name, FIELDS[name].hint or FIELDS[name].listed or FIELDS[name].help) for name in OF_PROPOSAL]
    rest = [(name, MEANINGS[name]) for name in (*OF_STATUS, "source", *OF_SOURCE)]
    others = [(name, MEANINGS[name]) for name in ("uid", "extra.NAME", "topic:CODE", "-")]
    yield PairTable(("field", "is"), [*own, *rest, *others])
    yield (
        '`--map-value status:"Done=implemented"` says what a word of theirs means, `"abandoned=lapsed:abandoned"` with'
        ' its reason, `topics:"Jobs=economy"` a topic; `-` leaves a word out. These words are known for a status:'
    )
    for vocabulary in known_vocabularies():
        yield f"{vocabulary.title} ({vocabulary.source}):"
        yield PairTable(("ours", "theirs"), [(one.ours, _theirs(one)) for one in vocabulary.statuses])
    yield "These words are known for a kind:"
    yield PairTable(("ours", "theirs"), [(ours, theirs.replace("|", ", ")) for ours, theirs in KIND_WORDS.items()])
    yield (
        "States and bodies of the United Nations are known by their other names: 'Russian Federation' is Russia"
        f" ({SOURCE}). `--names-as-written` leaves that out."
    )
    yield (
        "A date such as 05/06/2012 is read as the other dates of its column say; where none decides, `--date-order`"
        " does. Rows with the same `--key` are one proposal: actors, topics and sources add up, and `--different`"
        " says what is kept of anything else. `--profile NAME` keeps all of it for the next table."
    )


def _theirs(status: KnownStatus) -> str:
    """The words of a vocabulary, and why they mean ours."""
    return "; ".join(status.theirs) + f" ({status.why})" * bool(status.why)
