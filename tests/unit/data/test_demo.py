"""The demo set: whole, always the same, and as hard for the base network as the real data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from torch import nn

from lab1report.data import demo, drawing
from lab1report.model import PARTS, Part
from lab1report.progress import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.unit.data.conftest import Listener

MEAN = torch.tensor((0.5074, 0.4867, 0.4411))
STD = torch.tensor((0.2011, 0.1987, 0.2025))


def test_the_set_is_as_large_as_cifar_100() -> None:
    assert demo.PER_CLASS == {"train": 500, "test": 100}


@pytest.mark.parametrize("part", PARTS)
def test_every_class_has_as_many_images(part: Part) -> None:
    images, labels = drawing.draw(part, 3, Progress())
    assert images.shape == (300, 32, 32, 3)
    assert images.dtype == np.uint8
    assert labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [3] * 100


def test_each_image_stands_at_its_label() -> None:
    images, labels = drawing.draw("test", 2, Progress())
    np.testing.assert_array_equal(images[labels == 42], drawing.pictures(42, "test", 2))


def test_some_classes_are_drawn_alone_and_as_in_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listener: Listener
) -> None:
    monkeypatch.setattr(demo, "PER_CLASS", {"train": 2, "test": 1})
    dataset = demo.dataset(cache=tmp_path, progress=Progress())
    images, labels = dataset.part("train", (63, 18))
    all_images, all_labels = dataset.part("train")
    chosen = (all_labels == 18) | (all_labels == 63)
    np.testing.assert_array_equal(labels, all_labels[chosen])
    np.testing.assert_array_equal(images, all_images[chosen])
    demo.dataset(cache=tmp_path, progress=listener).part("train", (63, 18))
    assert [total for _, total, _ in listener.started] == [2], "only they are drawn"


def test_pictures_are_the_same_every_time_and_no_two_are_alike() -> None:
    first, again = (drawing.pictures(7, "train", 500) for _time in range(2))
    np.testing.assert_array_equal(first, again)
    test, other = drawing.pictures(7, "test", 100), drawing.pictures(8, "train", 500)
    everything = np.concatenate([first, test, other]).reshape(1100, -1)
    assert len(np.unique(everything, axis=0)) == 1100


def test_pictures_do_not_change_from_version_to_version() -> None:
    """A change here is a change of every number reported on the demo set."""
    pictures = drawing.pictures(18, "train", 500)
    assert pictures[0, 16, 8:11].tolist() == [[221, 112, 59], [223, 115, 62], [227, 119, 67]]
    assert int(pictures.astype(np.int64).sum()) == 204_226_272


def test_two_classes_share_at_most_one_colour() -> None:
    codes = np.array([drawing._colour_numbers(label) for label in range(100)])
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
    assert listener.started == []
    monkeypatch.setattr(demo, "version", lambda library: "another")
    demo.dataset(cache=tmp_path, progress=listener)
    assert listener.started != []


def _base_accuracies(classes: tuple[int, ...]) -> tuple[float, float]:
    """Train and test accuracy of the assignment's base network after its 250 epochs."""
    torch.manual_seed(0)
    parts = {
        part: (
            _normalised(np.concatenate([drawing.pictures(c, part, count) for c in classes])),
            torch.arange(len(classes)).repeat_interleave(count),
        )
        for part, count in demo.PER_CLASS.items()
    }
    network = nn.Sequential(nn.Linear(3072, 10), nn.ReLU(), nn.Linear(10, len(classes)))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.005)
    images, labels = parts["train"]
    for _epoch in range(250):
        for batch in torch.randperm(len(labels)).split(128):  # type: ignore[no-untyped-call]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(network(images[batch]), labels[batch])
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    with torch.no_grad():
        train, test = (
            float((network(images).argmax(1) == labels).float().mean())
            for images, labels in parts.values()
        )
    return train, test


def _normalised(images: NDArray[np.uint8]) -> torch.Tensor:
    return ((torch.from_numpy(images) / 255 - MEAN) / STD).flatten(1)


@pytest.mark.slow
@pytest.mark.parametrize("classes", [(18, 63, 28), (0, 55, 58)])
def test_the_base_network_overfits_as_on_the_real_data(classes: tuple[int, ...]) -> None:
    train, test = _base_accuracies(classes)
    assert train > 0.95
    assert 0.55 < test < 0.85
