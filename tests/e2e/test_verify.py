"""`lab1report verify`: honest reports pass, changed ones do not, and it says where."""

import csv
import io
import json
import random
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pikepdf
import pytest

from lab1report.editions.pdf import edition
from lab1report.editions.pdf.attached import rendering
from lab1report.model import RunResult, RunSpec
from lab1report.pages import html
from lab1report.progress import Progress
from lab1report.report.measurements import unpacking
from lab1report.verify import consistent, verification
from lab1report.verify.arguments import Asked
from lab1report.verify.verification import Checked, Verification, Verifier
from tests.e2e.conftest import VERIFIED_FROM_STORE, Build, Desk
from tests.other_machines import AVX2, NO_VECTORS, threads
from tests.tampering import tampered
from tests.tampering.attached import MEASUREMENTS, SETTINGS, of_attached, with_files
from tests.tampering.common import Tampered
from tests.tampering.printed import of_printed

SECRET = "s"  # noqa: S105 - no password
CHANGES = {of_printed: 65, of_attached: 95}
"""At least so many changes of each kind are tried."""


@pytest.fixture(scope="module")
def resources(demo: Build) -> Iterator[None]:
    """The experiments that the reports were built with, for what runs in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB1REPORT_RESOURCES", str(demo.desk.resources))
        patch.setenv("LAB1REPORT_CACHE", str(demo.desk.cache))
        yield


class Teacher:
    """Verifies PDFs one after another; what several need is made once."""

    def __init__(self, folder: Path, runs: int | None = 1) -> None:
        self.folder = folder
        asked = Asked(data="auto", runs=runs, secret=SECRET, workers=1, font=None)
        self.verifier = Verifier(folder, asked, Progress())

    @property
    def pages(self) -> Path:
        """The folder of what was typeset and drawn."""
        return self.folder / "store" / "pages"

    def check(self, pdf: bytes) -> Verification:
        """What parts 1 and 2 say."""
        return self._checked(pdf).verification

    def verify(self, pdf: bytes) -> Verification:
        """What all parts say."""
        (found,) = self.verifier.judge([self._checked(pdf)], Progress())
        return found

    def _checked(self, pdf: bytes) -> Checked[Any]:
        file = self.folder / "report.pdf"
        file.write_bytes(pdf)
        return self.verifier.check(file)


@pytest.fixture(scope="module")
def teacher(resources: None, tmp_path_factory: pytest.TempPathFactory) -> Teacher:
    return Teacher(tmp_path_factory.mktemp("teacher"))


class Made(NamedTuple):
    """With what `verify` makes the report again: the services, the content, the attached files."""

    services: Any
    content: Any
    files: dict[str, bytes]


def _made(demo: Build, folder: Path) -> Made:
    seen: list[Any] = []

    def stop(files: Any, recorded: Any, made: Any, services: Any, **_: Any) -> None:
        seen.append((services, made, files))
        raise KeyboardInterrupt

    verifier = Teacher(folder).verifier
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consistent, "_check_files", stop)
        patch.setattr(consistent, "differences", lambda *_: [])
        with pytest.raises(KeyboardInterrupt):
            verifier.check(demo.pdf)
    services, content, files = seen[0]
    return Made(services, content, dict(files))


@pytest.fixture(scope="module")
def made(demo: Build, teacher: Teacher) -> Made:
    return _made(demo, teacher.folder)


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.usefixtures("verified_from_store")
def test_the_real_report_is_verified(real: Build) -> None:
    done = real.desk.run("verify", str(real.pdf), "--runs", "5", "--json")
    assert done.returncode == 0, done.stdout
    (found,) = json.loads(done.stdout)["reports"]
    assert (found["status"], found["made_again"], found["demo"]) == ("verified", 5, False)
    assert found["classes"] == [18, 63, 28]


@pytest.mark.slow
@pytest.mark.usefixtures("verified_from_store")
def test_words_style_length_and_sample_are_no_obstacle(copied: Any) -> None:
    (copied.folder / "words").mkdir()
    (copied.folder / "words" / "xor.md").write_text("---\nreplace: true\n---\nМой вывод.\n")
    (copied.folder / "arms.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    looks = ("--length", "full", "--style", "gost", "--sample", "moons", "--arms", "arms.svg")
    built = copied.run(
        "build", "--data", "demo", "--group-code", "ИУ5Ц-72Б", "--variant", "7",
        "--student", "Иванов И.И.", "--teacher", "Сидоров А.А.", *looks,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    file = "lab1-report/lab1-demo.pdf"
    options = ("--runs", "3", "--secret", "x", "--statement", "statement.json")
    done = copied.run("verify", file, *options)
    assert done.returncode == 0, done.stdout
    first, second = done.stdout.splitlines()
    assert re.fullmatch(
        r"lab1-report/lab1-demo\.pdf: verified: Иванов И\.И\., group ИУ5Ц-72Б, variant 7, classes "
        r"\d+, \d+, \d+, made-up images; 3 of \d+ trainings made again, 3 of them equal to the "
        r"last bit; if a tenth were forged by more than the tolerances, this finds it with "
        r"probability 0\.\d\d",
        first,
    )
    words = "the student's own words on xor, not judged: --- replace: true --- Мой вывод."
    assert second.strip() == words
    statement = json.loads((copied.folder / "statement.json").read_text())
    assert statement["predicate"]["result"] == "PASSED"
    assert statement["predicate"]["passedTests"] == [file]


OTHER_MACHINES = {
    "two threads and AVX2": {**threads(2), **AVX2},
    "no vector instructions": NO_VECTORS,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHER_MACHINES)
def test_another_machine_verifies_it_too(
    name: str, demo: Build, copied: Desk, teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as variables make this processor another one; docs/how-to/verify.md has more.

    The pages are typeset here: what the variables change has no part in it.
    """
    assert teacher.check(demo.pdf.read_bytes()).status == "verified"
    shutil.copytree(teacher.pages, copied.cache / "pages", dirs_exist_ok=True)
    for variable, value in OTHER_MACHINES[name].items():
        monkeypatch.setenv(variable, value)
    options = ("--runs", "12", "--workers", "1", "--json")
    done = copied.run_process(
        "verify", "lab1-report/lab1-demo.pdf", *options, code=VERIFIED_FROM_STORE
    )
    assert done.returncode == 0, done.stdout
    (found,) = json.loads(done.stdout)["reports"]
    assert (found["status"], found["made_again"]) == ("verified", 12)


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows from the files of the first report is made once, for all that have the same.

    That is the honest one, of which each changed report has most. All is compared each time.
    """
    now: dict[str, Any] = {}
    check = consistent.check_consistent

    def checked(content: bytes, files: Any, recorded: Any, *rest: Any) -> Any:
        failures = list(consistent._failures(recorded.results))
        numbers = files[MEASUREMENTS], files[SETTINGS], recorded.results["data"], failures
        now.update(numbers=numbers, files=dict(files))
        return check(content, files, recorded, *rest)

    def once(make: Any, follows_from: str) -> Any:
        known: list[Any] = []

        def made(*given: Any, **named: Any) -> Any:
            if known and known[0] == now[follows_from]:
                return known[1]
            found = make(*given, **named)
            known.extend(() if known else (now[follows_from], found))
            return found

        return made

    monkeypatch.setattr(verification, "check_consistent", checked)
    for name in ("_outcomes", "_content"):
        monkeypatch.setattr(consistent, name, once(getattr(consistent, name), "numbers"))
    for name in ("_check_files", "_typeset"):
        monkeypatch.setattr(consistent, name, once(getattr(consistent, name), "files"))


def _told(found: Verification, one: Tampered) -> bool:
    return found.status in ("refuted", "no report") and bool(re.search(one.place, found.place))


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.usefixtures("made_once")
def test_no_change_passes(demo: Build, other: Build, teacher: Teacher, kind: Any) -> None:
    honest, theirs = demo.pdf.read_bytes(), other.pdf.read_bytes()
    assert teacher.check(honest).status == "verified"
    wrong, tried = [], set()
    for one in kind(honest, theirs, random.Random(0)):  # noqa: S311 - drawn, not secret
        found = teacher.check(one.pdf)
        tried.add(one.pdf)
        if found.status == "partly" and not one.hidden:
            found = teacher.verify(one.pdf)
        if not (found.status in ("partly", "refuted") if one.hidden else _told(found, one)):
            wrong.append((one.name, found.status, found.place, found.message))
    assert wrong == []
    assert len(tried) >= CHANGES[kind]


@pytest.mark.slow
def test_what_is_not_printed_is_compared_part_by_part(
    made: Made, teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PDF then has the same parts as the honest one, which are compared one by one."""
    render = html.render_html

    def changed(*given: Any, **named: Any) -> str:
        page, count = re.subn(r'alt="(?=\w)', 'alt="99,9 %. ', render(*given, **named), count=1)
        assert count == 1
        return page

    with monkeypatch.context() as patch:
        patch.setattr(html, "render_html", changed)
        forged = edition.typeset(made.content, made.services, made.files)
    found = teacher.check(forged)
    assert (found.status, found.stage, found.place) == ("refuted", "consistent", "the file")
    assert found.message.startswith("a tag or an alternative text is another (object ")


@pytest.mark.slow
def test_another_zlib_is_no_other_program(
    demo: Build, made: Made, teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """zlib-ng, which Python has on Windows, packs the same content into other bytes."""
    ours = zlib.compressobj
    with monkeypatch.context() as patch:
        patch.setattr(zlib, "compressobj", lambda level: ours(level - 6))
        packed = edition.typeset(made.content, made.services, made.files)
    assert len(packed) > len(demo.pdf.read_bytes()) + 10_000
    assert teacher.check(packed).status == "verified"
    with pikepdf.open(io.BytesIO(packed)) as pdf:
        again = io.BytesIO()
        pdf.save(again)
    assert teacher.check(again.getvalue()).status == "partly"


@pytest.mark.slow
def test_forged_trainings_are_found_by_making_them_again(
    demo: Build, resources: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Everything else of such a report is as the program writes it of these trainings."""
    restored = unpacking.Measurements.outcomes

    def better(*arguments: Any) -> Any:
        found = restored(*arguments)
        return {run: _better(result) for run, result in found.items()}

    monkeypatch.setattr(unpacking.Measurements, "outcomes", better)
    own = _made(demo, tmp_path)
    monkeypatch.setattr(unpacking.Measurements, "outcomes", restored)
    forged = edition._made(own.content, own.services)
    teacher = Teacher(tmp_path, runs=None)
    assert teacher.check(forged).status == "verified"
    found = teacher.verify(forged)
    assert (found.status, found.stage) == ("refuted", "real")
    assert re.match(r"training [0-9a-f]{16} \(FC\(\d+\)", found.place)


def _better(result: Any) -> Any:
    """A training of the series with a sixth of the test answers put right."""
    if not isinstance(result, RunResult) or not isinstance(result.spec, RunSpec):
        return result
    if result.section != "series" or result.spec.fold is not None:
        return result
    arrays = dict(result.arrays)
    truth, given = arrays["test_labels"], arrays["test_final"].argmax(axis=1)
    wrong = np.flatnonzero(given != truth)[: len(truth) // 6]
    given[wrong] = truth[wrong]
    arrays["test_final"] = np.eye(3, dtype=np.float32)[given]
    accuracy = arrays["test_accuracy"].copy()
    accuracy[-1] = (given == truth).mean()
    arrays["test_accuracy"] = accuracy
    matrix = np.zeros((3, 3), dtype=np.int64)
    np.add.at(matrix, (truth, given), 1)
    arrays["test_confusion_final"] = matrix
    if result.values["best_epoch"] == result.spec.epochs:
        arrays["test_best"], arrays["test_confusion_best"] = arrays["test_final"], matrix
    return replace(result, arrays=arrays)


def test_other_versions_are_named_and_nothing_is_refuted_by_them(
    demo: Build, other: Build, teacher: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = demo.pdf.read_bytes()
    there = {**rendering(), "weasyprint": "69.0"}
    monkeypatch.setattr(consistent, "rendering", lambda: there)
    assert teacher.check(honest).status == "verified", "what is the same needs no excuse"
    changed = next(iter(tampered(honest, other.pdf.read_bytes())))
    found = teacher.check(changed.pdf)
    assert found.status == "partly"
    assert ": page 1: " in found.notes[0]
    assert "weasyprint 70.0 there, 69.0 here" in found.notes


def test_another_version_of_the_program_attached_less(demo: Build, teacher: Teacher) -> None:
    with pikepdf.open(demo.pdf) as pdf:
        results = json.loads(pdf.attachments["results.json"].get_file().read_bytes())
        results["environment"]["lab1report"] = "0.0.9"
        pdf.attachments["results.json"].get_file().obj.write(json.dumps(results).encode())
        del pdf.attachments["measurements.safetensors"]
        file = io.BytesIO()
        pdf.save(file)
    found = teacher.check(file.getvalue())
    assert found.status == "partly"
    assert "0.0.9" in found.message


def test_exit_codes_and_tables(demo: Build, copied: Any) -> None:
    (copied.folder / "no.pdf").write_text("hello")
    changed = with_files(demo.pdf.read_bytes(), {"results.json": b"{}"}, cover_up=False)
    (copied.folder / "changed.pdf").write_bytes(changed)
    run = copied.run
    assert run("verify", "no.pdf").returncode == 2
    assert run("verify", "nowhere.pdf").returncode == 2
    done = run("verify", "no.pdf", "changed.pdf", "--csv", "--statement", "statement.json")
    assert done.returncode == 5
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["status"] for row in rows] == ["no report", "refuted"]
    assert (rows[1]["stage"], rows[1]["place"]) == ("intact", "results.json")
    statement = json.loads((copied.folder / "statement.json").read_text())
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicate"]["result"] == "FAILED"
    assert statement["predicate"]["failedTests"] == ["changed.pdf"]
    (subject,) = statement["subject"]
    assert subject == {"name": "changed.pdf", "digest": {"sha256": rows[1]["sha256"]}}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--runs", "x"), "--runs x: "),
        (("--runs", "-1"), "--runs -1: "),
        (("--runs", "٣"), "--runs ٣: "),
        (("--all", "--runs", "3"), "--all and --runs"),
        (("--json", "--csv"), "--json and --csv"),
        (("--workers", "0"), "--workers 0: "),
        (("--statement", "/nowhere/x"), "--statement"),
    ],
)
def test_wrong_arguments(bare: Desk, arguments: tuple[str, ...], words: str) -> None:
    done = bare.run("verify", "nothing.pdf", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
