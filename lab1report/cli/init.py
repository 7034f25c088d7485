"""The questions of `init`; the package writes the files."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lab1report import (
    CONFIG_FILE,
    NewFolder,
    UserError,
    class_years,
    load_settings,
    options,
    parse_option,
    start_folder,
)
from lab1report.errors import NoClassesError
from lab1report.messages import _

Ask = Callable[[str, str | None], str]
"""Puts a question and gives the answer; the default is None where one is needed, "" where not."""

Say = Callable[[str], None]

BACK: Final = "<"
"""The answer that takes back the answer before."""

_OPTIONAL: Final = ("student", "teacher")


def begin(
    given: Mapping[str, Any],
    *,
    folder: Path,
    ask: Ask | None,
    say: Say,
    today: datetime.date | None = None,
) -> NewFolder:
    """Ask what the options do not answer, then write `lab1.toml` and the files of `words/`.

    Args:
        given: the options of the command line; what they answer is not asked.
        ask: None where nobody is there to answer.
        say: told what is wrong with an answer, what the rules of each year give, and which options
            give what could not be asked.
        today: which year's rules are proposed.

    Raises:
        UserError: an option is wrong, one is missing and nobody can be asked, or options would
            change a file that is there.
    """
    values = {name: value for name, value in given.items() if value is not None}
    if not (folder / CONFIG_FILE).exists():
        if ask is not None:
            now = today or datetime.date.today()
            values = _Interview(values, folder=folder, ask=ask, say=say, today=now).values()
        elif unasked := ", ".join(_unasked(values)):
            said = _("the input is no terminal, so nothing is asked; what would be: {options}")
            say(said.format(options=unasked))
    return start_folder(folder, **values)


@dataclass(kw_only=True)
class _Answer:
    """The option that a question was about, and the values before it was answered."""

    name: str
    before: dict[str, Any]
    left_out: frozenset[str]


@dataclass
class _Interview:
    """Asks one question after another, each answer checked at once; any can be taken back."""

    given: Mapping[str, Any]
    folder: Path = field(kw_only=True)
    ask: Ask = field(kw_only=True)
    say: Say = field(kw_only=True)
    today: datetime.date = field(kw_only=True)
    _values: dict[str, Any] = field(init=False)
    _left_out: frozenset[str] = frozenset()
    _answers: list[_Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = self.given.items()
        self._values = {name: text for name, text in given if parse_option(name, text) is not None}

    def values(self) -> dict[str, Any]:
        """The options that were given, with what was answered."""
        while (name := self._next()) is not None:
            asked, default = self._question(name)
            if self._answers and name != "classes":  # which says so itself
                asked += _(" ('{back}' goes back)").format(back=BACK)
            text = self.ask(asked, default).strip()
            if text == BACK:
                self._go_back()
            else:
                self._take(name, text)
        return self._values

    def _next(self) -> str | None:
        """The option to be asked for next."""
        values = self._values
        if "classes" not in values:
            if values.keys().isdisjoint({"group", "group_code"}):
                return "group"
            for name in ("stream", "variant", "year"):
                if name not in values and not (name == "stream" and "group_code" in values):
                    if name == "year":
                        self._show_years()
                    return name
        if (problem := self._problem(values)) is not None:
            self.say(problem)
            values.pop("classes", None)
            return "classes"
        asked = (name for name in _OPTIONAL if name not in values)
        return next((name for name in asked if name not in self._left_out), None)

    def _question(self, name: str) -> tuple[str, str | None]:
        """The text of a question, with the default."""
        known = options()
        match name:
            case "group":
                asked = _("Group: its code ({examples}) or its number")
                return asked.format(examples=_(known["group_code"].examples)), None
            case "stream":
                return _("Stream ({examples})").format(examples=_(known["stream"].examples)), None
            case "variant":
                return _("Variant number"), None
            case "year":
                past = [year for year in class_years() if year <= self.today.year]
                return _("Year of the class rules"), str(max(past, default=max(class_years())))
            case "classes":
                asked = _(
                    "Classes that the teacher named (such as {examples}), "
                    "or '{back}' to correct what you answered"
                )
                return asked.format(examples=known["classes"].examples, back=BACK), None
            case "student":
                return _("Your name for the title page, such as I.I. Ivanov (or nothing)"), ""
            case _:
                return _("The teacher's name (or nothing)"), ""

    def _take(self, name: str, text: str) -> None:
        """Take an answer, or say what is wrong with it."""
        if name == "group" and not text.isdecimal():
            name = "group_code"
        before = _Answer(name=name, before=dict(self._values), left_out=self._left_out)
        if not text and name in _OPTIONAL:
            self._left_out |= {name}
        else:
            try:
                parse_option(name, text)
            except UserError as error:
                self.say(str(error))
                return
            self._values[name] = text
            if name == "year" and int(text) != self.today.year:
                said = _("the rules of {year}, and it is {now}: '{back}' if that is wrong")
                self.say(said.format(year=text, now=self.today.year, back=BACK))
        self._answers.append(before)

    def _go_back(self) -> None:
        if not self._answers:
            self.say(_("this is the first question"))
            return
        last = self._answers.pop()
        self._values, self._left_out = last.before, last.left_out

    def _show_years(self) -> None:
        """Say which classes each year's rules give."""
        said = _("classes by the rules of each year (today is {date}):")
        self.say(said.format(date=f"{self.today:%Y-%m-%d}"))
        for year in class_years():
            values = {**self._values, "year": year}
            if (problem := self._problem(values)) is not None:
                said = _("  {year}: none that can be taken ({problem})")
                self.say(said.format(year=year, problem=problem))
                continue
            classes = load_settings(self.folder, **values).assignment.classes
            named = ", ".join(f"{one.id} {one.name} ({one.title})" for one in classes)
            self.say(f"  {year}: {named}")

    def _problem(self, values: Mapping[str, Any]) -> str | None:
        """Why these give no classes, without what to do: the question that follows asks for it."""
        try:
            load_settings(self.folder, **values)
        except NoClassesError as error:
            return error.problem
        except UserError as error:
            return str(error)
        return None


def _unasked(given: Mapping[str, Any]) -> Iterator[str]:
    """The options that answer what would be asked, without those that have a default."""
    if "classes" not in given:
        if given.keys().isdisjoint({"group", "group_code"}):
            yield "--group-code"
        elif not given.keys() & {"group_code", "stream"}:
            yield "--stream"
        if "variant" not in given:
            yield "--variant"
    for name in _OPTIONAL:
        if name not in given:
            yield f"--{name}"
