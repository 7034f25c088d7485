"""Imports packages in a process of its own: a broken one may end it, or never come back."""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Final

from lab1report.messages import _, numeral
from lab1report.quoting import reason

SECONDS: Final = 60.0
_CODE: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from lab1report.doctor.importing import answer; answer(sys.argv[2:])"
)


class BrokenError(Exception):
    """A package cannot be used; the text says why."""


class Importing:
    """Imports modules and calls functions in another process, which is begun at once.

    Args:
        names: modules, "scipy.special", or functions without arguments in them, "module:function".
    """

    def __init__(self, names: Sequence[str], *, seconds: float = SECONDS) -> None:
        self._names = list(names)
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._open = contextlib.ExitStack()
        self._fault = self._begin()

    def __enter__(self) -> "Importing":
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave nothing behind, if nobody waited for the outcome."""
        self._process = None
        self._open.close()

    def outcome(self) -> Mapping[str, object]:
        """By name what the function gave, as JSON can hold it, or None; or a `BrokenError`.

        Waits for the process. Where it ended before it was done, what it was at is broken, and
        another process goes on with the rest.
        """
        found: dict[str, object] = {}
        while True:
            self._end(found)
            self._names = [name for name in self._names if name not in found]
            if not self._names:
                return found
            found[self._names.pop(0)] = BrokenError(self._fault)
            if self._names:
                self._fault = self._begin()

    def _begin(self) -> str:
        """What is in the way of another process, if anything is."""
        try:
            with contextlib.ExitStack() as opened:
                # Else matplotlib makes folders of its own in the user's
                temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
                folder = opened.enter_context(temporary)
                path = json.dumps([str(Path(one).absolute()) for one in sys.path])
                process = subprocess.Popen(  # noqa: S603 - this program itself
                    [sys.executable, "-c", _CODE, path, *self._names],
                    env={**os.environ, "MPLCONFIGDIR": folder},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
                opened.enter_context(process)
                opened.callback(process.kill)
                self._open, self._process = opened.pop_all(), process
        except OSError as error:
            return _("no process can be started ({reason})").format(reason=reason(error))
        return ""

    def _end(self, found: dict[str, object]) -> None:
        """Wait for the process, and put what it says into `found`."""
        if self._process is None:
            return
        try:
            output, _errors = self._process.communicate(timeout=self._seconds)
            self._fault = _("its process ends with code {code}").format(
                code=self._process.returncode
            )
        except subprocess.TimeoutExpired:
            self._process.kill()
            output, _errors = self._process.communicate()
            self._fault = _("takes more than {seconds} s").format(
                seconds=numeral(self._seconds, "g")
            )
        self.__exit__()
        for line in output.splitlines():
            name, value, error = json.loads(line)
            found[name] = value if error is None else BrokenError(error)


def answer(names: Sequence[str]) -> None:
    """In the other process: import each, and print a line of JSON as soon as it is done."""
    output = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a package prints is no answer
    for name in names:
        value, error = None, None
        try:
            value = _imported(name)
        except Exception as raised:
            error = f"{type(raised).__name__}: {' '.join(str(raised).split())}"
        output.write(json.dumps([name, value, error]) + "\n")
        output.flush()
    with contextlib.suppress(OSError):
        output.close()
    os._exit(0)  # libraries that were loaded for nothing else need not be taken down


def _imported(name: str) -> object:
    module_name, _colon, function = name.partition(":")
    module = importlib.import_module(module_name)
    spec: ModuleSpec | None = module.__spec__
    # A folder without any code is a package to Python, a namespace
    if spec is not None and spec.origin is None:
        raise ImportError(_("the folder of {name} has no code in it").format(name=module_name))
    return getattr(module, function)() if function else None
