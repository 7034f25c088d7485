"""Names that no report can have are known before there are numbers; good ones are let pass."""

from pathlib import Path

import pytest

from lab1report import resources
from lab1report.own_words.folder import read
from lab1report.own_words.possible_names import impossible_names


def said(folder: Path, name: str) -> list[str]:
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / "cifar.md").write_text(f"\nТочность {{{{ {name} }}}}.\n", encoding="utf-8")
    return list(impossible_names(read(folder / "words")))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("cifar.test_acuracy", "did you mean 'test_accuracy'"),
        ("cifar.test_accuracy.mean", ""),
        ("cifar.per_class.test[0].precisoin", "did you mean 'precision'"),
        ("cifar.per_class.test.f1", ""),
        ("best.gain.maen", "did you mean 'mean'"),
        ('variants["batch-64"].tset', "did you mean 'test'"),
        ("series.qqqqqq", "'lab1report names series' lists all"),
        ("classes[0].nme", "did you mean 'name'"),
        ("classes.name", ""),
        ("seed.x", ""),
        ("environment.pyton", "did you mean 'python'"),
    ],
)
def test_a_name_that_no_report_has(tmp_path: Path, name: str, hint: str) -> None:
    (sentence,) = said(tmp_path, name)
    assert sentence.startswith(f"words/cifar.md:2: {{{{ {name} }}}}: {name} is no number of any ")
    assert hint in sentence


@pytest.mark.parametrize(
    "name",
    [
        *("cifar.test_accuracy", "cifar.per_class.test[2].f1", "best.gain.mean", "seed"),
        *('variants["any-of-mine"].test.mean', "series.variants[40].id", "classes[2].title"),
    ],
)
def test_a_name_that_a_report_can_have(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, name) == []


def test_a_course_s_own_notebooks_may_leave_any_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, "cifar.test_kappa")
    own = resources.folder("experiments").parent
    monkeypatch.setenv(resources.VARIABLE, str(own))
    assert said(tmp_path, "cifar.test_kappa") == []
    assert said(tmp_path, "best.kappa")
