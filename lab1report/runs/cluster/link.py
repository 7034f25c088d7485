"""The connection to Dask's scheduler: looked after by a thread, so that nothing waits for it.

Dask's own client gives up on a scheduler that does not come back within seconds, and forgets its
work. Here a new client is made until patience ends, and work without an outcome is told of as such.
"""

import asyncio
import concurrent.futures
import contextlib
import queue
import threading
import time
import uuid
from collections.abc import Callable
from multiprocessing import Pipe
from typing import Any, Final

from lab1report.errors import Lab1Error, UserError
from lab1report.messages import _
from lab1report.runs.cluster.client import connected as connected_client
from lab1report.runs.cluster.events import Arrived, Broken, Failed, Found, Lost
from lab1report.runs.cluster.known_workers import KnownWorkers
from lab1report.runs.pool import PATIENCE

_LOOK_SECONDS: Final = 1.0
_CLOSE_SECONDS: Final = 5
_ANSWER_SECONDS: Final = 60
_MOST_FAILURES: Final = 30  # one after another


Name = tuple[str, str]
"""Of work: its kind, by which Dask's page groups and colours it, and what it is in full."""


class ClusterError(Lab1Error):
    """The cluster is gone, and has not come back."""


class DisconnectedError(Exception):
    """Nothing can be submitted, as there is no connection."""


class Link:
    """A scheduler at `address` and those of its workers that may compute; a context manager.

    Whether there is one is found out before, by `client.require`; here it may come and go.

    Attributes:
        bell: can be read as soon as there is something to be `taken`.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.bell, self._rope = Pipe(duplex=False)
        self.session = uuid.uuid4().hex[:8]
        self._known = KnownWorkers(self.session, self._tell)
        self._scheduler: str | None = None  # its own name, which another one in its place lacks
        self._told_of_loss = False
        self._events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._number = 0
        self._lost_since: float | None = None
        self._ended = threading.Event()
        self._client: Any = None  # Dask's; it is not there before the first look
        self._thread = threading.Thread(target=self._look_after, daemon=True)

    def __enter__(self) -> "Link":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        # The scheduler forgets what nobody waits for, and its workers stop doing it
        with contextlib.suppress(Exception):
            self._client.close(timeout=_CLOSE_SECONDS)
        self._thread.join(_CLOSE_SECONDS)

    @property
    def connected(self) -> bool:
        return self._client is not None and bool(self._client.status == "running")

    @property
    def workers(self) -> frozenset[str]:
        """The addresses of the accepted workers; others get no work."""
        return self._known.accepted

    @property
    def refused_all(self) -> bool:
        """Whether there are workers, and none of them may compute."""
        return self._known.refused_all

    def require(self) -> None:
        """Go on only if the scheduler is there or may still come back.

        Raises:
            ClusterError: it has been gone for longer than patience lasts.
        """
        if self._lost_since is not None and time.monotonic() - self._lost_since > PATIENCE:
            raise ClusterError(
                _(
                    "the scheduler {address} has not come back; what was computed is stored: give"
                    " the same command again, and only the rest is computed"
                ).format(address=self.address)
            )

    def submit(
        self, function: Callable[..., Any], *arguments: object, name: Name, priority: float
    ) -> tuple[int, Any]:
        """Begin work; its number, by which the outcome is told, and Dask's future.

        Args:
            name: by which Dask's own page calls it, for all who may look at that: of no student.

        Raises:
            DisconnectedError: there is no connection.
        """
        self._number += 1
        number = self._number
        future = self.hold(function, *arguments, name=name, priority=priority)
        self._client.loop.add_callback(self._follow, number, future)
        return number, future

    def hold(
        self, function: Callable[..., Any], *arguments: object, name: Name, priority: float
    ) -> Any:
        """A future whose value stays on the workers, as an argument of other work.

        Raises:
            DisconnectedError: there is no connection.
        """
        from distributed.client import ClosedClientError

        if self._client is None:
            raise DisconnectedError
        try:
            return self._client.submit(
                function,
                *arguments,
                key=(*name, f"{self.session}-{uuid.uuid4().hex[:8]}"),
                resources={self._known.resource: 1},
                priority=priority,
                retries=1,
                pure=False,
            )
        except ClosedClientError:
            raise DisconnectedError from None

    def cancel(self, future: Any) -> None:
        """Give up work, or a value that workers hold; a connection that is lost has taken it along.

        Args:
            future: of this or of an earlier connection.
        """
        from distributed.client import ClosedClientError

        with contextlib.suppress(ClosedClientError, RuntimeError):  # the latter of a closed loop
            future.cancel()

    def taken(self) -> list[Any]:
        """What has arrived or failed since the last call."""
        while self.bell.poll():
            self.bell.recv_bytes()
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self._events.get_nowait())
        return found

    async def _follow(self, number: int, future: Any) -> None:
        from distributed import KilledWorker

        try:
            event: Any = Arrived(number, await future)
        except KilledWorker as error:
            event = Failed(number, error, again=False, died=True)
        except (asyncio.CancelledError, concurrent.futures.CancelledError) as error:
            event = Failed(number, error, again=True)
        except Exception as error:
            event = Failed(number, error, again=not self.connected)
        self._tell(event)

    def _tell(self, event: Any) -> None:
        self._events.put(event)
        with contextlib.suppress(OSError):
            self._rope.send_bytes(b"!")

    def _look_after(self) -> None:
        failures = 0
        while not self._ended.wait(_LOOK_SECONDS if self.workers else _LOOK_SECONDS / 10):
            try:
                if self.connected:
                    if self._lost_since is not None:
                        self._lost_since = None
                        self._tell(Found())
                    self._known.look(self._client, self._workers_now())
                else:
                    self._connect_again()
                failures = 0
            except (Exception, asyncio.CancelledError) as error:
                # The scheduler may go at any moment; what is wrong without that stays wrong
                failures += 1
                if failures > _MOST_FAILURES and isinstance(error, Exception):
                    self._tell(Broken(error))
                    return

    def _workers_now(self) -> dict[str, Any]:
        """What the scheduler says of its workers, by address.

        Raises:
            OSError: it says nothing; then it counts as gone.
        """
        client = self._client
        try:
            limit = _ANSWER_SECONDS
            found = client.sync(client.scheduler.identity, n_workers=-1, callback_timeout=limit)
        except TimeoutError:
            client.close(timeout=_CLOSE_SECONDS)
            raise
        if self._scheduler not in (None, found["id"]) and not self._told_of_loss:
            self._tell(Lost())  # Dask's client has found another one sooner than this thread looked
            self._tell(Found())
        self._scheduler, self._told_of_loss = found["id"], False
        workers: dict[str, Any] = found["workers"]
        return workers

    def _connect_again(self) -> None:
        self._known.forget()
        if self._client is None or self._client.status == "closed":
            with contextlib.suppress(UserError):
                self._client = connected_client(self.address)
                if self._ended.is_set():
                    self._client.close(timeout=_CLOSE_SECONDS)
                return
        if self._lost_since is None:
            self._lost_since = time.monotonic()
            self._told_of_loss = True
            self._tell(Lost())
