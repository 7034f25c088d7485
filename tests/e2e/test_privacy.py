"""Nothing that is handed in says where it was made, or under which name of a computer's user."""

import getpass
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.e2e.conftest import ROOT, WHO

PATH = re.compile(rb"(?<![\w.:/<])/(?:home|root|tmp|Users|work|mnt|usr|opt|var|srv)/[\w.-]")
WINDOWS_PATH = re.compile(rb"\b[A-Z]:\\+(?:Users|Program)")


def parts(file: Path) -> Iterator[tuple[str, bytes]]:
    """The file as it is, and what a PDF holds: streams, attachments, metadata."""
    yield file.name, file.read_bytes()
    if file.suffix != ".pdf":
        return
    with pikepdf.open(file) as pdf:
        for number, held in enumerate(pdf.objects):
            if isinstance(held, pikepdf.Stream) and held.get("/Subtype") != "/Image":
                yield f"{file.name}, object {number}", held.read_bytes()
            elif isinstance(held, pikepdf.Object):
                yield f"{file.name}, object {number}", held.unparse()
        for name, spec in pdf.attachments.items():
            yield f"{file.name}, {name}", spec.get_file().read_bytes()


def test_no_path_and_no_user(build: Any) -> None:
    own = {str(build.desk.folder), str(build.desk.cache), str(ROOT), str(Path.home())}
    found = {}
    for file in sorted((build.desk.folder / "lab1-report").iterdir()):
        for name, content in parts(file):
            for path in own:
                if path.encode() in content:
                    found[name] = path.encode()
            for pattern in (PATH, WINDOWS_PATH):
                if match := pattern.search(content):
                    found[name] = content[max(match.start() - 40, 0) : match.end() + 40]
    assert not found


@pytest.mark.slow
def test_nor_in_the_other_editions(copied: Any) -> None:
    user = f"{getpass.getuser()}@".encode()
    done = copied.run(
        "build", *WHO, "--data", "demo", "--format", "html", "--format", "ipynb", "--out", "other"
    )
    assert done.returncode == 0, done.stderr
    assert copied.run("defence", *WHO, "--data", "demo", "--out", "other").returncode == 0
    files = sorted((copied.folder / "other").iterdir())
    assert len(files) >= 4
    for file in files:
        for name, content in parts(file):
            assert user not in content, name
            assert (match := PATH.search(content)) is None, (name, match)
            assert str(copied.folder).encode() not in content, name
