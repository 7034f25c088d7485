"""The benchmarks run, and say of each figure whether its goal was reached."""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from tests import quick_experiments

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
SCRIPTS = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.py")
    if "__main__" in path.read_text(encoding="utf-8")
)


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FOLDER / script), *arguments],
        # One thread: two wait for each other where other tests keep the cores busy
        env={**os.environ, "PYTHONPATH": str(FOLDER.parent), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


RunHere = Callable[..., tuple[object, str, str]]


@pytest.fixture
def own_modules() -> Iterator[None]:
    """Afterwards no module of the benchmarks' is there, as in a process of its own."""
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(FOLDER)):
            del sys.modules[name]


@pytest.fixture
def run_here(
    own_modules: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> RunHere:
    """What a script that computes nothing exits with, and what it prints, within this process.

    The libraries need not be loaded again, which takes seconds.
    """

    def start(script: str, *arguments: str) -> tuple[object, str, str]:
        path = str(FOLDER / script)
        monkeypatch.setattr(sys, "argv", [path, *arguments])
        monkeypatch.setattr(sys, "path", [str(FOLDER), *sys.path])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(path, run_name="__main__")
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return start


def test_the_engine_is_measured_beside_its_peers(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    done = run("run.py", "engine", "--noise", "--epochs=1", "--rounds=1", "--out", str(out))
    assert done.returncode == 0, done.stderr
    figures = json.loads(out.read_text(encoding="utf-8"))["figures"]
    goals = {figure["name"]: figure["goal"] for figure in figures if figure["goal"]}
    assert sorted(goals.values()) == [2.5, 2.5, 15, 25, 60]
    for figure in figures:
        assert figure["name"] in done.stdout
        assert min(figure["values"]) > 0
        if figure["goal"] is None:
            assert figure["reached"] is None
            continue
        above = figure["value"] >= figure["goal"]
        assert figure["reached"] == (above if figure["goal_is"] == "at least" else not above)


def test_what_cannot_be_measured_is_refused(run_here: RunHere) -> None:
    code, _, err = run_here("run.py", "memory")
    assert code == 2
    assert "no benchmark memory; there are engine, program, rendering, growth, accuracy" in err


# The demo set with a few images a class
SMALL_GPU = """
import runpy, sys
from lab1report.data import demo
demo.PER_CLASS = {"train": 40, "test": 20}
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def processor_as_gpu(folder: Path, *arguments: str) -> str:
    """The table of `gpu.py` on a small scale, the processor in the place of the GPU."""
    out = folder / "gpu.md"
    script = (FOLDER / "gpu.py").as_posix()
    small = ("--epochs=2", "--triples=1", "--workers=1", f"--out={out}")
    resources = quick_experiments.write(folder / "resources")
    environment = {"PYTHONPATH": str(FOLDER.parent), "LAB1REPORT_RESOURCES": str(resources)}
    done = subprocess.run(
        [sys.executable, "-c", SMALL_GPU, script, "--against=cpu", *small, *arguments],
        env={**os.environ, **environment, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    assert done.stdout == text
    return text


def test_the_gpu_is_measured_beside_the_processor(tmp_path: Path) -> None:
    text = processor_as_gpu(tmp_path, "--students=2")
    assert "MISSED" not in text
    assert "Left out" not in text
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    figures = {row[0]: row for row in rows if len(row) == 6}
    kinds = [name for name in figures if name.startswith("losses, ")]
    assert len(kinds) == 9
    for name in (
        "probabilities before the first step",
        "probabilities after the first epoch",
        *kinds,
        "15, 43, 71: verdicts that differ",
        "15, 43, 71: the base, losses",
    ):
        assert figures[name][1] == "0", name
        assert figures[name][4] == "reached"
    assert figures["series of 2 students, cpu"][5] == ""
    facts = {row[0]: row[1] for row in rows if len(row) == 2}
    assert facts["PyTorch"].startswith(torch.__version__)
    assert facts["data"] == "demo set"
    assert facts["device"] == "cpu"


def test_what_the_gpu_had_no_time_for_is_named(tmp_path: Path) -> None:
    text = processor_as_gpu(tmp_path, "--students=3", "--seconds=0")
    left_out = text.partition("## Left out for lack of time")[2].split("\n- ")[1:]
    assert len(left_out) == 2 + 9 + 1 + 1
    assert left_out[-1] == "3 of 3 students, cpu\n"
    assert "reached" not in text


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_without_a_gpu_nothing_is_measured(tmp_path: Path, run_here: RunHere) -> None:
    out = tmp_path / "gpu.md"
    words, *_ = run_here("gpu.py", "--out", str(out))  # which Python prints, and ends with 1
    assert str(words).startswith("nothing was measured. --device cuda: PyTorch")
    assert not out.exists()


@pytest.mark.parametrize(
    "script", ["accuracy", "course_page", "engine", "gpu", "growth", "program", "rendering"]
)
def test_each_runs_alone(script: str, run_here: RunHere) -> None:
    code, out, err = run_here(f"{script}.py", "--help")
    assert code == 0, err
    assert f"python benchmarks/{script}.py" in out


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_finds_what_it_takes_from_the_program(
    script: str, own_modules: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = FOLDER / script
    monkeypatch.setattr(sys, "path", [str(path.parent), str(FOLDER), *sys.path])
    runpy.run_path(str(path), run_name="loaded")


def test_the_tables_of_large_courses_are_those_of_the_costs() -> None:
    """Of `MEASURED` in the script, and of its formulas."""
    said = (FOLDER.parent / "docs" / "scale.md").read_text(encoding="utf-8")
    module = runpy.run_path(str(FOLDER / "scale.py"))
    tables = list(module["tables"]())
    assert len(tables) == 4
    for table in tables:
        assert table in said
