"""Workers and schedulers that stop, and connections that are refused: a sentence within limits."""

import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab1report.data.dataset import Dataset
from lab1report.errors import UserError
from lab1report.model import RunResult
from lab1report.runs.cluster import certificates, client, known_workers, link
from lab1report.runs.cluster.events import Failed
from lab1report.runs.cluster.link import ClusterError
from lab1report.runs.cluster.pool import ClusterPool, _Sent
from lab1report.runs.compute import inputs_of
from lab1report.runs.jobs import jobs_of
from lab1report.runs.run_task import RunTask
from tests.dask_processes import dask_processes
from tests.unit.tiny_plan import BASE, Recorder, SmallDemo, planned, small_demo, training

pytestmark = pytest.mark.slow

if os.environ.get("CI") == "true":
    import distributed  # noqa: F401
else:
    reason = "the extra lab1report[cluster] is not installed"
    pytest.importorskip("distributed", reason=reason)

CONFIGURATION: Any = sys.modules["dask.config"]  # which came with distributed

LONG = planned(section="cifar", spec=replace(BASE, epochs=4_000))
SHORT = training(replace(BASE, epochs=9))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dataset, SmallDemo]]:
    with small_demo(tmp_path_factory.mktemp("demo")) as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificates of a cluster, and of another, made as the documentation says."""
    if os.environ.get("CI") != "true" and shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make certificates")
    found = tmp_path_factory.mktemp("certificates")
    request = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    for name in ("cluster", "other"):
        files = ("-keyout", f"{name}.key", "-out", f"{name}.pem")
        command = ("openssl", *request, "-subj", "/CN=lab1report", *files)
        subprocess.run(command, cwd=found, check=True, capture_output=True)
    return found


def environment_of(folder: Path) -> dict[str, str]:
    """By which a scheduler and its workers know their certificates."""
    prefix = "DASK_DISTRIBUTED__COMM__TLS__"
    found = {f"{prefix}CA_FILE": str(folder / "cluster.pem")}
    for role in ("SCHEDULER", "WORKER"):
        found[f"{prefix}{role}__CERT"] = str(folder / "cluster.pem")
        found[f"{prefix}{role}__KEY"] = str(folder / "cluster.key")
    return found


def configured(folder: Path, changes: dict[str, str | None] | None = None) -> Any:
    """A context in which this process has the certificates of the cluster, but for changes."""
    names = {"ca-file": "cluster.pem", "client.cert": "cluster.pem", "client.key": "cluster.key"}
    return CONFIGURATION.set(
        {
            f"distributed.comm.tls.{name}": file and str(folder / file)
            for name, file in {**names, **(changes or {})}.items()
        }
    )


@pytest.fixture(scope="module")
def secured(folder: Path) -> Iterator[str]:
    """The address of a scheduler with certificates."""
    environment = environment_of(folder)
    with dask_processes(folder, scheme="tls", environment=environment, forked=True) as cluster:
        cluster.scheduler()
        yield cluster.address


def pool_of(
    demo: tuple[Dataset, SmallDemo], address: str, cache: Path
) -> tuple[ClusterPool, Recorder]:
    """A pool with a short job, and one of seconds."""
    dataset, choice = demo
    recorder = Recorder()
    pool = ClusterPool(dataset, address, choice=choice, cache=cache, count=1, progress=recorder)
    for rank, run in enumerate((SHORT, LONG)):
        (job,) = jobs_of([run])
        inputs = {run: inputs_of(run, dataset.info.fingerprint)}
        pool.add(RunTask(job=job, inputs=inputs, fresh=frozenset()), rank=rank)
    return pool, recorder


def test_a_job_that_was_sent_time_and_again_is_done_here(
    demo: tuple[Dataset, SmallDemo], tmp_path: Path
) -> None:
    """A lone worker that dies of it comes back as a new one, of which the scheduler counts none."""
    pool, _recorder = pool_of(demo, "tcp://127.0.0.1:1", tmp_path)
    (_rank, _order, task, _times), *_others = pool._waiting
    pool._waiting.clear()
    lost = Failed(1, ConnectionError(), again=True)
    for times in (1, 7, 8):
        assert not pool._own.unfinished
        sent = _Sent(task=task, rank=(0.0, 0.0), future=None, times=times)
        assert list(pool._failed(sent, lost)) == []
    assert [times for *_task, times in pool._waiting] == [1, 7]
    assert pool._own.unfinished


def test_what_a_lost_connection_held_can_be_given_up(secured: str, folder: Path) -> None:
    held = link.Link(secured)
    with configured(folder):
        asker = client.connected(secured)
        future = asker.submit(len, "x", resources={"none": 1})
        asker.close()
    with pytest.raises(Exception, match="closed"):
        future.cancel()
    held.cancel(future)


def that_never_answers(folder: Path) -> Path:
    """A folder by which a worker hangs as soon as it is asked for its version of Python."""
    text = "import platform, time\nplatform.python_version = lambda: time.sleep(1000)\n"
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="nothing can be stopped here")
def test_a_silent_worker_holds_nobody_up(
    demo: tuple[Dataset, SmallDemo],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One is stopped in its work, another does not answer before it is accepted; a third one, which
    came last, does the work. Then the scheduler is stopped, and another command ends by itself. All
    of it with certificates."""
    monkeypatch.setattr(known_workers, "SILENT_SECONDS", 4.0)
    environment = environment_of(folder)
    with (
        configured(folder),
        dask_processes(tmp_path, scheme="tls", environment=environment, forked=True) as cluster,
    ):
        scheduler = cluster.scheduler()
        first = cluster.worker()
        pool, recorder = pool_of(demo, cluster.address, tmp_path)
        with pool:
            outcomes = pool.outcomes()
            found = dict([next(outcomes)])
            first.send_signal(signal.SIGSTOP)
            cluster.worker(path=that_never_answers(tmp_path))
            cluster.worker()
            found.update(outcomes)
        assert found.keys() == {SHORT, LONG}
        assert all(isinstance(outcome, RunResult) for outcome in found.values())
        assert any("has given no sign of itself for 4 s" in said for said in recorder.warnings)

        pool, recorder = pool_of(demo, cluster.address, tmp_path)
        for name, value in (("_ANSWER_SECONDS", 1), ("_CLOSE_SECONDS", 1), ("PATIENCE", 2)):
            monkeypatch.setattr(link, name, value)
        monkeypatch.setattr(client, "_CONNECT_SECONDS", 1)
        began = time.monotonic()
        with pool:
            outcomes = pool.outcomes()
            next(outcomes)
            scheduler.send_signal(signal.SIGSTOP)
            with pytest.raises(ClusterError, match="has not come back; what was computed is store"):
                list(outcomes)
        assert time.monotonic() - began < 60
        assert any("is lost; it is tried again" in said for said in recorder.warnings)


CERTIFICATES = "the certificates do not fit"
NONE = "Dask's configuration names no certificates; set distributed.comm.tls."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"ca-file": "other.pem"}, f"{CERTIFICATES} (that of the scheduler is not signed"),
        (
            {"client.cert": "other.pem", "client.key": "other.key"},
            f"{CERTIFICATES} (the scheduler ends the connection)",
        ),
        ({"client.key": "other.key"}, f"{CERTIFICATES} (key values mismatch)"),
        ({"client.cert": None, "client.key": None}, f"{NONE}client.cert"),
        ({"ca-file": None}, f"{NONE}ca-file"),
        ({"client.key": "gone.key"}, "gone.key, which Dask's configuration names as distributed."),
    ],
)
def test_certificates_that_do_not_fit_are_said(
    secured: str, folder: Path, changes: dict[str, str | None], said: str | None
) -> None:
    """Of another cluster, of two, half named, or not there."""
    with configured(folder, changes):
        if said is None:
            client.require(secured)
        else:
            assert_refused(secured, said)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (9, "is not valid yet"),
        (10, "has expired; make a new one"),
        (18, "is not signed by"),
    ],
)
def test_why_a_certificate_is_not_taken_is_said(number: int, said: str) -> None:
    """By the numbers of OpenSSL, which makes no certificate that has expired already."""
    cause = ssl.SSLCertVerificationError(1, "certificate verify failed")
    cause.verify_code, cause.reason = number, "CERTIFICATE_VERIFY_FAILED"
    error = OSError("cannot connect")
    error.__cause__ = cause
    refused = certificates.refusal(error, "tls://127.0.0.1:8786")
    assert f"(that of the scheduler {said}" in str(refused)


def test_a_configuration_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """Dask reads it as it is imported, so only another process meets it."""
    (tmp_path / "tls.yaml").write_text("distributed: [", encoding="utf-8")
    script = "from lab1report.runs.cluster import client; client.require('tcp://127.0.0.1:1')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "DASK_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stderr.splitlines()[-1]
    assert "UserError: --scheduler: Dask's configuration cannot be read: A dask config" in last


@pytest.mark.parametrize(
    ("encrypted", "said"),
    [(False, "if it is one, try tls://"), (True, "requires encryption; begin the scheduler")],
)
def test_an_address_without_encryption_is_refused(secured: str, encrypted: bool, said: str) -> None:
    with CONFIGURATION.set({"distributed.comm.require-encryption": encrypted}):
        assert_refused(secured.replace("tls:", "tcp:"), said)


def assert_refused(address: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        client.require(address)
    message = str(refused.value)
    assert said in message
    assert message.startswith(f"--scheduler '{address}': ")
    assert "\n" not in message
