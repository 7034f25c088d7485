"""What every edition of a report is made from, and the key under which an edition is stored."""

import dataclasses
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Literal

from lab1report.editions import keys
from lab1report.editions.series_cells import Script, cells
from lab1report.figures.fonts import serif
from lab1report.findings.series.final_table import summarize as summarize_table
from lab1report.findings.series.summary import summarize
from lab1report.model import Length, Style
from lab1report.own_words.folder import Words
from lab1report.report.report import Report
from lab1report.store.environment import version
from lab1report.store.results import Inputs

LANGUAGE = "ru"

_BY_LENGTH = ("pdf", "sizes", "defence", "quiz")  # the other editions have everything
LIBRARIES = (
    *("weasyprint", "jinja2", "pygments", "matplotlib"),
    *("beautifulsoup4", "markdownify"),
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """A report and how it is to look.

    `document` is what `to_document` gives for the report, `results` the same as JSON, as it goes
    into the PDF; `emblem` the university's arms as a `data:` URL; `style` a file of
    templates/styles/; `length` that of the PDF; `words` the student's own; `year` that of the title
    page. `options` are those of the command line with which the same report is made again, without
    those that name files.
    """

    report: Report
    document: Mapping[str, Any]
    results: str
    emblem: str | None
    style: Style
    length: Length | Literal["whole"]
    words: Words = field(default_factory=dict)
    year: int = field(default_factory=lambda: datetime.date.today().year)
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def created(self) -> datetime.datetime:
        """When the newest of the numbers was computed: the same numbers give the same file."""
        results = (*self.report.results.values(), *self.report.trainings.values())
        moments = [result.finished for result in results]
        if not moments:
            return datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
        return max(datetime.datetime.fromisoformat(moment) for moment in moments)

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        """Of the numbers, for the keys of all editions; where the images lay, does not matter."""
        numbers = {**self.document, "data": self.report.data.fingerprint}
        return {
            "document": keys.of_bytes(json.dumps(numbers, sort_keys=True).encode()),
            **{f"result.{name}": one for name, one in keys.of_results(self.report).items()},
        }

    @cached_property
    def series_cells(self) -> Mapping[str, Script]:
        """The code of the self-study series by the names of its cells."""
        return cells(self.report)

    def context(self, length: Length | Literal["whole"] = "whole") -> dict[str, Any]:
        """The variables of the templates, apart from their words and the numbering.

        Args:
            length: "whole" is all of the report in its places, code too.
        """
        from lab1report.own_words.in_page import OwnWordsInPage
        from lab1report.own_words.names import names

        report = self.report
        return {
            "assignment": report.assignment,
            "data": report.data,
            "seed": report.seed,
            **report.findings,
            "stages": {
                section: {stage.id: stage for stage in result.stages}
                for section, result in report.results.items()
            },
            "series_code": self.series_cells,
            "summary": summarize(report.series, report.cifar),
            "final_table": report.table,
            "table_summary": summarize_table(report.table),
            "comments": {row["variant"]: row["comment"] for row in self.document["table"]},
            "titles": {choice.id: choice.title for choice in report.assignment.classes},
            "environment": report.environment,
            "year_of_report": self.year,
            "accessed": self.created.strftime("%d.%m.%Y"),
            "arms": self.emblem,
            "style": self.style,
            "length": length,
            "texts": partial(OwnWordsInPage, self.words, known=names(self.document)),
        }

    def inputs(self, kind: str, *, named: bool = True) -> Inputs:
        """The key of an edition in the store: everything that changes its bytes.

        Args:
            kind: "pdf", "web" and so on.
            named: whether the names and the arms on the title page do.
        """
        report = self.report
        people = report.assignment.student, report.assignment.teacher
        content = {
            "people": people if named else [],
            "group": report.assignment.group_code if named else None,
            "failures": [dataclasses.asdict(failure) for failure in report.failures],
            "templates": keys.of_templates(),
            "code_questions": keys.of_code_questions(),
            "words": [(own.section, own.source) for own in self.words.values()],
        }
        return {
            "kind": kind,
            "content": keys.of_bytes(json.dumps(content, sort_keys=True).encode()),
            "arms": keys.of_bytes((self.emblem or "").encode()) if named else "",
            "style": self.style,
            "length": self.length if kind in _BY_LENGTH else "",
            "year": self.year,
            "options": json.dumps(dict(self.options), sort_keys=True) if named else "",
            **self._digests,
            "code": keys.of_program(),
            **{f"library.{name}": version(name) for name in LIBRARIES},
            "font": serif().identity,
        }
