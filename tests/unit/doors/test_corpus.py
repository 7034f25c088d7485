"""What fuzzing found worth keeping: each input is taken, or refused by a short sentence, at once.

`corpus/` has a folder for each door: what fuzzing begins with, what a fault was found by, and a
small sample of the inputs that led into code where none before had been (`make fuzz`).
"""

import time
from pathlib import Path

import pytest

from tests.unit.doors.doors import DOORS, SECONDS

CORPUS = Path(__file__).with_name("corpus")
INPUTS = [f"{file.parent.name}/{file.name}" for file in sorted(CORPUS.glob("*/*"))]


def test_every_door_has_inputs() -> None:
    assert {Path(one).parent.name for one in INPUTS} == set(DOORS)


@pytest.mark.parametrize("one", INPUTS)
def test_input(one: str, tmp_path: Path) -> None:
    began = time.process_time()
    DOORS[Path(one).parent.name].said((CORPUS / one).read_bytes(), tmp_path)
    assert time.process_time() - began < SECONDS
