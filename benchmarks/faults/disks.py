"""Builds with a cache, an output folder or a temporary folder that is full, or cannot be used.

    python benchmarks/faults/disks.py      (as root: it mounts small file systems)

A cache must never cost the report: exit 0, the numbers of a build that nobody disturbed, and at
most one warning of each kind. An output folder that cannot be written is a sentence and exit 2.
"""

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from builds import Desk

SIZES = ("16k", "64k", "200k", "700k", "1m", "2m", "3m", "4m", "6m", "9m")


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own at `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as root:
        measure(Path(root))


def measure(root: Path) -> None:
    usual = Desk(folder=root / "usual", cache=root / "cache")
    done = usual.build()
    assert done.returncode == 0, done.stderr
    size = sum(path.stat().st_size for path in usual.cache.rglob("*") if path.is_file())
    print(f"a whole cache has {size / 2**20:.1f} MiB")
    number = 0

    def check(name: str, desk: Desk, *arguments: str, codes: tuple[int, ...] = (0,)) -> None:
        began = time.monotonic()
        ended = desk.build(*arguments)
        faults = []
        if ended.returncode not in codes:
            faults.append(f"exit {ended.returncode}")
        if "Traceback" in ended.stderr:
            faults.append("traceback")
        if ended.returncode == 0 and desk.results != usual.results:
            faults.append("other numbers")
        lines = [line for line in ended.stderr.splitlines() if line]
        if len(lines) > 2 or (ended.returncode and not lines):
            faults.append(f"{len(lines)} lines said")
        said = lines[0] if lines else ""
        print(
            f"{name:34} {', '.join(faults) or 'as it should'}; {ended.returncode}; "
            f"{time.monotonic() - began:.0f} s; {said[:150]}",
            flush=True,
        )
        if faults:
            print(ended.stderr[-3000:])

    def fresh(cache: Path) -> Desk:
        nonlocal number
        number += 1
        return Desk(folder=root / f"folder-{number}", cache=cache)

    place = root / "small"
    for size_given in SIZES:
        with mounted(place, f"size={size_given}"):
            check(f"cache of {size_given}", fresh(place))
    for inodes in (1, 5, 20, 60):
        with mounted(place, f"size=50m,nr_inodes={inodes}"):
            check(f"cache of {inodes} inodes", fresh(place))
    with mounted(place, "size=50m"):
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        check("read-only cache, empty", fresh(place))
    with mounted(place, "size=50m"):
        shutil.copytree(usual.cache, place, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        check("read-only cache, with results", fresh(place))
    check("cache is a file", fresh(_file(root / "a-file")))
    check("cache below a file", fresh(_file(root / "b-file") / "below"))
    for seconds in (1.0, 3.0, 5.0, 8.0):
        cache = root / f"vanishing-{seconds}"
        gone = threading.Timer(seconds, shutil.rmtree, (cache,), {"ignore_errors": True})
        gone.start()
        check(f"cache removed after {seconds:.0f} s", fresh(cache))
        gone.join()
    for size_given in ("16k", "300k", "1m"):
        desk = fresh(usual.cache)
        with mounted(desk.folder / "lab1-report", f"size={size_given}"):
            check(f"output folder of {size_given}", desk, codes=(2,))
            left = [path.name for path in (desk.folder / "lab1-report").iterdir()]
            if left:
                print("   left there:", left)
    with mounted(place, "size=32k"):
        desk = replace(fresh(root / "cache-t"), environment={"TMPDIR": str(place)})
        check("temporary folder of 32k", desk)


def _file(path: Path) -> Path:
    path.write_text("no folder")
    return path


if __name__ == "__main__":
    main()
