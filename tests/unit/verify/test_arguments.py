"""What is asked of a verification is looked at before any file is."""

from pathlib import Path

import pytest

from lab1report.errors import DataError
from lab1report.verify import arguments


def test_images_that_are_not_there_are_refused(tmp_path: Path) -> None:
    given = {"runs": 0, "secret": "s", "workers": 1, "font": "times"}
    with pytest.raises(DataError, match=r"nowhere.* does not exist"):
        arguments.read(data=tmp_path / "nowhere", **given)  # type: ignore[arg-type]
    assert arguments.read(data="auto", **given).data == "auto"  # type: ignore[arg-type]
