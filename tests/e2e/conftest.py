"""The program as its users run it: a folder and a cache of its own.

The first builds, signals and whatever else shows only there have a process of their own. All else
runs in that of the tests, on copies of what the first build left.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from filelock import FileLock
from pdfplumber.pdf import PDF
from playwright.sync_api import Browser, BrowserContext, Page

from lab1report.cli.app import main
from lab1report.data import demo as demo_set
from lab1report.data import real as real_set
from lab1report.settings.option_table import BUILD, OPTIONS
from lab1report.store.environment import cache_folder
from lab1report.store.memo import memoized
from lab1report.store.results import Store
from lab1report.verify import verification
from tests.e2e.one_browser import OneBrowser
from tests.e2e.web_reader import Open
from tests.quick_experiments import write

ROOT = Path(__file__).resolve().parents[2]
WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024")
NAMES = ("--student", "Иванов И.И.", "--group-code", "ИУ5-63Б")
DEMO = (*WHO, "--data", "demo")
FIRST = (*DEMO, *NAMES)
"""The options of the first build."""


def without_progress(said: str) -> str:
    """What a program said on stderr, without the lines of how far it is, as slow machines get."""
    lines = said.splitlines(keepends=True)
    return "".join(line for line in lines if not re.match(r"\[[ .\d]+%?\] ", line))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where a student works: a folder, and the program's cache."""

    folder: Path
    cache: Path
    resources: Path | None = None

    @property
    def _environment(self) -> dict[str, str]:
        found = {"LAB1REPORT_CACHE": str(self.cache), "COLUMNS": "200"}
        if self.resources is not None:
            found["LAB1REPORT_RESOURCES"] = str(self.resources)
        return found

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """What the program does with `arguments`, within this process.

        Its libraries take seconds to load in another one, and so it trains in this one too unless
        the arguments say otherwise. An exception that it does not handle comes out here, where
        another process would print a traceback.
        """
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["lab1report", *arguments])
            one_process(patch)
            for name, value in self._environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code
        assert isinstance(code, int)
        remarks = without_progress(err.getvalue())
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), remarks)

    def start(
        self, *arguments: str, code: str | None = None, alone: bool = False
    ) -> "subprocess.Popen[str]":
        """The program, or `code` in its place, in another process, without waiting for it.

        Args:
            alone: in a group of processes of its own, to be signalled as by a terminal.
        """
        program = ("-m", "lab1report") if code is None else ("-c", code)
        return subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=self.folder,
            env={**os.environ, **self._environment, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=alone,
        )

    def run_process(
        self, *arguments: str, code: str | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """The same in another process, as its users run it: for what only a process shows."""
        process = self.start(*arguments, code=code)
        try:
            out, err = process.communicate(timeout=300)
        finally:
            process.kill()
        return subprocess.CompletedProcess(
            arguments, process.returncode, out, without_progress(err)
        )

    def results(self, out: str = "lab1-report") -> dict[str, Any]:
        text = (self.folder / out / "results.json").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text)
        return found

    def stored(self) -> dict[str, int]:
        """By "section/key", when each entry of the store was written."""
        return {
            f"{path.parent.name}/{path.stem}": path.stat().st_mtime_ns
            for path in (self.cache / "results").glob("*/*.bin")
        }

    def sections(self) -> Counter[str]:
        """How many entries of each section there are in the store."""
        return Counter(name.partition("/")[0] for name in self.stored())


@dataclass(frozen=True, kw_only=True)
class Build:
    """A finished `build`."""

    desk: Desk
    pdf: Path
    output: str
    errors: str

    @property
    def results(self) -> dict[str, Any]:
        return self.desk.results()


def one_process(patch: pytest.MonkeyPatch) -> None:
    """What is run within this process begins no others, unless it is told how many to."""
    for table in (BUILD, OPTIONS):
        patch.setitem(table, "workers", replace(table["workers"], default=1))


def copy_but_results(cache: Path, into: Path) -> None:
    shutil.copytree(cache, into, ignore=shutil.ignore_patterns("results"))


MakeDesk = Callable[..., Desk]
MakeOverlay = Callable[..., Path]
OpenPdf = Callable[[Path], PDF]
FullPdf = Callable[[Build], Path]

DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> MakeOverlay:
    """`overlay(changes, series)`: quick tasks and a quick series, both with these changes."""

    def make(
        changes: Mapping[str, str] | None = None, series: Mapping[str, str] | None = None
    ) -> Path:
        return write(tmp_path_factory.mktemp("resources"), changes or {}, series or {})

    return make


@pytest.fixture(scope="session")
def quick(overlay: MakeOverlay) -> Path:
    return overlay()


@pytest.fixture(scope="session", autouse=True)
def _data_sets_are_named_once(shared: Path) -> Iterator[None]:
    """To name a data set all of its images are drawn, or read: seconds for each empty cache."""

    def once(kind: str, inputs: Any, compute: Any, *, restore: Any, cache: Path) -> Any:
        def known() -> Any:
            return memoized(kind, inputs, compute, restore=restore, cache=shared / "named")

        return memoized(kind, inputs, known, restore=restore, cache=cache)

    with pytest.MonkeyPatch.context() as patch:
        for module in (demo_set, real_set):
            patch.setattr(module, "memoized", once)
        yield


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run of the tests, the same in all processes that run them."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def build_once(
    desk: Desk, pdf: str, *arguments: str, within: bool = False, knows: Desk | None = None
) -> Build:
    """The build of `arguments` at `desk`, by whichever process asks for it first.

    Args:
        within: that process itself, which takes less time, in place of others as users have them.
        knows: a desk of whose cache it has what follows from the program alone, and no result.
    """
    said = desk.folder.with_suffix(".json")
    with FileLock(desk.folder.with_suffix(".lock")):
        if not said.exists():
            desk.folder.mkdir()
            if knows is not None:
                copy_but_results(knows.cache, desk.cache)
            run = desk.run if within else desk.run_process
            done = run("build", *WHO, *arguments)
            assert done.returncode == 0, done.stderr
            said.write_text(json.dumps([done.stdout, done.stderr]))
    output, errors = json.loads(said.read_text())
    return Build(desk=desk, pdf=desk.folder / "lab1-report" / pdf, output=output, errors=errors)


@pytest.fixture(scope="session")
def demo(shared: Path, quick: Path) -> Build:
    """The first build of all, on the demo set; its desk is not to be changed."""
    desk = Desk(folder=shared / "demo", cache=shared / "demo-cache", resources=quick)
    return build_once(desk, "lab1-demo.pdf", "--data", "demo", *NAMES)


@pytest.fixture(scope="session")
def other(shared: Path, quick: Path, demo: Build) -> Build:
    """The report of another student, whose results are not among those of the first build."""
    desk = Desk(folder=shared / "other", cache=shared / "other-cache", resources=quick)
    who = ("--student", "Петров П.П.", "--variant", "9", "--seed", "1")
    return build_once(desk, "lab1-demo.pdf", "--data", "demo", *who, within=True, knows=demo.desk)


@pytest.fixture(scope="session")
def real(shared: Path, request: pytest.FixtureRequest) -> Build:
    """The full build on the real data; only for tests marked `real_data`."""
    data = request.getfixturevalue("real_data")
    desk = Desk(folder=shared / "real", cache=shared / "real-cache")
    return build_once(desk, "lab1.pdf", "--data", str(data), "--student", "Петров П.П.")


@pytest.fixture(
    params=[
        pytest.param("demo", id="demo"),
        pytest.param("real", id="real", marks=(pytest.mark.real_data, pytest.mark.slow)),
    ]
)
def build(request: pytest.FixtureRequest) -> Build:
    """The demo build, and with the data the real one."""
    found: Build = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def full_pdf(tmp_path_factory: pytest.TempPathFactory) -> FullPdf:
    """`full_pdf(build)`: the full report of the same results, of demo data in the other style."""

    @cache
    def made(build: Build) -> Path:
        out = tmp_path_factory.mktemp("full")
        demo = build.results["data"]["kind"] == "demo"
        data = ("demo", "--style", "gost") if demo else (os.environ["LAB1REPORT_DATA"],)
        given = (*WHO, "--data", *data, "--length", "full", "--out", str(out))
        done = build.desk.run("build", *given)
        assert done.returncode == 0, done.stderr
        return out / build.pdf.name

    return made


@pytest.fixture
def copied(demo: Build, tmp_path: Path) -> Desk:
    """A copy of the desk after the first demo build, to go on from."""
    shutil.copytree(demo.desk.folder, tmp_path / "folder")
    shutil.copytree(demo.desk.cache, tmp_path / "cache")
    return Desk(folder=tmp_path / "folder", cache=tmp_path / "cache", resources=demo.desk.resources)


@pytest.fixture
def desk(demo: Build, tmp_path: Path) -> Desk:
    """An empty desk whose cache knows nothing of any result, only what costs seconds to work out:
    the fingerprint of the demo set, and what follows from the text of the program."""
    (tmp_path / "folder").mkdir()
    copy_but_results(demo.desk.cache, tmp_path / "cache")
    return Desk(folder=tmp_path / "folder", cache=tmp_path / "cache", resources=demo.desk.resources)


# The program, which verifies with what the desk's cache has: the name of the demo set, which it
# would draw all of, and figures
VERIFIED_FROM_STORE = """
from lab1report.data import demo
name = demo.memoized
demo.memoized = lambda *inputs, cache, **more: name(*inputs, **more)
from lab1report.store.environment import cache_folder
from lab1report.verify import verification
store = verification.Store
verification.Store = lambda _folder, **more: store(cache_folder(), **more)
from lab1report.cli.entry import main
main()
"""


def verify_from_store(patch: pytest.MonkeyPatch, cache: Callable[[], Path] = cache_folder) -> None:
    """The same within this process, where the demo set has its name.

    A figure is found by the digest of the numbers that it is drawn of, so that what differs is
    drawn all the same. That nothing needs to be stored is what other tests of test_verify.py hold.
    """

    def store(_folder: Path, **more: Any) -> Store:
        return Store(cache(), **more)

    patch.setattr(verification, "Store", store)


@pytest.fixture
def verified_from_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the cache of the desk that verifies."""
    verify_from_store(monkeypatch)


def most_is_stored(build: Build, cache: Path) -> None:
    """Have `cache` know what `build` computed and drew, but for part 2 and a few trainings."""
    for name in ("fingerprints", "pages", "results"):
        shutil.copytree(build.desk.cache / name, cache / name, dirs_exist_ok=True)
    shutil.rmtree(cache / "results" / "xor")
    for training in sorted((cache / "results" / "series").glob("*.bin"))[::4]:
        training.unlink()


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk without anything, for commands that are refused."""
    return Desk(folder=tmp_path_factory.mktemp("bare"), cache=tmp_path_factory.mktemp("no-cache"))


@pytest.fixture(scope="session")
def opened() -> Iterator[OpenPdf]:
    """A PDF as pdfplumber has it. Two stay open: what is on their pages is read once for all."""
    known: dict[Path, PDF] = {}

    def open_pdf(path: Path) -> PDF:
        if path not in known:
            if len(known) == 2:
                known.pop(next(iter(known))).close()
            known[path] = pdfplumber.open(path)
        return known[path]

    yield open_pdf
    for document in known.values():
        document.close()


@pytest.fixture(scope="session")
def read_pdf(opened: OpenPdf) -> Callable[[Path], Sequence[str]]:
    """The texts of the pages of a PDF, each PDF read once."""
    known: dict[Path, list[str]] = {}

    def read(path: Path) -> list[str]:
        if path not in known:
            known[path] = [
                re.sub(r"[ \u00a0\u202f]+", " ", p.extract_text()) for p in opened(path).pages
            ]
        return known[path]

    return read


# The web edition in a browser


_one_browser = OneBrowser()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After the last test of a group, and of its file, the browser is closed."""
    if nextitem is None or not _places(item) & _places(nextitem):
        _one_browser.close()


def _places(item: pytest.Item) -> set[object]:
    """The group of a test and its file."""
    return {item.path, *(marker.args for marker in item.iter_markers("xdist_group"))}


@pytest.fixture(scope="module")
def browser() -> Browser:
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "chromium is not installed: scripts/setup.py --dev would install it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return _one_browser.get(chromium)


@pytest.fixture(scope="session")
def demo_page(demo: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(demo, tmp_path_factory, "--data", "demo", "--student", "Иванов И.И.")


@pytest.fixture(scope="module")
def real_page(
    request: pytest.FixtureRequest, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    real = request.getfixturevalue("real")
    return built(real, tmp_path_factory, "--data", str(real_data))


def built(build: Build, tmp_path_factory: pytest.TempPathFactory, *options: str) -> Path:
    """The web edition of what `build` has computed, in a folder of its own."""
    desk = replace(build.desk, folder=tmp_path_factory.mktemp("web"))
    done = desk.run("build", *WHO, *options, "--format", "html")
    assert done.returncode == 0, done.stderr
    (page,) = (desk.folder / "lab1-report").glob("*.html")
    found: Path = page
    return found


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What pages have complained of; it fails the test unless taken out of here."""
    return []


@pytest.fixture
def nothing_complained_of(complaints: list[str]) -> Iterator[None]:
    yield
    found = [*complaints]
    complaints.clear()
    assert found == []


@pytest.fixture(scope="module")
def open_page(browser: Browser, complaints: list[str]) -> Iterator[Open]:
    """`open_page(file)`: the file in a browser of its own, which remembers nothing."""
    contexts: list[BrowserContext] = []

    def start(
        file: Path,
        *,
        viewport: Any = DESKTOP,
        before: str = "",
        **options: Any,
    ) -> Page:
        contexts.append(browser.new_context(viewport=viewport, color_scheme="light", **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        requests: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: requests.append(asked.url))
        if before:
            page.add_init_script(before)
        page.goto(file.as_uri())
        page.wait_for_load_state("load")
        assert {url for url in requests if not url.startswith("data:")} == {file.as_uri()}
        return page

    yield start
    for context in contexts:
        context.close()
