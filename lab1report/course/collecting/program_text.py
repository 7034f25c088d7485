"""What the program itself says, which students may quote without sharing any words of their own.

Its templates have most of it, and the notebooks attached to reports have what they make of them:
the texts there beyond the student's own words.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from lab1report import resources
from lab1report.course.collecting.word_runs import Run, runs_of
from lab1report.differing.texts import of_notebook

_MOST_OF_NOTEBOOK: Final = 100_000  # runs; a report has some 5,000
_MOST: Final = 1_000_000  # runs of all
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CODE = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
_QUOTED = re.compile(r"'([^'\n]+)'")
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h\d|t[dhr]|table|section|div)\b[^>]*>|\n\s*\n")
_TAG = re.compile(r"<[^>]*>")
_FORMULA = re.compile(r"\$[^$]*\$")
_LANGUAGE: Final = "ru"


def of_templates() -> set[Run]:
    """The runs of words in the templates of the report.

    A place where something is put in is passed over or parts the text: it may be a number or a
    word.
    """
    found: set[Run] = set()
    for path in (resources.folder("templates") / _LANGUAGE).rglob("*.html.j2"):
        text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        for block in _BLOCK.split(text):
            said = _TAG.sub("", block)
            parts = (_CODE.sub("", said), *_CODE.split(said), *_QUOTED.findall(said))
            found.update(chain.from_iterable(map(runs_of, parts)))
    return found


def of_report(notebook: bytes, own: Iterable[Run]) -> set[Run]:
    """The runs that the notebook of a report has besides those of the student's `own` words.

    Raises:
        UserError: it is no notebook.
    """
    sentences = of_notebook(notebook)
    runs = chain.from_iterable(runs_of(_FORMULA.sub("", one.text)) for one in sentences)
    return set(Counter(islice(runs, _MOST_OF_NOTEBOOK)) - Counter(own))


class ProgramText:
    """The runs of words that are the program's, as far as reports have shown it."""

    def __init__(self) -> None:
        self.runs = of_templates()

    def add(self, runs: set[Run]) -> None:
        """More of it; beyond a million no report says anything new."""
        if len(self.runs) < _MOST:
            self.runs |= runs
