"""Runs the notebook of a task and measures its time, for all three tasks."""

import datetime
import time
from collections.abc import Mapping
from typing import Any

from lab1report.model import CellOutput, SectionId
from lab1report.progress import Progress
from lab1report.tasks.environment_used import environment
from lab1report.tasks.notebooks import Loop, notebooks_folder, run_notebook


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
        choice: str = "",
        loop: Loop | None = None,
    ) -> None:
        started = time.perf_counter()
        namespace, stages = run_notebook(
            notebooks_folder() / f"{section}.py",
            parameters=parameters,
            names=names,
            choice=choice,
            loop=loop,
            title=title,
            progress=progress,
        )
        self.namespace: dict[str, Any] = namespace
        self.stages: tuple[CellOutput, ...] = stages
        self.seconds = round(time.perf_counter() - started, 3)
        self.environment = environment()
        self.finished = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
