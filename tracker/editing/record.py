"""A proposal as a text to be edited: front matter, then the summary as Markdown, then our own note; and back.

Front matter is `field: value`, one a line; lists are `[a, b]`, or a line `- item` each. A value that would not be read
back as it is stands in double quotes, with the escapes of JSON. Lines that begin with `#` are comments.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from tracker.comparison import folded_key
from tracker.editing.add_options import parse_typed_date
from tracker.editing.values import FieldValues
from tracker.errors import UsageError, blame_field
from tracker.fields import FIELDS, FRONT, LISTS, RECORD
from tracker.model import KINDS, Detail
from tracker.text import match_code, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

FENCE = "---"
NOTE = "## Note"
REMARK = "#! "


AS_IT_STANDS = ("speakers", "extra")  # an item may have a comma in it, and stands on a line of its own
GROUPS = ("proposers", "body", "deadline")  # what begins a group, with an empty line above it
CODES = tuple(name for name in RECORD if FIELDS[name].takes == "codes")
DATES = tuple(name for name in RECORD if FIELDS[name].takes == "date")


class Record(FieldValues):
    """What may be edited of a proposal, as text: dates are partial, `speakers` `Name, office`, `extra` `name=value`."""

    _fields: ClassVar[tuple[str, ...]] = RECORD

    def __init__(self, **said: str | tuple[str, ...]) -> None:
        """Take what is said, by the names of the fields; it is a proposal unless another kind is said."""
        super().__init__(**{"kind": KINDS[0], **said})


def record_of(detail: Detail) -> Record:
    """What may be edited of a proposal as it is."""
    said: dict[str, Any] = {name: getattr(detail.proposal, FIELDS[name].column, None) for name in RECORD}
    said |= {"note": detail.note.strip(), "uncheckable": detail.uncheckable}
    said["summary"] = said["summary"].strip()
    said["extra"] = tuple(f"{name}={value}" for name, value in detail.extra.items() if "=" not in name)
    return Record(**{name: value or FIELDS[name].nothing for name, value in said.items()})


# to a text


def to_text(record: Record, comments: dict[str, str]) -> str:
    """The text to be edited; `comments` stand above the fields they are named after."""
    lines = [FENCE]
    for name in FRONT:
        lines += [""] * (name in GROUPS)
        lines += [f"# {line}" for line in comments.get(name, "").split("\n") if line]
        lines += _field(name, getattr(record, name))
    text = "\n".join([*lines, FENCE, "", _escape_summary(record.summary)])
    return f"{text}\n" if not record.note else f"{text}\n\n{NOTE}\n\n{record.note}\n"


def _field(name: str, value: str | tuple[str, ...]) -> Iterator[str]:
    if not value:
        yield f"{name}:"
    elif isinstance(value, str):
        yield f"{name}: {_scalar(value)}"
    elif name not in AS_IT_STANDS and all(map(_is_bare, value)):
        yield f"{name}: [{', '.join(value)}]"
    else:
        yield f"{name}:"
        yield from (f"  - {_scalar(item)}" for item in value)


def _scalar(value: str) -> str:
    """The value as it is where it is read back so, else in quotes, with what cannot be seen escaped."""
    if value and value == value.strip() and value == visible_line(value) and value[0] != '"':
        return value
    return '"' + "".join(map(_quoted_char, value)) + '"'


def _quoted_char(char: str) -> str:
    hidden = char in '"\\' or visible_line(char) != char
    return json.dumps(char, ensure_ascii=visible_line(char) != char)[1:-1] if hidden else char


def _is_bare(item: str) -> bool:
    return _scalar(item) == item and not set(item) & set(',[]"')


def _escape_summary(summary: str) -> str:
    r"""The summary with a `\` before each line that would begin the note."""
    return "\n".join("\\" + line if _is_note(line.lstrip("\\")) else line for line in summary.split("\n"))


def _is_note(line: str) -> bool:
    return line.rstrip() == NOTE


# from a text


def from_text(text: str, today: date) -> Record:
    """The record of an edited text, tidied as it will be stored; `today` is what relative dates are counted from.

    Raises UsageError, which names the field, for an unknown field, kind or date, or a text without its front matter.
    """
    front, rest = _divided(text)
    values = _read(front)
    summary, note = _below(rest)
    for name in DATES:
        values[name] = parse_typed_date(str(values.get(name, "")), today, name) or ""
    values["title"] = " ".join(str(values.get("title", "")).split())
    if not values["title"]:
        raise UsageError("a proposal needs a title", field="title")
    typed = str(values.get("kind") or KINDS[0])
    with blame_field("kind", typed):
        values["kind"] = match_code(typed, KINDS, "kind")
    return Record(**values, summary=summary, note=note)


def _divided(text: str) -> tuple[list[str], list[str]]:
    """The lines of the front matter and those below it."""
    text = text.removeprefix("\ufeff")
    if text.split("\n", 1)[0].endswith("\r"):  # an editor that ends every line so
        text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    fences = [at for at, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) < 2 or any(map(_says_something, lines[: fences[0]])):  # noqa: PLR2004 - above and below the fields
        raise UsageError(f"the fields stand between two lines of {FENCE}; put back the one that is missing")
    return lines[fences[0] + 1 : fences[1]], lines[fences[1] + 1 :]


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _read(lines: list[str]) -> dict[str, str | tuple[str, ...]]:
    """The fields of the front matter, each once; lists without what is in them twice."""
    values: dict[str, str | tuple[str, ...]] = {}
    name = ""
    for line in filter(_says_something, lines):
        if line.lstrip().startswith("-") and name in LISTS:
            values[name] = (*values[name], *filter(None, [_unquoted(line.strip()[1:].strip())]))
            continue
        typed, colon, value = line.partition(":")
        if not colon:
            raise UsageError(f"'{line.strip()}' is neither 'field: value' nor '- item'; keep a value on one line")
        name = _field_of_name(typed)
        if name in values:
            raise UsageError(f"{name} is given twice; keep one of them")
        values[name] = _list(name, value.strip()) if name in LISTS else _unquoted(value.strip())
    return {field: _once(field, value) if isinstance(value, tuple) else value for field, value in values.items()}


def _field_of_name(typed: str) -> str:
    if folded_key(typed) == "status":
        raise UsageError("the status cannot be edited here; remove its line, and use: tracker update")
    return match_code(typed.strip(), FRONT, "field")


def _list(name: str, value: str) -> tuple[str, ...]:
    """The items that stand on the line of their field."""
    if value.startswith("["):
        if not value.endswith("]"):
            raise UsageError("the list must end with ] on the same line", field=name)
        return tuple(_items(name, value[1:-1]))
    if name in CODES:
        return tuple(filter(None, map(str.strip, value.split(","))))
    item = _unquoted(value)
    if "," in value and item == value and name not in AS_IT_STANDS:
        raise UsageError("write several as [a, b], or each on its own line as - item", field=name)
    return (item,) if value else ()


def _items(name: str, inside: str) -> Iterator[str]:
    rest = inside.strip()
    while rest:
        if rest.startswith('"'):
            try:
                item, end = json.JSONDecoder(strict=False).raw_decode(rest)
            except ValueError as error:
                raise UsageError("a quotation mark in the list is not closed", field=name) from error
            item, rest = str(item), rest[end:].lstrip()
            if rest and not rest.startswith(","):
                raise UsageError("a comma is missing in the list", field=name)
            rest = rest[1:].lstrip()
        else:
            item, _, rest = (part.strip() for part in rest.partition(","))
        if item:
            yield item


def _unquoted(value: str) -> str:
    """What is meant by a value; one that only begins with a quotation mark is taken as it stands."""
    if value.startswith('"'):
        try:
            return str(json.loads(value, strict=False))
        except ValueError:
            return value
    return value


def _once(name: str, items: tuple[str, ...]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for item in items:
        kept.setdefault(identity(name, item), item)
    return tuple(kept.values())


def identity(name: str, item: str) -> str:
    """What makes an item of a list the same as another: its case, accents and blanks do not, but for a value."""
    if name == "extra":
        return item
    return "-".join(folded_key(item).replace("_", " ").split()) if name in CODES else folded_key(item)


def _below(lines: list[str]) -> tuple[str, str]:
    """The summary, and the note behind the first line that begins it."""
    at = next((at for at, line in enumerate(lines) if _is_note(line)), len(lines))
    summary = [line[1:] if line.startswith("\\") and _is_note(line.lstrip("\\")) else line for line in lines[:at]]
    return "\n".join(summary).strip(), "\n".join(lines[at + 1 :]).strip()


# remarks: what is wrong with a text, said in it


def remarked(text: str, remarks: Sequence[str]) -> str:
    """The same text with these remarks below its first line, in the place of older ones."""
    first, *rest = without_remarks(text).split("\n")
    said = [REMARK + visible_line(line) for remark in remarks for line in remark.split("\n")]
    return "\n".join([first, *said, *rest] if first.rstrip() == FENCE else [*said, first, *rest])


def without_remarks(text: str) -> str:
    """The text without the remarks among its fields."""
    lines = text.split("\n")
    fences = [at for at, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    end = fences[-1] if fences else len(lines)
    return "\n".join(line for at, line in enumerate(lines) if at > end or not line.startswith(REMARK))
