"""Decides which workers may compute: those that would get the numbers of the one who asks.

The versions are asked for by functions of Python's own, which every worker has, whatever is
installed there.
"""

import asyncio
import importlib.metadata
import platform
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from lab1report.messages import _, ngettext
from lab1report.runs.cluster import on_worker
from lab1report.store.environment import version

ANSWER_SECONDS: Final = 120.0
"""For all its answers: the first ones have it import PyTorch, maybe from a slow disk of many."""

_LIBRARIES: Final = ("lab1report", "torch", "numpy", "scikit-learn")
"""The program, and what is in the keys of results."""


class Admission:
    """Looks at workers as they join.

    Attributes:
        resource: what the accepted ones have, and the work asks for. It is this session's own, as
            another one that asks the same workers may be of another version.
    """

    def __init__(self, session: str) -> None:
        self.resource = f"lab1report-{session}"
        self._own = on_worker.identity()

    async def refusal(self, client: Any, worker: str) -> str | None:
        """Why the worker at this address is refused; None if it is accepted.

        Each is asked by itself, as one that does not answer would keep all others waiting.

        Args:
            client: Dask's, in whose loop this runs.

        Raises:
            OSError: it does not answer, or has gone.
        """

        async def ask(function: Any, *arguments: object) -> Any:
            answers = await client.run(function, *arguments, workers=[worker], on_error="return")
            answer = answers.get(worker, OSError())
            if isinstance(answer, OSError) and answer.errno is None:  # of Dask's connection
                raise answer
            return answer

        async with asyncio.timeout(ANSWER_SECONDS):
            if said := _other_python(worker, await ask(platform.python_version)):
                return said
            for name in _LIBRARIES:
                if said := _other_version(
                    worker, name, await ask(importlib.metadata.version, name)
                ):
                    return said
            if said := _other_code(worker, await ask(on_worker.identity), self._own):
                return said
            accepted = await ask(on_worker.accept, self.resource)
        if isinstance(accepted, BaseException):
            raise accepted
        return None


def _other_python(worker: str, answer: Any) -> str | None:
    own = platform.python_version()
    if _minor(answer) == _minor(own):
        return None
    return _("worker {worker} is refused: it has Python {theirs}, here it is {own}").format(
        worker=worker, theirs=answer, own=own
    )


def _minor(python: str) -> str:
    """The last digit of Python's version changes no number."""
    return python.rpartition(".")[0]


def _other_version(worker: str, name: str, answer: object) -> str | None:
    own = version(name)
    if answer == own:
        return None
    if isinstance(answer, BaseException):
        return _("worker {worker} is refused: it has no {name}, here it is {own}").format(
            worker=worker, name=name, own=own
        )
    return _("worker {worker} is refused: it has {name} {theirs}, here it is {own}").format(
        worker=worker, name=name, theirs=answer, own=own
    )


def _other_code(worker: str, answer: Any, own: dict[str, Any]) -> str | None:
    if isinstance(answer, BaseException) or answer["code"] != own["code"]:
        theirs = answer if isinstance(answer, BaseException) else answer["code"]
        return _(
            "worker {worker} is refused: lab1report has other code or notebooks there"
            " ({theirs}), here it is {own}"
        ).format(worker=worker, theirs=theirs, own=own["code"])
    if answer["machine"] == own["machine"]:
        return None
    names = [name for name, value in own["machine"].items() if answer["machine"][name] != value]
    return _(
        "worker {worker} is refused: its processor rounds otherwise ({theirs}, here {own});"
        " begin the build on a machine of the workers' kind"
    ).format(worker=worker, theirs=_described(answer, names), own=_described(own, names))


def _described(identity: dict[str, Any], names: Collection[str]) -> str:
    """The processor by its name, and by what tells it from another one."""
    said = (f"{name} {identity['machine'][name] or '-'}" for name in names)
    return f"{identity['processor']}: {', '.join(said)}"


def in_short(answers: Mapping[str, str | None]) -> Iterator[str]:
    """A sentence for each reason why workers are refused, since hundreds may be alike."""
    alike: dict[str, list[str]] = {}
    for address, said in answers.items():
        if said is not None:
            alike.setdefault(said.replace(address, ""), []).append(said)
    for sentences in alike.values():
        if others := len(sentences) - 1:
            said = ngettext(
                "{sentence} (and {count} other worker as well)",
                "{sentence} (and {count} other workers as well)",
                others,
            )
            yield said.format(sentence=sentences[0], count=others)
        else:
            yield sentences[0]


def too_many_threads(address: str, count: int) -> str:
    """What is said of a worker with several threads, by its address."""
    return _(
        "worker {address} has {count} threads, of which one computes: start workers with"
        " --nthreads 1, and as many of them as there are cores"
    ).format(address=address, count=count)


def no_sign_of(address: str, seconds: float) -> str:
    """What is said of a worker that is given up, by its address."""
    return _(
        "worker {address} has given no sign of itself for {seconds} s; its work is given to others"
    ).format(address=address, seconds=round(seconds))
