"""The benchmarks run, and say of each figure whether its goal was reached."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FOLDER / script), *arguments],
        # One thread: two wait for each other where other tests keep the cores busy
        env={**os.environ, "PYTHONPATH": str(FOLDER.parent), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


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


def test_what_cannot_be_measured_is_refused() -> None:
    done = run("run.py", "memory")
    assert done.returncode == 2
    assert (
        "no benchmark memory; there are engine, program, rendering, growth, accuracy" in done.stderr
    )


@pytest.mark.parametrize("script", ["accuracy", "engine", "growth", "program", "rendering"])
def test_each_runs_alone(script: str) -> None:
    done = run(f"{script}.py", "--help")
    assert done.returncode == 0, done.stderr
    assert f"python benchmarks/{script}.py" in done.stdout
