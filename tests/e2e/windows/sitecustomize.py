"""Loaded by each Python that has this folder in PYTHONPATH: to lab1report the system is Windows.

Its modules, and no others, get a stand-in for `os`, `sys`, `signal` and the like that lacks what
Python's documentation calls absent on Windows, and has what is there alone. Paths, and all
libraries, stay those of this machine; Pango's are found by the names that they have on Windows. A
file opened in the encoding of the system, which is cp1251 there, is an error.

Where `LAB1REPORT_TEST_LONGEST_PATH` says how many characters a path may have, as it may 259 on
Windows without long paths, longer ones are not there, in all of the process.

`importlib.import_module` gives the real modules; a test keeps it out of the package.
"""

import builtins
import ctypes.util
import multiprocessing
import os
import re
import select
import signal
import socket
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = "lab1report"
LONGEST = "LAB1REPORT_TEST_LONGEST_PATH"

NO_MODULES = frozenset(
    {"_posixsubprocess", "curses", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource"}
    | {"syslog", "termios", "tty"}
)
NOT_IN_OS = frozenset(
    {
        *("chown", "chroot", "confstr", "ctermid", "fchdir", "fchmod", "fchown", "fork"),
        *("forkpty", "fpathconf", "fstatvfs", "getegid", "geteuid", "getgid", "getgrouplist"),
        *("getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getresgid"),
        *("getresuid", "getsid", "getuid", "getxattr", "initgroups", "killpg", "lchown"),
        *("listxattr", "lockf", "major", "makedev", "memfd_create", "minor", "mkfifo", "mknod"),
        *("nice", "openpty", "pathconf", "pidfd_open", "pipe2", "posix_fadvise"),
        *("posix_fallocate", "posix_spawn", "posix_spawnp", "pread", "preadv", "pwrite"),
        *("pwritev", "readv", "register_at_fork", "sched_getaffinity", "sched_setaffinity"),
        *("sched_yield", "sendfile", "setegid", "seteuid", "setgid", "setgroups", "setpgid"),
        *("setpriority", "setregid", "setreuid", "setsid", "setuid", "statvfs", "sync"),
        *("sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname", "uname", "wait", "wait3", "wait4"),
        *("waitid", "writev", "WNOHANG", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW"),
        *("O_NONBLOCK", "O_SYNC", "O_TMPFILE"),
    }
)
IN_SIGNAL = frozenset(
    {"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM", "SIG_DFL", "SIG_IGN"}
    | {"Handlers", "default_int_handler", "getsignal", "raise_signal"}
    | {"set_wakeup_fd", "signal", "strsignal", "valid_signals"}
)
SIGBREAK = 21  # of Ctrl-Break; here the same number is that of another signal, SIGTTIN
SIGNALS = {name: getattr(signal, name) for name in IN_SIGNAL if re.fullmatch("SIG[A-Z]+", name)}


class StandIn(ModuleType):
    """A module without some of its names, and with others in their place."""

    def __init__(
        self, module: ModuleType, *, lacks: frozenset[str] = frozenset(), **own: object
    ) -> None:
        super().__init__(module.__name__)
        self.__dict__.update(own)
        self._module, self._lacks = module, lacks

    def __getattr__(self, name: str) -> Any:
        if name in self._lacks:
            raise AttributeError(f"{self.__name__}.{name} does not exist on Windows")
        return getattr(self._module, name)

    def __setattr__(self, name: str, value: object) -> None:
        if name in ("_module", "_lacks"):
            super().__setattr__(name, value)
        else:
            setattr(self._module, name, value)


def _spawn_only(method: str | None = None) -> Any:
    if method not in (None, "spawn"):
        raise ValueError(f"cannot find context for {method!r}")
    return multiprocessing.get_context("spawn")


def _no_tracker() -> None:
    raise ModuleNotFoundError("No module named '_posixsubprocess'")


def _add_dll_directory(path: str) -> None:
    if not Path(path).is_dir():
        raise FileNotFoundError(2, "The system cannot find the file specified", path)


def _find_library(name: str) -> str | None:
    """This machine's library for a name as `find_library` of Windows takes them."""
    from lab1report.editions.pdf.native import LIBRARIES, SUBSET_NAMES

    names = (*LIBRARIES.values(), SUBSET_NAMES)
    return {on_windows: on_linux for on_linux, on_windows, _ in names}.get(name)


def _stand_ins() -> Mapping[str, ModuleType]:
    from multiprocessing import resource_tracker

    tracker = StandIn(resource_tracker, ensure_running=_no_tracker)
    searching = StandIn(ctypes.util, find_library=_find_library)
    return {
        "os": StandIn(os, lacks=NOT_IN_OS, name="nt", add_dll_directory=_add_dll_directory),
        "sys": StandIn(sys, platform="win32"),
        "ctypes": StandIn(ctypes, util=searching),
        "ctypes.util": searching,
        "signal": StandIn(
            signal,
            lacks=frozenset(dir(signal)) - IN_SIGNAL,
            Signals=IntEnum("Signals", {**SIGNALS, "SIGBREAK": SIGBREAK}),
            SIGBREAK=SIGBREAK,
            CTRL_C_EVENT=0,
            CTRL_BREAK_EVENT=1,
        ),
        "time": StandIn(time, lacks=frozenset({"tzset"})),
        "select": StandIn(select, lacks=frozenset({"poll", "epoll", "kqueue"})),
        "socket": StandIn(socket, lacks=frozenset({"AF_UNIX"})),
        "multiprocessing": StandIn(
            multiprocessing, get_context=_spawn_only, resource_tracker=tracker
        ),
        "multiprocessing.resource_tracker": tracker,
    }


def _limit_paths(most: int) -> None:
    """No file can be opened whose path has more characters, and no folder made with 12 less."""

    def check(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.mkdir") and isinstance(arguments[0], str | os.PathLike):
            path = os.path.abspath(arguments[0])  # noqa: PTH100 - no pathlib within a hook
            if len(path) > most - 12 * (event == "os.mkdir"):
                raise FileNotFoundError(2, "The system cannot find the path specified", path)

    sys.addaudithook(check)


def _install() -> None:
    real, stand_ins = builtins.__import__, _stand_ins()

    def imported(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        importer = str((globals or {}).get("__name__", ""))
        ours = importer.partition(".")[0] == PACKAGE
        if ours and name in NO_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r} on Windows")
        module = real(name, globals, locals, fromlist, level)
        given = name if fromlist else name.partition(".")[0]  # `import os.path` gives `os`
        return stand_ins.get(given, module) if ours and not level else module

    builtins.__import__ = imported
    warnings.filterwarnings("error", category=EncodingWarning, module=PACKAGE)


_install()
if LONGEST in os.environ:
    _limit_paths(int(os.environ[LONGEST]))
