"""What the user set: options of the command line over `lab1.toml`, checked together.

Every problem is reported at once, each in one sentence that names the value, where it stands and
the remedy. What the tasks themselves do (`experiments/tasks.toml`) is read in `plan/plan.py`.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report import resources
from lab1report.errors import NoClassesError, UserError
from lab1report.messages import _, joined
from lab1report.model import Assignment, DeviceChoice, Format, Length, Stream, Style, XorSample
from lab1report.quoting import as_given, first_of, quoted
from lab1report.settings import classes as class_rules
from lab1report.settings import suggestions
from lab1report.settings.option_table import BUILD, DEFAULT_YEAR, OPTIONS
from lab1report.settings.option_values import bounded, require_folder

CONFIG_FILE: Final = "lab1.toml"
WORDS_FOLDER: Final = "words"
_MOST_PROBLEMS = 20


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One invocation's settings, valid as a whole.

    `seeds` is the number of trainings of each variant of the series, with the seeds `seed`,
    `seed` + 1, …; None is as `experiments/series.toml` says. `fresh` are sections, and
    sub-sections as "series.batch". `words` is the folder of the student's own words, `font` the
    name of a font or its folder. `workers` is how many processes may train at once, `device` what
    the series trains on. `notices` are remarks for the user on how something was understood.
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
    length: Length
    formats: tuple[Format, ...]
    workers: int
    notices: tuple[str, ...]
    words: Path | None = None
    font: str = "liberation"
    device: DeviceChoice = "cpu"


def load(options: Mapping[str, Any], *, folder: Path) -> Settings:
    """Settings from `options` (None and an empty list mean "not given") over `folder`/lab1.toml.

    What stands in the file, and the default output folder, is relative to `folder`; what stands in
    `options` to the working folder.

    Raises:
        UserError: one sentence per problem, a line each.
    """
    require_folder(folder)
    given: dict[str, tuple[Any, str]] = {}
    problems: list[str] = []
    file = folder / CONFIG_FILE
    if file.is_symlink() or file.exists():
        for key, value in resources.read_toml(file).items():
            name = key.replace("-", "_")
            if name in given:
                problems.append(
                    _("{file}: {name} stands twice; keep one of them").format(
                        file=CONFIG_FILE, name=name
                    )
                )
            elif name in OPTIONS:
                place = f"{CONFIG_FILE}: {key} = {quoted(value)}"
                given[name] = (beside(folder, name, value), place)
            else:
                problems.append(_unknown_key(key))
    chosen = placed(options)
    for name in _overruled(chosen):
        given.pop(name, None)
    given |= chosen
    values = _values(given, problems)
    if (own := folder / WORDS_FOLDER).exists():
        values.setdefault("words", own)
    values.setdefault("out", folder / OPTIONS["out"].default)
    if "words" in values and values["out"].resolve() == values["words"].resolve():
        raise UserError(
            _("{option}: that is the folder of your words; name another one").format(
                option=given["out"][1]
            )
        )
    return _settings(values)


def settings_of(given: Mapping[str, tuple[Any, str]]) -> Settings:
    """Settings from values and the places that messages name; no `lab1.toml` is looked at.

    Raises:
        UserError: one sentence per problem, a line each.
    """
    return _settings(_values(given, []))


def placed(options: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """Those of `options` that were given, each with what a message calls its place."""
    chosen = {name: value for name, value in options.items() if value not in (None, (), [])}
    return {
        name: (value, f"--{name.replace('_', '-')} {as_given(value)}")
        for name, value in chosen.items()
    }


def check(given: Mapping[str, tuple[Any, str]]) -> dict[str, Any]:
    """Each of such values read by itself, whether they are enough for settings or not.

    Raises:
        UserError: as in `settings_of`.
    """
    return _values(given, [])


def _values(given: Mapping[str, tuple[Any, str]], problems: list[str]) -> dict[str, Any]:
    """The values of options, read; those that cannot be are problems like the ones before."""
    values: dict[str, Any] = {}
    problems += [_unknown_option(name) for name in given if name not in OPTIONS]
    known = {name: one for name, one in given.items() if name in OPTIONS}
    for name, (value, place) in known.items():
        try:
            values[name] = OPTIONS[name].parse(bounded(value))
        except ValueError as error:
            problems.append(joined(": ", (place, error)))
        except UserError as error:
            problems.append(str(error))
    if problems:
        raise UserError(joined("\n", first_of(problems, _MOST_PROBLEMS)))
    return values


def parse(name: str, value: Any) -> Any:
    """The value of the option `name` ("group_code"), from what a user wrote.

    Raises:
        UserError: it cannot be one; a sentence that says what can.
    """
    if name not in OPTIONS:
        raise UserError(_unknown_option(name))
    try:
        return OPTIONS[name].parse(bounded(value))
    except ValueError as error:
        raise UserError(joined(": ", (quoted(value), error))) from None


def beside(folder: Path, name: str, value: Any) -> Any:
    """A path that stands in a file in `folder`, as it is seen from the working folder."""
    option = OPTIONS[name]
    named = isinstance(value, str) and value.strip() and value not in option.names
    if not (option.is_path and named) or value.startswith("~"):
        return value
    return str(folder / value)


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


def _year_taken(values: Mapping[str, Any]) -> list[str]:
    """A notice that the rules are of a year that nobody named, unless it is this one."""
    now = datetime.date.today().year
    if "year" in values or now == DEFAULT_YEAR:
        return []
    said = _(
        "no year was given, so the class rules of {year} were taken, and it is "
        "{now}: --year gives another"
    )
    return [said.format(year=DEFAULT_YEAR, now=now)]


def _settings(values: dict[str, Any]) -> Settings:
    code: class_rules.GroupCode | None = values.get("group_code")
    group, number, stream = values.get("group"), values.get("variant"), values.get("stream")
    notices = [] if code is None else _of_code(code, stream)
    if code is not None:
        group = code.group if group is None else group
        stream = code.stream if stream is None else stream
    year = values.get("year", DEFAULT_YEAR)
    if "classes" in values:
        classes = class_rules.named_classes(values["classes"])
    else:
        if group is None or number is None:
            wanted: list[str] = [_("--group N (or --group-code)")] if group is None else []
            wanted += ["--variant N"] if number is None else []
            raise UserError(
                _(
                    "{options} missing: give it as an option or in {file}, "
                    "or name the classes with --classes A,B,C"
                ).format(options=_(" and ").join(wanted), file=CONFIG_FILE)
            )
        taken = _year_taken(values)
        try:
            classes = class_rules.derive_classes(
                group=group, variant=number, stream=stream, year=year
            )
        except NoClassesError as error:  # another year may give some
            remedy = joined("; ", [error.remedy, *taken])
            raise NoClassesError(error.problem, remedy) from None
        notices += taken
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
        formats=values.get("format", BUILD["format"].default),
        notices=tuple(notices),
        **{name: values.get(name, BUILD[name].default) for name in BUILD if name != "format"},
    )


def _of_code(code: class_rules.GroupCode, stream: Stream | None) -> list[str]:
    """What the user is to know of the stream that the code says, and of the one that was given."""
    if stream is None:
        if not code.stream_is_inferred:
            return []
        said = _("{code}: the letter Ц is read as the stream ГУИМЦ; give --stream if that is wrong")
        return [said.format(code=code.code)]
    if stream == code.stream:
        return []
    said = _("{code} says the stream {other}; --stream {stream} is taken instead")
    return [said.format(code=code.code, other=code.stream, stream=stream)]


def _unknown_key(key: str) -> str:
    known = [name.replace("_", "-") for name in OPTIONS]
    return _("{file}: unknown key {key}; {hint}").format(
        file=CONFIG_FILE,
        key=quoted(key),
        hint=suggestions.hint(key.replace("_", "-"), known),
    )


def _unknown_option(name: str) -> str:
    hint = suggestions.hint(name, OPTIONS)
    return _("unknown option {name}; {hint}").format(name=quoted(name), hint=hint)
