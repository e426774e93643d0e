"""What commands share: their options, and how Typer is kept quick and plain."""

from __future__ import annotations

import inspect
from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import core
from typer._coercion import RuntimeParam

from tracker.editing.items import split_items
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.fields import ProposalField

Many = list[str] | None
Db = Annotated[str | None, typer.Option("--db", metavar="FILE", help="The database to use.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Numbers of proposals: 12 14, 12,14 or 12-14.")]
Terms = Annotated[
    list[str] | None, typer.Argument(metavar="QUERY...", help="Words and terms; see: tracker help query.")
]
Columns = Annotated[
    str, typer.Option("--columns", metavar="A,B", help="The columns and their order; --columns help lists them.")
]
Output = Annotated[
    str,
    typer.Option("--output", "-o", metavar="FILE", help="The file to write; its ending sets the format; - is stdout."),
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="What was the case then, by all we know now.")]
KnownBy = Annotated[
    str,
    typer.Option(
        "--known-by", metavar="DATE", help="What this file said on that day; its texts, topics and links are today's."
    ),
]
Title = Annotated[
    str,
    typer.Option("--title", metavar="TEXT", help="What a page (HTML, Markdown) is called."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done, and do nothing.")]
Source = Annotated[
    str,
    typer.Option(
        "--source", metavar="ID|URL|FILE", help="The source: number, address, title or a file; alone it is cited whole."
    ),
]
NoDuplicates = Annotated[
    bool, typer.Option("--no-duplicates", help="Refuse to write what is there already; else it is asked or warned of.")
]
Quote = Annotated[
    str, typer.Option("--quote", metavar="TEXT", help='The passage, whole or as "first words … last words".')
]
AccordingTo = Annotated[
    str | None,
    typer.Option("--according-to", metavar="ACTOR", help="Who says so, where that is not the source's own finding."),
]
Rating = Annotated[
    str | None, typer.Option("--rating", metavar="TEXT", help='The source\'s own word for it, such as "in the works".')
]
Locator = Annotated[
    str,
    typer.Option(
        "--locator",
        metavar="TEXT",
        help="Where the passage is: para. 14, block 14, p. 3, a heading; it says which of several is meant.",
    ),
]
Translation = Annotated[str, typer.Option("--translation", metavar="TEXT", help="The passage in your language.")]


def field_option(field: ProposalField, prefix: str = "") -> Any:
    """The option that says something of a field; `add-` and `remove-` stand before one for some of its values."""
    named = [f"--{prefix}{field.option}", *([field.short] if field.short and not prefix else [])]
    metavar = "NAME" if prefix == "remove-" and field.name in {"speakers", "extra"} else field.metavar
    option = typer.Option(*named, metavar=metavar, help="" if prefix else field.help)
    return Annotated[Many if field.is_list else str | None, option]


def with_options(options: Mapping[str, Any], *, before: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a command take these options, by the names of its parameters; in its help they stand before one of its own.

    Typer reads them from the signature; the command is given them as `**said`.
    """

    def extend(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        own = [one for one in signature.parameters.values() if one.kind is not one.VAR_KEYWORD]
        at = [one.name for one in own].index(before)
        more = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=annotation)
            for name, annotation in options.items()
        ]
        command.__signature__ = signature.replace(parameters=[*own[:at], *more, *own[at:]])  # type: ignore[attr-defined]  # where inspect looks
        return command

    return extend


def several(values: Iterable[str] | None) -> tuple[str, ...]:
    """The names in an option that may be repeated, each maybe several, divided by `;`; an empty one stays.

    A name in double quotes may hold a semicolon.
    """
    names: list[str] = []
    for one in values or ():
        names += split_items(one, ";") or [""]
    return tuple(names)


# The program's own options that every command takes behind it as well.
SHARED = frozenset({"quiet", "color", "no_input", "no_pager", "debug"})


class AsTyped(RuntimeParam):
    """Gives text on as it was typed.

    Every value here is text that we parse ourselves, so the validation library that Typer loads for it (about
    150 ms) is left out.
    """

    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - the signature is Typer's
        return list(value) if isinstance(value, tuple) else value


class PlainParameters:
    """What commands and groups share: parameters taken as typed."""

    params: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As Typer's own."""
        super().__init__(*args, **kwargs)
        for param in self.params:
            take_as_typed(param)

    def invoke(self, ctx: Any) -> Any:
        """As Typer's own; an error is said with the options of this command."""
        try:
            return super().invoke(ctx)  # type: ignore[misc]  # beside Typer's class
        except TrackerError as error:
            from tracker.cli.render.errors import put_options

            put_options(error, ctx)
            raise

    def get_help_option(self, ctx: Any) -> Any:
        """As Typer's own."""
        return take_as_typed(super().get_help_option(ctx))  # type: ignore[misc]  # beside Typer's class


class PlainCommand(PlainParameters, core.TyperCommand):
    """A command whose parameters are taken as typed."""


class PlainGroup(PlainParameters, core.TyperGroup):
    """A group of commands of one noun."""


class RootGroup(PlainGroup):
    """The program: its commands live in modules that are loaded when they are asked for."""

    homes: Mapping[str, tuple[str, str]] = {}
    topics: Mapping[str, str] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Typer's
        """Every command in the order of the help."""
        return list(self.homes)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is Typer's
        """One command, loaded now."""
        if cmd_name in self.homes and cmd_name not in self.commands:
            module = import_module(f"tracker.cli.commands.{self.homes[cmd_name][0]}")
            for name, command in typer.main.get_group(module.app).commands.items():
                self._share_options(command)
                self.commands[name] = command
        return self.commands.get(cmd_name)

    def _share_options(self, command: Any) -> None:
        """Let a command take the program's own options behind it too."""
        for param in self.params:
            if param.name in SHARED:
                own = copy(param)
                own.expose_value, own.hidden, own.callback = False, True, _set_on_session
                command.params.append(own)
        for inner in getattr(command, "commands", {}).values():
            self._share_options(inner)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature is Typer's
        """The commands with their first sentences, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in self.homes.items()])
        with formatter.section("Topics, as in tracker help query"):
            formatter.write_dl([*self.topics.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does it, with every command known to the suggestions."""
        if args and args[0] not in self.homes:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.homes, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise typer.BadParameter(f"no command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)


def _set_on_session(ctx: Any, param: Any, value: Any) -> None:
    if value != param.get_default(ctx):
        setattr(ctx.find_root().obj, param.name, value)


def take_as_typed(param: Any) -> Any:
    """Spare a parameter the validation library, where it takes text or is a switch."""
    annotation = None if param is None else param.type_descriptor.annotation
    if annotation in {str, list[str], bool}:
        param._runtime_param = AsTyped(param.type_descriptor.parameter_info, annotation)  # noqa: SLF001 - see AsTyped
    return param


def new_app(**options: Any) -> typer.Typer:
    """A Typer whose help and errors are plain text."""
    return typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        **options,
    )
