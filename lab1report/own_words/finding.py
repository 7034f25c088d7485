"""Finds the student's words, and what is wrong with them whatever the numbers are."""

from dataclasses import replace
from pathlib import Path

from lab1report.own_words.folder import FoundWords, read_with_mistakes


def words_in(folder: Path, *, language: str) -> FoundWords:
    """The words in `folder`, as far as they can be read, with all mistakes.

    Raises:
        UserError: the folder cannot be read.
    """
    found = read_with_mistakes(folder)
    if not found.words:
        return found
    from lab1report.own_words.checks import mistakes_alone

    further = mistakes_alone(found.words, language=language)
    return replace(found, mistakes=(*found.mistakes, *further))
