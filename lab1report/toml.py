"""Reads TOML files, with a sentence for the user where one is not TOML, and writes single keys."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lab1report.errors import UserError


def read(path: Path) -> dict[str, Any]:
    """The content of the TOML file `path`.

    Raises:
        UserError: the file can not be read or is not TOML; names the file and the place.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"{path}: can not be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: not in UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: not valid TOML: {error}") from error


def line(key: str, value: str | int | Sequence[int]) -> str:
    """The line that gives `key`, a bare one, its value."""
    # A string of JSON is one of TOML, but that TOML wants DEL escaped too
    written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"{key} = {written}\n"
