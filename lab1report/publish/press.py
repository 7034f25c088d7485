"""What the making of an edition uses beside its content."""

from dataclasses import dataclass

from lab1report.progress import Progress
from lab1report.steps import Steps
from lab1report.store import Store


@dataclass(frozen=True, kw_only=True)
class Press:
    """Where pages and figures are kept, and who is told how the work goes."""

    store: Store
    steps: Steps
    progress: Progress
