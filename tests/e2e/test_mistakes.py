"""Mistakes of users: one clear sentence that names the value and the remedy, no traceback."""

import os
import pickle
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024")


def refused(done: Any, code: int) -> str:
    """The sentence with which the program refused, after the checks that hold for all."""
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("lab1report: ")
    return str(line)


LONG = "x" * 3000

WRONG_OPTIONS = [
    (("--group", "3", "--variant", "44", "--stream", "IU5"),
     r"variant \+ 56: 44 \+ 56 = 100.*0 to 99.*--classes"),
    (("--group", "13", "--variant", "7", "--stream", "IU5"),
     r"group \+ 15: 13 \+ 15 = 28.*variant \+ 21: 7 \+ 21 = 28.*same.*--classes"),
    (("--classes", "1,2,1"), r"class 1\b.*--classes"),
    (("--classes", "1,2"), r"--classes .*three"),
    (("--classes", "1,2,x"), r"--classes 1,2,x.*three class numbers"),
    (("--classes", "1,2,100"), r"--classes 1,2,100.*0 to 99"),
    (("--group", "3", "--variant", "7", "--stream", "PS4"), r"'PS4'.*IU5, GUIMC or FOREIGN"),
    (("--group", "3", "--variant", "7"), r"stream is missing.*--stream"),
    (("--variant", "7", "--stream", "IU5"), r"--group.*missing"),
    (("--group", "3", "--stream", "IU5"), r"--variant N missing"),
    (("--group", "three", "--variant", "7", "--stream", "IU5"), r"--group three.*whole number"),
    (("--group", "3", "--variant", "0", "--stream", "IU5"), r"--variant 0.*1 to 99"),
    ((*WHO, "--year", "2022"), r"--year 2022.*2023, 2024, 2025, 2026"),
    ((*WHO, "--group-code", "PS4-11"), r"'PS4-11'.*ИУ5-63Б"),
    ((*WHO, "--seeds", "0"), r"--seeds 0.*from 1"),
    ((*WHO, "--seed", "-1"), r"--seed -1.*from 0"),
    ((*WHO, "--device", "gpu"), r"--device gpu.*cpu, cuda, auto"),
    ((*WHO, "--sample", "spiral"), r"--sample spiral.*xor, circles, moons"),
    ((*WHO, "--fresh", "serie"), r"--fresh serie: no section 'serie'; did you mean 'series'"),
    ((*WHO, "--fresh", "series.speed"), r"--fresh series.speed.*series.batch, series.rate"),
    ((*WHO, "--arms", "arms.gif"), r"--arms arms.gif.*PNG"),
    ((*WHO, "--arms", "arms.png"), r"--arms arms.png.*no such file"),
    ((*WHO, "--student", " "), r"--student.*not empty"),
    ((*WHO, "--studnet", "A"), r"--studnet.*see --help"),
]  # fmt: skip
"""Of `build`, with a pattern of what is said."""

WRONG_COMMANDS = [
    (("run", "serie", *WHO), "'serie'.*regression, xor, cifar, series"),
    (("run", "series.speed", *WHO), "'series.speed'.*series.classes.*series.best"),
    (("run", "batch", *WHO), "'batch'; did you mean 'series.batch'.*series.rate"),
    (("biuld",), "biuld"),
]
"""With a pattern of what is said."""


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", *WHO[:4], "--stream", LONG),
        ("build", *WHO, f"--{LONG}"),
        ("build", *WHO, LONG),
        ("build", *WHO, "--out", "arms.svg/" + "d/../" * 600),
        ("run", LONG, *WHO),
        (LONG,),
        ("data", "verify", LONG),
        ("verify", LONG),
    ],
)
def test_long_mistakes_are_quoted_in_part(bare: Any, arguments: tuple[str, ...]) -> None:
    (bare.folder / "arms.svg").touch()
    done = bare.run(*arguments)
    assert done.returncode in (2, 3)
    (line,) = (done.stderr + done.stdout).splitlines()
    assert len(line) < 500, line


@pytest.mark.parametrize("sign", ["\x1b[2J", "\u202e", "\r"])
def test_nothing_in_a_message_controls_the_terminal(bare: Any, sign: str) -> None:
    (bare.folder / f"a{sign}file").touch()
    line = refused(bare.run("build", *WHO, "--out", f"a{sign}file/x"), 2)
    assert line.isprintable()


@pytest.mark.parametrize(("arguments", "words"), WRONG_OPTIONS)
def test_wrong_options(bare: Any, arguments: tuple[str, ...], words: str) -> None:
    line = refused(bare.run("build", *arguments), 2)
    assert re.search(words, line), line


@pytest.mark.parametrize(("command", "words"), WRONG_COMMANDS)
def test_wrong_commands(bare: Any, command: tuple[str, ...], words: str) -> None:
    assert re.search(words, refused(bare.run(*command), 2))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("group = 3\nvariant =\n", r"lab1\.toml.*not valid TOML.*line 2"),
        ("gruop = 3\nvariant = 7\n", r"lab1\.toml.*'gruop'.*did you mean 'group'"),
        ("group = 0\nvariant = 7\n", r"lab1\.toml: group = 0.*1 to 99"),
    ],
)
def test_a_wrong_file_of_settings(desk: Any, text: str, words: str) -> None:
    (desk.folder / "lab1.toml").write_text(text, encoding="utf-8")
    line = refused(desk.run("build", "--stream", "IU5"), 2)
    assert re.search(words, line), line


@pytest.mark.parametrize(
    "command", [("build",), ("run", "series.batch"), ("defence",), ("plan",), ("explain",)]
)
def test_a_mistake_in_the_series(desk: Any, overlay: Any, command: tuple[str, ...]) -> None:
    """Said before anything is computed."""
    wrong = overlay(series={"batch_size = 64": "batch_size = 0"})
    changed = type(desk)(folder=desk.folder, cache=desk.cache, resources=wrong)
    line = refused(changed.run(*command, *WHO, "--data", "demo"), 2)
    assert re.search(r"series\.toml: batch-64: batch_size = 0 is not a whole number", line), line
    assert not changed.stored()


def test_every_mistake_is_named_at_once(bare: Any) -> None:
    done = bare.run("build", "--group", "x", "--variant", "7", "--stream", "Y", "--seeds", "0")
    assert done.returncode == 2
    assert [re.findall(r"--\w+|'Y'", line)[0] for line in done.stderr.splitlines()] == [
        "--group",
        "'Y'",
        "--seeds",
    ]


def test_a_file_in_place_of_the_folder_to_write_to(desk: Any) -> None:
    (desk.folder / "taken").write_text("mine", encoding="utf-8")
    line = refused(desk.run("build", *WHO, "--data", "demo", "--out", "taken/report"), 2)
    assert re.search(r"--out .*taken.*is a file", line)
    assert (desk.folder / "taken").read_text(encoding="utf-8") == "mine"


def test_a_cache_that_cannot_be_written_costs_no_report(desk: Any) -> None:
    (desk.cache / "results").write_text("", encoding="utf-8")
    done = desk.run("run", "xor", *WHO, "--data", "demo")
    assert done.returncode == 0, done.stderr
    (warning,) = done.stderr.splitlines()
    assert re.search(r"warning: .*cache.*cannot be written.*LAB1REPORT_CACHE", warning)
    assert desk.results()["sections"]["xor"]["status"] == "done"
    assert (desk.folder / "lab1-report" / "lab1-demo.pdf").is_file()


@pytest.mark.parametrize("command", ["build", "explain"])
def test_a_path_without_data(bare: Any, command: str) -> None:
    line = refused(bare.run(command, *WHO, "--data", "nowhere/cifar"), 3)
    assert re.search(r"nowhere/cifar.*does not exist.*data fetch", line)


def test_a_folder_without_data(desk: Any) -> None:
    (desk.folder / "empty").mkdir()
    line = refused(desk.run("build", *WHO, "--data", "empty"), 3)
    assert re.search(r"empty.*cifar-100-python", line)


@pytest.mark.parametrize("command", [("where",), ("verify",)])
def test_no_data_on_the_machine(bare: Any, command: tuple[str, ...]) -> None:
    assert "lab1report data fetch" in refused(bare.run("data", *command), 3)


class _Harmful:
    """Whoever unpickles it makes a folder."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


DAMAGES = {
    "empty": (b"", r"damaged|not a file of CIFAR-100"),
    "no pickle": (b"<html>404</html>", r"damaged|not a file of CIFAR-100"),
    "no images": (pickle.dumps({b"fine_labels": [1, 2, 3]}), r"not a file of CIFAR-100.*'data'"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_data(desk: Any, damage: str) -> None:
    content, words = DAMAGES[damage]
    folder = desk.folder / "cifar-100-python"
    folder.mkdir()
    for part in ("train", "test"):
        (folder / part).write_bytes(content)
    line = refused(desk.run("build", *WHO), 3)  # found without being named, too
    assert re.search(words, line), line
    assert re.search(r"cifar-100-python/(train|test)", line)
    assert "data fetch" in line
    assert not list(desk.folder.glob("lab1-report/*"))


@pytest.mark.parametrize("archive", [False, True], ids=["folder", "archive"])
def test_a_foreign_pickle_is_not_executed(desk: Any, archive: bool) -> None:
    harm = desk.folder / "harm"
    folder = desk.folder / "cifar-100-python"
    folder.mkdir()
    for part in ("train", "test"):
        (folder / part).write_bytes(pickle.dumps({b"data": _Harmful(harm)}))
    data = folder
    if archive:
        data = desk.folder / "cifar.tar.gz"
        with tarfile.open(data, "w:gz") as tar:
            tar.add(folder, "cifar-100-python")
    line = refused(desk.run("build", *WHO, "--data", str(data)), 3)
    assert re.search(r"mkdir.*refused", line), line
    assert not harm.exists()
    # It would have been made
    pickle.loads((folder / "train").read_bytes())
    assert harm.is_dir()
