"""Which passes one process makes one after another: those that need images in other colours."""

from dataclasses import replace

from lab1report.runs.jobs import jobs_of
from tests.unit.tiny_plan import BASE, training

POINT = replace(BASE, fold=0, folds=2)


def test_folds_of_other_colours_are_one_job() -> None:
    """Their images are made once; all else is a job a pass."""
    usual = [training(replace(POINT, fold=fold)) for fold in (0, 1)]
    strong, weak = (
        [training(replace(POINT, fold=fold, saturation=factor)) for fold in (0, 1)]
        for factor in (4.0, 2.0)
    )
    final = training(replace(BASE, saturation=4.0))
    jobs = jobs_of([*usual, strong[0], weak[0], strong[1], weak[1], final])
    assert [job.runs for job in jobs] == [
        (usual[0],), (usual[1],), tuple(strong), tuple(weak), (final,),
    ]  # fmt: skip
    assert jobs[2].seconds == 2 * jobs[0].seconds
