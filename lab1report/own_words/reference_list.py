"""Lists what a student's words may refer to: figures, tables, formulas, and sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from lab1report import resources
from lab1report.model import Length
from lab1report.own_words.meanings import meanings
from lab1report.own_words.name_list import ReportName
from lab1report.pages.html import Defined, defined
from lab1report.pages.numbering import KINDS, Kind

SOURCES: Final = "sources"
"""The section of sources, which belong to none of the report."""

_FUNCTIONS: Final[Mapping[Kind, str]] = {kind: function for function, kind in KINDS.items()}


@dataclass(frozen=True, kw_only=True)
class Referable:
    """What `code` refers to in own words; `label` is its number, or empty where it has none."""

    kind: Literal[Kind, "source"]
    section: str
    id: str
    label: str
    meaning: str

    @property
    def code(self) -> str:
        """What stands between `{{` and `}}`."""
        return f'{self._function}("{self.id}")'

    @property
    def in_page(self) -> str:
        """The id in the page, of what has one there."""
        return f"{self._function}-{self.id}"

    @property
    def name(self) -> ReportName:
        """The same in the list of all names."""
        return ReportName(
            kind=self.kind,
            section=self.section,
            code=self.code,
            filter="",
            value=self.label,
            meaning=self.meaning,
        )

    @property
    def _function(self) -> str:
        return "cite" if self.kind == "source" else _FUNCTIONS[self.kind]


def referable(
    context: Mapping[str, Any], *, length: Length | None, language: str
) -> tuple[Referable, ...]:
    """All that `checks.printable_words` accepts references to, in the order of the report.

    Args:
        context: what `pages.html.render_html` wants.
        length: of the PDF, whose numbers they have, and which may lack some of them, as their
            meaning then says; None where no PDF is made.
    """
    report = defined(context, language=language)
    shown = report if length is None else defined({**context, "length": length}, language=language)
    return (*_exhibits(report, shown, language), *_sources(language))


def by_kind(found: Iterable[Referable]) -> Mapping[str, Sequence[Referable]]:
    """The same in the order of their kinds, as a page lists them."""
    groups: dict[str, list[Referable]] = {kind: [] for kind in (*_FUNCTIONS, "source")}
    for one in found:
        groups[one.kind].append(one)
    return {kind: group for kind, group in groups.items() if group}


def _exhibits(report: Defined, shown: Defined, language: str) -> Iterator[Referable]:
    texts = meanings(language).texts
    for section, exhibits in report.within.items():
        for kind, id in exhibits:
            meaning = report.captions[kind, id]
            if kind == "formula":
                other = texts["formula"].format(id=id, title=meaning)
                meaning = texts["formulas"].get(id, other)
            if id not in shown.ids[kind]:
                meaning = f"{meaning} ({texts['only-full']})"
            label = shown.ids[kind].get(id, "")
            yield Referable(kind=kind, section=section, id=id, label=label, meaning=meaning)


def _sources(language: str) -> Iterator[Referable]:
    sources = resources.read_toml(resources.folder("templates") / language / "sources.toml")
    for id, source in sources.items():
        yield Referable(kind="source", section=SOURCES, id=id, label="", meaning=source["text"])
