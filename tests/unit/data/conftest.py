"""A tiny data set in every container, a server on this machine, and a listening progress."""

from __future__ import annotations

import json
import pickle
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from PIL import Image

from lab1report.data.dataset_spec import FOLDER, DatasetSpec
from lab1report.data.fingerprint import class_digests, fingerprint
from lab1report.model import PARTS, Part
from lab1report.progress import Progress

if TYPE_CHECKING:
    from lab1report.data.dataset_spec import Images


@dataclass
class Tiny:
    """Two training images and one test image of each class, of random pixels."""

    images: dict[Part, Images]
    spec: DatasetSpec

    def contents(self, part: Part) -> dict[str, Any]:
        """What the official file of `part` holds."""
        images, labels = self.images[part]
        rows = np.ascontiguousarray(images.transpose(0, 3, 1, 2)).reshape(len(images), -1)
        return {
            "filenames": [f"{number}.png" for number in range(len(labels))],
            "fine_labels": labels.tolist(),
            "coarse_labels": (labels // 5).tolist(),
            "data": rows,
        }

    def write_folder(self, parent: Path, *, protocol: int = 2) -> Path:
        folder = parent / FOLDER
        folder.mkdir(parents=True)
        for part in PARTS:
            (folder / part).write_bytes(pickle.dumps(self.contents(part), protocol=protocol))
        (folder / "meta").write_bytes(pickle.dumps({}, protocol=protocol))
        return folder

    def write_archive(self, parent: Path) -> Path:
        folder = self.write_folder(parent / "to pack")
        path = parent / f"{FOLDER}.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            archive.add(folder, FOLDER)
        return path

    def parquet(self, part: Part) -> bytes:
        images, labels = self.images[part]
        table = pyarrow.table(
            {
                "img": [{"bytes": _png(image), "path": None} for image in images],
                "fine_label": labels,
                "coarse_label": labels // 5,
            }
        )
        stream = BytesIO()
        pyarrow.parquet.write_table(table, stream)
        return stream.getvalue()


def _png(image: Any) -> bytes:
    stream = BytesIO()
    Image.fromarray(image).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    rng = np.random.default_rng(7)
    images: dict[Part, Images] = {}
    per_class: dict[Part, int] = {"train": 2, "test": 1}
    for part, count in per_class.items():
        labels = rng.permutation(np.repeat(np.arange(100), count))
        images[part] = rng.integers(0, 256, (len(labels), 32, 32, 3), dtype=np.uint8), labels
    name = fingerprint(images.__getitem__, Progress())
    classes = tmp_path_factory.mktemp("tiny") / "classes.json"
    known = {part: list(class_digests(part, own).values()) for part, own in images.items()}
    classes.write_text(json.dumps(known))
    spec = DatasetSpec(fingerprint=name, per_class=per_class, classes_file=classes)
    return Tiny(images=images, spec=spec)


class Listener(Progress):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.started: list[tuple[str, float | None, str]] = []
        self.updates: list[float] = []
        self.notes: list[str] = []
        self.warnings: list[str] = []

    def start(
        self, title: str, total: float | None = None, *, unit: str = "steps", **_: object
    ) -> None:
        self.started.append((title, total, unit))

    def update(self, done: float) -> None:
        self.updates.append(done)

    def note(self, message: str) -> None:
        self.notes.append(message)

    def warn(self, message: str) -> None:
        self.warnings.append(message)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@dataclass
class Hosted:
    """A file on the server, and how the server misbehaves with it."""

    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"ETag": '"first"'})
    ranges: bool = True
    """Whether it knows Range and If-Range."""
    breaks: list[int] = field(default_factory=list)
    """After how many bytes each of the next answers breaks off."""
    status: int | None = None
    """Answer with this status only."""


class Server(ThreadingHTTPServer):
    """Serves `files` by their names and keeps the requests it got."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, Hosted] = {}
        self.requests: list[tuple[str, str, str | None]] = []

    def host(self, name: str, body: bytes) -> Hosted:
        self.files[name] = Hosted(body)
        return self.files[name]

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{name}"

    def ranges_asked(self, name: str) -> list[str | None]:
        """The Range header of each GET of `name`."""
        return [asked for method, path, asked in self.requests if (method, path) == ("GET", name)]


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._find()
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        hosted = self._find()
        if hosted is None or hosted.status is not None:
            self.send_error(hosted.status if hosted and hosted.status else 404)
            return
        start, size = self._start(hosted), len(hosted.body)
        if start >= size:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.send_header("Content-Length", str(size - start))
        for name, value in hosted.headers.items():
            self.send_header(name, value)
        self.end_headers()
        end = start + hosted.breaks.pop(0) if hosted.breaks else size
        self.wfile.write(hosted.body[start:end])

    def _find(self) -> Hosted | None:
        name = self.path.removeprefix("/")
        self.server.requests.append((self.command, name, self.headers.get("Range")))
        return self.server.files.get(name)

    def _start(self, hosted: Hosted) -> int:
        asked = self.headers.get("Range")
        known = self.headers.get("If-Range") in hosted.headers.values()
        if asked is None or not known or not hosted.ranges:
            return 0
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("lab1report.data.download.PAUSE", 0)
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()
