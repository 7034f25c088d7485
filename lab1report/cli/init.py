"""How a student begins: the questions of `init`, and the files that it writes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report import resources
from lab1report.errors import UserError
from lab1report.own_words.folder import word_names
from lab1report.settings import options as config
from lab1report.settings.classes import CODE_EXAMPLES, STREAM_SPELLINGS, GroupCode
from lab1report.settings.options import CONFIG_FILE, DEFAULT_YEAR, WORDS_FOLDER, Settings
from lab1report.store.atomic_write import writing

Ask = Callable[[str, str | None], str]
"""Puts a question and gives the answer; the default is None where one is needed, "" where not."""

_KEYS: Final = (
    "group_code",
    "group",
    "variant",
    "stream",
    "year",
    "classes",
    "student",
    "teacher",
)
_HEADER = """\
# What lab1report knows about you. Options on the command line win over this file;
# whatever `lab1report build --help` lists may stand here, too.
"""
_LANGUAGE = "ru"


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What `begin` found out and did; `kept` was there already."""

    settings: Settings
    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def begin(
    options: Mapping[str, Any], *, folder: Path, ask: Ask | None, say: Callable[[str], None]
) -> Begun:
    """Write `lab1.toml` and the files of `words/` into `folder`, and touch none that is there.

    Args:
        options: those of the command line; what they answer is not asked.
        ask: None where nobody is there to answer.
        say: told what is wrong with an answer, and which options give what could not be asked.

    Raises:
        UserError: an option is wrong, one is missing and nobody can be asked, or options would
            change a file that is there.
    """
    given = {name: options[name] for name in _KEYS if options.get(name) is not None}
    settings_file = folder / CONFIG_FILE
    files = {folder / WORDS_FOLDER / f"{name}.md": text for name, text in words_files()}
    if settings_file.exists():
        if given:
            options_given = ", ".join(f"--{name.replace('_', '-')}" for name in given)
            raise UserError(
                f"{CONFIG_FILE} is there already, and {options_given} would change it: "
                "edit it, or delete it and begin anew"
            )
        settings = config.load({}, folder=folder)
    else:
        if ask is not None:
            given = _answered(given, folder, ask, say)
        elif unasked := ", ".join(_unasked(given)):
            say(f"the input is no terminal, so nothing is asked; what would be: {unasked}")
        settings = config.load(given, folder=folder)
        files = {settings_file: _settings_file(given), **files}
    kept = tuple(path for path in (settings_file, *files) if path.exists())
    written = {path: text for path, text in files.items() if path not in kept}
    for path, text in written.items():
        try:
            with writing(path) as part:
                part.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UserError(f"{path}: can not be written ({error.strerror})") from error
    return Begun(settings=settings, written=tuple(written), kept=kept)


def _answered(
    given: Mapping[str, Any], folder: Path, ask: Ask, say: Callable[[str], None]
) -> dict[str, Any]:
    """`given` with what was asked: classes only where the rules give none."""
    values = {name: value for name, value in given.items() if config.parse(name, value) is not None}

    def answer(name: str, question: str, default: str | None) -> None:
        while name not in values:
            text = ask(question, default).strip()
            if not text and default == "":
                return
            try:
                config.parse(name, text)
            except UserError as error:
                say(str(error))
            else:
                values[name] = text

    if "classes" not in values:
        if values.keys().isdisjoint({"group", "group_code"}):
            _ask_group(values, ask, say)
        if "group_code" not in values:
            answer("stream", f"Stream ({STREAM_SPELLINGS})", None)
        answer("variant", "Variant number", None)
        answer("year", "Year of the class rules", str(DEFAULT_YEAR))
    while (problem := _problem(values, folder)) is not None:
        say(problem)
        values.pop("classes", None)
        answer("classes", "Classes that the teacher named (such as 18,63,28)", None)
    answer("student", "Your name for the title page, such as I.I. Ivanov (or nothing)", "")
    answer("teacher", "The teacher's name (or nothing)", "")
    return values


def _unasked(given: Mapping[str, Any]) -> Iterator[str]:
    """The options that answer what would be asked, without those that have a default."""
    if "classes" not in given:
        if given.keys().isdisjoint({"group", "group_code"}):
            yield "--group-code"
        elif not given.keys() & {"group_code", "stream"}:
            yield "--stream"
        if "variant" not in given:
            yield "--variant"
    for name in ("student", "teacher"):
        if name not in given:
            yield f"--{name}"


def _ask_group(values: dict[str, Any], ask: Ask, say: Callable[[str], None]) -> None:
    """The group's code, or its number."""
    while True:
        text = ask(f"Group: its code ({CODE_EXAMPLES}) or its number", None).strip()
        name = "group" if text.isdecimal() else "group_code"
        try:
            config.parse(name, text)
        except UserError as error:
            say(str(error))
        else:
            values[name] = text
            return


def _problem(values: Mapping[str, Any], folder: Path) -> str | None:
    try:
        config.load(values, folder=folder)
    except UserError as error:
        return str(error)
    return None


def _settings_file(given: Mapping[str, Any]) -> str:
    lines = []
    for name in _KEYS:
        if name in given:
            value = config.parse(name, given[name])
            plain = value.code if isinstance(value, GroupCode) else value
            lines.append(resources.toml_line(name.replace("_", "-"), plain))
    return "".join([_HEADER, *lines])


def words_files() -> Iterator[tuple[str, str]]:
    """The text of each file of words, which says in a comment what it is for."""
    texts = resources.read_toml(resources.folder("templates") / _LANGUAGE / "own-words.toml")
    for name in word_names():
        file = texts["file"][name]
        listed = [
            "\n".join((texts[what].strip(), *(f"  {example}" for example in file[what])))
            for what in ("numbers", "references", "places")
            if what in file
        ]
        comment = "\n\n".join(
            (file["title"], file["explains"].strip(), texts["usage"].strip(), *listed)
        )
        yield name, f"---\nreplace: false\n---\n<!--\n{comment}\n-->\n"
