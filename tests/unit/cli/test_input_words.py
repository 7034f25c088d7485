"""What `explain` says of an input that changed."""

from dataclasses import fields

import pytest

from lab1report import InputChange
from lab1report.cli import input_words
from lab1report.cli.input_words import in_words
from lab1report.model import ImagesSpec, NotebookSpec, RegressionSpec, RunSpec, XorSpec
from lab1report.store import processor


def said(name: str, stored: str | float | None, wanted: str | float | None) -> str:
    return in_words(InputChange(name=name, stored=stored, wanted=wanted))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("spec.epochs", 250, 240), "epochs: 250 -> 240"),
        (("library.torch", "2.12", "2.13"), "version of torch: 2.12 -> 2.13"),
        (("data", "cifar100", "demo"), "images: CIFAR-100 -> made-up demo set"),
        (("data", "demo", "demo"), "images: another version of the made-up demo set"),
        (("code.cifar.py", "0" * 64, "1" * 64), "code: cifar.py is another"),
        (("code.cifar.py", None, "1" * 64), "code: cifar.py is new"),
        (("spec.fold", None, 1), "part held out: absent -> 1"),
        (("spec.nobody", 1, 2), "spec.nobody: 1 -> 2"),
    ],
)
def test_a_change_is_said_in_words(
    change: tuple[str, str | float | None, str | float | None], words: str
) -> None:
    assert said(*change) == words


def test_everything_that_decides_a_result_has_words() -> None:
    specs = (RegressionSpec, XorSpec, RunSpec, ImagesSpec, NotebookSpec)
    names = {f"spec.{field.name}" for spec in specs for field in fields(spec)}
    names |= {f"machine.{name}" for name in processor.inputs()}
    assert names - {"spec.notebook"} <= input_words._NAMES.keys()
