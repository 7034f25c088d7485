"""Which workers a scheduler has, which of them may compute, and which do not answer any more."""

import asyncio
import concurrent.futures
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from lab1report.runs.cluster.admission import (
    Admission,
    in_short,
    no_sign_of,
    too_many_threads,
)
from lab1report.runs.cluster.events import Joined, Remark

SILENT_SECONDS: Final = 120.0
"""A worker that gives no sign of itself for so long is given up; by itself it does so each second,
whatever it computes. Dask's own limit is five minutes."""

_PAUSE: Final = 1.0  # seconds to wait for answers: most come sooner

Infos = Mapping[str, Mapping[str, Any]]
"""What the scheduler says of each worker, by address."""


class KnownWorkers:
    """The workers of one session, looked at time and again.

    Attributes:
        accepted: the addresses of those that may compute.
        refused_all: whether there are workers, and none of them may compute.
    """

    def __init__(self, session: str, tell: Callable[[Any], None]) -> None:
        self._admission, self._tell = Admission(session), tell
        self.resource = self._admission.resource
        self.accepted: frozenset[str] = frozenset()
        self.refused_all = False
        self._refused: set[str] = set()
        self._asked: dict[str, concurrent.futures.Future[str | None]] = {}
        self._signs: dict[str, tuple[float, float]] = {}
        self._given_up: set[str] = set()
        self._told_of_threads = False

    def forget(self) -> None:
        """Begin anew: the connection is lost."""
        for future in self._asked.values():
            future.cancel()
        self.accepted = frozenset()
        self._asked, self._signs = {}, {}

    def look(self, client: Any, infos: Infos) -> None:
        """Ask those that are new, and tell of those that have answered.

        A worker that was begun again under its name, or at its address, is a new one: what it was
        accepted with is not with it.

        Args:
            client: Dask's.
        """
        self._refused &= infos.keys()
        survivors = {
            address
            for address in self.accepted & infos.keys()
            if self.resource in infos[address]["resources"]
        }
        loop = client.loop.asyncio_loop
        for address in infos.keys() - survivors - self._refused - self._asked.keys():
            question = self._admission.refusal(client, address)
            self._asked[address] = asyncio.run_coroutine_threadsafe(question, loop)
        concurrent.futures.wait(self._asked.values(), timeout=_PAUSE)
        answers = self._answers()
        joined = {address for address, said in answers.items() if said is None}
        self._refused.update(answers.keys() - joined)
        self.accepted = frozenset(survivors | joined)
        self.refused_all = bool(infos) and infos.keys() <= self._refused
        for sentence in in_short(answers):
            self._tell(Remark(sentence))
        if joined:
            self._tell(Joined(alone=not survivors))
        self._tell_of_threads(joined, infos)
        self._give_up(client, infos)

    def _answers(self) -> dict[str, str | None]:
        """Of those that have answered by now; one that has gone is asked again if it comes back."""
        found = {}
        for address in [address for address, future in self._asked.items() if future.done()]:
            future = self._asked.pop(address)
            if not future.cancelled() and not isinstance(future.exception(), OSError):
                found[address] = future.result()
        return found

    def _tell_of_threads(self, joined: Collection[str], infos: Infos) -> None:
        for address in joined:
            if (threads := infos[address]["nthreads"]) > 1 and not self._told_of_threads:
                self._told_of_threads = True
                self._tell(Remark(too_many_threads(address, threads)))

    def _give_up(self, client: Any, infos: Infos) -> None:
        """Have the scheduler part with workers that are silent, so that others do their work.

        Times are those of this machine: the scheduler's clock may be another.
        """
        now = time.monotonic()
        self._signs = {
            address: sign
            if (sign := self._signs.get(address)) is not None and sign[0] == one["last_seen"]
            else (one["last_seen"], now)
            for address, one in infos.items()
        }
        self._given_up &= infos.keys()
        own = (self.accepted | self._asked.keys()) - self._given_up
        silent = sorted(
            address for address in own if now - self._signs[address][1] > SILENT_SECONDS
        )
        if not silent:
            return
        self._given_up.update(silent)
        for sentence in in_short(
            {address: no_sign_of(address, SILENT_SECONDS) for address in silent}
        ):
            self._tell(Remark(sentence))
        # Its nanny, if it has one, kills it and begins another
        parting = client.scheduler.restart_workers(
            workers=silent,
            wait_for_workers=False,
            on_error="return",
            stimulus_id=f"lab1report-silent-{now}",
        )
        asyncio.run_coroutine_threadsafe(parting, client.loop.asyncio_loop)
