"""Nothing that is handed in says where it was made, or under which name of a computer's user."""

from pathlib import Path
from typing import Any

from tests.e2e.conftest import ROOT
from tests.e2e.contents import parts, paths_in


def test_no_path_of_the_machine(build: Any) -> None:
    own = (build.desk.folder, build.desk.cache, ROOT, Path.home())
    for file in sorted((build.desk.folder / "lab1-report").iterdir()):
        assert paths_in(file) == {}
        for name, content in parts(file):
            assert not [path for path in own if str(path).encode() in content], name
