"""Reads what a verification is asked for, as the command line and programs give it."""

import secrets
from typing import Final

from lab1report.errors import UserError
from lab1report.quoting import as_given
from lab1report.settings.option_values import whole_number

MOST_RUNS: Final = 100_000
MOST_WORKERS: Final = 64


def whole(name: str, value: int | str, low: int, high: int) -> int:
    """The value of an option that is a whole number.

    Raises:
        UserError: it is none between `low` and `high`.
    """
    try:
        return int(whole_number(low, high)(value))
    except ValueError as error:
        raise UserError(f"--{name} {as_given(value)}: {error}") from None


def checked_secret(text: str) -> str:
    """Raises:
    UserError: it is no secret, or can not be written down.
    """
    if not text.strip() or not text.isprintable():
        raise UserError("--secret: a text of printable characters that is not empty")
    return text


def new_secret() -> str:
    """A text that nobody can guess."""
    return secrets.token_urlsafe(9)
