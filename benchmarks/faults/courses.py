"""Courses whose processes die, whose scheduler goes, whose disks are full; their reports the same.

    python benchmarks/faults/courses.py [--students 6] [--only NAME]      (as root: it mounts disks)

Every course is compared with one that nobody disturbed, on processes of this machine: the results
in its store bit for bit, `results.json` without times, the words on the pages of every PDF. Then
the reports are made again from its store, and have to be the same PDFs to the byte. Looked for are
also processes that are left, files begun and not moved, and tracebacks. `.part` files of processes
that were killed stay for a day; they are counted and no fault.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import course_faults
from builds import Desk
from course_results import differences, reports_in, stored_in, words_in

_COURSE = ("course", "build", "roster.csv", "--data", "demo", "--year", "2026")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=6)
    parser.add_argument("--only", action="append", help="a part of the name of a fault")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        measure(Path(root), arguments.students, arguments.only or [""])


def measure(root: Path, students: int, only: list[str]) -> None:
    usual = desk_in(root, "usual", students)
    began = time.monotonic()
    told = course_faults.finished(course_faults.Told(), course_faults.started(usual))
    assert told.codes == [0], told
    print("| what happened | how often | exit codes | s | what was found |", flush=True)
    print("|---|---|---|---|---|")
    print(f"| nothing, {students} students | | 0 | {time.monotonic() - began:.0f} | |", flush=True)
    for name, disturb in course_faults.FAULTS.items():
        if not any(part in name for part in only):
            continue
        desk = desk_in(root, name.replace(" ", "-"), students)
        began = time.monotonic()
        told = disturb(desk)
        seconds = time.monotonic() - began
        found = [*told.faults, *compared(desk, usual, students)]
        strays = len(desk.stray_files())
        if strays and not told.killed:
            found.append(f"{strays} files begun and not moved")
        cells = (name, told.count, ", ".join(map(str, told.codes)), f"{seconds:.0f}")
        said = "; ".join(found) or "all the same" + (f", {strays} .part" if strays else "")
        print("|", " | ".join(map(str, (*cells, said))), "|", flush=True)
        for line in told.said:
            print("   ", line, flush=True)


def desk_in(root: Path, name: str, students: int) -> Desk:
    """An empty desk with a roster, whose last two students have the same classes."""
    desk = Desk(folder=root / name / "desk", cache=root / name / "cache", command=_COURSE)
    numbers = [*range(1, students), 1]
    rows = [f's{n},"{own},{own + 33},{own + 66}"\n' for n, own in enumerate(numbers)]
    (desk.folder / "roster.csv").write_text("".join(["student_id,classes\n", *rows]))
    (temporary := desk.folder.parent / "tmp").mkdir()
    return replace(desk, environment={"TMPDIR": str(temporary)})


def compared(desk: Desk, usual: Desk, students: int) -> Iterator[str]:
    """What a course left that it should not have, or has otherwise than an undisturbed one."""
    said = replace(desk, command=("course", "status", "reports")).build().stdout
    if not said.startswith(f"{students} reports, {students} done\n"):
        yield f"status: {said.splitlines()[0]}"
        return
    yield from differences("stored", stored_in(desk.cache), stored_in(usual.cache))
    own, wanted = (reports_in(one.folder / "reports") for one in (desk, usual))
    yield from differences("results.json", own, wanted)
    own_words, words = (words_in(one.folder / "reports") for one in (desk, usual))
    yield from differences("PDF", own_words, words)
    done = desk.build("--out", "again", "--format", "pdf", "--format", "html")
    if done.returncode:
        yield f"again: exit {done.returncode}: {done.stderr[-500:]}"
        return
    for path in sorted((desk.folder / "reports").glob("*/*.pdf")):
        if path.read_bytes() != (desk.folder / "again" / path.parent.name / path.name).read_bytes():
            yield f"{path.parent.name}: another PDF of the same results"
    temporary = [path.name for path in (desk.folder.parent / "tmp").iterdir()]
    # PyTorch's; and those of processes that were killed, Python's own and WeasyPrint's
    of_others = ("torchinductor", "pymp-", "weasyprint-")
    if left := [name for name in temporary if not name.startswith(of_others)]:
        yield f"left in the temporary folder: {left[:3]}"


if __name__ == "__main__":
    main()
