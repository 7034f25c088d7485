"""How a report ends up other than verified."""


class RefutedError(Exception):
    """Something in the report is not so.

    Args:
        stage: "intact", "consistent" or "real".
        place: where in the report, such as "page 7" or "results.json: best.test.mean".
        message: what is wrong there.
    """

    def __init__(self, stage: str, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.stage, self.place, self.message = stage, place, message


class NoReportError(Exception):
    """The file is no report of this program; says why."""


class OtherVersionError(Exception):
    """A report of another version, of which this one can verify little; says what to do."""
