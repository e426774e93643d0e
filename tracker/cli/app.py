"""The program's own options, and where each command lives."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tracker import __version__
from tracker.cli.options import Db, RootGroup, new_app
from tracker.text import write_to_stream

# Each command, the module it lives in, and its first sentence (tests compare), so that the help loads none of them.
# In the order of the help: what is done daily first.
HOMES = {
    "demo": ("demo", "Open the screen on a fresh copy of the sample data, and five steps to try there."),
    "source": ("source", "Sources: the documents that proposals are cited from."),
    "topic": ("topic", "Topics: the vocabulary of what proposals are about."),
    "tag": ("tag", "Tags: the free labels of proposals."),
    "actor": ("actor", "Actors: states, organisations, groups and persons, with their aliases."),
    "meeting": ("meeting", "Meetings: where something was put forward, with body, name, date and place."),
    "use": ("use", "Set the values that the next adds use; without options, show them."),
    "add": ("add", "Add a proposal."),
    "list": ("list", "List proposals, the newest status first."),
    "show": ("show", "Show proposals in full: what became of each, on what evidence."),
    "update": ("update", "Change one proposal or many, or record the next status with its evidence."),
    "edit": ("edit", "Change a proposal in your editor, as front matter and Markdown."),
    "cite": ("cite", "Cite a passage for a proposal, or against it."),
    "looked": ("looked", "Log that you searched and found nothing new."),
    "link": ("link", "Link a proposal to another: it repeats it, is part of it or replaces it."),
    "due": ("due", "Show what needs a look: deadlines, and what is stale, altered, gone or unsupported."),
    "rm": ("rm", "Remove proposals from every list; restore brings them back."),
    "restore": ("rm", "Bring removed proposals back."),
    "undo": ("history", "Undo a change."),
    "redo": ("history", "Redo what the last undo took back."),
    "log": ("history", "Show who changed what and when, the newest first."),
    "stats": ("stats", "Count proposals: by status, topic, body, proposer, year or kind."),
    "diff": ("diff", "Show what happened between two dates, with the evidence."),
    "query": ("query", "Saved queries: a query with a name."),
    "import": ("import_", "Import proposals from a spreadsheet or another table."),
    "export": ("export", "Write proposals, or any table, as CSV, XLSX, JSON, Markdown, HTML or DOCX."),
    "statuses": ("statuses", "Show what each status means and what usually comes next."),
    "check": ("check", "Check the database for errors; exit 5 if there are any."),
    "db": ("db", "The database file."),
    "config": ("config", "Your settings: a file with your defaults."),
    "completion": (
        "completion",
        "Print a script that completes commands, options and what is in the database, for your shell.",
    ),
    "help": (
        "help",
        "Show the help of a command or topic: query, statuses, dates, keys, exit-codes, environment, formats, mapping.",
    ),
}
# What `tracker help` explains beside them: each topic with its heading.
TOPICS = {
    "query": "The query language",
    "statuses": "Where a proposal stands",
    "dates": "Dates, and the two clocks",
    "keys": "The keys of the screen",
    "exit-codes": "What the program exits with",
    "environment": "The variables that are read",
    "formats": "The formats of what is printed and written",
    "mapping": "What the columns of an imported table can be",
}


class Tracker(RootGroup):
    """The commands of the tracker."""

    homes = HOMES
    topics = TOPICS


app = new_app(cls=Tracker, invoke_without_command=True)


def _version(is_given: bool) -> None:
    if is_given:
        write_to_stream(sys.stdout, f"tracker {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    db: Db = None,
    color: Annotated[str, typer.Option("--color", metavar="auto|always|never", help="When to use colour.")] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show only errors on stderr.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask questions.")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never use a pager.")] = False,
    accessible: Annotated[
        bool, typer.Option("--accessible", help="For a screen reader: words for signs and columns, no screen.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Track policy proposals: who proposed what, on what evidence, and what became of it.

    Without a command it opens the screen.
    """
    from tracker.cli.session import Session

    del version
    if accessible:
        os.environ["TRACKER_ACCESSIBLE"] = "1"  # for what it starts, too
    ctx.obj = Session(db=db, color=color, quiet=quiet, no_input=no_input, no_pager=no_pager, debug=debug)
    if ctx.invoked_subcommand is None:
        _open_screen(ctx)


def _open_screen(ctx: typer.Context) -> None:
    from tracker import config
    from tracker.cli.session import is_interactive

    if not is_interactive():
        sys.stderr.write(ctx.get_help() + "\n")
        raise typer.Exit(2)
    config.check_settings()
    if config.is_accessible():
        from tracker.cli.start import say_where_to_begin

        say_where_to_begin(ctx.obj)
        return
    from tracker.tui.app import run_screen

    run_screen(ctx.obj.path, plain=config.colour_mode(ctx.obj.color) == "never")
