"""Packages that are broken in any way: each is named, and none ends the program."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from lab1report.doctor.importing import BrokenError, Importing

PACKAGES = {
    "lacks_a_module": "import no_such_module",
    "lacks_a_library": "import ctypes; ctypes.CDLL('libno-such-library.so.0')",
    "crashes": "import os, signal; os.kill(os.getpid(), signal.SIGTERM); os._exit(3)",
    "ends": "import sys; sys.exit(0)",
    "prints": "print('[\"torch\", null, null]')\ndef versions(): return 'Версия 1'",
    "is_well": "",
}


@pytest.fixture(autouse=True)
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in PACKAGES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(code, encoding="utf-8")
    (tmp_path / "emptied").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))


def words(found: Mapping[str, object]) -> dict[str, str]:
    return {name: str(one) for name, one in found.items() if isinstance(one, BrokenError)}


def test_what_is_broken_is_named_and_the_rest_tried() -> None:
    names = [*PACKAGES, "emptied", "emptied.part", "prints:versions", "prints:nothing"]
    found = Importing(names).outcome()
    assert set(found) == set(names)
    assert found["is_well"] is found["prints"] is None
    assert found["prints:versions"] == "Версия 1"
    broken = words(found)
    assert broken.pop("lacks_a_library").startswith("OSError: libno-such-library.so.0")
    assert broken.pop("crashes") in (
        "its process ends with code -15",
        "its process ends with code 3",
    )
    assert broken.pop("emptied") == "ImportError: the folder of emptied has no code in it"
    assert broken.pop("emptied.part") == "ModuleNotFoundError: No module named 'emptied.part'"
    assert broken.pop("lacks_a_module") == "ModuleNotFoundError: No module named 'no_such_module'"
    assert broken.pop("ends") == "its process ends with code 0"
    assert broken.pop("prints:nothing").startswith("AttributeError")
    assert broken == {}


def test_a_package_that_never_comes_back(tmp_path: Path) -> None:
    (tmp_path / "is_well" / "hangs.py").write_text("import time; time.sleep(3600)")
    found = Importing(["is_well", "is_well.hangs"], seconds=2).outcome()
    assert words(found) == {"is_well.hangs": "takes more than 2 s"}


def test_a_process_that_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    begun, went_on = tmp_path / "begun", tmp_path / "went on"
    (tmp_path / "is_well" / "slow.py").write_text(
        f"import time, pathlib; pathlib.Path({str(begun)!r}).touch(); time.sleep(1);"
        f"pathlib.Path({str(went_on)!r}).touch()"
    )
    with Importing(["is_well.slow"]):
        while not begun.exists():
            time.sleep(0.01)
    time.sleep(1.5)
    assert not went_on.exists()


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    found = Importing(["is_well", "prints"]).outcome()
    assert words(found) == dict.fromkeys(
        ("is_well", "prints"), "no process can be started (No such file or directory)"
    )
