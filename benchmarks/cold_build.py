"""A cold build beside the course's procedure, in turn and in the same minutes.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/cold_build.py [ROUNDS]

Prints, for each round, the seconds of either as a whole process and their ratio, then the median
ratio (goal: at most 1), the time of a warm build, and the peak memory of the builds.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUILD = ["-m", "lab1report", "build", "--group", "3", "--variant", "7", "--stream", "IU5"]
COURSE = [str(Path(__file__).with_name("course.py"))]
CLASSES = ["18", "63", "28"]


def seconds(arguments: list[str], folder: str) -> float:
    environment = {**os.environ, "LAB1REPORT_CACHE": folder}
    started = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def peak_megabytes() -> float:
    """The greatest resident size of any child so far (Linux counts in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    data = str(Path(os.environ["LAB1REPORT_DATA"]).resolve())
    os.environ["LAB1REPORT_DATA"] = data
    ratios, warm, peaks = [], [], []
    print("round   build s  course s  ratio  warm s")
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            cold = seconds(BUILD, folder)
            warm.append(seconds(BUILD, folder))
            peaks.append(peak_megabytes())
            course = seconds([*COURSE, data, *CLASSES], folder)
        ratios.append(cold / course)
        print(f"{number:5d} {cold:9.2f} {course:9.2f} {ratios[-1]:6.2f} {warm[-1]:7.2f}")
    print(f"median ratio {statistics.median(ratios):.2f}, warm {statistics.median(warm):.2f} s")
    # Later rounds would include the course's own memory
    print(f"peak memory of a build {peaks[0]:.0f} MB")


if __name__ == "__main__":
    main()
