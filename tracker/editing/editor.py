"""A record in the user's editor: what stands beside its fields, and the rounds until it can be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import files
from tracker.editing import merge, record
from tracker.editing.drafts import edit_text
from tracker.fields import FIELDS, RECORD
from tracker.model import TrackerError, UsageError
from tracker.text import visible_block, wrap_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from tracker.editing.drafts import Draft
    from tracker.editing.record import Record

COMMENTS = {name: FIELDS[name].comment for name in RECORD if FIELDS[name].comment}
BELOW = "Below the second --- the summary (Markdown); below '## Note' your own words."
WIDTH = 78


def comments(proposal: int, status: str, topics: Sequence[str]) -> dict[str, str]:
    """What stands above the fields of a proposal that is there; `status` is where it stands, in words."""
    return COMMENTS | {
        "title": f"#{proposal}: edit, save and close; if you change nothing, nothing is saved.\n{BELOW}",
        "topics": f"status: {status} (not edited here;\n"
        f"to record a step: tracker update {proposal} -s STATUS)\n{known(topics)}",
    }


def known(topics: Sequence[str]) -> str:
    """What stands above the topics: which there are."""
    return "\n".join(_wrap_remarks(f"the first is the primary one; known: {', '.join(topics)}"))


def until_saved(
    draft: Draft,
    text: str,
    save: Callable[[Record], object],
    *,
    said: Mapping[str, str],
    today: date,
    refused: Callable[[TrackerError], None],
    again: bool,
) -> str:
    """Edit a text until `save` takes it or it is left as it is; gives back why nothing was saved, empty if it was.

    `said` are the comments, `again` is whether it is a draft taken up again. A mistake is told to `refused`, which may
    raise; then the text is opened again with the mistake in it. Any other error raises, and the draft stays.
    """
    mended = False
    while True:
        after = edit_text(draft, text, pristine=not (again or mended))
        if not after.strip() or (after == text and not (again or mended)):
            draft.forget()
            return ": the text is " + ("as it was" if after.strip() else "empty")
        if after == text and mended:
            return f"; your draft is kept: {draft.path}"
        again, mended = False, True
        try:
            save(record.from_text(after, today))
        except merge.ClashError as clash:
            refused(clash)
            text = record.remarked(record.to_text(clash.both, dict(said)), _clash_lines(clash.clashes))
            draft.keep(text)  # before its base: killed in between, the draft clashes once more and loses nothing
            draft.keep_base(record.to_text(clash.theirs, {}))
        except UsageError as error:
            _name_field(error)
            refused(error)
            remarks = _wrap_remarks(
                f"Not saved: {error}", "Correct it and save; closed unchanged, it is kept as a draft."
            )
            text = record.remarked(after, remarks)
        except TrackerError as error:
            error.reword(f"{error}; your draft is kept: {draft.path}")
            raise
        else:
            return ""


def _name_field(error: UsageError) -> None:
    """Say in the sentence itself which field of the text is wrong, and which would mend it."""
    if error.field in RECORD and error.field != "title":
        error.reword(f"{error.field}: {error}")
    error.reword(error.with_remedies({name: name for name in RECORD}))
    error.field, error.remedies = "", ()


def base_of(draft: Draft, today: date) -> Record | None:
    """The record that the editing began with, None if that was lost or damaged, so that all that differs clashes."""
    try:
        return record.from_text(files.decode_utf8(draft.base_data() or b""), today)
    except (UsageError, UnicodeDecodeError):
        return None


def _clash_lines(clashes: Sequence[merge.Clash]) -> list[str]:
    """Both values of each field that clashes, for the head of the text."""
    both = [
        line
        for clash in clashes
        for line in (f"{clash.field}, theirs: {clash.theirs}", f"{clash.field}, yours:  {clash.mine}")
    ]
    return ["Somebody else changed this too. Keep what is right, delete this line, and save.", *_wrap_remarks(*both)]


def _wrap_remarks(*texts: str) -> list[str]:
    """Texts in lines that fit beside their mark, each on lines of its own."""
    return [part for text in texts for line in visible_block(text).split("\n") for part in wrap_text(line, WIDTH)]
