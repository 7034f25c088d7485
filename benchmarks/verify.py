"""Counts how `lab1report verify` judges honest reports, and reports that were changed.

Some forty honest reports on the real CIFAR-100 and on the demo set, of every length, style and
number of seeds, with words, arms, other years, threads and vector instructions: none may be
refused. Then some two hundred changes of one of them: none may pass. Needs LAB1REPORT_DATA; takes
half an hour.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lab1report.progress import Progress  # noqa: E402
from lab1report.verify.arguments import Asked  # noqa: E402
from lab1report.verify.verification import Verifier  # noqa: E402
from tests.other_machines import AVX2, NO_VECTORS, threads  # noqa: E402
from tests.tampering import tampered  # noqa: E402

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5")
ARMS = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
OTHER = "another seed"  # the report below of which parts are taken: all its figures are others
WORDS = {"xor": "{{ xor.parameters }}.", "cifar": "{{ cifar.test_accuracy | percent }}."}


@dataclass(frozen=True, kw_only=True)
class Honest:
    """A report to build: its options, and the environment of the build."""

    name: str
    options: tuple[str, ...] = WHO
    environment: Mapping[str, str] = field(default_factory=dict)
    words: bool = False


def honest() -> Iterator[Honest]:
    looks = [
        ("--length", length, "--style", style)
        for length in ("short", "full")
        for style in ("bmstu", "gost")
    ]
    for seeds in range(1, 6):
        for look in looks:
            name = f"seeds {seeds}, {look[1]}, {look[3]}"
            yield Honest(name=name, options=(*WHO, "--seeds", str(seeds), *look))
    for look in looks:
        yield Honest(name=f"demo, {look[1]}, {look[3]}",
                     options=(*WHO, "--data", "demo", "--seeds", "1", *look))  # fmt: skip
    one = ("--seeds", "1")
    for year in ("2023", "2025", "2026"):
        yield Honest(name=f"year {year}", options=(*WHO, *one, "--year", year))
    for stream in ("GUIMC", "FOREIGN"):
        yield Honest(
            name=stream, options=("--group", "4", "--variant", "11", "--stream", stream, *one)
        )
    yield Honest(name="classes of the teacher", options=("--classes", "2,45,77", *one))
    for sample in ("circles", "moons"):
        yield Honest(name=sample, options=(*WHO, *one, "--sample", sample))
    for look in looks[:3]:
        yield Honest(name=f"words, {look[1]}, {look[3]}", options=(*WHO, *one, *look), words=True)
    yield Honest(name="names and arms", options=(
        *WHO, *one, "--student", "I.I. Ivanov", "--teacher", "P.P. Petrov",
        "--group-code", "IU5-63B", "--arms", "arms.svg",
    ))  # fmt: skip
    yield Honest(name="another seed", options=(*WHO, *one, "--seed", "11"))
    yield Honest(name="one worker", options=(*WHO, *one, "--workers", "1", "--seed", "12"))
    for count in (2, 4):
        yield Honest(name=f"{count} threads", options=(*WHO, *one, "--seed", f"1{count}"),
                     environment=threads(count))  # fmt: skip
    for name, own in (("AVX2", AVX2), ("no vector instructions", NO_VECTORS)):
        yield Honest(name=name, options=(*WHO, *one), environment=own)


def build(one: Honest, folder: Path, cache: Path) -> Path:
    """The PDF of an honest report."""
    folder.mkdir()
    (folder / "arms.svg").write_text(ARMS)
    if one.words:
        (folder / "words").mkdir()
        for section, text in WORDS.items():
            (folder / "words" / f"{section}.md").write_text(text)
    own = cache / "-".join(one.environment.values())  # other instructions, other numbers
    subprocess.run(
        [sys.executable, "-m", "lab1report", "build", *one.options],
        cwd=folder,
        env={
            **os.environ,
            **one.environment,
            "LAB1REPORT_CACHE": str(own),
            "PYTHONPATH": str(ROOT),
        },
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return next((folder / "lab1-report").glob("*.pdf"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=4, help="trainings made again of each report")
    parser.add_argument("--only", type=int, help="so many honest reports")
    chosen = parser.parse_args()
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = Asked(data="auto", runs=chosen.runs, secret=parser.prog, workers=2, font=None)
        verifier = Verifier(folder / "verifier", asked, Progress())
        checked, seconds, files = [], [], []
        for number, one in enumerate(list(honest())[: chosen.only]):
            files.append(build(one, folder / f"{number}", folder / "cache"))
            began = time.perf_counter()
            checked.append(verifier.check(files[-1]))
            seconds.append(time.perf_counter() - began)
            found = checked[-1].verification
            print(f"{one.name}: {found.status} {found.message} ({seconds[-1]:.1f} s)", flush=True)
        judged = verifier.judge(checked, Progress())
        told.update(found.status for found in judged)
        equal = sum(found.equal for found in judged)
        again = sum(found.made_again for found in judged)
        print(f"honest: {dict(told)}; {again} trainings made again, {equal} equal to the last bit")
        for found in judged:
            if found.status != "verified":
                print("   ", found.file, found.stage, found.place, found.message)
        print(f"parts 1 and 2: {sorted(seconds)[len(seconds) // 2]:.1f} s at the median, "
              f"{max(seconds):.1f} s at most")  # fmt: skip
        names = [one.name for one in honest()][: len(files)]
        other = files[names.index(OTHER) if OTHER in names else -1]
        changes = _changes(verifier, files[0], other, folder)
        print(json.dumps(changes, ensure_ascii=False, indent=1))


def _changes(verifier: Verifier, own: Path, other: Path, folder: Path) -> dict[str, int]:
    """How changed copies of a report are judged, by status and stage.

    Args:
        other: another report, of which parts are taken.
    """
    told: Counter[str] = Counter()
    file = folder / "changed.pdf"
    for one in tampered(own.read_bytes(), other.read_bytes()):
        file.write_bytes(one.pdf)
        checked = verifier.check(file)
        found = checked.verification
        if found.status == "partly" and not one.hidden:
            (found,) = verifier.judge([checked], Progress())
        told[f"{found.status} {found.stage}".strip()] += 1
        if found.status == "verified" or (found.status == "partly" and not one.hidden):
            print("NOT REFUTED:", one.name, found.notes, flush=True)
    return dict(told)


if __name__ == "__main__":
    main()
