"""Ends builds at random moments, in every way a system has, and counts what is left of them.

    python benchmarks/faults/kills.py [--count 300] [--seed 0]

After each: is a process of it left after three seconds, did it say what it should, is what was
computed still there; and once a build has come to its end at last, are its numbers those of one
that nobody disturbed.
"""

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from builds import Build, Desk

GONE_SECONDS = 3.0
PYTHON_SECONDS = 0.1  # that Python itself takes to start


def _main(*numbers: int) -> Callable[[Build], None]:
    """Send signals to the main process, a moment apart."""

    def send(build: Build) -> None:
        for number in numbers:
            build.process.send_signal(number)
            time.sleep(0.05)

    return send


def _group(*numbers: int) -> Callable[[Build], None]:
    """Send signals to all processes, as a terminal does."""

    def send(build: Build) -> None:
        for number in numbers:
            try:
                os.killpg(build.process.pid, number)
            except ProcessLookupError:
                return
            time.sleep(0.05)

    return send


def _child(number: int) -> Callable[[Build], None]:
    """Kill one process that it has begun, which it should survive."""

    def send(build: Build) -> None:
        children = [pid for pid in build.processes() if pid != build.process.pid]
        if children:
            os.kill(random.choice(children), number)

    return send


@dataclass(frozen=True)
class Way:
    """A way to end a build, and the exit codes that it should have."""

    name: str
    send: Callable[[Build], None]
    codes: tuple[int, ...]


WAYS = (
    Way("SIGKILL, main process", _main(signal.SIGKILL), (-9,)),
    Way("SIGKILL, all processes", _group(signal.SIGKILL), (-9,)),
    Way("SIGTERM, main process", _main(signal.SIGTERM), (143,)),
    Way("SIGTERM, all processes", _group(signal.SIGTERM), (143,)),
    Way("SIGHUP, all processes", _group(signal.SIGHUP), (129,)),
    Way("SIGINT, all processes", _group(signal.SIGINT), (130,)),
    Way("SIGINT twice", _group(signal.SIGINT, signal.SIGINT), (130,)),
    Way("SIGINT, then SIGTERM", _group(signal.SIGINT, signal.SIGTERM), (130,)),
    Way("SIGTERM twice, main process", _main(signal.SIGTERM, signal.SIGTERM), (143,)),
    Way("SIGKILL, a child", _child(signal.SIGKILL), (0,)),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--early", type=float, default=0.2, help="share in the first .3 seconds")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        counts, failures = measure(Path(folder), arguments.count, arguments.early)
    for name in [*(way.name for way in WAYS), "all"]:
        print(
            f"{name:32}", ", ".join(f"{what} {n}" for (w, what), n in counts.items() if w == name)
        )
    print(*failures, sep="\n")


def measure(folder: Path, count: int, early: float) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts by way and by what was seen, and a line for each thing that should not be."""
    undisturbed = Desk(folder=folder / "undisturbed", cache=folder / "cache-0")
    done = undisturbed.build()
    assert done.returncode == 0, done.stderr
    # What takes long and is not the student's stays: the demo images, the text of the program
    known = folder / "known"
    shutil.copytree(undisturbed.cache, known, ignore=shutil.ignore_patterns("results"))
    desk = Desk(folder=folder / "desk", cache=folder / "cache")
    shutil.copytree(known, desk.cache)
    began = time.monotonic()
    desk.build("--format", "html")
    length = time.monotonic() - began
    counts: Counter[tuple[str, str]] = Counter()
    failures: list[str] = []

    def see(way: Way, what: str, detail: str = "") -> None:
        counts[way.name, what] += 1
        counts["all", what] += 1
        if detail:
            failures.append(f"{way.name}: {what}: {detail}")

    for number in range(count):
        way = WAYS[number % len(WAYS)]
        if random.random() < 0.6:  # from the beginning; else with what earlier ones left
            shutil.rmtree(desk.cache)
            shutil.copytree(known, desk.cache)
        is_early = random.random() < early
        moment = random.uniform(0, 0.3) if is_early else random.uniform(0.3, 0.8 * length)
        build = desk.start("--format", "html")
        time.sleep(moment)
        if build.process.poll() is not None:
            build.wait(1)
            see(way, "done before")
            continue
        way.send(build)
        sent = time.monotonic()
        if way.codes == (0,):
            ended = build.wait(300)
        else:
            ended = build.wait(GONE_SECONDS + 10)
            while build.processes() and time.monotonic() < sent + GONE_SECONDS:
                time.sleep(0.05)
        took = time.monotonic() - sent
        see(way, "ended")
        if left := build.processes():
            see(way, "processes left", f"{len(left)} after {moment:.2f} s")
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        if way.codes != (0,) and took > GONE_SECONDS + 0.2:
            see(way, "slow", f"{took:.1f} s after {moment:.2f} s")
        unheard = ended.returncode not in way.codes and "lab1report/cli" not in ended.stderr
        if unheard and moment < PYTHON_SECONDS:
            see(way, "before it could speak")
            continue
        if ended.returncode not in (*way.codes, 0):
            see(way, "another code", f"{ended.returncode} after {moment:.2f} s: {ended.stderr!r}")
        if "Traceback" in ended.stderr:
            see(way, "traceback", f"after {moment:.2f} s\n{ended.stderr}")
        if ended.returncode > 128 and "what was computed is kept" not in ended.stderr:
            see(way, "no words", f"after {moment:.2f} s: {ended.stderr!r}")
        if stray := desk.stray_files():
            see(way, "stray files", f"{len(stray)} after {moment:.2f} s")
            for path in stray:
                path.unlink()
        if random.random() < 0.1 or number == count - 1:
            done = desk.build()
            see(way, "built again")
            if done.returncode != 0:
                see(way, "not built again", done.stderr)
            elif desk.results != undisturbed.results:
                see(way, "other numbers", f"after {moment:.2f} s")
    return counts, failures


if __name__ == "__main__":
    main()
