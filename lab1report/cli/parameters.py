"""The options of a report's settings as parameters of commands: one table serves them all."""

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

import lab1report
from lab1report import Option
from lab1report.messages import _

ASSIGNMENT = lab1report.options("assignment")
PEOPLE = lab1report.options("people")
BUILD = lab1report.options("build")


_VERBOSE = inspect.Parameter(
    "verbose",
    inspect.Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--verbose", help=_("Print the time of each step."))],
)


def _parameter(name: str, option: Option) -> inspect.Parameter:
    """The option as typer reads it from a command's signature; its value is checked later."""
    shown = typer.Option(help=_(option.help), metavar=_(option.metavar), show_default=False)
    kind = list[str] | None if option.repeated else str | None
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, shown]
    )


def takes(*groups: Mapping[str, Option]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options of `groups`; it receives them as one mapping `options`."""
    shared = [_parameter(name, option) for group in groups for name, option in group.items()]
    if BUILD in groups:
        shared.append(_VERBOSE)

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = [p for p in inspect.signature(command).parameters.values() if p.name != "options"]

        @functools.wraps(command)
        def wrapper(**values: Any) -> None:
            named = {p.name: values.pop(p.name) for p in own}
            command(**named, options=values)

        parameters = [*own, *shared]
        wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        wrapper.__annotations__ = {p.name: p.annotation for p in parameters}
        return wrapper

    return decorate
