"""The files that a student begins with: `lab1.toml`, and `words/` for words of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report import resources
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.own_words.folder import word_names
from lab1report.quoting import reason
from lab1report.settings.classes import GroupCode
from lab1report.settings.options import CONFIG_FILE, WORDS_FOLDER, Settings, load, parse
from lab1report.store.atomic_write import writing

_OPTIONS: Final = (
    "group_code",
    "group",
    "variant",
    "stream",
    "year",
    "classes",
    "student",
    "teacher",
)
_LANGUAGE = "ru"


@dataclass(frozen=True, kw_only=True)
class NewFolder:
    """What the folder says, which files were written, and which were there already."""

    settings: Settings
    written: tuple[Path, ...]
    existing: tuple[Path, ...]


def make_folder(options: Mapping[str, Any], *, folder: Path) -> NewFolder:
    """Write `lab1.toml` and the files of `words/` into `folder`, and touch none that is there.

    See `lab1report.start_folder` for arguments and errors.
    """
    given = {name: value for name, value in options.items() if value is not None}
    if unfit := [name for name in given if name not in _OPTIONS]:
        raise UserError(
            _("{name} is no option that says who the report is for; those are {names}").format(
                name=repr(unfit[0]), names=", ".join(_OPTIONS)
            )
        )
    settings_file = folder / CONFIG_FILE
    files = {folder / WORDS_FOLDER / f"{name}.md": text for name, text in words_files()}
    if settings_file.exists():
        settings = load({}, folder=folder)
        if load(given, folder=folder) != settings:
            named = ", ".join(f"--{name.replace('_', '-')}" for name in given)
            raise UserError(
                _(
                    "{file} is there already, and {options} would change it: "
                    "edit it, or delete it and start again"
                ).format(file=CONFIG_FILE, options=named)
            )
    else:
        settings = load(given, folder=folder)
        if "classes" not in given:  # the rules of a year, which is not to change with the program
            given.setdefault("year", settings.assignment.year)
        files = {settings_file: _settings_file(given), **files}
    existing = tuple(path for path in (settings_file, *files) if path.exists())
    written = {path: text for path, text in files.items() if path not in existing}
    for path, text in written.items():
        try:
            with writing(path) as part:
                part.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UserError(
                _("{path}: cannot be written ({reason})").format(path=path, reason=reason(error))
            ) from error
    return NewFolder(settings=settings, written=tuple(written), existing=existing)


def _settings_file(given: Mapping[str, Any]) -> str:
    lines: list[str] = [
        _(
            "# What lab1report knows about you. Options on the command line win over this file;\n"
            "# whatever `lab1report build --help` lists may stand here, too.\n"
        )
    ]
    for name in _OPTIONS:
        if name in given:
            value = parse(name, given[name])
            plain = value.code if isinstance(value, GroupCode) else value
            lines.append(resources.toml_line(name.replace("_", "-"), plain))
    return "".join(lines)


def words_files() -> Iterator[tuple[str, str]]:
    """The text of each file of words, which says in a comment what it is for."""
    texts = resources.read_toml(resources.folder("templates") / _LANGUAGE / "own-words.toml")
    for name in word_names():
        file = texts["file"][name]
        listed = [
            "\n".join((texts[what].strip(), *(f"  {example}" for example in file[what])))
            for what in ("numbers", "references", "places", "parts")
            if what in file
        ]
        comment = "\n\n".join(
            (file["title"], file["explains"].strip(), texts["usage"].strip(), *listed)
        )
        yield name, f"---\nreplace: false\n---\n<!--\n{comment}\n-->\n"
