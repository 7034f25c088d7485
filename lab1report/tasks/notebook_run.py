"""What the three tasks share: running their notebook on a fixed number of threads, timed."""

import datetime
import time
from collections.abc import Mapping
from typing import Any

import torch

from lab1report.model import SectionId, Stage
from lab1report.progress import Progress
from lab1report.store.environment import describe
from lab1report.tasks.notebooks import NOTEBOOKS, run_notebook


class NotebookRun:
    """One run of the notebook of `section`: its namespace, stages, and time.

    The number of threads is fixed since it decides the order in which sums are rounded: the same
    numbers must come out whatever the machine's number of cores.
    """

    def __init__(
        self,
        section: SectionId,
        *,
        parameters: Mapping[str, Any],
        title: str,
        progress: Progress,
        names: Mapping[str, Any] | None = None,
    ) -> None:
        threads = torch.get_num_threads()
        started = time.perf_counter()
        torch.set_num_threads(1)
        try:
            namespace, stages = run_notebook(
                NOTEBOOKS / f"{section}.py",
                parameters=parameters,
                names=names,
                title=title,
                progress=progress,
            )
        finally:
            torch.set_num_threads(threads)
        self.namespace: dict[str, Any] = namespace
        self.stages: tuple[Stage, ...] = stages
        self.seconds = round(time.perf_counter() - started, 3)
        self.environment = describe()
        self.finished = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
