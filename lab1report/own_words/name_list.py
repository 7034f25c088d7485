"""Lists the names that a student may use in own words, with their values and meanings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any, Final, Literal

from markupsafe import Markup

from lab1report.own_words.evaluation import value
from lab1report.own_words.expressions import Expression
from lab1report.own_words.meanings import Meaning, Meanings, meanings
from lab1report.own_words.name_labels import Labels
from lab1report.own_words.names import Path, is_absent, leaves, names, written
from lab1report.settings.section_names import task_ids

NameKind = Literal["number", "text", "figure", "table", "formula", "source"]

ENVIRONMENT: Final = "environment"
"""The section of what the numbers were made with, and of what else belongs to none."""

_IT: Final = "it"  # the value in an expression that only a filter makes
_SUPERSCRIPT: Final = re.compile("<sup>(.*?)</sup>")


@dataclass(frozen=True, kw_only=True)
class ReportName:
    """A name that a student may use in own words.

    `section` is the one whose words it is for ("series.batch"), "sources" of a source,
    "environment" of what the numbers were made with. `code` is
    what stands between `{{` and `}}` without a filter: `best.gain.mean`, `fig("xor-loss")`.
    `filter` is the one that suits the value, or empty; `value` is what then is printed, and the
    number of a figure, a table or a formula. `meaning` is in the language of the report.
    """

    kind: NameKind
    section: str
    code: str
    filter: str
    value: str
    meaning: str

    @property
    def expression(self) -> str:
        """What stands between `{{` and `}}`."""
        return f"{self.code} | {self.filter}" if self.filter else self.code


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One value of a form: its `path`, what stands in the `places` of the form, what it is `of`."""

    path: Path
    places: tuple[str, ...]
    section: str
    value: Any
    printed: Markup
    of: str


@dataclass(frozen=True)
class Form:
    """All names of a form that this report has."""

    meaning: Meaning
    instances: Sequence[Instance]


class NameList:
    """The names of numbers and texts in the content of a `results.json`, by their forms."""

    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self._document, self._language = document, language
        self.meanings: Meanings = meanings(language)

    @cached_property
    def forms(self) -> list[Form]:
        """In the order of the file of meanings; numbers of added tasks are behind them."""
        known = names(self._document)
        labels = Labels(self._document, known, self.meanings.texts, self._language)
        found: dict[Meaning, list[Instance]] = {one: [] for one in self.meanings.every}
        present = {
            root: one
            for root, one in known.items()
            if not (isinstance(one, Mapping) and is_absent(one))
        }
        for path, found_value in leaves(present):
            if self._is_listed(path, found_value):
                meaning = self.meanings.of(path) or self._of_no_form(path)
                instance = self._instance(path, found_value, meaning, labels)
                found.setdefault(meaning, []).append(instance)
        return [Form(meaning, instances) for meaning, instances in found.items() if instances]

    @cached_property
    def sections(self) -> list[tuple[str, list[Form]]]:
        """The forms by section, with the title of each."""
        titles = self.meanings.titles
        groups: dict[str, list[Form]] = {}
        for form in self.forms:
            groups.setdefault(form.meaning.section, []).append(form)
        return [(titles.get(section, section), forms) for section, forms in groups.items()]

    @cached_property
    def legend(self) -> list[str]:
        """What is special to each variant, and the classes by their places."""
        known = names(self._document)
        labels = Labels(self._document, known, self.meanings.texts, self._language)
        classes = [labels.of(("classes", place), ("classes", "<class>")) for place in range(3)]
        return [*(labels.variant(id) for id in known["variants"] or ()), *classes]

    def __iter__(self) -> Iterator[ReportName]:
        for form in self.forms:
            for one in form.instances:
                yield ReportName(
                    kind="text" if isinstance(one.value, str) else "number",
                    section=one.section,
                    code=written(one.path),
                    filter=form.meaning.filter,
                    value=plain(one.printed),
                    meaning=f"{form.meaning.text} ({one.of})" if one.of else form.meaning.text,
                )

    def _is_listed(self, path: Path, value: Any) -> bool:
        return not (value is None or isinstance(value, bool) or self.meanings.is_left_out(path))

    def _of_no_form(self, path: Path) -> Meaning:
        """Of a number whose name a course gave, in the notebook of a task that it added."""
        section = str(path[0]) if path[0] in task_ids() else ENVIRONMENT
        return Meaning(tuple(map(str, path)), section, "", self.meanings.texts["added"])

    def _instance(self, path: Path, value: Any, meaning: Meaning, labels: Labels) -> Instance:
        pairs = list(zip(path, meaning.form, strict=True))
        section = meaning.section
        if "<part>" in section:
            variant = self._variants[str(path[1])]
            section = section.replace("<part>", variant["part"])
        return Instance(
            path=path,
            places=tuple(str(key) for key, part in pairs if part[:1] == "<"),
            section=section,
            value=value,
            printed=_printed(value, meaning.filter, self._language),
            of=labels.of(path, meaning.form),
        )

    @cached_property
    def _variants(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = names(self._document)["variants"]
        return found


def plain(printed: str) -> str:
    """What is printed, for a terminal: 5·10^−3, and with plain spaces."""
    text = unescape(_SUPERSCRIPT.sub(r"^\1", printed))
    return re.sub(r"\s", " ", text)


def _printed(found: Any, filter: str, language: str) -> Markup:
    source = f"{_IT} | {filter}" if filter else _IT
    return value(Expression(source, ""), {_IT: found}, {}, language)
