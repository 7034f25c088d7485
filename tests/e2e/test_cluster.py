"""A course on a cluster: its reports are those of one machine."""

import json
import os
from pathlib import Path

import pytest

from tests.dask_processes import dask_processes
from tests.e2e.conftest import Build, Desk
from tests.e2e.test_same_numbers import departures

pytestmark = pytest.mark.slow

if os.environ.get("CI") != "true":
    pytest.importorskip("distributed", reason="the extra lab1report[cluster] is not installed")

ROSTER = "student_id,student,group_code,variant\ns1,Иванов И.И.,ИУ5-63Б,7\n"


def test_reports_of_a_cluster_are_those_of_one_machine(
    demo: Build, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workers have neither a store nor the images, and share no folder with who asks."""
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "of-workers"))
    assert desk.resources is not None
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(desk.resources))
    (tmp_path / "logs").mkdir()
    (desk.folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    with dask_processes(tmp_path / "logs", forked=True) as cluster:
        cluster.scheduler()
        for _worker in range(2):
            cluster.worker()
        done = desk.run_process(
            *("course", "build", "roster.csv", "--data", "demo", "--year", "2024"),
            *("--format", "ipynb", "--workers", "1", "--scheduler", cluster.address),
        )
    assert done.returncode == 0, done.stderr + cluster.said()
    assert desk.stored().keys() == demo.desk.stored().keys()
    text = (desk.folder / "reports" / "s1" / "results.json").read_text(encoding="utf-8")
    assert not list(departures(json.loads(text), demo.results))
    assert not (tmp_path / "of-workers" / "results").exists()
    assert "Иванов" not in cluster.said()
