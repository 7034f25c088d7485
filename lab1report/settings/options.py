"""What the user set: options of the command line over `lab1.toml`, checked together.

Every problem is reported at once, each in one sentence that names the value, where it stands and
the remedy. What the tasks themselves do (`experiments/tasks.toml`) is read in `plan.py`.
"""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from lab1report import resources
from lab1report.errors import UserError
from lab1report.model import (
    FORMATS,
    Assignment,
    DeviceChoice,
    Format,
    Stream,
    Style,
    XorSample,
)
from lab1report.settings import classes as variant
from lab1report.settings import suggestions
from lab1report.settings.section_names import runnable_names

CONFIG_FILE: Final = "lab1.toml"
WORDS_FOLDER: Final = "words"
DEFAULT_OUT: Final = Path("lab1-report")
DEFAULT_YEAR: Final = 2024
DEFAULT_FORMATS: Final[tuple[Format, ...]] = ("pdf",)
_WORKERS = 2  # each takes memory of its own: two stay below the 1.2 GB of a small machine
_MAX_SEEDS = 1000
_MAX_NAME = 120


ARMS_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One invocation's settings, valid as a whole.

    `seeds` is the number of trainings of each variant of the series, with the seeds `seed`,
    `seed` + 1, …; None is as `experiments/series.toml` says. `fresh` are sections, and
    sub-sections as "series.batch". `words` is the folder of the student's own words. `workers` is
    how many processes may train at once, `device` what the series trains on. `notices` are remarks
    for the user on how something was understood.
    """

    assignment: Assignment
    data: str
    seed: int
    seeds: int | None
    sample: XorSample
    out: Path
    fresh: frozenset[str]
    arms: Path | None
    style: Style
    formats: tuple[Format, ...]
    workers: int
    notices: tuple[str, ...]
    words: Path | None = None
    device: DeviceChoice = "cpu"


def load(options: Mapping[str, Any], *, folder: Path) -> Settings:
    """Settings from `options` (None and an empty list mean "not given") over `folder`/lab1.toml.

    Raises:
        UserError: one sentence per problem, a line each.
    """
    given: dict[str, tuple[Any, str]] = {}
    problems: list[str] = []
    file = folder / CONFIG_FILE
    if file.exists():
        for key, value in resources.read_toml(file).items():
            name = key.replace("-", "_")
            if name in _PARSERS:
                given[name] = (value, f"{CONFIG_FILE}: {key} = {value!r}")
            else:
                problems.append(_unknown_key(key))
    chosen = {name: value for name, value in options.items() if value not in (None, (), [])}
    for name in _overruled(chosen):
        given.pop(name, None)
    for name, value in chosen.items():
        shown = " ".join(map(str, value)) if isinstance(value, list | tuple) else value
        given[name] = (value, f"--{name.replace('_', '-')} {shown}")

    values: dict[str, Any] = {}
    for name, (value, place) in given.items():
        try:
            values[name] = _PARSERS[name](value)
        except ValueError as error:
            problems.append(f"{place}: {error}")
        except UserError as error:
            problems.append(str(error))
    if problems:
        raise UserError("\n".join(problems))
    if (own := folder / WORDS_FOLDER).exists():
        values.setdefault("words", own)
    return _settings(values)


def parse(name: str, value: Any) -> Any:
    """The value of the option `name` ("group_code"), from what a user wrote.

    Raises:
        UserError: it can not be one; a sentence that says what can.
    """
    try:
        return _PARSERS[name](value)
    except ValueError as error:
        raise UserError(f"{value!r}: {error}") from None


def _overruled(options: Collection[str]) -> set[str]:
    """What of the file no longer counts, since options decide it: all of them, or by another name.

    A group code on the command line decides group and stream; whatever leads to classes there
    overrules classes named in the file.
    """
    overruled = set(options)
    if "group_code" in options:
        overruled |= {"group", "stream"}
    if not {"group", "variant", "stream", "group_code", "year"}.isdisjoint(options):
        overruled.add("classes")
    return overruled


def _settings(values: dict[str, Any]) -> Settings:
    notices: list[str] = []
    code: variant.GroupCode | None = values.get("group_code")
    group, number, stream = values.get("group"), values.get("variant"), values.get("stream")
    if code is not None:
        if group is None:
            group = code.group
        if stream is None:
            stream = code.stream
            if code.stream_is_inferred:
                notices.append(
                    f"{code.code}: the letter Ц is read as the stream ГУИМЦ; "
                    "give --stream if that is wrong"
                )
    year = values.get("year", DEFAULT_YEAR)
    if "classes" in values:
        classes = variant.named_classes(values["classes"])
    else:
        if group is None or number is None:
            wanted = ["--group N (or --group-code)"] if group is None else []
            wanted += ["--variant N"] if number is None else []
            raise UserError(
                f"{' and '.join(wanted)} missing: give it as an option or in {CONFIG_FILE}, "
                "or name the classes with --classes A,B,C"
            )
        classes = variant.derive_classes(group=group, variant=number, stream=stream, year=year)
    return Settings(
        assignment=Assignment(
            group=group,
            variant=number,
            stream=stream,
            year=year,
            classes=classes,
            group_code=code.code if code else None,
            student=values.get("student"),
            teacher=values.get("teacher"),
        ),
        data=values.get("data", "auto"),
        seed=values.get("seed", 0),
        seeds=values.get("seeds"),
        sample=values.get("sample", "xor"),
        out=values.get("out", DEFAULT_OUT),
        fresh=values.get("fresh", frozenset()),
        arms=values.get("arms"),
        style=values.get("style", "bmstu"),
        formats=values.get("format", DEFAULT_FORMATS),
        workers=values.get("workers", min(os.cpu_count() or 1, _WORKERS)),
        notices=tuple(notices),
        words=values.get("words"),
        device=values.get("device", "cpu"),
    )


def _unknown_key(key: str) -> str:
    known = [name.replace("_", "-") for name in _PARSERS]
    hint = suggestions.hint(key.replace("_", "-"), known)
    return f"{CONFIG_FILE}: unknown key {key!r}; {hint}"


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        try:
            number = int(str(value).strip())
        except ValueError:
            raise ValueError(f"a whole number from {low} to {high} is needed") from None
        if isinstance(value, bool) or not low <= number <= high:
            raise ValueError(f"a whole number from {low} to {high} is needed")
        return number

    return parse


def _text(value: Any) -> str:
    text = str(value).strip()
    if not isinstance(value, str) or not text:
        raise ValueError("a text that is not empty is needed")
    return text


def _name(value: Any) -> str:
    text = _text(value)
    if len(text) > _MAX_NAME:
        raise ValueError(f"a name of at most {_MAX_NAME} characters is needed")
    return text


def _stream(value: Any) -> Stream:
    return variant.parse_stream(_text(value))


def _group_code(value: Any) -> variant.GroupCode:
    return variant.parse_group_code(_text(value))


def _year(value: Any) -> int:
    known = variant.years()
    try:
        year = _whole(known[0], known[-1])(value)
    except ValueError:
        year = None
    if year not in known:
        raise ValueError(f"there are class rules for {', '.join(map(str, known))} only")
    return year


def _classes(value: Any) -> tuple[int, ...]:
    parts = value if isinstance(value, list) else str(value).split(",")
    parse = _whole(0, variant.CLASS_COUNT - 1)
    try:
        return tuple(parse(part) for part in parts)
    except ValueError:
        raise ValueError("three class numbers from 0 to 99 are needed, such as 18,63,28") from None


def _one_of(names: tuple[str, ...]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        name = str(value).strip().casefold()
        if name not in names:
            raise ValueError(f"one of {', '.join(names)} is needed")
        return name

    return parse


def _formats(value: Any) -> tuple[Format, ...]:
    parse = _one_of(FORMATS)
    given = value if isinstance(value, list | tuple) else [value]
    asked = {parse(part) for name in given for part in str(name).split(",")}
    return tuple(format for format in FORMATS if format in asked)


def _fresh(value: Any) -> frozenset[str]:
    names = value if isinstance(value, list | tuple) else [value]
    known = runnable_names()
    unknown = [str(name) for name in names if name not in known]
    if unknown:
        raise ValueError(f"no section {unknown[0]!r}; {suggestions.one_of(unknown[0], known)}")
    return frozenset(names)


def _path(value: Any) -> Path:
    try:
        path = Path(_text(value)).expanduser()
        path.exists()  # tells what the system thinks of such a name
    except (OSError, RuntimeError) as error:
        raise ValueError(f"this path can not be used ({error})") from None
    return path


def _out(value: Any) -> Path:
    path = _path(value)
    for part in (path, *path.parents):
        if part.exists():
            if not part.is_dir():
                raise ValueError(f"{part} is a file; a folder is needed")
            break
    return path


def _folder(value: Any) -> Path:
    path = _path(value)
    if not path.is_dir():
        raise ValueError("there is no such folder")
    return path


def _arms(value: Any) -> Path:
    path = _path(value)
    if path.suffix.lower() not in ARMS_TYPES:
        raise ValueError("a PNG, JPEG or SVG file is needed")
    if not path.is_file():
        raise ValueError("there is no such file")
    return path


def _data(value: Any) -> str:
    return value if value in ("auto", "demo") else str(_path(value))


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "group": _whole(1, 99),
    "variant": _whole(1, 99),
    "stream": _stream,
    "group_code": _group_code,
    "year": _year,
    "classes": _classes,
    "student": _name,
    "teacher": _name,
    "data": _data,
    "seed": _whole(0, 2**31 - 1),
    "seeds": _whole(1, _MAX_SEEDS),
    "sample": _one_of(get_args(XorSample)),
    "out": _out,
    "fresh": _fresh,
    "arms": _arms,
    "style": _one_of(get_args(Style)),
    "format": _formats,
    "words": _folder,
    "device": _one_of(get_args(DeviceChoice)),
    "workers": _whole(1, 64),
}
