"""The fingerprint knows contents, not order or container."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lab1report.data import container
from lab1report.data.dataset_spec import CIFAR100
from lab1report.data.fingerprint import class_digests, fingerprint, in_order
from lab1report.data.real import verify
from lab1report.model import PARTS, Part
from lab1report.progress import Progress

if TYPE_CHECKING:
    from lab1report.data.dataset_spec import Images
    from tests.unit.data.conftest import Listener, Tiny


def _of(images: dict[Part, Images]) -> str:
    return fingerprint(images.__getitem__, Progress())


def _copy(tiny: Tiny) -> dict[Part, Images]:
    return {part: (images.copy(), labels.copy()) for part, (images, labels) in tiny.images.items()}


def test_it_follows_its_description(tiny: Tiny) -> None:
    digests = []
    for split, part in enumerate(PARTS):
        images, labels = tiny.images[part]
        for image, label in zip(images, labels, strict=True):
            planes = b"".join(image[:, :, channel].tobytes() for channel in range(3))
            digests.append(hashlib.sha256(bytes([split, label]) + planes).digest())
    assert tiny.spec.fingerprint == hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def test_order_does_not_matter(tiny: Tiny) -> None:
    shuffled = _copy(tiny)
    images, labels = shuffled["train"]
    order = np.random.default_rng(1).permutation(len(labels))
    shuffled["train"] = images[order], labels[order]
    assert _of(shuffled) == tiny.spec.fingerprint


def test_images_come_in_one_order_whatever_the_container(tiny: Tiny) -> None:
    images, labels = tiny.images["train"]
    shuffled = np.random.default_rng(0).permutation(len(labels))
    plain = in_order("train", (images, labels))
    other = in_order("train", (images[shuffled], labels[shuffled]))
    np.testing.assert_array_equal(plain[0], other[0])
    np.testing.assert_array_equal(plain[1], other[1])
    assert sorted(plain[1].tolist()) == sorted(labels.tolist())


def test_one_pixel_matters(tiny: Tiny) -> None:
    changed = _copy(tiny)
    changed["test"][0][42, 31, 0, 2] ^= 1
    assert _of(changed) != tiny.spec.fingerprint


def test_the_channel_of_a_pixel_matters(tiny: Tiny) -> None:
    changed = _copy(tiny)
    images, labels = changed["train"]
    changed["train"] = images[..., ::-1], labels
    assert _of(changed) != tiny.spec.fingerprint


def test_one_label_matters(tiny: Tiny) -> None:
    changed = _copy(tiny)
    labels = changed["train"][1]
    labels[0] = (labels[0] + 1) % 100
    assert _of(changed) != tiny.spec.fingerprint


def test_the_part_matters(tiny: Tiny) -> None:
    changed = _copy(tiny)
    (train, train_labels), (test, test_labels) = changed["train"], changed["test"]
    train[0], test[0] = test[0].copy(), train[0].copy()
    train_labels[0], test_labels[0] = test_labels[0], train_labels[0]
    assert _of(changed) != tiny.spec.fingerprint


def test_progress_counts_the_images(tiny: Tiny, listener: Listener) -> None:
    fingerprint(tiny.images.__getitem__, listener)
    assert [total for _title, total, _unit in listener.started] == [200, 100]
    assert listener.updates == [200, 100]


@pytest.mark.real_data
def test_the_real_data_are_the_true_ones(real_data: Path) -> None:
    assert verify(real_data, Progress()) == CIFAR100.fingerprint


@pytest.mark.real_data
def test_the_digests_of_the_classes_are_those_of_the_real_data(real_data: Path) -> None:
    known = CIFAR100.class_digests()
    assert known is not None
    for part in PARTS:
        found = class_digests(part, container.read(real_data, part, CIFAR100))
        assert found == known[part]
