"""`tracker config`: the file of the user's settings, found, edited and shown."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer  # noqa: TC002 - Typer reads the annotations

from tracker import config, files
from tracker.cli import session as sessions
from tracker.cli.options import PlainCommand, PlainGroup, new_app
from tracker.config import parse_settings, usual_settings_text
from tracker.editing import drafts
from tracker.model import TrackerError, UsageError
from tracker.text import visible_line, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REMARK = "#! "  # begins a line of ours in a text that is opened again
# The variables that go before a setting, the first before the next.
BEFORE = {
    "database": ("TRACKER_DB",),
    "color": ("TRACKER_COLOR", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"),
    "pager": ("TRACKER_PAGER", "PAGER"),
    "editor": drafts.EDITORS,
    "theme": ("TRACKER_THEME", "TEXTUAL_THEME"),
}

USUAL = {"pager": "less", "editor": "vi", "theme": "the one chosen last"}

app = new_app()
config_app = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(config_app, name="config")


@config_app.callback()
def configure() -> None:
    """Your settings: a file with your defaults.

    An option wins over a variable, a variable over a setting.
    """


@config_app.command(cls=PlainCommand)
def path() -> None:
    """Print where the settings file is, or would be created.

    Example: tracker config path
    """
    write_to_stream(sys.stdout, f"{visible_line(str(config.settings_file()))}\n")


@config_app.command(cls=PlainCommand)
def show() -> None:
    """Show each setting, its value, and where the value comes from.

    Example: tracker config show
    """
    config.check_settings()
    rows = [(name, visible_line(value), visible_line(where)) for name, value, where in _in_force()]
    if config.is_accessible():
        lines = [f"{name}: {value}, from {where}" for name, value, where in rows]
    elif sys.stdout.isatty():
        wide = max(len(value) for _, value, _ in rows)
        lines = [f"{name:<12}  {value:<{wide}}  {where}".rstrip() for name, value, where in rows]
    else:
        lines = ["\t".join(row) for row in rows]
    write_to_stream(sys.stdout, "".join(f"{line}\n" for line in lines))


@config_app.command(cls=PlainCommand)
def edit(ctx: typer.Context) -> None:
    """Change your settings in your editor; the first time the file explains them all.

    The text is checked before it is saved; after a mistake it opens again.

    Example: tracker config edit
    """
    session: sessions.Session = ctx.find_root().obj  # not checked: here wrong settings are mended
    target = config.settings_file()
    folder = config.state_folder() / "drafts"
    draft = drafts.Draft(folder / "config.toml", folder / "config.base")
    with drafts.held(draft, "config.toml"):
        before = files.read_private_file(target)
        again = draft.path.exists()
        if again:
            sessions.print_info(session, f"There is a draft of {draft.since()}; it is opened again: {draft.path}")
        text = draft.text() if again else usual_settings_text() if before is None else _readable(target, before)
        try:
            _until_kept(session, draft, text, target, is_new=before is None, again=again)
        except KeyboardInterrupt:
            if draft.path.exists():
                sessions.print_info(session, f"Your draft is kept: {draft.path}")
            raise


def _until_kept(
    session: sessions.Session, draft: drafts.Draft, text: str, target: Path, *, is_new: bool, again: bool
) -> None:
    """Edit a text until it can be kept or is left as it is. Raises UsageError where a mistake cannot be asked about."""
    mended = False
    while True:
        after = drafts.edit_text(draft, text, pristine=not (again or mended))
        if mended and after == text:
            sessions.print_info(session, f"Nothing was changed; your draft is kept: {draft.path}")
            return
        if not after.strip() or (after == text and not (is_new or again)):
            draft.forget()
            sessions.print_info(
                session, "Nothing was changed: the text is " + ("as it was" if after.strip() else "empty")
            )
            return
        mine = "".join(line for line in after.splitlines(keepends=True) if not line.startswith(REMARK))
        mended = True
        text = f"{REMARK}\n{mine}"  # so that lines are counted as they are seen when it is opened again
        try:
            parse_settings(text.encode(), target.name)
        except UsageError as error:
            text = f"{REMARK}Not kept: {visible_line(str(error))}\n{mine}"
            draft.keep(text)
            if not sessions.may_ask(session):
                error.reword(f"{error}; your draft is kept: {draft.path}")
                raise
        else:
            _keep(draft, target, mine)
            sessions.result(f"Kept {target}", target)
            return


def _keep(draft: drafts.Draft, target: Path, text: str) -> None:
    """Write the file, through the link that it may be, and let the draft go."""
    file = files.resolve_links(target)
    try:
        files.make_folder(file)
        with files.open_replacement(file) as stream:
            stream.write(text)
    except TrackerError as error:
        error.reword(f"{error}; your draft is kept: {draft.path}")
        raise
    draft.forget()


def _readable(target: Path, data: bytes) -> str:
    try:
        return files.decode_utf8(data)
    except UnicodeDecodeError as error:
        raise UsageError(f"{target} is not UTF-8 (byte {error.start + 1}); correct it, or move it away") from error


def _in_force() -> Iterator[tuple[str, str, str]]:
    """Each setting with what it is now and where that is said."""
    here = config.settings()
    for name, value in here._asdict().items():
        said = next((one for one in BEFORE.get(name, ()) if os.environ.get(one)), None)
        if said is not None:
            yield name, _now(name, os.environ[said]), said
        elif value != getattr(config.Settings(), name):
            yield name, str(value), config.settings_file().name
        else:
            yield name, _now(name, str(value)), "usual"


def _now(name: str, value: str) -> str:
    """What a setting comes to, where it is not told by its value alone."""
    told = {"database": lambda: str(config.database_path()), "who": config.user_name, "color": config.colour_mode}
    return told.get(name, lambda: value)() or USUAL.get(name, "")
