"""Today, by the clock of this machine; the one place that asks for it."""

import datetime


def today() -> datetime.date:
    """The date where the user is."""
    return datetime.datetime.now(datetime.UTC).astimezone().date()
