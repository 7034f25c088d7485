"""Tries inputs at one door, as many as there is time for, and keeps those that lead somewhere new.

`python -m tests.unit.doors.fuzz pickle --seconds 600` begins with the files of `corpus/pickle/`,
writes what it finds into a folder of its own (--found), and ends with 1 at the first fault, whose
input it leaves in the working folder. It is libFuzzer, driven by atheris; what it counts is told
at the end.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

CORPUS = Path(__file__).with_name("corpus")
_MEGABYTES = 1024  # of the process, in all
_LONGEST = 20_000  # bytes of an input

with atheris.instrument_imports(  # what a door calls, as far as it is Python
    include=["lab1report", "jinja2", "yaml", "markdown_it", "mdit_py_plugins", "tarfile", "pickle"]
):
    from tests.unit.doors.doors import DOORS, SECONDS


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("door", choices=DOORS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--found", type=Path, help="where inputs that lead somewhere new are kept")
    own = parser.parse_args()
    door = DOORS[own.door]
    found = own.found or Path(tempfile.mkdtemp(prefix=f"fuzz-{own.door}-"))
    found.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="fuzz-scratch-"))
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={own.seconds}",
            f"-timeout={int(SECONDS)}",
            f"-rss_limit_mb={_MEGABYTES}",
            f"-max_len={_LONGEST}",
            "-print_final_stats=1",
            "-verbosity=0",
            str(found),
            str(CORPUS / own.door),
        ],
        lambda content: door.said(content, scratch) and None,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
