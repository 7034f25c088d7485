"""What the three tasks share: running their notebook, timed."""

import datetime
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from lab1report.model import SectionId, Stage
from lab1report.progress import Progress
from lab1report.tasks.environment_used import environment
from lab1report.tasks.notebooks import notebooks_folder, run_notebook


class NotebookRun:
    """One run of the notebook of `section`: its namespace, stages, and time."""

    def __init__(
        self,
        section: SectionId,
        *,
        parameters: Mapping[str, Any],
        title: str,
        progress: Progress,
        names: Mapping[str, Any] | None = None,
    ) -> None:
        started = time.perf_counter()
        with compiler_left_out():
            namespace, stages = run_notebook(
                notebooks_folder() / f"{section}.py",
                parameters=parameters,
                names=names,
                title=title,
                progress=progress,
            )
        self.namespace: dict[str, Any] = namespace
        self.stages: tuple[Stage, ...] = stages
        self.seconds = round(time.perf_counter() - started, 3)
        self.environment = environment()
        self.finished = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


_COMPILER = "torch._dynamo"


class _StandIn(ModuleType):
    """Answers what torch's optimizers ask of the compiler; anything else the true one answers."""

    def disable(self, function: Callable[..., Any], *_: object, **__: object) -> Callable[..., Any]:
        return function

    def graph_break(self) -> None:
        """There is no graph."""

    def __getattr__(self, name: str) -> Any:
        sys.modules.pop(_COMPILER, None)
        return getattr(importlib.import_module(_COMPILER), name)


@contextmanager
def compiler_left_out() -> Iterator[None]:
    """Within the block torch's optimizers do not import torch's compiler.

    They do so only to be left alone by it, and it takes 0.8 s.
    """
    if _COMPILER in sys.modules:
        yield
        return
    stand_in = sys.modules[_COMPILER] = _StandIn(_COMPILER)
    try:
        yield
    finally:
        if sys.modules.get(_COMPILER) is stand_in:
            del sys.modules[_COMPILER]
