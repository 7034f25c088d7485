"""Damages what is kept between two builds, in every way, and builds again.

    python benchmarks/faults/stores.py [--count 500] [--seed 0]

Whatever was changed is to be noticed and made anew: exit 0, the numbers and the page of a build
that nobody disturbed, no traceback.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from builds import Desk
from safetensors.numpy import load, save

SEALED = b"lab1report 4 "


def flipped(path: Path, _: list[Path]) -> None:
    data = bytearray(path.read_bytes())
    place = random.randrange(len(data))
    data[place] ^= 1 << random.randrange(8)
    path.write_bytes(data)


def cut(path: Path, _: list[Path]) -> None:
    path.write_bytes(path.read_bytes()[: random.randrange(path.stat().st_size)])


def emptied(path: Path, _: list[Path]) -> None:
    path.write_bytes(b"")


def longer(path: Path, _: list[Path]) -> None:
    path.write_bytes(path.read_bytes() + random.randbytes(random.randrange(1, 99)))


def zeroed(path: Path, _: list[Path]) -> None:
    data = bytearray(path.read_bytes())
    start = random.randrange(len(data))
    data[start : start + 512] = bytes(len(data[start : start + 512]))
    path.write_bytes(data)


def noise(path: Path, _: list[Path]) -> None:
    path.write_bytes(random.randbytes(path.stat().st_size))


def swapped(path: Path, others: list[Path]) -> None:
    alike = [one for one in others if one.parent == path.parent and one != path] or others
    other = random.choice(alike)
    first, second = path.read_bytes(), other.read_bytes()
    path.write_bytes(second)
    other.write_bytes(first)


def removed(path: Path, _: list[Path]) -> None:
    path.unlink()


def a_folder(path: Path, _: list[Path]) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path, _: list[Path]) -> None:
    path.unlink()
    os.mkfifo(path)


def a_loop(path: Path, _: list[Path]) -> None:
    path.unlink()
    path.symlink_to(path)


def unreadable(path: Path, _: list[Path]) -> None:
    path.chmod(0)


def all_of_a_folder(path: Path, others: list[Path]) -> None:
    for other in others:
        if other.parent == path.parent:
            other.write_bytes(other.read_bytes()[:-1])


def sealed_anew(path: Path, _: list[Path]) -> None:
    """Another content under the right seal: what only a hand can do."""
    _seal(
        path,
        lambda c: random.choice(
            [
                b"",
                c[: len(c) // 2],
                b"[" * 10_000,
                b"null",
                b"{}",
                random.randbytes(len(c)),
                c + b"x",
            ]
        ),
    )


def another_shape(path: Path, others: list[Path]) -> None:
    """The right seal on a result whose arrays or values are not what they should be."""
    if path.parent.parent.name != "results":
        path = random.choice([one for one in others if one.parent.parent.name == "results"])
    _seal(path, _other_arrays)


def _other_arrays(content: bytes) -> bytes:
    arrays = load(content)
    document = json.loads(arrays.pop("document").tobytes())
    name = random.choice(sorted(arrays))
    match random.randrange(6):
        case 0:
            del arrays[name]
        case 1:
            arrays[name] = arrays[name].reshape(-1)[:1].copy()
        case 2:
            arrays[name] = arrays[name].astype("complex64")
        case 3:
            document["values"].pop(random.choice(sorted(document["values"])))
        case 4:
            document["values"] = dict.fromkeys(document["values"], "text")
        case 5:
            document["stages"], document["seconds"] = [{"id": 1}], "long"
    packed = np.frombuffer(json.dumps(document).encode(), dtype=np.uint8)
    return bytes(save({**arrays, "document": packed}))


def _seal(path: Path, change: Callable[[bytes], bytes]) -> None:
    data = path.read_bytes()
    first, _, rest = data.partition(b"\n")
    header, _, content = rest.partition(b"\n")
    if first.startswith(SEALED):
        rest = header + b"\n" + change(content)
        path.write_bytes(SEALED + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)


WAYS = (
    flipped, flipped, flipped, cut, emptied, longer, zeroed, noise, swapped, swapped, removed,
    a_folder, a_pipe, a_loop, unreadable, all_of_a_folder, sealed_anew, another_shape,
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--way", action="append", help="only these; by default all")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    ways = [way for way in WAYS if not arguments.way or way.__name__ in arguments.way]
    with tempfile.TemporaryDirectory() as folder:
        counts, failures = measure(Path(folder), arguments.count, ways)
    for name in [*dict.fromkeys(way.__name__ for way in WAYS), "all"]:
        seen = [f"{what} {n}" for (way, what), n in counts.items() if way == name]
        print(f"{name:18}", ", ".join(seen))
    print(*failures, sep="\n")


def measure(
    folder: Path, count: int, ways: Sequence[Callable[[Path, list[Path]], None]]
) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts by way and by what was seen, and a line for each thing that should not be."""
    desk = Desk(folder=folder / "desk", cache=folder / "cache")
    formats = ("--format", "html", "--format", "ipynb")
    assert desk.build(*formats).returncode == 0
    whole = folder / "whole"
    shutil.copytree(desk.cache, whole)
    out = desk.folder / "lab1-report"
    page, results = (out / "lab1-demo.html").read_bytes(), desk.results
    counts: Counter[tuple[str, str]] = Counter()
    failures: list[str] = []

    def see(way: str, what: str, detail: str = "") -> None:
        counts[way, what] += 1
        counts["all", what] += 1
        if detail:
            failures.append(f"{way}: {what}: {detail}")

    for number in range(count):
        shutil.rmtree(desk.cache)
        shutil.copytree(whole, desk.cache)
        files = sorted(path for path in desk.cache.rglob("*") if path.suffix in (".bin", ".json"))
        # As many of each kind, of which there are few of some and hundreds of others
        kind = random.choice(sorted({path.parent for path in files}))
        path = random.choice([one for one in files if one.parent == kind])
        way = ways[number % len(ways)]
        way(path, files)
        name, where = way.__name__, path.relative_to(desk.cache)
        ended = desk.build(*formats)
        see(name, "tried")
        if ended.returncode != 0:
            see(name, "no report", f"{where}: exit {ended.returncode}: {ended.stderr[-1500:]}")
        elif desk.results != results:
            see(name, "other numbers", str(where))
        elif (out / "lab1-demo.html").read_bytes() != page:
            see(name, "another page", str(where))
        if "Traceback" in ended.stderr:
            see(name, "traceback", str(where))
    return counts, failures


if __name__ == "__main__":
    main()
