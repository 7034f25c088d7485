"""Commands and groups of commands whose help and usage are in the user's language.

Typer asks gettext for some of its words as it is imported; the others are put in here, by what its
classes let others change.
"""

import difflib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from lab1report.cli.usage_errors import problem, refused
from lab1report.messages import _, marked

_Function = TypeVar("_Function", bound=Callable[..., Any])

_ASKED_BY_TYPER: Final = (
    marked("Arguments"),
    marked("Options"),
    marked("Commands"),
    marked("[required]"),
    marked("required"),
    marked("[default: {}]"),
    marked("default: {default}"),
    marked("Missing command."),
)
"""What `typer.core` and `typer.rich_utils` say by gettext: here for the catalogue alone."""
_IN_USAGE: Final = (marked("[OPTIONS]"), marked("COMMAND [ARGS]..."))
_IN_HELP: Final = (
    marked("Show this message and exit."),
    marked("Install completion for the current shell."),
    marked("Show completion for the current shell, to copy it or customize the installation."),
)


class Command(TyperCommand):
    """A command; arguments that it does not take are refused."""

    allow_extra_args = True  # Typer would refuse them by a sentence of its own

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with _refused_in_words(self, ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            said = _("Got unexpected extra argument(s) ({arguments})")
            raise refused(said.format(arguments=" ".join(rest)))
        return rest

    def get_params(self, ctx: Any) -> list[Any]:
        return _explained(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return _translated(super().collect_usage_pieces(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands; a name that none of them has is refused, with those near to it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with _refused_in_words(self, ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name = args[0]
        if name not in self.commands and not ctx.resilient_parsing:
            near = ", ".join(map(repr, difflib.get_close_matches(name, self.commands)))
            if near:
                said = _("No such command {name}. Did you mean {near}?")
            else:
                said = _("No such command {name}")
            raise refused(said.format(name=repr(name), near=near))
        return super().resolve_command(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        return _explained(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return _translated(super().collect_usage_pieces(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        _write_usage(self, ctx, formatter)


class App(typer.Typer):
    """Commands of the classes above, as `typer.Typer` has those of Typer's."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        return super().command(name, cls=Command, **settings)


@contextmanager
def _refused_in_words(command: Command | Group, ctx: Any) -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        if not error.format_message():  # no command was given, and Typer has shown the help
            raise
        raise refused(problem(error, command.get_params(ctx))) from error


def _explained(parameters: list[Any]) -> list[Any]:
    """The parameters, those of Typer's own with a help in the user's language."""
    for one in parameters:
        if one.help in _IN_HELP:
            one.help = _(one.help)
        if one.param_type_name == "option" and one.is_flag:
            one.metavar = ""  # Typer would name a type, as if a flag took a value
    return parameters


def _translated(pieces: list[str]) -> list[str]:
    return [_(piece) if piece in _IN_USAGE else piece for piece in pieces]


def _write_usage(command: Command | Group, ctx: Any, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))
