"""What the making of an edition uses beside its content."""

from dataclasses import dataclass

from lab1report.progress import Progress
from lab1report.store.results import Store
from lab1report.store.steps import Steps


@dataclass(frozen=True, kw_only=True)
class Services:
    """Where pages and figures are kept, and who is told how the work goes."""

    store: Store
    steps: Steps
    progress: Progress
