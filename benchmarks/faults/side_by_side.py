"""Builds the same report several times at once, in one cache and one folder or in several.

    python benchmarks/faults/side_by_side.py [--rounds 5]

In each round four start together: two write into one folder; one is killed in the middle, one
stopped for three seconds. All others end well, with the numbers of a build that was alone, and no
training is made twice but those that the killed one had not finished.
"""

import argparse
import random
import shutil
import signal
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from builds import Desk


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments.rounds)


def measure(root: Path, rounds: int) -> None:
    alone = Desk(folder=root / "alone", cache=root / "cache")
    assert alone.build("--format", "html").returncode == 0
    known = root / "known"
    shutil.copytree(alone.cache, known, ignore=shutil.ignore_patterns("results"))
    tried = faults = 0
    for number in range(rounds):
        cache = root / f"cache-{number}"
        shutil.copytree(known, cache)
        shared = Desk(folder=root / f"shared-{number}", cache=cache)
        desks = [shared, replace(shared, folder=shared.folder), *(
            Desk(folder=root / f"own-{number}-{place}", cache=cache) for place in range(2)
        )]  # fmt: skip
        builds = [desk.start("--format", "html") for desk in desks]
        time.sleep(random.uniform(2, 6))
        builds[2].process.send_signal(signal.SIGKILL)
        builds[3].process.send_signal(signal.SIGSTOP)
        time.sleep(3)
        builds[3].process.send_signal(signal.SIGCONT)
        for place, (desk, build) in enumerate(zip(desks, builds, strict=True)):
            ended = build.wait(300)
            tried += 1
            if place == 2:
                continue
            if ended.returncode or "Traceback" in ended.stderr or desk.results != alone.results:
                faults += 1
                print(f"round {number}, build {place}: exit {ended.returncode}: {ended.stderr}")
        if left := [pid for build in builds for pid in build.processes()]:
            faults += 1
            print(f"round {number}: {len(left)} processes are left")
    print(f"{tried} builds side by side, {tried // 4} of them killed; {faults} faults")


if __name__ == "__main__":
    main()
