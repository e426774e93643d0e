"""`tracker demo`: the sample data, in a copy of its own."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from tracker import config
from tracker.cli import session as sessions
from tracker.cli.options import PlainCommand, new_app
from tracker.model import TrackerError, UsageError
from tracker.process.system_errors import name_cause
from tracker.text import write_to_stream

app = new_app()


def _make_temporary_folder() -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix="tracker-demo-"))
    except OSError as error:
        message = f"no temporary folder can be made: {name_cause(error)}; name a place for it in TMPDIR"
        raise TrackerError(message) from error


@app.command(cls=PlainCommand)
def demo(
    ctx: typer.Context,
    path: Annotated[bool, typer.Option("--path", help="Only make the copy and print where it is.")] = False,
) -> None:
    """Open the screen on a fresh copy of the sample data, and five steps to try there.

    Your own data is not touched.

    Example: tracker demo
    """
    from tracker.store import sample_data as data
    from tracker.store.database import open_ledger

    session = sessions.session_of(ctx, None)
    if not path and not sessions.is_interactive():
        raise UsageError("the screen needs a terminal; tracker demo --path makes the sample data and says where")
    folder = _make_temporary_folder()
    copy = folder / "demo.db"
    try:
        with closing(open_ledger(copy, create=True)) as ledger:
            data.load_samples(ledger, config.demo_folder(), config.user_name())
            if not path:
                data.add_practice_text(ledger, config.demo_folder())
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if path:
        write_to_stream(sys.stdout, f"{copy}\n")
        return
    if config.is_accessible():
        from tracker.cli.start import say_steps

        say_steps(str(copy))
        return
    from tracker.tui.app import run_screen

    run_screen(copy, plain=config.colour_mode(session.color) == "never", is_practice=True)
    sessions.print_info(session, f"The sample data stays in {copy}; try: tracker --db {copy} list")
