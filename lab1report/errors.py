"""The errors that a user can cause or meet, as opposed to bugs of the program.

Whatever derives from `Lab1Error` is shown as one sentence and ends the program with its
`exit_code`; any other exception is a bug and keeps its traceback.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lab1report.messages import joined, split_lines


class Lab1Error(Exception):
    """An error with a sentence for the user and an exit code for scripts."""

    exit_code = 1


class UserError(Lab1Error):
    """Something the user gave is wrong; the message names the value and the remedy."""

    exit_code = 2


class NoClassesError(UserError):
    """The rules of a year give no three classes; `problem` says why, the message the remedy too."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(joined(": ", (problem, remedy)))
        self.problem, self.remedy = problem, remedy


class UserErrors:
    """Collects errors that do not depend on each other, so that all are said at once."""

    def __init__(self) -> None:
        self._messages: list[str] = []

    @contextmanager
    def collected(self) -> Iterator[None]:
        """Go on after the block where a UserError ends it."""
        try:
            yield
        except UserError as error:
            self._messages.append(str(error))

    def add(self, messages: Iterable[str]) -> None:
        """Collect what was found without an exception."""
        self._messages += messages

    @property
    def messages(self) -> list[str]:
        """What was collected, a sentence for each."""
        return [line for message in self._messages for line in split_lines(message)]

    def raise_any(self) -> None:
        """Raise what was collected, a line each.

        Raises:
            UserError: something was.
        """
        if self._messages:
            raise UserError(joined("\n", self._messages))


class DataError(Lab1Error):
    """The data are missing or damaged; the message names the file."""

    exit_code = 3


class LibraryError(Lab1Error):
    """This machine lacks a library that no Python package brings; the message has the remedy."""

    exit_code = 3


class NetworkError(Lab1Error):
    """A server could not be reached or broke off; the data layer tries the next source."""

    exit_code = 3
