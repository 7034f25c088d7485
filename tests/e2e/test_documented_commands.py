"""Every command in README.md and docs/ does what the page says, in the order of the page.

The pages in Russian have the commands of those in English (tests/packaging/test_russian_pages.py).

A block of `sh` or `powershell` is something to type; blocks of other kinds are not run. What would
install something or open a window is held to what it needs, and a command of any other kind fails.
"""

import functools
import os
import re
import shlex
import shutil
import signal
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.e2e.conftest import Build, Desk
from tests.repository import ROOT, declared_packages, optional_package, public_address

ENGLISH = (page for page in (ROOT / "docs").rglob("*.md") if "ru" not in page.parts)
PAGES = [ROOT / "README.md", *sorted(ENGLISH)]
BLOCK = re.compile(r"^( *)```(?:sh|powershell)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"(?:^|\s+)#\s.*$")
ELSEWHERE = {
    "winget install --id astral-sh.uv",
    "curl -LsSf https://astral.sh/uv/install.sh | sh",
    "uv tool update-shell",
}
"""What other projects document, word for word."""

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5")
"""As README.md has it: all pages that need a report have that one, which is made once."""

OF_CLUSTERS = {"lab1report[cluster]", "dask-jobqueue"}
OTHER_LOOKS = {"--style", "--length", "--classes", "demo"}
"""What another PDF is typeset for, of which test_pdf.py, test_demo.py and others read more."""

INSTALLERS = (
    ("uv", "tool", "install"),
    ("pipx", "install"),
    ("python3", "-m", "pip", "install"),
    ("python3", "-m", "pip", "wheel"),
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.real_data,  # the pages speak of lab1.pdf, which a demo build does not write
    pytest.mark.xdist_group("documented"),
    pytest.mark.usefixtures("verified_from_store"),
]


def commands(page: Path) -> list[str]:
    """What a page tells its readers to type, a line each."""
    lines = "\n".join(block for _, block in BLOCK.findall(page.read_text(encoding="utf-8")))
    typed = (COMMENT.sub("", line).strip() for line in lines.splitlines())
    return [part.strip() for line in typed if line for part in line.split("&&")]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, demo: Build) -> Callable[[Path], Desk]:
    """A reader of a page: an empty folder, and a cache that all readers share.

    The trainings on the demo set, which one page tells of, are in it.
    """
    cache = tmp_path_factory.mktemp("documented") / "cache"
    shutil.copytree(demo.desk.cache, cache)

    def at(folder: Path) -> Desk:
        return Desk(folder=folder, cache=cache, resources=demo.desk.resources)

    return at


def test_pages_have_commands() -> None:
    assert sum(len(commands(page)) for page in PAGES) >= 40
    typed = {command.split()[1] for page in PAGES for command in commands(page) if is_ours(command)}
    assert typed >= {"build", "data", "defence", "doctor", "explain", "init", "verify"}


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if commands(page)],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_commands(page: Path, reader: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = reader(tmp_path)
    if page.stem in PREPARED:
        PREPARED[page.stem](desk)
    for command in commands(page):
        desk = done(command, desk)


def test_program_in_readme(reader: Callable[[Path], Desk], tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGES[0].read_text(encoding="utf-8"), re.DOTALL)
    student = tmp_path / "students" / "ivanov"
    student.mkdir(parents=True)
    (student / "lab1.toml").write_text("group = 3\nvariant = 7\nstream = 'IU5'\n", encoding="utf-8")
    main = "\nif __name__ == '__main__':\n"  # the processes that train import the file
    body = "\n".join(f"    {line}" for line in f"{program}print(correct.shape)".splitlines())
    (tmp_path / "program.py").write_text(main + body, encoding="utf-8")
    done = reader(tmp_path).run_process(
        code="import runpy; runpy.run_path('program.py', run_name='__main__')"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(2, 300)"


def is_ours(command: str) -> bool:
    return command.startswith("lab1report ")


def done(command: str, desk: Desk) -> Desk:
    """Do what a reader is told to, and be where that leads."""
    if command in ELSEWHERE:
        return desk
    match shlex.split(command.replace("\\", "/")):
        case ["mkdir", name]:
            (desk.folder / name).mkdir()
        case ["git", "clone", address]:
            assert address == public_address()
            (desk.folder / "lab1report").mkdir()
        case ["cd", name]:
            return Desk(folder=desk.folder / name, cache=desk.cache, resources=desk.resources)
        case ["start", name]:
            assert (desk.folder / name).is_file(), f"{command}: there is no such file"
        case ["make", target, *_]:
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
        case ["sudo", "apt-get", "install", *packages]:
            assert packages in (declared_packages(), [optional_package()])
        case ["sudo", "apt-get", "update"]:
            pass
        case ["lab1report", "data", "fetch"]:
            fetched = desk.run_process("data", "fetch")  # there is no network here
            assert fetched.returncode == 3
            assert "could not be downloaded" in fetched.stderr
        case ["lab1report", "verify", *arguments] if not {"--all", "--runs"} & set(arguments):
            return done(f"{command} --runs 1", desk)  # others try more
        case ["lab1report", "run", *arguments] if "--format" not in arguments:
            apart = copied_cache(desk)  # what is stored is of other results afterwards
            done(f"{command} --format html", replace(desk, cache=apart))  # others read its PDF
        case ["lab1report", "build", *arguments] if (
            OTHER_LOOKS & set(arguments) and "--format" not in arguments
        ):
            return done(f"{command} --format html", desk)
        case ["lab1report", *arguments] if arguments[0] == "preview" or "serve" in arguments[:2]:
            assert_serves(desk, *arguments)
        case ["lab1report", "diff", *arguments]:
            for name in arguments[:2]:
                provide(desk.folder / name, desk)
            ran = desk.run("diff", *arguments)
            assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        case ["lab1report", "names", *arguments]:
            assert desk.run("build", "--format", "html").returncode == 0  # of which it tells
            assert desk.run("names", *arguments).returncode == 0
        case ["lab1report", "doctor"]:
            assert doctor(desk.cache).returncode == 0
        case ["pip", "install", what] if what.partition(" @")[0] in OF_CLUSTERS:
            pass
        case ["dask", "scheduler" | "worker", *_options] | ["openssl", "req", *_options]:
            pass  # test_cluster.py and test_cluster_faults.py do so
        case ["lab1report", "course", "build", *arguments] if "--scheduler" in arguments:
            pass  # test_cluster.py does it
        case ["lab1report", "course", "build", *arguments] if "--workers" not in arguments:
            return done(f"{command} --workers 1", desk)  # others have several
        case ["python", script, *_arguments]:
            assert (ROOT / script).is_file()
        case ["lab1report", *arguments, ">", _file]:
            return done(shlex.join(["lab1report", *arguments]), desk)
        case ["lab1report", "course", "collect", reports, *arguments]:
            hand_in(desk, reports)
            few = ["1" if one == "12" else one for one in arguments]  # trainings made again
            ran = desk.run("course", "collect", reports, *expanded(few, desk.folder))
            assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        case ["lab1report", *arguments] if "--ui" in arguments:
            assert desk.run_process(*arguments).returncode == 0  # taken before all else is loaded
        case ["lab1report", *arguments]:
            ran = desk.run(*expanded(arguments, desk.folder))
            assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        case ["podman" | "docker" as tool, "build", *options]:
            file = options[options.index("--file") + 1] if "--file" in options else "Containerfile"
            assert tool == "podman" or "--file" in options, "it asks for a Dockerfile"
            assert (ROOT / file).is_file()
            assert options[-3:] == ["--tag", "lab1report", "."]
        case ["podman" | "docker", "run", *words]:
            return done(shlex.join(words[words.index("lab1report") :]), desk)
        case words if any(tuple(words[: len(known)]) == known for known in INSTALLERS):
            assert words[-1] in {".", "lab1report"} or words[-1].startswith(public_address())
        case _:
            pytest.fail(f"nobody knows how to try: {command}")
    return desk


def assert_serves(desk: Desk, *arguments: str) -> None:
    """The page is there until Ctrl-C; test_preview.py and test_course_serving.py look at it."""
    process = desk.start(*arguments)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
    finally:
        process.kill()
        process.communicate()


def copied_cache(desk: Desk) -> Path:
    return shutil.copytree(desk.cache, Path(tempfile.mkdtemp(dir=desk.cache.parent)) / "cache")


def provide(place: Path, desk: Desk) -> None:
    """A report where the reader has one: the same each time, others compare different ones."""
    if place.exists():
        return
    report = desk.folder / "lab1-report"
    if not report.exists():
        assert desk.run("build", *WHO).returncode == 0
    if place.suffix:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(report / ("lab1.pdf" if place.suffix == ".pdf" else place.name), place)
    elif place != report:
        shutil.copytree(report, place)


@functools.cache
def doctor(cache: Path) -> CompletedProcess[str]:
    """In a process of its own, since it asks servers; what it says depends on no page."""
    return Desk(folder=cache, cache=cache).run_process("doctor", code=DOCTOR)


# The program, without another process that imports each package; others wait for that
DOCTOR = """
from lab1report.cli.entry import main
from lab1report.doctor import checks
from tests.other_machines import Trusted
checks.Importing = Trusted
main()
"""


def expanded(arguments: list[str], folder: Path) -> list[str]:
    """Arguments after the shell has found the files that they stand for."""
    found = (
        sorted(path.relative_to(folder).as_posix() for path in folder.glob(one)) or [one]
        if "*" in one
        else [one]
        for one in arguments
    )
    return [one for several in found for one in several]


def hand_in(desk: Desk, reports: str) -> None:
    """The report of the course's first student, as sent in by that student."""
    folder = desk.folder / "handed-in"
    folder.mkdir(exist_ok=True)
    first = min((desk.folder / reports).glob("*/lab1.pdf"))
    shutil.copy(first, folder / "ivanov.pdf")


def with_reports(desk: Desk) -> None:
    """What the reader was handed in."""
    assert desk.run("build", *WHO).returncode == 0
    (desk.folder / "handed-in").mkdir()
    for name in ("lab1.pdf", "handed-in/ivanov.pdf"):
        shutil.copy(desk.folder / "lab1-report" / "lab1.pdf", desk.folder / name)


def with_images(desk: Desk) -> None:
    """The folder that somebody gave the reader, who has no other."""
    given = os.environ["LAB1REPORT_DATA"]
    (desk.folder / "cifar-100-python").symlink_to(given, target_is_directory=True)


def with_roster(desk: Desk) -> None:
    """The roster that the page shows, as far as its first student: each costs seconds."""
    page = (ROOT / "docs" / "how-to" / "course.md").read_text(encoding="utf-8")
    (roster,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    first = "".join(roster.splitlines(keepends=True)[:2])
    (desk.folder / "roster.csv").write_text(first, encoding="utf-8")


PREPARED = {
    "README": with_roster,
    "course": with_roster,
    "offline": with_images,
    "verify": with_reports,
}
