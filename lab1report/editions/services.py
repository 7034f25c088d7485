"""What making an edition needs besides its content."""

from dataclasses import dataclass

from lab1report.progress import Progress
from lab1report.store.results import Store
from lab1report.store.steps import Steps


@dataclass(frozen=True, kw_only=True)
class Services:
    """The store for pages and figures, the timer of steps, and the receiver of progress."""

    store: Store
    steps: Steps
    progress: Progress
