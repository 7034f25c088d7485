# What a notebook needs to run alone, without the program. Cells in the percent
# format; `data` is for reports on CIFAR-100, `demo` for those on the demo set,
# after the code that draws it.

# %% libraries
import hashlib

import matplotlib.pyplot as plt
import numpy as np
import torch

torch.set_num_threads(1)


def track(items):
    return items


def in_order(part, images, labels):
    """The images and labels in the order of hashes, as in the report."""
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
    """Fetch, check and unpack the archive: `folder` is whole or absent."""

    def show(block, size, total):
        if block % 1000 == 0:
            done = f"{block * size >> 20} of {total >> 20} MB"
            print(f"\rdownloading CIFAR-100: {done}", end="", file=sys.stderr)

    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        archive = Path(beside, "archive.tar.gz")
        urllib.request.urlretrieve(url, archive, show)
        if hashlib.md5(archive.read_bytes()).hexdigest() != md5:
            raise ValueError(f"{url} came damaged: run this cell again")
        with tarfile.open(archive) as tar:
            tar.extractall(beside, filter="data")  # nothing outside of it
        Path(beside, "cifar-100-python").rename(folder)


def find_cifar100(url=URL, md5=MD5):
    """The folder with CIFAR-100: the one named, or a downloaded one."""
    if named := os.environ.get("LAB1REPORT_DATA"):
        return Path(named)
    folder = Path("cifar-100-python")
    if not folder.exists():
        download(url, md5, folder)
    return folder


def read_cifar100(part, classes):
    """Images (n, 32, 32, 3) and labels (n,) of `classes` in train or test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy's, on a pickle this old
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
    """Made-up images (n, 32, 32, 3) and labels (n,) of `classes`."""
    count = PER_CLASS[part]
    images = np.concatenate([pictures(n, part, count) for n in classes])
    return in_order(part, images, np.repeat(classes, count))
