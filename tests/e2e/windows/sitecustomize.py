"""Loaded by each Python that has this folder in PYTHONPATH: to lab1report the system is Windows.

Its modules, and no others, get a stand-in for `os`, `sys`, `signal` and the like that lacks what
Python's documentation calls absent on Windows. Paths, and all libraries, stay those of this
machine. A file opened in the encoding of the system, which is cp1251 there, is an error.
"""

import builtins
import multiprocessing
import os
import select
import signal
import socket
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

PACKAGE = "lab1report"
AS_IT_IS = "lab1report.editions.pdf.native"  # looks for the libraries that this machine has

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
    | {"Handlers", "Signals", "default_int_handler", "getsignal", "raise_signal"}
    | {"set_wakeup_fd", "signal", "strsignal", "valid_signals"}
)


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


def _stand_ins() -> Mapping[str, ModuleType]:
    from multiprocessing import resource_tracker

    tracker = StandIn(resource_tracker, ensure_running=_no_tracker)
    return {
        "os": StandIn(os, lacks=NOT_IN_OS, name="nt"),
        "sys": StandIn(sys, platform="win32"),
        "signal": StandIn(signal, lacks=frozenset(dir(signal)) - IN_SIGNAL),
        "time": StandIn(time, lacks=frozenset({"tzset"})),
        "select": StandIn(select, lacks=frozenset({"poll", "epoll", "kqueue"})),
        "socket": StandIn(socket, lacks=frozenset({"AF_UNIX"})),
        "multiprocessing": StandIn(
            multiprocessing, get_context=_spawn_only, resource_tracker=tracker
        ),
        "multiprocessing.resource_tracker": tracker,
    }


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
        ours = importer.partition(".")[0] == PACKAGE and importer != AS_IT_IS
        if ours and name in NO_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r} on Windows")
        module = real(name, globals, locals, fromlist, level)
        return stand_ins.get(name, module) if ours else module

    builtins.__import__ = imported
    warnings.filterwarnings("error", category=EncodingWarning, module=PACKAGE)


_install()
