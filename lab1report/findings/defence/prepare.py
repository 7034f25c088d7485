"""Prepares the defence: describes the networks, and chooses the likeliest questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.defence.network_sizes import Network, network
from lab1report.findings.defence.question import Question
from lab1report.findings.defence.series_questions import of_series
from lab1report.findings.defence.task_questions import of_cifar, of_regression, of_xor
from lab1report.findings.regression import RegressionFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.xor import XorFindings
from lab1report.model import SectionFailure, SectionMissing

Absent = SectionFailure | SectionMissing

SchemeId = Literal["regression", "xor", "cifar", "best"]

ASKED = 10

_AGAIN = 0.9  # a further question about the same section interests so much less


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A network of the report; `trained` is how many parameters torch counted in it."""

    id: SchemeId
    network: Network
    trained: int


@dataclass(frozen=True, kw_only=True)
class Defence:
    """Networks and questions in the order of the report; what was not computed has neither."""

    schemes: tuple[Scheme, ...]
    questions: tuple[Question, ...]

    @property
    def complete(self) -> bool:
        """Whether there are as many questions as are to be asked."""
        return len(self.questions) == ASKED

    @property
    def asked(self) -> int:
        return len(self.questions)

    @property
    def counts_agree(self) -> bool:
        """Whether torch counted the parameters that follow from the specifications."""
        return all(scheme.trained == scheme.network.parameters for scheme in self.schemes)

    def network_of(self, id: SchemeId) -> Network | None:
        """The network of a scheme, if it was computed."""
        return next((scheme.network for scheme in self.schemes if scheme.id == id), None)


def prepare(
    regression: RegressionFindings | Absent,
    xor: XorFindings | Absent,
    cifar: CifarFindings | Absent,
    series: SeriesFindings | Absent,
) -> Defence:
    """The networks, and the ten questions that the results raise most strongly."""
    schemes: list[Scheme] = []
    pool: list[Question] = []
    studied = series if isinstance(series, SeriesFindings) else None
    if isinstance(regression, RegressionFindings):
        count = regression.parameters
        schemes.append(Scheme(id="regression", network=network(regression.spec), trained=count))
        pool += of_regression(regression)
    if isinstance(xor, XorFindings):
        schemes.append(Scheme(id="xor", network=network(xor.spec), trained=xor.parameters))
        pool += of_xor(xor)
    if isinstance(cifar, CifarFindings):
        schemes.append(Scheme(id="cifar", network=network(cifar.spec), trained=cifar.parameters))
        pool += of_cifar(cifar, studied)
    if studied is not None:
        best = studied.best.network.variant if studied.best is not None else None
        if best is not None and best.spec.hidden != studied.base.spec.hidden:
            schemes.append(Scheme(id="best", network=network(best.spec), trained=best.parameters))
        pool += of_series(studied)
    return Defence(schemes=tuple(schemes), questions=choose(pool, ASKED))


def choose(pool: Iterable[Question], count: int) -> tuple[Question, ...]:
    """The `count` most interesting questions, or all there are, in the order of `pool`.

    They are taken one after another. Each makes the others about its section a tenth less
    interesting, so that ten questions are not all about one.
    """
    order = list(pool)
    left, chosen = list(order), list[Question]()
    while left and len(chosen) < count:
        asked = [question.section for question in chosen]
        # Among equals the first
        following = max(left, key=lambda one: one.interest * _AGAIN ** asked.count(one.section))
        left.remove(following)
        chosen.append(following)
    return tuple(question for question in order if question in chosen)
