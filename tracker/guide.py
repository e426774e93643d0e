"""What help explains beside the commands, each written once: for `tracker help`, for the screen's `?`, for the README.

What is data is drawn from the data: the fields of a query, the statuses of a database, the keys of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates
from tracker.model import DUE_DAYS, EXTENTS, KINDS, STALE_MONTHS
from tracker.query_fields import FIELDS, FLAGS, PARTS, SORTS
from tracker.strength import SIGNS, STRENGTHS
from tracker.text import cell_width, pad_text, visible_line, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.model import Status

LEFT_MOST = 26  # cells of the left column on a terminal
RIGHT_LEAST = 20
PROSE = 125  # characters of a line of Markdown


class PairTable(NamedTuple):
    """A table of two columns under their headings: what is typed or seen, and what it means. `named` stands above it.

    The left column is code unless `plain`.
    """

    heads: tuple[str, str]
    rows: Sequence[tuple[str, str]]
    named: str = ""
    plain: bool = False


Block = str | PairTable  # a paragraph, with what is typed in backticks, or a table

ALSO = {  # further forms of a field
    "kind": ", ".join(KINDS),
    "extent": ", ".join(EXTENTS),
    "topic": "a group too: `topic:energy` finds `energy/grid`",
    "status": "`tracker help statuses` explains them",
    "date": "also `date:2012`, `date:..2010`, `date:30d..`; a partial date matches where it overlaps",
    "source": "`source:12` is the one with that number",
    "link": "`link:repeated-by` is the reverse, `link:12` finds what is linked with 12",
    "id": "a range too: `id:3-5`",
    "saved": "`tracker query save overdue is:overdue` saves one",
    "limit": "it is part of the query; `-L` is the most that is shown of what that finds",
}
_FILTERS = (
    "filters as you type, in the query language, and suggests what may come next; where nothing is found it says why"
)
DAILY = (  # in the order of the groups in which the screen lists its keys: the verbs first
    ("a s e E", "add, status with evidence, edit, edit in your editor"),
    ("t c l r x", "topics; cite a passage; link to another; log a search without a result; remove or restore"),
    ("u ^r", "undo and redo"),
    ("space v *", "mark one, a range, all; the keys then act on what is marked, as one change"),
    ("/", _FILTERS),
    ("f", "what the list is made of, by topic, status, body and year; `Enter` narrows it"),
    ("o C", "the order of the list and its columns, kept for each list"),
    ("1 … 9", "ask a saved query; `^s` in the filter saves it as one"),
    ("m D h S", "the overview, what is due, the history, the sources: there `a` takes in a file, an address or a text"),
    (
        "y w i",
        "copy (number, row, citation, Markdown, command); write a file (in overview and detail a picture); import a table",
    ),
    ("j k g G ^d ^u", "down, up, to the top, to the end, half a page down and up; arrows and the mouse do it too"),
    (
        "? ^g ^p",
        "the keys of this place and the query language, `/` searches them; `^g` where text is typed; all by name",
    ),
    (
        "^c ^z ^q",
        "copy what the mouse selected; to the background (`fg` comes back; Linux, macOS); quit from anywhere",
    ),
)
EXIT_CODES = {
    0: "done; an empty list too, unless `--exit-status` is given; a change that is saved although stdout is full",
    1: "failed: the last line on stderr says what is wrong and what to do",
    2: "usage error: an unknown command, option or value, or an invalid query",
    3: "no such record",
    4: "busy, or changed by somebody else: try again",
    5: "`tracker check` found something wrong",
    129: "the terminal was closed (SIGHUP; Linux and macOS)",
    130: "interrupted with ctrl+c",
    141: "the reader of the output closed it, as `head` does",
    143: "ended by `kill` (SIGTERM; Linux and macOS)",
}
ENVIRONMENT = {
    "TRACKER_DB": "the database to use, unless `--db` names one",
    "TRACKER_FORMAT": "the format of lists, unless `--format` or `--json` is given",
    "TRACKER_COLOR": "`auto`, `always` or `never`, unless `--color` is given",
    "TRACKER_PAGER": "the pager for output longer than the terminal, before `PAGER`; empty or `cat` means no pager",
    "TRACKER_EDITOR": "the editor, before `VISUAL` and `EDITOR`",
    "TRACKER_NO_INPUT": "if set, nothing is asked, as with `--no-input`",
    "TRACKER_ACCESSIBLE": "if set and not 0, words for signs and columns, no screen: for a screen reader",
    "TRACKER_THEME": "the theme of the screen, before the setting and the theme chosen last",
    "TMUX": "set by tmux: what is copied on the screen is handed to it",
    "NO_COLOR": "if set, no colour, on the screen too",
    "FORCE_COLOR": "if set and not 0, colour in a pipe too; `CLICOLOR_FORCE` is the same",
    "CLICOLOR_FORCE": "as `FORCE_COLOR`",
    "CLICOLOR": "if 0, no colour",
    "TERM": "if `dumb`, no colour, on the screen too",
    "COLUMNS": "the width of the terminal, if it differs from what the terminal reports",
    "LINES": "its height",
    "PAGER": "the pager, `less` if it is not set",
    "LESS": "options of `less`; `FIRX` if it is not set",
    "VISUAL": "the editor, before `EDITOR`",
    "EDITOR": "the editor; `vi` if none is named",
    "TEXTUAL_THEME": "the theme of the screen: Textual's own variable",
    "ESCDELAY": "milliseconds that the screen waits after `Esc` for the rest of a key, else 100; more for a slow link",
    "LC_ALL": "with `LC_CTYPE` and `LANG` the encoding of the terminal; if it is not UTF-8, signs are drawn in ASCII",
    "XDG_CONFIG_HOME": "the folder of `tracker/config.toml`, the file of your settings: `tracker config edit`",
    "XDG_DATA_HOME": "the folder of `tracker/tracker.db`, if no other database is named",
    "XDG_STATE_HOME": "the folder of `tracker/`: drafts, values of `tracker use`, the theme chosen last, crash reports",
    "HOME": "where these folders are, if no variable names them",
}


def query_guide() -> Iterator[Block]:
    """The query language."""
    yield (
        "The same on the command line, in the filter of the screen, in saved queries and in exports. Terms are joined"
        " by “and”, values with commas between them by “or”. Only a phrase needs shell quotes."
    )
    anywhere = (
        "words in title, summary, actors, quotes and source titles, whatever their case, accents and strokes (`lodz`"
        " finds Łódź); the last one may be unfinished from its third letter, in scripts without spaces from its first"
    )
    words = [("hotline", anywhere), ('"special forces"', "a phrase")]
    fields = [(one.example, "; ".join(filter(None, (one.help, ALSO.get(one.name))))) for one in FIELDS.values()]
    yield PairTable(("term", "finds, or does"), [*words, *fields])
    yield (
        "`!=` instead of the colon excludes what matches: `topic!=migration`; it works for every field that is a"
        " condition. `topic:none`, `by:none` and so on find proposals that have none."
    )
    yield evidence_legend()
    yield PairTable(("flag", "that are"), [(f"is:{name}", says) for name, says in FLAGS.items()])
    yield (
        f"Stale and due count from today, or from the day of `--as-of`; the {STALE_MONTHS} months begin on the day it"
        f" was entered if that is later, the {DUE_DAYS} days are those of `tracker due`."
        " `tracker config edit` sets other numbers."
    )
    yield "`has:` and `no:` ask for " + ", ".join(f"`{name}` ({says})" for name, says in PARTS.items()) + "."
    yield (
        "`sort:` takes "
        + ", ".join(f"`{name}` ({says})" for name, says in SORTS.items())
        + ", several separated by commas; prefix one with `-` to reverse it; what has no date comes last"
        " either way. Without it the newest status comes first."
    )
    yield (
        "For a wrong word the nearest right one is suggested. An empty list says how many each term finds alone, what"
        " would match instead, and how many are left without it. `tracker list --explain` explains a query in plain"
        " English."
    )


def evidence_legend() -> PairTable:
    """What the signs of evidence mean; the best citation of a status counts."""
    rows = [(f"evidence:{strength}", f"{SIGNS[strength]} {means}") for strength, means in STRENGTHS.items()]
    return PairTable(("evidence", "of a status: the best citation counts"), rows)


def status_guide(known: Mapping[str, Status], reasons: Mapping[str, str]) -> Iterator[Block]:
    """What each status of a database means, and how one follows another."""
    yield "A status is a claim, and a claim has evidence: a dated event in a ledger, never a field that is overwritten."
    rows = [
        (f"{one.glyph} {one.code}", f"{one.definition} Usual next: {', '.join(one.steps)}.") for one in known.values()
    ]
    yield PairTable(("status", "a proposal has it when"), rows, plain=True)
    closed = ", ".join(one.code for one in known.values() if not one.is_open)
    yield (
        f"Closed are {closed}; all others are open. The first status may be any status. `proposed` and `adopted` begin"
        " on the date of the proposal and follow it when it is corrected, unless a date was given for the status"
        " (`--on`). Any other first status is two events: `proposed` on that date, then the status on the day given, or"
        " on the date of its source. The same status again is always usual: it records a further act. With a source and"
        " a quote any step is accepted, and an unusual one is marked; without a quote an unusual step needs `--force`"
        " and `--because`."
    )
    yield evidence_legend()
    yield PairTable(("reason", "of a status that is rejected or lapsed"), [*reasons.items()])
    yield (
        "An event may concern one actor alone (`--for Armenia`). `--according-to Slovenia` says whose word it is, where"
        " that is not the source's own finding; `--rating \"in the works\"` keeps the source's own word. A correction"
        " (`--corrects last`) is a new event; the wrong one stays readable."
    )


def date_guide() -> Iterator[Block]:
    """How dates are typed, what they match, and the two clocks."""
    yield (
        f"A date is as exact as its source: {dates.FORMS}. It is kept as typed, never padded. One that can be read in"
        " two ways, such as 05/06/2012, is refused and both readings are shown; one without a year is refused too."
    )
    yield PairTable(
        ("range", "from, to, both included"),
        [
            ("2012-05..2013", "May 2012 to the end of 2013"),
            ("..2010", "until the end of 2010"),
            ("2024..", "since the beginning of 2024"),
            ("30d..", "the last 30 days; also `w`, `m` and `y`"),
            ("..+14d", "until two weeks from today"),
        ],
    )
    yield (
        "A query, `diff` and `--as-of` also take a window: a quarter (`2025-Q1`, `Q1 2025`), a half (`2025-H2`), a"
        " range of days or months (`15-16 May 2012`, `2012-05-15/16`). A recorded date is no window: write a month."
    )
    yield "A partial date matches a range where the two overlap."
    yield PairTable(
        ("clock", "what is shown"),
        [
            ("--as-of 2013-01-01", "what was the case on that day, by all that is known now"),
            ("--known-by 2013-01-01", "what this file said on that day; its texts, topics and links are today's"),
        ],
    )
    yield (
        "A status that only part of a date's span decides is marked `~`: what is dated 2012 may or may not have"
        " happened by June."
    )


def command_hint(name: str) -> Block:
    """Where else to look, for a topic that has the name of a command."""
    return f"There is also a command of that name: `tracker {name} --help`."


def daily_key_guide() -> Iterator[Block]:
    """The keys of the first screen, in words."""
    yield PairTable(("key", "does"), DAILY)


def key_guide(places: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Block]:
    """The keys of the screen: what is done daily, then all, place by place."""
    yield from daily_key_guide()
    yield (
        "`?` shows the keys of the place where you are, `^g` does so where text is typed, and `/` searches them."
        " `^r` is ctrl+r. No key needs alt or a function key."
    )
    for place, rows in places.items():
        yield PairTable(("key", "does"), rows, named=place)


def exit_code_guide() -> Iterator[Block]:
    """What the program exits with."""
    yield PairTable(("code", "means"), [(str(code), says) for code, says in EXIT_CODES.items()])
    yield "Data goes to stdout and messages go to stderr, so a message never gets into a pipe."


def environment_guide() -> Iterator[Block]:
    """Every variable that is read."""
    yield "An option wins over a variable, a variable over a setting (`tracker config edit` explains them all)."
    yield PairTable(("variable", "is"), [*ENVIRONMENT.items()])
    yield (
        "With a screen reader, set `TRACKER_ACCESSIBLE=1` where your shell begins: every page is then whole lines of"
        " words, each value behind its name, without boxes, pager or cursor; questions are plain lines, and `tracker`"
        " alone says what there is and what can be typed."
    )


def format_guide(known: Mapping[str, str]) -> Iterator[Block]:
    """What the formats are: each with its name and what it is."""
    yield (
        "On a terminal a list is a table that fits, and says what it left out. In a pipe it is complete: a line for"
        " each proposal, no colour, no headings, ISO dates. `--format` gives the same output in both."
    )
    yield PairTable(("format", "is"), [*known.items()])
    yield (
        "Several values in one cell of CSV or TSV are separated by `; `. A value that holds `; ` itself is written with"
        " a backslash before the blank (`;\\ `), and each backslash in a value twice. So cutting at `; ` always gives"
        " the right number of values, and taking away the backslashes (`\\x` is `x`) gives them exactly."
    )
    yield (
        "`tracker help COMMAND` says which of them a command has. `tracker export -o FILE` takes the format from the"
        " ending of the file; `--for excel` (or `excel-eu`, with semicolons) writes a CSV in which a spreadsheet reads"
        " no text as a formula."
    )


# how it is drawn


def guide_lines(blocks: Iterable[Block], room: int) -> Iterator[str]:
    """Blocks as lines of at most `room` cells, without markup, safe on a terminal."""
    return (left + right for left, right in guide_line_parts(blocks, room))


def guide_line_parts(blocks: Iterable[Block], room: int) -> Iterator[tuple[str, str]]:
    """The same, each line in two parts: what stands out, and the rest."""
    for number, block in enumerate(blocks):
        yield from [("", "")] * bool(number)
        if isinstance(block, str):
            yield from (("", line) for line in wrap_text(plain_prose(block), room))
            continue
        yield from [(block.named, "")] * bool(block.named)
        left = min(max((cell_width(visible_line(row[0])) for row in block.rows), default=0), LEFT_MOST)
        for typed, means in block.rows:
            yield from _pair_lines(visible_line(typed), plain_prose(means), left, room)


def _pair_lines(typed: str, means: str, left: int, room: int) -> Iterator[tuple[str, str]]:
    first, *rest = wrap_text(means, max(room - left - 4, RIGHT_LEAST)) or [""]
    if cell_width(typed) > left:
        yield f"  {typed}", ""
        typed = ""
    yield f"  {pad_text(typed, left)}  ", first
    yield from ((" " * (left + 4), line) for line in rest)


def guide_markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown."""
    drawn = ("\n".join(wrap_text(one, PROSE)) if isinstance(one, str) else _markdown_table(one) for one in blocks)
    return "\n\n".join(drawn) + "\n"


def _markdown_table(pairs: PairTable) -> str:
    rows = [(left if pairs.plain else f"`{left}`", means) for left, means in pairs.rows]
    drawn = "\n".join(f"| {left} | {right} |" for left, right in (pairs.heads, ("---", "---"), *rows))
    return f"**{pairs.named}**\n\n{drawn}" if pairs.named else drawn


def plain_prose(prose: str) -> str:
    """A paragraph without the marks of what is typed, safe on a terminal."""
    return visible_line(prose).replace("`", "")
