"""All that a file holds which is handed in, to look for what should not stand in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf

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


def paths_in(file: Path) -> dict[str, bytes]:
    """The paths of a machine that stand in the file, with what is around them, by the place."""
    found = {}
    for name, content in parts(file):
        for pattern in (PATH, WINDOWS_PATH):
            if match := pattern.search(content):
                found[name] = content[max(match.start() - 40, 0) : match.end() + 40]
    return found
