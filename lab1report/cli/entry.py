"""Where the program starts: what ends it from outside is answered before all else is loaded.

Ctrl-C, the end of a session and a request to end all end it in the same way: what is under way is
left, the terminal is as it was, what was computed is stored, one sentence says so. What does not
end by itself within two seconds is ended all the same.
"""

import atexit
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from types import FrameType

from lab1report.cli import kept, language
from lab1report.messages import _

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_SECONDS = 2.0
_SHOW_CURSOR = "\x1b[?25h"


class _Interruption:
    """Which signal was received, if any; those that were ignored stay so, as under `nohup`."""

    def __init__(self) -> None:
        self.signal: int | None = None

    def answer(self) -> None:
        """Answer the signals from now on, by a KeyboardInterrupt for the first one."""
        for number in self._numbers():
            signal.signal(number, self._received)
        sys.unraisablehook = self._not_raised

    def ignore(self) -> None:
        """Let the program end undisturbed: it is about to."""
        for number in self._numbers():
            signal.signal(number, signal.SIG_IGN)

    def _numbers(self) -> Iterator[int]:
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                yield number

    @property
    def status(self) -> int:
        """The exit code, as shells count it."""
        return 128 + (self.signal or signal.SIGINT)

    @property
    def words(self) -> str:
        if self.signal in (None, signal.SIGINT):
            said = (
                _("interrupted; what was computed is kept") if kept.anything() else _("interrupted")
            )
        else:
            if kept.anything():
                ended = _("ended by {signal}; what was computed is kept")
            else:
                ended = _("ended by {signal}")
            said = ended.format(signal=signal.Signals(self.signal or 0).name)
        return f"lab1report: {said}\n"

    def _received(self, number: int, _frame: FrameType | None) -> None:
        if self.signal is not None:
            return  # it is ending already
        self.signal = number
        last = threading.Timer(_SECONDS, self._end)
        last.daemon = True
        last.start()
        raise KeyboardInterrupt

    def _not_raised(self, found: "sys.UnraisableHookArgs") -> None:
        """Say nothing of an interruption where Python cannot pass it on: the time limit does."""
        if not (self.signal is not None and issubclass(found.exc_type, KeyboardInterrupt)):
            sys.__unraisablehook__(found)

    def _end(self) -> None:
        """End without asking anyone; processes that compute end with this one."""
        with suppress(OSError):  # there may be no terminal any more
            if os.isatty(2):
                os.write(2, _SHOW_CURSOR.encode())
            os.write(2, self.words.encode())
        os._exit(self.status)


def main() -> None:
    """The command `lab1report`; exit codes as of `lab1report.cli.app.main`, or 128 and a signal."""
    interruption = _Interruption()
    try:
        interruption.answer()
        sys.argv[1:] = language.choose(sys.argv[1:], os.environ)
        from lab1report.cli import app

        app.main()
    except KeyboardInterrupt:
        status: object = interruption.status
    except SystemExit as ended:
        status = ended.code
    if interruption.signal is not None or status == interruption.status:
        interruption.ignore()
        with suppress(OSError, ValueError):  # as when the terminal was closed
            sys.stderr.write(interruption.words)
            sys.stderr.flush()
            sys.stdout.flush()
        # A library that was interrupted while it was loaded can crash as Python takes it down
        atexit._run_exitfuncs()
        os._exit(interruption.status)
    sys.exit(status)  # type: ignore[arg-type]
