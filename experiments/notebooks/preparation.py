# What a notebook needs to run alone, without the program. Cells in the percent
# format; `data` is for reports on CIFAR-100, `demo` for those on the demo set,
# after the code that draws it.

# %% libraries
import hashlib

import matplotlib.pyplot as plt
import numpy as np
import torch

torch.set_num_threads(1)


def in_order(part, images, labels):
    """Изображения и метки в том же порядке, что в отчёте: по хешам."""
    split = ["train", "test"].index(part)
    digests = []
    for image, label in zip(images, labels):
        planes = image.transpose(2, 0, 1).tobytes()
        digest = hashlib.sha256(bytes([split, label]) + planes)
        digests.append(digest.digest())
    order = sorted(range(len(labels)), key=digests.__getitem__)
    return images[order], labels[order]


# %% data
import os
import pickle
import sys
import tarfile
import tempfile
import urllib.request
import warnings
from pathlib import Path

URL = "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz"
MD5 = "eb9058c3a382ffc7106e4002c42a8d85"


def download(url, md5, folder):
    """Скачать, проверить и распаковать архив; папка появляется целиком."""

    def show(block, size, total):
        if block % 1000 == 0:
            done = f"{block * size >> 20} из {total >> 20} МБ"
            print(f"\rЗагрузка CIFAR-100: {done}", end="", file=sys.stderr)

    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        archive = Path(beside, "archive.tar.gz")
        urllib.request.urlretrieve(url, archive, show)
        if hashlib.md5(archive.read_bytes()).hexdigest() != md5:
            raise ValueError(f"{url} повреждён: выполните ячейку ещё раз")
        with tarfile.open(archive) as tar:
            tar.extractall(beside, filter="data")  # только внутрь этой папки
        Path(beside, "cifar-100-python").rename(folder)


def find_cifar100(url=URL, md5=MD5):
    """Папка с CIFAR-100: указанная или скачанная."""
    if named := os.environ.get("LAB1REPORT_DATA"):
        return Path(named)
    folder = Path("cifar-100-python")
    if not folder.exists():
        download(url, md5, folder)
    return folder


def read_cifar100(part, classes):
    """Изображения (n, 32, 32, 3) и метки (n,) классов из train или test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy: формат файла старый
        pickled = (FOLDER / part).read_bytes()
        contents = pickle.loads(pickled, encoding="bytes")
    labels = np.array(contents[b"fine_labels"])
    chosen = np.isin(labels, classes)
    planes = contents[b"data"][chosen].reshape(-1, 3, 32, 32)
    return in_order(part, planes.transpose(0, 2, 3, 1), labels[chosen])


FOLDER = find_cifar100()

# %% demo
PER_CLASS = {"train": 500, "test": 100}


def read_cifar100(part, classes):
    """Нарисованные изображения (n, 32, 32, 3) и метки (n,) классов."""
    count = PER_CLASS[part]
    images = np.concatenate([pictures(n, part, count) for n in classes])
    return in_order(part, images, np.repeat(classes, count))
