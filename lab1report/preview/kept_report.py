"""Keeps what words cannot change, so that a page with new words is made in a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lab1report.editions.content import LANGUAGE
from lab1report.editions.web import edition as web
from lab1report.errors import UserError
from lab1report.figures.font_search import find as find_font
from lab1report.figures.fonts import using
from lab1report.own_words.finding import words_in
from lab1report.own_words.folder import FoundWords
from lab1report.pipeline import content_of, given_by, report_of, services_for, with_words
from lab1report.preview.problems import Problem, placed, problems
from lab1report.progress import Progress
from lab1report.settings.options import Settings


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A page, None where the words have an error; and what is wrong with them."""

    page: bytes | None
    problems: Sequence[Problem]


class KeptReport:
    """The results, findings and figures of a report, and what else its words leave alone.

    What is missing is computed.

    Raises:
        UserError, DataError: as in a build, but for mistakes in the words.
    """

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self._settings = settings
        self._font = find_font(settings.font)
        services = services_for(progress)
        with using(self._font):
            given = given_by(replace(settings, words=None))
            report = report_of(settings, given.device, services)
            self._content = content_of(report, given, settings, progress)
            self._exhibits = web.exhibits_of(self._content, services)

    def page(self, preview: Mapping[str, Any]) -> Attempt:
        """The page with the words as they are now.

        Args:
            preview: what its script has to know.
        """
        warnings, found = _Warnings(), FoundWords()
        page: bytes | None = None
        wrong: Iterable[Problem] = ()
        try:
            if (folder := self._settings.words) is not None:
                found = words_in(folder, language=LANGUAGE)
            page = self._page(found, preview, warnings)
        except UserError as error:
            wrong = problems("error", str(error))
        told = (*wrong, *warnings.found)
        return Attempt(page=page, problems=tuple(placed(one, found.words) for one in told))

    def page_without_words(self, preview: Mapping[str, Any]) -> bytes:
        """The page where its words have been wrong from the beginning."""
        return self._page(FoundWords(), preview, Progress())

    def _page(self, words: FoundWords, preview: Mapping[str, Any], progress: Progress) -> bytes:
        with using(self._font):
            content = with_words(self._content, words, self._settings, progress)
            return web.page_of(content, self._exhibits, preview=preview)


class _Warnings(Progress):
    """Takes down what the program warns of."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def warn(self, message: str) -> None:
        self.found += problems("warning", message)
