"""The doors: whatever reads what a stranger may have written, as functions of bytes.

Each takes the content, or refuses it by one of its `refusals` with a short sentence. Anything else
that it raises, five seconds, or a gigabyte of memory is a fault. Hypothesis (`test_any_input`),
atheris (`fuzz`) and the inputs that it has found (`test_corpus`) all go through them.
"""

import gzip
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from lab1report.course.folder_names import same_folder
from lab1report.course.roster import read_roster
from lab1report.data import container, official, parquet
from lab1report.data.dataset_spec import DatasetSpec
from lab1report.errors import DataError, Lab1Error, UserError
from lab1report.figures.font_faces import WrongFontError, read_face, require_usable
from lab1report.model import Part
from lab1report.own_words import evaluation, expressions, folder, markdown
from lab1report.own_words.formulas import require_typeset
from lab1report.pages.arms_svg import WrongSvgError, check_svg
from lab1report.progress import Progress
from lab1report.received.pdf_file import attached_files
from lab1report.received.refuted import NoReportError
from lab1report.report.measurements.unpacking import MeasurementsError, unpack
from lab1report.settings.options import CONFIG_FILE, load
from lab1report.verify.notebooks import notebook_differences

SECONDS: Final = 5.0
LONGEST: Final = 600  # characters of a sentence; it quotes at most 80
_MOST_LINES = 21  # a sentence a problem of lab1.toml
_BLOCK = 512  # bytes of a tar


class _OfTwoImages(DatasetSpec):
    """A set so small that inputs of it are tried thousands of times a second."""

    def count(self, part: Part) -> int:
        return 2


_SPEC: Final = _OfTwoImages(fingerprint="", per_class={"train": 1, "test": 1})


@dataclass(frozen=True)
class Door:
    """`take` gets the content and an empty folder that it may write into."""

    take: Callable[[bytes, Path], object]
    refusals: tuple[type[Exception], ...]

    def said(self, content: bytes, scratch: Path) -> str | None:
        """The sentence of the refusal; None: it was taken.

        Raises:
            Exception: a fault of the door.
        """
        try:
            self.take(content, scratch)
        except self.refusals as error:
            said = str(error)
            lines = said.split("\n")
            if not all(0 < len(line) < LONGEST for line in lines) or len(lines) > _MOST_LINES:
                raise AssertionError(f"{len(lines)} lines, {len(said)} characters") from error
            return said
        return None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _expression(content: bytes, scratch: Path) -> None:
    expression = expressions.read(_text(content), "words/xor.md:1")
    known: dict[Any, Any] = {}
    for path in expression.names:
        place = known
        for key in path[:-1]:
            inner = place.get(key)
            if not isinstance(inner, dict):
                inner = place[key] = {}
            place = inner
        place.setdefault(path[-1], 0.5)
    functions = dict.fromkeys(expressions.REFERENCES, lambda *ids: Markup("рис. 1"))
    if not expression.is_place:
        assert len(evaluation.value(expression, known, functions, "ru")) < LONGEST


def _words(content: bytes, scratch: Path) -> None:
    (scratch / "words").mkdir(exist_ok=True)
    (scratch / "words" / "xor.md").write_bytes(content)
    folder.read(scratch / "words")


def _front_matter(content: bytes, scratch: Path) -> None:
    _words(b"---\n" + content + "\n---\nТекст".encode(), scratch)


def _tex(content: bytes, scratch: Path) -> None:
    """As it comes from the student's words: between dollars."""
    own = markdown.parse(f"Текст ${_text(content)}$ дальше", file="words/xor.md")
    for formula in own.formulas:
        require_typeset(formula)


def _toml(content: bytes, scratch: Path) -> None:
    (scratch / CONFIG_FILE).write_bytes(content)
    load({"group": 3, "variant": 7, "stream": "IU5"}, folder=scratch)


def _roster(content: bytes, scratch: Path) -> None:
    """What is said of its lines is held to the same as a refusal of all of it."""
    (scratch / "roster.csv").write_bytes(content)
    found = read_roster(scratch / "roster.csv", {}, Progress())
    for bad in found.bad_lines:
        assert all(0 < len(problem) < LONGEST for problem in bad.problems)
    assert all(0 < len(remark.sentence) < LONGEST for remark in found.remarks)
    assert len({same_folder(student.folder) for student in found.students}) == len(found.students)


def _pickle(content: bytes, scratch: Path) -> None:
    official.read(io.BytesIO(content), "train", "train", _SPEC)


def _archive(content: bytes, scratch: Path) -> None:
    """A tar, with the sums of its heads mended and packed; or something packed, as it is."""
    if not content.startswith(b"\x1f\x8b"):
        content = gzip.compress(_with_sums(content), 1)
    path = scratch / "cifar-100-python.tar.gz"
    path.write_bytes(content)
    container.read(path, "test", _SPEC)


def _with_sums(tar: bytes) -> bytes:
    """The tar with the checksum of each head, so that what is behind it is tried too."""
    mended = bytearray(tar)
    for start in range(0, len(tar) - _BLOCK + 1, _BLOCK):
        head = mended[start : start + _BLOCK]
        if head[257:262] == b"ustar":
            head[148:156] = b" " * 8
            mended[start + 148 : start + 156] = b"%06o\0 " % sum(head)
    return bytes(mended)


def _parquet(content: bytes, scratch: Path) -> None:
    path = scratch / "train.parquet"
    path.write_bytes(content)
    parquet.read(path, "train", _SPEC, Progress())


def _svg(content: bytes, scratch: Path) -> None:
    check_svg(content)


def _font(content: bytes, scratch: Path) -> None:
    file = scratch / "a.ttf"
    file.write_bytes(content)
    face = read_face(file)
    assert len(face.family) + len(face.embedded) < LONGEST
    require_usable(file)


def _pdf(content: bytes, scratch: Path) -> None:
    attached_files(content)


def _measurements(content: bytes, scratch: Path) -> None:
    unpack(content)


def _notebook(content: bytes, scratch: Path) -> None:
    notebook_differences(content, b'{"cells": [{"cell_type": "markdown", "source": "a"}]}')


DOORS: Final[Mapping[str, Door]] = {
    "archive": Door(_archive, (DataError,)),
    "expression": Door(_expression, (UserError,)),
    "font": Door(_font, (WrongFontError,)),
    "front-matter": Door(_front_matter, (UserError,)),
    "measurements": Door(_measurements, (MeasurementsError,)),
    "notebook": Door(_notebook, ()),
    "parquet": Door(_parquet, (DataError,)),
    "pdf": Door(_pdf, (NoReportError,)),
    "pickle": Door(_pickle, (DataError,)),
    "roster": Door(_roster, (UserError,)),
    "svg": Door(_svg, (WrongSvgError,)),
    "tex": Door(_tex, (UserError,)),
    "toml": Door(_toml, (Lab1Error,)),
    "words": Door(_words, (UserError,)),
}
