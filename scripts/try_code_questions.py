"""Runs the notebooks without the lines that the defence asks about, and writes down what happens.

Each question of experiments/code_questions.toml is tried on the real images of one triple of
classes and with the numbers of experiments/tasks.toml; experiments/code_outcomes.toml gets the
outcomes, which the answers quote. Takes some two minutes and needs CIFAR-100.
"""

import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from lab1report import load_settings, make_plan, resources
from lab1report.data.opening import open_dataset
from lab1report.editions.keys import of_file
from lab1report.findings.defence.code_questions import OUTCOMES, CodeQuestion, code_questions
from lab1report.model import RunSpec, XorSpec
from lab1report.progress import Progress
from lab1report.store.code_digests import PACKAGE
from lab1report.store.environment import cache_folder, version
from lab1report.tasks import cifar, xor
from lab1report.tasks.notebooks import StageError, notebooks_folder

CLASSES = "18,63,28"
HEAD = "# Written by scripts/try_code_questions.py. What `trial` says is what was tried on.\n"


def outcomes(data: str) -> dict[str, dict[str, Any]]:
    """What happens without each line, and with all of them (`usual`), by the questions' ids."""
    settings = load_settings(classes=CLASSES, data=data)
    dataset = open_dataset(settings.data, cache=cache_folder(), progress=Progress(), offline=False)
    specs = {run.section: run.spec for run in make_plan(settings).tasks}

    def run(section: str) -> dict[str, Any]:
        spec = specs[section]
        try:
            if isinstance(spec, XorSpec):
                return of_xor(xor.run(spec, Progress()).values)
            if isinstance(spec, RunSpec):
                return of_cifar(cifar.run(spec, dataset.part, Progress()).arrays)
            raise ValueError(f"no trial of {section}")
        except StageError as error:
            return {"error": error.message, "stage": error.stage}

    found: dict[str, dict[str, Any]] = {"trial": trial(specs)}
    found |= {f"usual-{section}": run(section) for section in ("xor", "cifar")}
    for question in code_questions():
        with without(question):
            runs = []
            for number in range(question.repeated):
                torch.manual_seed(number)  # what a new process has is another every time
                runs.append(run(question.section))
        names = runs[0]
        many = {name: [one[name] for one in runs] for name in names}
        found[question.id] = many if question.repeated > 1 else runs[0]
        print(question.id, found[question.id])
    return found


def trial(specs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "classes": list(specs["cifar"].classes),
        "epochs": specs["cifar"].epochs,
        "iterations": specs["xor"].iterations,
        "torch": version("torch"),
        # A test asks for another trial once the code is another
        "xor": of_file(notebooks_folder() / "xor.py"),
        "cifar": of_file(notebooks_folder() / "cifar.py"),
    }


def of_xor(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"loss": rounded(values["final_loss"]), "accuracy": rounded(values["accuracy"])}


def of_cifar(arrays: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"{part}_{what}": rounded(arrays[f"{part}_{what}"][-1])
        for part in ("train", "test")
        for what in ("loss", "accuracy")
    }


def rounded(number: float) -> float | str:
    """TOML has `nan` and `inf` too, but words are what a template asks for."""
    return round(float(number), 4) if math.isfinite(number) else "nan"


@contextmanager
def without(question: CodeQuestion) -> Iterator[Path]:
    """Resources whose notebook has not the line of `question`, as long as the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        experiments = Path(folder) / "experiments"
        shutil.copytree(resources.folder("experiments"), experiments)
        notebook = experiments / "notebooks" / f"{question.section}.py"
        lines = notebook.read_text(encoding="utf-8").splitlines()
        own = [line for line in lines if line.strip() == question.text]
        place = lines.index(own[0])
        indent = lines[place][: -len(question.text)]
        lines[place] = indent + question.without if question.without else ""
        notebook.write_text("\n".join(lines) + "\n", encoding="utf-8")
        before = os.environ.get(resources.VARIABLE)
        os.environ[resources.VARIABLE] = folder
        try:
            yield notebook
        finally:
            os.environ.pop(resources.VARIABLE)
            if before is not None:
                os.environ[resources.VARIABLE] = before


def toml(found: Mapping[str, Mapping[str, Any]]) -> str:
    tables = (
        f"\n[{name}]\n" + "".join(resources.toml_line(key, value) for key, value in table.items())
        for name, table in found.items()
    )
    return HEAD + "".join(tables)


if __name__ == "__main__":
    written = PACKAGE.parent / "experiments" / OUTCOMES
    written.write_text(toml(outcomes("auto")), encoding="utf-8")
