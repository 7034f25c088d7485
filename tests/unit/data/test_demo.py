"""The demo set: whole, always the same, and as hard for the base network as the real data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import numpy as np
import pytest

from lab1report.data import demo, demo_images
from lab1report.model import PARTS, Part
from lab1report.progress import Progress
from lab1report.tasks.engine.image_tensors import Images
from lab1report.tasks.engine.train import train
from tests.specs import BASE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.unit.data.conftest import Listener


def test_the_set_is_as_large_as_cifar_100() -> None:
    assert demo.PER_CLASS == {"train": 500, "test": 100}


@pytest.mark.parametrize("part", PARTS)
def test_every_class_has_as_many_images(part: Part) -> None:
    images, labels = demo_images.draw(part, 3, Progress())
    assert images.shape == (300, 32, 32, 3)
    assert images.dtype == np.uint8
    assert labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [3] * 100


def test_each_image_stands_at_its_label() -> None:
    images, labels = demo_images.draw("test", 2, Progress())
    np.testing.assert_array_equal(images[labels == 42], demo_images.pictures(42, "test", 2))


def test_some_classes_are_drawn_alone_and_as_in_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "PER_CLASS", {"train": 2, "test": 1})
    dataset = demo.dataset(cache=tmp_path, progress=Progress())
    images, labels = dataset.part("train", (63, 18))
    all_images, all_labels = dataset.part("train")
    chosen = (all_labels == 18) | (all_labels == 63)
    np.testing.assert_array_equal(labels, all_labels[chosen])
    np.testing.assert_array_equal(images, all_images[chosen])
    drawing = Mock(wraps=demo_images.pictures)
    monkeypatch.setattr(demo_images, "pictures", drawing)
    demo.dataset(cache=tmp_path, progress=Progress()).part("train", (63, 18))
    assert [call.args[0] for call in drawing.call_args_list] == [18, 63], "only they are drawn"


def test_pictures_are_the_same_every_time_and_no_two_are_alike() -> None:
    first, again = (demo_images.pictures(7, "train", 500) for _time in range(2))
    np.testing.assert_array_equal(first, again)
    test, other = demo_images.pictures(7, "test", 100), demo_images.pictures(8, "train", 500)
    everything = np.concatenate([first, test, other]).reshape(1100, -1)
    assert len(np.unique(everything, axis=0)) == 1100


def test_pictures_do_not_change_from_version_to_version() -> None:
    """A change here is a change of every number reported on the demo set."""
    pictures = demo_images.pictures(18, "train", 500)
    assert pictures[0, 16, 8:11].tolist() == [[221, 112, 59], [223, 115, 62], [227, 119, 67]]
    assert int(pictures.astype(np.int64).sum()) == 204_226_272


def test_two_classes_share_at_most_one_colour() -> None:
    codes = np.array([demo_images._colour_numbers(label) for label in range(100)])
    shared = (codes[:, None] == codes[None]).sum(axis=-1)
    np.fill_diagonal(shared, 0)
    assert shared.max() == 1


def test_the_fingerprint_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listener: Listener
) -> None:
    monkeypatch.setattr(demo, "PER_CLASS", {"train": 1, "test": 1})
    first = demo.dataset(cache=tmp_path, progress=Progress())
    again = demo.dataset(cache=tmp_path, progress=listener)
    assert first.info == again.info
    again.part("train", classes=(0, 1))  # whoever asks for images tells of work of his own
    again.part("test")
    assert listener.started == []
    monkeypatch.setattr(demo, "version", lambda library: "another")
    demo.dataset(cache=tmp_path, progress=listener)
    assert listener.started != []


def _base_accuracies(classes: tuple[int, ...]) -> tuple[float, float]:
    """Train and test accuracy of the assignment's base network after its 250 epochs."""

    def drawn(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        count = demo.PER_CLASS[part]
        images = np.concatenate([demo_images.pictures(c, part, count) for c in classes])
        return images, np.repeat(np.array(classes), count)

    spec = replace(BASE, classes=classes)
    (trained,) = train([spec], Images(classes, drawn))
    return trained.arrays["train_accuracy"][-1], trained.arrays["test_accuracy"][-1]


@pytest.mark.slow
@pytest.mark.parametrize("classes", [(18, 63, 28), (0, 55, 58)])
def test_the_base_network_overfits_as_on_the_real_data(classes: tuple[int, ...]) -> None:
    on_training, on_test = _base_accuracies(classes)
    assert on_training > 0.95
    assert 0.55 < on_test < 0.85
