"""Reads what a verification is asked for, as the command line and programs give it."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from lab1report.data.locate import find_data
from lab1report.errors import UserError
from lab1report.messages import _, joined
from lab1report.quoting import as_given
from lab1report.settings import option_values
from lab1report.settings.option_table import BUILD
from lab1report.settings.option_values import FONTS, SOURCES, whole_number

_MOST_RUNS = 100_000
_MOST_WORKERS = 64


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a verification.

    `data` is where the images are, as the option of a build; `runs` how many trainings of each
    report are made again, None is all; `secret` decides which; `workers` is how many processes
    train; `font` a folder where fonts of reports may be, besides those of the system.
    """

    data: str
    runs: int | None
    secret: str
    workers: int
    font: Path | None


def read(
    *,
    data: str | Path,
    runs: int | str | None,
    secret: str | None,
    workers: int | str | None,
    font: str | Path,
) -> Asked:
    """What `lab1report.verify_reports` was given.

    Raises:
        UserError: one of it cannot be so.
        DataError: the images are not where `data` says.
    """
    if data not in SOURCES:
        find_data(str(data), cache=None)
    processes = BUILD["workers"].default if workers is None else workers
    return Asked(
        data=str(data),
        runs=None if runs is None else _whole("runs", runs, 0, _MOST_RUNS),
        secret=new_secret() if secret is None else _checked_secret(secret),
        workers=_whole("workers", processes, 1, _MOST_WORKERS),
        font=_font_folder(font),
    )


def new_secret() -> str:
    """A text that nobody can guess."""
    return secrets.token_urlsafe(9)


def _whole(name: str, value: int | str, low: int, high: int) -> int:
    try:
        return int(whole_number(low, high)(value))
    except ValueError as error:
        raise UserError(joined(": ", (f"--{name} {as_given(value)}", error))) from None


def _font_folder(value: str | Path) -> Path | None:
    """The folder that is named; None of a font, which is looked for anyway."""
    try:
        choice = option_values.font(value)
    except ValueError as error:
        raise UserError(joined(": ", (f"--font {as_given(value)}", error))) from None
    return None if choice in FONTS else Path(choice)


def _checked_secret(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise UserError(_("--secret: a text of printable characters that is not empty"))
    return text
