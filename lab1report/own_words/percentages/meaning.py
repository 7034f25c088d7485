"""What a percentage of the student's may be of."""

from dataclasses import dataclass

from lab1report.own_words.percentages.measures import SCORES, Measure


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a percentage may be of; None is anything.

    `classes` has None for all images. `wrong` is whether the share of wrong answers is meant.
    """

    networks: frozenset[str] | None = None
    parts: frozenset[str] | None = None
    metrics: frozenset[str] | None = None
    classes: frozenset[int | None] | None = None
    taken_for: int | None = None
    states: frozenset[str] | None = None
    wrong: bool = False
    named: tuple[str, ...] = ()

    def fits(self, figure: Measure) -> bool:
        """Whether `figure` is a share of that."""
        return (
            self.fits_metric(figure)
            and (self.networks is None or figure.network in (*self.networks, None))
            and self._fits_part(figure)
            and (self.classes is None or figure.of_class in self.classes)
            and (self.taken_for is None or figure.taken_for in (self.taken_for, None))
            and (self.states is None or figure.state in self.states)
        )

    def _fits_part(self, figure: Measure) -> bool:
        """Whether `figure` is of the part; an accuracy without one is of a task that has none."""
        unparted = figure.part is None and figure.metric != "accuracy"
        return self.parts is None or figure.part in self.parts or unparted

    def fits_metric(self, figure: Measure) -> bool:
        """Whether `figure` is of one of the metrics, or of the usual ones where none is named."""
        if figure.metric == "chance":
            return True
        if self.metrics is not None:
            return figure.metric in self.metrics
        return figure.metric == "accuracy" or (
            figure.of_class is not None and figure.metric in (*SCORES, "confused", "nearest")
        )
