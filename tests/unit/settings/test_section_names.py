"""Names of tasks, of which folders, notebooks, templates and variables are made."""

from pathlib import Path

import pytest

from lab1report.errors import UserError
from lab1report.settings.section_names import task_ids


def ids(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    (folder / "experiments").mkdir()
    (folder / "experiments" / "tasks.toml").write_text(f'["{name}"]\na = 1\n', encoding="utf-8")
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(folder))
    return task_ids()


@pytest.mark.parametrize("name", ["dispersion", "part_2", "c", "console", "x" * 40])
def test_names_that_fit(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(tmp_path, name, monkeypatch) == (name,)


@pytest.mark.parametrize(
    "name",
    [
        *("Dispersion", "a/b", "../a", "a.b", "a-b", "a ", "a:b", "con", "aux", "com1", "2nd", ""),
        *("x" * 41, "задача", "series", "table", "introduction"),
    ],
)
def test_names_that_no_task_can_have(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match=r"^tasks\.toml: .* is no name for a task"):
        ids(tmp_path, name, monkeypatch)
