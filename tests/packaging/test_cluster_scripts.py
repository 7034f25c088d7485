"""The scripts for managers of jobs give each part of a course its number, and nothing else."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CLUSTER = Path(__file__).resolve().parents[2] / "cluster"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


@pytest.mark.parametrize(
    ("script", "arguments", "environment", "shard", "workers"),
    [
        ("slurm-array.sh", (), {"SLURM_ARRAY_TASK_ID": "7", "SLURM_CPUS_PER_TASK": "4"}, "7/20", 4),
        (
            "slurm-array.sh",
            (),
            {"SLURM_ARRAY_TASK_ID": "20", "SLURM_ARRAY_TASK_COUNT": "1"},
            "20/20",
            1,
        ),
        ("shard.sh", ("0", "20", "4"), {}, "1/20", 4),
        ("shard.sh", ("19", "20", "4"), {}, "20/20", 4),
    ],
    ids=["slurm", "slurm, one again", "first", "last"],
)
def test_a_part_is_given_its_number(
    script: str,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    shard: str,
    workers: int,
    tmp_path: Path,
) -> None:
    program = tmp_path / "lab1report"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$LAB1REPORT_CACHE" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    own = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", **environment}
    done = subprocess.run(
        ["bash", str(CLUSTER / script), *arguments, "a roster.csv", "--year", "2026"],
        cwd=tmp_path,
        env=own,
        capture_output=True,
        text=True,
        check=True,
    )
    store, *given = done.stdout.splitlines()
    assert Path(store) == tmp_path / "lab1report-cache"
    assert given[:5] == ["course", "build", "a roster.csv", "--year", "2026"]
    assert given[5:] == ["--shard", shard, "--workers", str(workers)]


def test_a_slurm_array_has_as_many_parts_as_it_says() -> None:
    text = (CLUSTER / "slurm-array.sh").read_text(encoding="utf-8")
    assert "#SBATCH --array=1-20\n" in text
    assert "\nparts=20 " in text
