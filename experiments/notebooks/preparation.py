# What a notebook needs to run alone, without the program. Cells in the percent
# format; `style` is how its figures look, as those of the report do; `data` is
# for reports on CIFAR-100, `demo` for those on the demo set, after the code
# that draws it.

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


# %% style
# Цвета отчёта: их различают и люди, которые видят не все цвета
BLACK, GREY, BLUE, SKY = "#000000", "#8C8C8C", "#0072B2", "#56B4E9"
GREEN, ORANGE, VERMILION, PURPLE = "#009E73", "#E69F00", "#D55E00", "#CC79A7"
LINES = [BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, BLACK]
plt.rcParams.update(
    {
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.labelsize": 12,
        "axes.prop_cycle": plt.cycler(color=LINES),
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.constrained_layout.use": True,
        "figure.dpi": 120,
        "font.family": "STIXGeneral",  # есть в Matplotlib, похож на Times
        "font.size": 11,
        "grid.color": "#DDDDDD",
        "grid.linewidth": 0.6,
        "legend.edgecolor": "none",
        "legend.fontsize": 11,
        "mathtext.fontset": "stix",
    }
)


def russian(value, digits=None):
    """Число, как его пишут по-русски: 0,25; −3; 10 000."""
    text = f"{value:.10g}" if digits is None else f"{value:.{digits}f}"
    if abs(value) >= 10_000:
        text = f"{value:,.{digits or 0}f}".replace(",", "\u00a0")
    return text.replace(".", ",").replace("-", "−")


def ticks(*axes):
    """Подписать деления осей числами, написанными по-русски."""
    for ax in axes:
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda value, _: russian(value))


# %% data
import os
import pickle
import sys
import tarfile
import tempfile
import urllib.request
import warnings
from http.client import HTTPException
from pathlib import Path

URL = "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz"
MD5 = "eb9058c3a382ffc7106e4002c42a8d85"


class NoData(Exception):
    """Данных нет; вместо трассировки блокнот показывает одну фразу."""

    def _render_traceback_(self):
        return [str(self)]


def download(url, md5, folder):
    """Скачать, проверить и распаковать архив; папка появляется целиком."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        archive = Path(beside, "archive.tar.gz")
        source = urllib.request.urlopen(url, timeout=60)
        with source, archive.open("wb") as file:
            while block := source.read(1 << 20):
                file.write(block)
                done = f"\rЗагрузка CIFAR-100: {file.tell() >> 20} МБ"
                print(done, end="", file=sys.stderr)
        if hashlib.md5(archive.read_bytes()).hexdigest() != md5:
            raise OSError("архив скачался не целиком")
        with tarfile.open(archive) as tar:
            tar.extractall(beside, filter="data")  # только внутрь этой папки
        Path(beside, "cifar-100-python").rename(folder)


def find_cifar100(url=URL, md5=MD5):
    """Папка с CIFAR-100: указанная или скачанная."""
    named = os.environ.get("LAB1REPORT_DATA")
    folder = Path(named or "cifar-100-python")
    try:
        if not named and not folder.exists():
            download(url, md5, folder)
        for part in ("train", "test"):
            (folder / part).open("rb").close()
    except (OSError, HTTPException) as error:
        why = getattr(error, "reason", error)
        raise NoData(
            f"Набора CIFAR-100 нет ({why}): распакуйте архив {url} так, чтобы"
            f" файлы train и test лежали в папке {folder.absolute()},"
            " и выполните ячейку ещё раз."
        ) from None
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
