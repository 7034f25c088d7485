"""What was found out about one thing that the program needs."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "missing"]
"""Whether it is as it should be; or works, but not as well; or is in the way of a report."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing by its name, its state, what was found, and what to do where it is not ok.

    A path within the home folder begins with "~", so that the name of the user is not told.
    """

    name: str
    state: State
    found: str
    remedy: str = ""
