"""Writes a text into the file that an option named."""

from pathlib import Path

from lab1report import UserError
from lab1report.messages import _
from lab1report.quoting import reason


def write_text(option: str, target: Path, text: str) -> None:
    """Write the file that `option` named.

    Raises:
        UserError: it cannot be written.
    """
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(
            _("{option} {target}: cannot be written ({reason})").format(
                option=option, target=target, reason=reason(error)
            )
        ) from error
