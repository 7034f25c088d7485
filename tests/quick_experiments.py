"""The experiments in a few seconds: for whatever runs whole builds, many or broken off ones."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from lab1report import resources

# A few iterations in place of the assignment's thousands
QUICK = {
    "iterations = 50_000": "iterations = 500",
    "iterations = 10_000": "iterations = 200",
    "epochs = 250": "epochs = 9",
}
# Every kind of variant in place of twenty variants
QUICK_SERIES = """
seeds = 2

[[variant]]
id = "stopped"
part = "overfitting"
against = "base"
epochs = "best"

[[variant]]
id = "fewer-units"
part = "overfitting"
hidden = [5]

[[variant]]
id = "half"
part = "overfitting"
share = 0.5
epochs = 18

[[variant]]
id = "batch-64"
part = "batch"
against = "stopped"
batch_size = 64
epochs = "best"

[[variant]]
id = "rate-2"
part = "rate"
against = "stopped"
lr = 0.0025
epochs = "best"

[search]
folds = 2
schedule = "linear"

[[network]]
id = "units-6"
hidden = [6]
lr = [0.01, 0.03]
batch_size = [128]
epochs = [3]

[[network]]
id = "adam-8-4"
hidden = [8, 4]
optimizer = "Adam"
lr = [0.0005]
batch_size = [64, 128]
epochs = [3]
"""


def write(
    root: Path, changes: Mapping[str, str] | None = None, series: Mapping[str, str] | None = None
) -> Path:
    """`root` as a folder of resources: quick tasks and a quick series, both with these changes."""
    shutil.copytree(resources.folder("experiments"), root / "experiments")
    tasks = root / "experiments" / "tasks.toml"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(_changed(text, {**QUICK, **(changes or {})}), encoding="utf-8")
    text = _changed(QUICK_SERIES, series or {})
    (root / "experiments" / "series.toml").write_text(text, encoding="utf-8")
    return root


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"nothing to change: no {old!r}"
        text = text.replace(old, new)
    return text
