"""What is wrong with a command line, in the user's language; Typer says it in English alone."""

from collections.abc import Iterable
from typing import Any

import typer

from lab1report import UserError
from lab1report.messages import _


def refused(problem: str) -> UserError:
    """An error that says what is wrong, in one line, and where the options are explained."""
    in_one_line = " ".join(problem.split())
    ended = in_one_line.endswith(("?", "!", "."))
    said = _("{problem} See --help") if ended else _("{problem}; see --help")
    return UserError(said.format(problem=in_one_line))


def problem(error: typer.TyperException, parameters: Iterable[Any]) -> str:
    """The sentence for an error that Typer raised as it parsed.

    Args:
        parameters: those of the command.

    The classes of such errors are not public, so they are told by their names; what one says that
    has no name here stays as it is.
    """
    found: Any = error
    match type(error).__name__:
        case "NoSuchOption" if found.possibilities:
            options = ", ".join(sorted(found.possibilities))
            return _("No such option: {option} (Possible options: {options})").format(
                option=found.option_name, options=options
            )
        case "NoSuchOption":
            return _("No such option: {option}").format(option=found.option_name)
        case "BadOptionUsage":
            named = [one for one in parameters if found.option_name in one.opts]
            if any(one.is_flag for one in named):
                said = _("Option {option} does not take a value")
            else:
                said = _("Option {option} requires an argument")
            return said.format(option=repr(found.option_name))
        case "MissingParameter":
            return _("Missing argument {argument}").format(argument=found.param.get_error_hint())
    return error.format_message().rstrip(".")
