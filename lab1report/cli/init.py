"""The questions of `init`; the package writes the files."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lab1report import (
    CONFIG_FILE,
    NewFolder,
    UserError,
    load_settings,
    options,
    parse_option,
    start_folder,
)

Ask = Callable[[str, str | None], str]
"""Puts a question and gives the answer; the default is None where one is needed, "" where not."""


def begin(
    given: Mapping[str, Any], *, folder: Path, ask: Ask | None, say: Callable[[str], None]
) -> NewFolder:
    """Ask what the options do not answer, then write `lab1.toml` and the files of `words/`.

    Args:
        given: the options of the command line; what they answer is not asked.
        ask: None where nobody is there to answer.
        say: told what is wrong with an answer, and which options give what could not be asked.

    Raises:
        UserError: an option is wrong, one is missing and nobody can be asked, or options would
            change a file that is there.
    """
    values = {name: value for name, value in given.items() if value is not None}
    if not (folder / CONFIG_FILE).exists():
        if ask is not None:
            values = _answered(values, folder, ask, say)
        elif unasked := ", ".join(_unasked(values)):
            say(f"the input is no terminal, so nothing is asked; what would be: {unasked}")
    return start_folder(folder, **values)


def _answered(
    given: Mapping[str, Any], folder: Path, ask: Ask, say: Callable[[str], None]
) -> dict[str, Any]:
    """`given` with what was asked: classes only where the rules give none."""
    known = options()
    values = {name: value for name, value in given.items() if parse_option(name, value) is not None}

    def answer(name: str, question: str, default: str | None) -> None:
        while name not in values:
            text = ask(question, default).strip()
            if not text and default == "":
                return
            try:
                parse_option(name, text)
            except UserError as error:
                say(str(error))
            else:
                values[name] = text

    if "classes" not in values:
        if values.keys().isdisjoint({"group", "group_code"}):
            _ask_group(values, ask, say)
        if "group_code" not in values:
            answer("stream", f"Stream ({known['stream'].examples})", None)
        answer("variant", "Variant number", None)
        answer("year", "Year of the class rules", str(known["year"].default))
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
        text = ask(
            f"Group: its code ({options()['group_code'].examples}) or its number", None
        ).strip()
        name = "group" if text.isdecimal() else "group_code"
        try:
            parse_option(name, text)
        except UserError as error:
            say(str(error))
        else:
            values[name] = text
            return


def _problem(values: Mapping[str, Any], folder: Path) -> str | None:
    try:
        load_settings(folder, **values)
    except UserError as error:
        return str(error)
    return None
