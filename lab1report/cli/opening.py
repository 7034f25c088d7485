"""Opens a file or an address in the program that the user has for it, without a word of others."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from lab1report.cli.output import say
from lab1report.messages import _

_SECONDS: Final = 3.0
"""What says that it opens nothing says so at once; a browser may stay as long as its window."""


def opened(target: str) -> bool:
    """Whether a program took `target`, a path or an address."""
    if sys.platform == "win32":
        try:
            os.startfile(target)  # noqa: S606
        except OSError:
            return False
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if opener is None:
        return False
    try:  # what it tries in turn says on stderr that it is not there
        running = subprocess.Popen(  # noqa: S603
            [opener, target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C here is not for it
        )
    except OSError:
        return False
    with suppress(subprocess.TimeoutExpired):
        return running.wait(_SECONDS) == 0
    return True


def say_by_hand(place: str | Path) -> None:
    """Say that nothing took it, and what to do."""
    say(_("nothing here opens {place}: open it by hand").format(place=place))
