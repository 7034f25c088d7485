"""How a report ends up other than verified."""

from typing import Literal

from lab1report.messages import Message, kept

Basis = Literal["numbers", "notebook", "pages"]
"""What is made again where a report differs: the libraries that count are those that make it."""


class RefutedError(Exception):
    """Something in the report is not so.

    Args:
        stage: "intact", "consistent" or "real".
        place: where in the report, such as "page 7" or "results.json: best.test.mean".
        message: what is wrong there.
        basis: what of the report that is.
    """

    def __init__(self, stage: str, place: str, message: str, *, basis: Basis = "numbers") -> None:
        super().__init__(f"{place}: {message}")
        self.stage, self.place, self.message, self.basis = stage, place, message, basis


class NoReportError(Exception):
    """The file is no report of this program; says why."""


class OtherVersionError(Exception):
    """A report of another version, of which this one can verify little; says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def refused(error: Exception) -> Message:
    """What another part of the program says of a file, in the user's language alone."""
    return kept(str(error), english="the program refuses it; lab1report verify says why")
