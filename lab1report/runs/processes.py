"""Processes that do one piece of work after another, and end with the one that began them.

Each has a pipe of its own: whichever process dies, and at whatever moment, no lock or queue that
others need dies with it. A process watches its parent, which may be killed without a chance to end
anything: work that nobody waits for stops at once.
"""

import multiprocessing
import multiprocessing.context
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

from lab1report import messages
from lab1report.errors import Lab1Error
from lab1report.messages import _

Work: TypeAlias = Callable[..., Iterator[Any]]
"""Given `say` and the arguments of one piece of work, yields what is to be sent as well."""

_WAIT_SECONDS = 0.5  # on Windows nothing interrupts a wait for a pipe
_END_SECONDS = 1.0
_OWN_VARIABLES = "LAB1REPORT_"
_NO_MEMORY = 12  # ENOMEM, as an exit code
_INTERRUPTIONS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class ProcessEndedError(Exception):
    """A process ended in the middle of its work; the text says by what, as far as is known.

    It continues a sentence about the process.
    """


class Failure:
    """An error that ended a piece of work, on its way to the parent."""

    def __init__(self, error: Exception) -> None:
        self.details = "".join(traceback.format_exception(error))
        self.error: Exception | None = error
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        except Exception:  # of a library's, which may need other arguments
            self.error = None

    def reraise(self) -> None:
        """Raise the error here, with the traceback that it had there."""
        if isinstance(self.error, Lab1Error):
            raise self.error
        raise self.error or RuntimeError from RuntimeError(f"in another process:\n{self.details}")


class _End:
    """Says that a piece of work is done."""


class WorkerProcess:
    """One process, begun at once.

    Args:
        work: a function on the top level of a module.

    Attributes:
        busy: whether it has work that has not ended.

    Raises:
        OSError, EOFError: the system gives no further process.
    """

    def __init__(self, context: multiprocessing.context.BaseContext, work: Work) -> None:
        self.connection, theirs = context.Pipe()
        process = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, work, _own_variables()), daemon=True
        )
        with _safe_path(), _later_interruptions():
            process.start()
        theirs.close()
        self._process = process
        self.busy = False

    def begin(self, *arguments: object) -> None:
        """Begin a piece of work; that the process has ended meanwhile is told by `heard`."""
        with suppress(OSError):
            self.connection.send(arguments)
        self.busy = True

    def heard(self) -> Iterator[Any]:
        """What has been sent since the last call.

        Raises:
            ProcessEndedError: the process has ended.
            Exception: that of the work.
        """
        try:
            while self.busy and self.connection.poll():
                content = self.connection.recv()
                if isinstance(content, _End):
                    self.busy = False
                elif isinstance(content, Failure):
                    self.busy = False
                    content.reraise()
                else:
                    yield content
        except (EOFError, OSError, pickle.UnpicklingError):
            raise self._ended() from None

    def end(self) -> None:
        """End the process, in the middle of its work if need be."""
        with suppress(OSError):
            self._process.terminate()
        self.connection.close()

    def _ended(self) -> ProcessEndedError:
        self.busy = False
        self._process.join(_END_SECONDS)
        code = self._process.exitcode
        self.end()
        if code == _NO_MEMORY:
            return ProcessEndedError(_("ran out of memory"))
        if code is not None and code < 0:
            with suppress(ValueError):
                name = signal.Signals(-code).name
                return ProcessEndedError(_("was killed ({signal})").format(signal=name))
        if code is None:
            return ProcessEndedError(_("ended"))
        return ProcessEndedError(_("ended with code {code}").format(code=code))


def context() -> multiprocessing.context.BaseContext:
    """Start processes from one that has imported torch and has not started a thread yet."""
    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["lab1report.tasks.series", "lab1report.tasks.cifar"])
    return found


def wait(workers: Sequence[WorkerProcess], besides: "Sequence[Connection[Any, Any]]" = ()) -> None:
    """Wait a while, until one of `workers` has something to say or has ended, or one of `besides`
    can be read."""
    heard = [*(worker.connection for worker in workers), *besides]
    connection.wait(heard, timeout=_WAIT_SECONDS)


@contextmanager
def _later_interruptions() -> Iterator[None]:
    """Delay Ctrl-C and the like while a process is started, which takes seconds the first time.

    Until then nobody knows it, so nobody could end it. It and the process that it is begun from
    inherit the blocked Ctrl-C, and so never answer it by a traceback of their own.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if os.name == "posix":  # which alone has it
        # Else it is begun on the way, and ends with the signals unblocked
        resource_tracker.ensure_running()
    handlers = {one: signal.getsignal(one) for one in _INTERRUPTIONS}
    pending: list[tuple[int, Any]] = []
    # Blocked is this thread's alone: another may receive the signal, and tell us by the handler
    for one, handler in handlers.items():
        if callable(handler):
            signal.signal(one, lambda number, frame: pending.append((number, frame)))
    blocks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if blocks else set()
    try:
        yield
    finally:
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for one, handler in handlers.items():
            if callable(handler):
                signal.signal(one, handler)
        for number, frame in pending[:1]:
            handlers[signal.Signals(number)](number, frame)  # type: ignore[operator, misc]


@contextmanager
def _safe_path() -> Iterator[None]:
    """Keep the process that begins others from importing what lies in the working folder.

    Python before 3.12 would look there first: for a file of the student's that has the name of a
    module, or for another version of this program.
    """
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _own_variables() -> dict[str, str]:
    """Where this program is told to look for data, results, templates and experiments.

    The language of messages is among them, by whatever it was chosen.
    """
    own = {name: value for name, value in os.environ.items() if name.startswith(_OWN_VARIABLES)}
    return {**own, messages.VARIABLE: messages.language()}


def _adopt(variables: Mapping[str, str]) -> None:
    """Take the variables of the process that asks for work, in place of this one's.

    That which begins the others keeps those of its own beginning, and a program may have changed
    them since: another data set would be taken for the one that was asked for.
    """
    for name in [name for name in os.environ if name.startswith(_OWN_VARIABLES)]:
        del os.environ[name]
    os.environ.update(variables)
    messages.use(variables[messages.VARIABLE])


def _serve(pipe: "Connection[Any, Any]", work: Work, variables: Mapping[str, str]) -> None:
    """The whole life of a process."""
    _adopt(variables)
    # Ctrl-C reaches all processes of the terminal; the one that was started by the user decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(OSError):  # the parent has closed the pipe
        while True:
            try:
                for content in work(pipe.send, *pipe.recv()):
                    pipe.send(content)
            except MemoryError:
                os._exit(_NO_MEMORY)  # with all that was taken; a new process may have more luck
            except Exception as error:
                pipe.send(Failure(error))
            else:
                pipe.send(_End())


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
