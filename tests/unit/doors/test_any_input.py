"""Whatever comes through a door is taken, or refused by a short sentence: no other exception."""

import io
import pickle
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save

from lab1report import options, parse_option
from lab1report.errors import UserError
from tests.made_fonts import tiny
from tests.unit.course.made_workbook import workbook
from tests.unit.course.roster_kinds import CELLS
from tests.unit.course.rosters import BAD, GOOD
from tests.unit.doors.doors import DOORS, Door
from tests.unit.doors.hostile_arms import svg
from tests.unit.doors.hostile_words import EXPRESSIONS, FRONT_MATTER, MARKDOWN

OFTEN = settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
MARKS = st.text("аб \n#*_`$<>[](){}!|-+.:;\"'\\&%0159/=~^\u202e\x00", max_size=200)
SHORT = st.text("abcifr_.|+-*/()[]{}\"'0159, %~\\eE٣\u202e\x00", max_size=60)
TEX = ["frac", "sqrt", "left(", "right)", "text{", "mathrm", "hat", "sum", "alpha", "limits", ","]


def _pickled() -> bytes:
    pixels = np.zeros((2, 3072), np.uint8)
    return pickle.dumps({b"data": pixels, b"fine_labels": [3, 7]}, protocol=2)


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        member = tarfile.TarInfo("cifar-100-python/test")
        member.size = 9
        tar.addfile(member, io.BytesIO(b"not there"))
    return file.getvalue()


def _table() -> bytes:
    file = io.BytesIO()
    images = [{"bytes": b"png", "path": None}] * 2
    rows = {"img": images, "fine_label": [1, 2], "coarse_label": [0, 1]}
    pyarrow.parquet.write_table(pyarrow.table(rows), file)
    return file.getvalue()


BINARY = {
    "archive": _tar(),
    "font": tiny(),
    "measurements": save({"series.loss": np.zeros(3)}, metadata={"lab1report": '{"format": 1}'}),
    "parquet": _table(),
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>",
    "pickle": _pickled(),
    "roster": workbook(CELLS),
}
PICTURE = svg(
    '<g id="a"><path d="M0 0" style="fill:url(#b)"/></g><use href="#a"/>', 'viewBox="0 0 1 1"'
)
TEXTS: dict[str, Any] = {
    "expression": SHORT | st.sampled_from([source for source, _ in EXPRESSIONS.values()]),
    "front-matter": MARKS | st.sampled_from([text for text, _ in FRONT_MATTER.values()]),
    "notebook": st.just('{"cells": [{"cell_type": "code", "source": "x", "outputs": [{}]}]}'),
    "roster": st.sampled_from(
        [kind.content[:2000].decode("utf-8", "ignore") for kind in (*GOOD.values(), *BAD.values())]
    ),
    "svg": st.just(PICTURE),
    "tex": st.lists(st.sampled_from(TEX).map("\\{}".format) | SHORT, max_size=9).map("".join),
    "toml": st.text('abc=[]{}"\n.0159-:#\\', max_size=200) | st.just('seeds = 5\nout = "x"\n'),
    "words": MARKS
    | st.sampled_from([text[:2000] for text, _ in MARKDOWN.values()])
    | st.just("---\nreplace: true\n---\n## A\n\n$x$ {{ 1 | number }}\n\n- a\n"),
}


def test_every_door_is_tried() -> None:
    assert {*BINARY, *TEXTS} == set(DOORS)


@pytest.mark.parametrize("name", TEXTS)
@OFTEN
@given(data=st.data())
def test_texts(name: str, data: st.DataObject, tmp_path_factory: Any) -> None:
    text = _mutated(data.draw(TEXTS[name]), data)
    content = text.encode("utf-8", "surrogatepass")
    DOORS[name].said(content, Path(tmp_path_factory.getbasetemp()))


@pytest.mark.parametrize("name", BINARY)
@OFTEN
@given(data=st.data())
def test_bytes(name: str, data: st.DataObject, tmp_path_factory: Any) -> None:
    raw = bytearray(BINARY[name])
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw) - 1)) :]
    DOORS[name].said(bytes(raw), Path(tmp_path_factory.getbasetemp()))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@OFTEN
@given(
    st.sampled_from([*options("assignment"), *options("people"), *options("build")]),
    VALUES,
)
def test_options(name: str, value: Any) -> None:
    door = Door(lambda *_: parse_option(name, value), (UserError,))
    door.said(b"", Path())


def _mutated(text: str, data: st.DataObject) -> str:
    """`text` with some characters changed, repeated or taken away."""
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 9))
        piece = data.draw(MARKS) if data.draw(st.booleans()) else text[place : place + 20] * 3
        text = text[:place] + piece + text[place + length :]
    return text
