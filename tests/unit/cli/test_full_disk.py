"""A full disk ends the program as docs/reference/options.md says: 2 at --out, 1 elsewhere."""

import errno
import re
import sys
from pathlib import Path

import pytest

import lab1report
from lab1report.cli.app import main
from lab1report.editions import output_folder
from tests.repository import ROOT

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024")


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def write(**_: object) -> None:
    output_folder.write_together(Path("out"), {Path("out/lab1.pdf"): b"%PDF"})


@pytest.mark.parametrize(
    ("place", "code", "words"),
    [
        ("--out", 2, "lab1report: --out out: cannot be written (No space left on device); name"),
        ("elsewhere", 1, "lab1report: no space left on the disk, or in the folder for temporary"),
    ],
)
def test_exit_code_of_a_full_disk(
    place: str,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(output_folder, "write_all", full)
    at_out = place == "--out"
    monkeypatch.setattr(lab1report, "build", (lambda *_, **__: write()) if at_out else full)
    monkeypatch.setattr(sys, "argv", ["lab1report", "build", *WHO])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    assert capsys.readouterr().err.startswith(words)
    page = (ROOT / "docs" / "reference" / "options.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {code} \| (.+) \|$", page, re.MULTILINE)
    told = {2: "`--out`, where its disk is full too", 1: "no space elsewhere than in the folder of"}
    assert told[code] in row
