"""The code by which a notebook runs alone does what the program does."""

import hashlib
import inspect
import io
import re
import socket
import tarfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import torch
from torch import nn

from lab1report.data import demo
from lab1report.data.dataset import Dataset
from lab1report.data.dataset_spec import CIFAR100
from lab1report.data.demo_images import pictures
from lab1report.data.locate import find_data
from lab1report.data.opening import open_dataset
from lab1report.data.seeds import derive
from lab1report.editions.notebook.preparation import drawing, style
from lab1report.editions.series_cells import USUAL
from lab1report.figures.numerals import Numerals
from lab1report.figures.plots import style as figures_style
from lab1report.model import DataInfo
from lab1report.progress import Progress
from lab1report.tasks.engine.image_tensors import Images
from lab1report.tasks.engine.train import train
from lab1report.tasks.notebooks import notebooks_folder, read_notebook
from tests.unit.tasks.engine.conftest import CLASSES, make_spec, one_thread, read_part

__all__ = ["one_thread"]  # a fixture

Names = dict[str, Any]


def cell(notebook: str, id: str) -> str:
    return next(
        c.source for c in read_notebook(notebooks_folder() / f"{notebook}.py") if c.id == id
    )


def run(*sources: str, names: Mapping[str, Any] | None = None) -> Names:
    found: Names = {"__name__": "notebook", **(names or {})}
    threads = torch.get_num_threads()
    try:
        for source in sources:
            exec(compile(source, "<cell>", "exec"), found)  # noqa: S102 - as a notebook does
    finally:
        torch.set_num_threads(threads)
    return found


LIBRARIES = cell("preparation", "libraries")
# Without its last line, which looks for the data
READING = cell("preparation", "data").removesuffix("FOLDER = find_cifar100()")


@pytest.fixture
def reading() -> Names:
    return run(LIBRARIES, READING)


def archive(path: Path, **members: bytes) -> str:
    """Write a .tar.gz with these files into `path`; its MD5."""
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return hashlib.md5(path.read_bytes()).hexdigest()  # noqa: S324 - the publisher's choice


def test_the_archive_is_the_official_one(reading: Names) -> None:
    official = CIFAR100.sources[-1].downloads[0]
    assert (reading["URL"], reading["MD5"]) == (official.url, official.md5)


MEMBERS = {f"cifar-100-python/{part}": part.encode() for part in ("train", "test")}


def test_data_are_downloaded_once(
    reading: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    source = tmp_path / "source.tar.gz"
    md5 = archive(source, **MEMBERS)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    folder = reading["find_cifar100"](source.as_uri(), md5)
    assert (folder / "train").read_bytes() == b"train"
    assert [path.name for path in Path().iterdir()] == ["cifar-100-python"]
    out, err = capsys.readouterr()
    assert out == "", "what is stored as output must not depend on where the data were"
    assert "Загрузка CIFAR-100" in err
    source.unlink()
    assert reading["find_cifar100"](source.as_uri(), md5) == folder


def test_a_damaged_archive_leaves_nothing(
    reading: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source.tar.gz"
    archive(source, **MEMBERS)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    with pytest.raises(reading["NoData"], match="не целиком"):
        reading["find_cifar100"](source.as_uri(), "0" * 32)
    assert list(Path().iterdir()) == []


def test_without_a_network_one_sentence_says_what_to_do(
    reading: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}/cifar-100-python.tar.gz"  # where nobody listens
    with pytest.raises(reading["NoData"]) as raised:
        reading["find_cifar100"](url)
    (sentence,) = raised.value._render_traceback_()
    assert url in sentence
    assert str(tmp_path / "cifar-100-python") in sentence
    assert "\n" not in sentence
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("named", [False, True])
def test_a_folder_without_the_files_is_named(
    named: bool, reading: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / ("elsewhere" if named else "cifar-100-python")
    folder.mkdir()
    if named:
        monkeypatch.setenv("LAB1REPORT_DATA", str(folder))
    (folder / "train").touch()
    with pytest.raises(reading["NoData"], match=re.escape(f"в папке {folder},")):
        reading["find_cifar100"]()


def test_an_archive_writes_nothing_elsewhere(
    reading: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source.tar.gz"
    md5 = archive(source, **{"../../outside": b"!", "cifar-100-python/train": b"images"})
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    with pytest.raises(tarfile.FilterError):
        reading["find_cifar100"](source.as_uri(), md5)
    assert not list(tmp_path.rglob("outside"))
    assert list(Path().iterdir()) == []


def test_the_folder_may_be_named(
    reading: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB1REPORT_DATA", str(tmp_path))
    for part in ("train", "test"):
        (tmp_path / part).touch()
    assert reading["find_cifar100"]() == tmp_path


@pytest.mark.real_data
def test_real_images_are_those_of_the_program(real_data: Path, tmp_path: Path) -> None:
    place = find_data(str(real_data), cache=tmp_path)
    found = run(LIBRARIES, READING, names={"FOLDER": place})
    dataset = open_dataset(str(real_data), cache=tmp_path, progress=Progress())
    for part in ("train", "test"):
        same(found["read_cifar100"](part, [18, 63, 28]), dataset.part(part, (18, 63, 28)))


def test_demo_images_are_those_of_the_program() -> None:
    found = run(LIBRARIES, drawing(), cell("preparation", "demo"))
    assert found["PER_CLASS"] == demo.PER_CLASS
    found["PER_CLASS"] = {"train": 6, "test": 4}

    def drawn(part: Any, classes: Any) -> Any:
        images = [pictures(label, part, found["PER_CLASS"][part]) for label in sorted(classes)]
        labels = np.repeat(sorted(classes), found["PER_CLASS"][part])
        return np.concatenate(images), labels

    dataset = Dataset(
        info=DataInfo(kind="demo", fingerprint="", source=""),
        reader=lambda part: drawn(part, range(100)),
        of_classes=drawn,
    )
    for part in ("train", "test"):
        same(found["read_cifar100"](part, [18, 63, 28]), dataset.part(part, (18, 63, 28)))


def same(found: Any, expected: Any) -> None:
    for one, other in zip(found, expected, strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


def test_nothing_imports_the_program() -> None:
    for source in (LIBRARIES, READING, drawing(), cell("series", "training")):
        assert "lab1report" not in source.replace("LAB1REPORT", "")


@pytest.fixture(scope="module")
def training() -> Names:
    """What the notebook's cell defines, on made-up images; `models` are those that it makes."""

    def read_cifar100(part: Any, classes: Any) -> Any:
        images, labels = read_part(part)
        keep = np.isin(labels, classes)
        return images[keep], labels[keep]

    names = {
        "read_cifar100": read_cifar100,
        "CLASSES": list(CLASSES),
        "WEIGHTS_SEEDS": [0, derive(3, "cifar", "weights")],
        "ORDER_SEED": derive(1, "cifar", "order"),
        "SHARE_SEED": derive(0, "series", "images"),
        "FOLDS": 3,
    }
    found = run(LIBRARIES, cell("series", "training"), names=names)
    found["models"] = models = []

    class Remembered(nn.Sequential):
        def __init__(self, *layers: nn.Module) -> None:
            super().__init__(*layers)
            models.append(self)

    found["nn"] = SimpleNamespace(**{**vars(nn), "Sequential": Remembered})
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"hidden": (8, 5), "lr": 0.02},
        {"optimizer": "momentum", "lr": 0.001},
        {"optimizer": "Adam", "lr": 1e-4},
        {"schedule": "linear", "lr": 0.02},
        {"saturation": 3.0},
        {"share": 0.5},
        {"fold": 1, "folds": 3},
    ],
    ids=str,
)
def test_it_trains_as_the_engine_does(
    changes: dict[str, object], training: Names, one_thread: None
) -> None:
    spec = make_spec(epochs=8, **changes)
    (expected,) = train([spec], Images(CLASSES, read_part, saturation=spec.saturation))
    right = training["train"](
        list(spec.hidden), spec.lr, spec.batch_size, spec.epochs, spec.optimizer,
        spec.schedule, spec.saturation, spec.share, seed=1, fold=spec.fold,
    )  # fmt: skip
    x, y = training["load"](spec.saturation, spec.share, spec.fold)
    held = "test" if spec.fold is None else "validation"
    with torch.no_grad():
        loss = nn.functional.cross_entropy(training["models"][-1](x["test"]), y["test"])
    assert loss.item() == pytest.approx(expected.arrays[f"{held}_loss"][-1], abs=1e-4)
    for part, name in (("train", "train"), ("test", held)):
        one_image = 1 / len(y[part])
        reached = expected.arrays[f"{name}_accuracy"][-1]
        assert right[part].mean() == pytest.approx(reached, abs=1.01 * one_image), part


def test_a_variant_says_what_differs_from_the_usual(training: Names) -> None:
    usual = inspect.signature(training["train"]).parameters
    assert {name: usual[name].default for name in USUAL} == USUAL


def test_figures_look_as_those_of_the_report() -> None:
    """But for the font, of which not every machine has that of the report, and the resolution."""
    with mpl.rc_context():
        mpl.rcdefaults()
        usual = dict(mpl.rcParams)
        found = run(LIBRARIES, style())
        changed = {name: value for name, value in mpl.rcParams.items() if value != usual[name]}
    of_the_report = figures_style._settings("STIXGeneral")
    own = {"figure.constrained_layout.use", "figure.dpi", "font.family"}
    assert own < changed.keys()
    assert {name: changed[name] for name in changed.keys() - own} == {
        name: of_the_report[name] for name in changed.keys() - own
    }
    colours = {name: value for name, value in found.items() if str(value).startswith("#")}
    assert len(colours) == 8
    assert colours == {name: getattr(figures_style, name) for name in colours}


@pytest.mark.parametrize(
    ("value", "written"), [(0.25, "0,25"), (-3, "−3"), (0.1 + 0.2, "0,3"), (10_000, "10\u00a0000")]
)
def test_numbers_on_figures_are_written_as_in_the_report(value: float, written: str) -> None:
    with mpl.rc_context():
        russian = run(LIBRARIES, style())["russian"]
    assert russian(value) == written
    assert russian(value, 1) == Numerals(decimal=",", group="\u00a0").fixed(value, 1)
