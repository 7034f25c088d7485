"""The plan: which runs, with the numbers of the assignment."""

import shutil
from pathlib import Path

import pytest

from lab1report import resources
from lab1report.config import load
from lab1report.errors import UserError
from lab1report.model import RegressionSpec, RunSpec, XorSpec
from lab1report.plan import make_plan


def plan(folder: Path, **options: str) -> list[object]:
    settings = load({"group": "3", "variant": "7", "stream": "IU5", **options}, folder=folder)
    return [run.spec for run in make_plan(settings)]


def test_the_numbers_of_the_assignment(tmp_path: Path) -> None:
    assert plan(tmp_path) == [
        RegressionSpec(
            grid=100, repeats=5, noise=0.05, hidden=64, lr=1e-4, iterations=50_000,
            snapshots=5, seed=0,
        ),
        XorSpec(
            sample="xor", points=1000, noise=0.1, hidden=16, lr=1e-3, iterations=10_000, seed=0
        ),
        RunSpec(
            classes=(18, 63, 28), hidden=(10,), optimizer="SGD", lr=0.005, batch_size=128,
            epochs=250, seed=0,
        ),
    ]  # fmt: skip


def test_seeds_and_samples(tmp_path: Path) -> None:
    specs = plan(tmp_path, seed="5", seeds="3", sample="moons")
    runs = [spec for spec in specs if isinstance(spec, RunSpec)]
    assert [run.seed for run in runs] == [5, 6, 7]
    (xor,) = (spec for spec in specs if isinstance(spec, XorSpec))
    assert (xor.sample, xor.noise, xor.seed) == ("moons", 0.025, 5)


def test_the_notation_of_networks(tmp_path: Path) -> None:
    (run,) = (spec for spec in plan(tmp_path) if isinstance(spec, RunSpec))
    assert run.network == "FC(10), FC(3)"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lr = 0.005", "rate = 0.005", "lr, rate"),
        ("epochs = 250", 'epochs = "many"', "epochs = 'many' is not a whole number from 1"),
        ("epochs = 250", "epochs = 0", "epochs = 0 is not a whole number from 1"),
        ("lr = 0.005", "lr = nan", "lr = nan is not a positive number"),
        ("hidden = [10]", "hidden = 10", "hidden = 10 is not a list of whole numbers"),
        ("[xor]", "[nand]", r"the table \[xor\] is missing"),
    ],
)
def test_mistakes_in_the_task_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str
) -> None:
    folder = tmp_path / "experiments"
    shutil.copytree(resources.folder("experiments"), folder)
    tasks = folder / "tasks.toml"
    text = tasks.read_text(encoding="utf-8")
    assert old in text
    tasks.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(tmp_path))
    with pytest.raises(UserError, match=words):
        plan(tmp_path)
