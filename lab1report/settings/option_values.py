"""Reads the values of options, from the command line or from `lab1.toml`.

Each function gives the value or raises a ValueError that says what is needed; those that need the
class rules may raise a UserError, a whole sentence.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypedDict

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import FORMATS, Format, Stream
from lab1report.quoting import cut, quoted, reason
from lab1report.settings import classes as class_rules
from lab1report.settings import suggestions
from lab1report.settings.section_names import runnable_names


class OptionValues(TypedDict, total=False):
    """What a program may give for each option, by its name; None is "not given"."""

    group: int | str | None
    variant: int | str | None
    stream: str | None
    group_code: str | None
    year: int | str | None
    classes: str | Sequence[int] | None
    student: str | None
    teacher: str | None
    data: str | Path | None
    seed: int | str | None
    seeds: int | str | None
    sample: str | None
    out: str | Path | None
    fresh: str | Sequence[str] | None
    arms: str | Path | None
    style: str | None
    length: str | None
    format: str | Sequence[str] | None
    words: str | Path | None
    font: str | Path | None
    device: str | None
    workers: int | str | None


_MAX_NAME: Final = 120
_MAX_WORD: Final = 40
_MAX_TEXT: Final = 4096
_MAX_VALUES: Final = 200
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,19}")
NO_FOLDER: Final = re.compile(
    r'[<>:"|?*]|(?<=[^.])[. ]+$|^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)', re.IGNORECASE
)
"""What of a path cannot be a folder on Windows: it would be another one, or a device."""
FONTS: Final = ("liberation", "times")
SOURCES: Final = ("auto", "demo")
ARMS_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}


def bounded(value: Any) -> Any:
    """`value`, if it is of a size that an option can have: nothing longer is looked at.

    Raises:
        ValueError: it is not.
    """
    if isinstance(value, str):
        if len(value) > _MAX_TEXT:
            raise ValueError(
                _("{count} characters, and at most {most} are taken").format(
                    count=len(value), most=_MAX_TEXT
                )
            )
        if any(character == "\0" or unicodedata.category(character) == "Cs" for character in value):
            raise ValueError(_("there is a character in it that no text has"))
    elif isinstance(value, int):
        if value.bit_length() > 63:
            raise ValueError(_("this number is too large"))
    elif isinstance(value, list | tuple):
        if len(value) > _MAX_VALUES:
            raise ValueError(
                _("{count} values, and at most {most} are taken").format(
                    count=len(value), most=_MAX_VALUES
                )
            )
        if not all(isinstance(one, str | int) for one in value):
            raise ValueError(_("a list of texts or numbers is needed"))
        for one in value:
            bounded(one)
    return value


def whole_number(low: int, high: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        # Python takes the digits of every script, and underscores between them
        written = _WHOLE.fullmatch(str(value).strip())
        if written is None or isinstance(value, bool) or not low <= int(written[0]) <= high:
            raise ValueError(
                _("a whole number from {low} to {high} is needed").format(low=low, high=high)
            )
        return int(written[0])

    return parse


def _text(value: Any) -> str:
    text = str(value).strip()
    if not isinstance(value, str) or not text:
        raise ValueError(_("a text that is not empty is needed"))
    return text


def person(value: Any) -> str:
    text = _text(value)
    if len(text) > _MAX_NAME:
        said = _("a name of at most {most} characters is needed")
        raise ValueError(said.format(most=_MAX_NAME))
    if not any(character.isalpha() for character in text):
        raise ValueError(_("a name has letters"))
    if max(map(len, text.split())) > _MAX_WORD:
        said = _("a name has words of at most {most} letters")
        raise ValueError(said.format(most=_MAX_WORD))
    return text


def stream(value: Any) -> Stream:
    return class_rules.parse_stream(_text(value))


def group_code(value: Any) -> class_rules.GroupCode:
    return class_rules.parse_group_code(_text(value))


def rules_year(value: Any) -> int:
    known = class_rules.years()
    try:
        year = whole_number(known[0], known[-1])(value)
    except ValueError:
        year = None
    if year not in known:
        years = ", ".join(map(str, known))
        raise ValueError(_("there are class rules for {years} only").format(years=years))
    return year


def class_numbers(value: Any) -> tuple[int, ...]:
    parts = value if isinstance(value, list | tuple) else str(value).split(",")
    parse = whole_number(0, class_rules.CLASS_COUNT - 1)
    try:
        return tuple(parse(part) for part in parts)
    except ValueError:
        raise ValueError(
            _("three class numbers from 0 to 99 are needed, such as 18,63,28")
        ) from None


def one_of(names: tuple[str, ...]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        name = str(value).strip().casefold()
        if name not in names:
            raise _none_of(names)
        return name

    return parse


def _none_of(names: tuple[str, ...]) -> ValueError:
    return ValueError(_("one of {names} is needed").format(names=", ".join(names)))


def formats(value: Any) -> tuple[Format, ...]:
    parse = one_of(FORMATS)
    given = value if isinstance(value, list | tuple) else [value]
    asked = {parse(part) for name in given for part in str(name).split(",")}
    if not asked:
        raise _none_of(FORMATS)
    return tuple(format for format in FORMATS if format in asked)


def section_names(value: Any) -> frozenset[str]:
    names = value if isinstance(value, list | tuple) else [value]
    unknown = [str(name) for name in names if name not in runnable_names()]
    if unknown:
        hint = suggestions.one_of(unknown[0], runnable_names())
        raise ValueError(_("no section {name}; {hint}").format(name=quoted(unknown[0]), hint=hint))
    return frozenset(names)


def _path(value: Any) -> Path:
    try:
        text = os.fspath(value) if isinstance(value, os.PathLike) else value
        path = Path(_text(text)).expanduser()
        path.exists()  # tells what the system thinks of such a name
    except (OSError, RuntimeError, ValueError) as error:
        raise ValueError(
            _("this path cannot be used ({reason})").format(reason=reason(error))
        ) from None
    return path


def output_folder(value: Any) -> Path:
    path = _path(value)
    names = path.parts[1:] if path.anchor else path.parts
    if os.name == "nt" and (odd := [name for name in names if NO_FOLDER.search(name)]):
        said = _("Windows has no folder of the name {name}")
        raise ValueError(said.format(name=quoted(odd[0])))
    for part in (path, *path.parents):
        if part.exists():
            if not part.is_dir():
                raise ValueError(
                    _("{path} is a file; a folder is needed").format(path=cut(str(part)))
                )
            break
    return path


def existing_folder(value: Any) -> Path:
    path = _path(value)
    if not path.is_dir():
        raise ValueError(_("there is no such folder"))
    return path


def arms_file(value: Any) -> Path:
    path = _path(value)
    if path.suffix.lower() not in ARMS_TYPES:
        raise ValueError(_("a PNG, JPEG or SVG file is needed"))
    if not path.is_file():
        raise ValueError(_("there is no such file"))
    return path


def data_source(value: Any) -> str:
    return value if value in SOURCES else str(_path(value))


def font(value: Any) -> str:
    if value in FONTS:
        return str(value)
    path = _path(value)
    if not path.is_dir():
        fonts = ", ".join(FONTS)
        raise ValueError(_("{fonts} or the folder of a font is needed").format(fonts=fonts))
    return str(path)


def require_folder(folder: Path) -> None:
    """Raise a UserError unless `folder` is there."""
    try:
        if folder.resolve(strict=True).is_dir():
            return
    except OSError as error:
        if folder == Path():
            raise UserError(_("the working folder is gone: change to one that exists")) from error
    raise UserError(_("{folder}: there is no such folder").format(folder=folder))
