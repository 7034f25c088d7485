"""Whatever comes through a door is taken, or refused by a short sentence: no other exception."""

import io
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab1report import options, parse_option, resources
from lab1report.data import official
from lab1report.data.dataset_spec import DatasetSpec
from lab1report.errors import DataError, Lab1Error, UserError
from lab1report.own_words import expressions, folder, markdown
from lab1report.pages.arms_svg import WrongSvgError, check_svg
from tests.unit.doors.hostile_arms import svg
from tests.unit.doors.hostile_words import EXPRESSIONS, FRONT_MATTER, MARKDOWN

LONGEST = 600
OFTEN = settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
EXPRESSION = st.text("abcifr_.|+-*/()[]{}\"'0159, %~\\eE٣\u202e\x00", max_size=60)
MARKS = st.text("аб \n#*_`$<>[](){}!|-+.:;\"'\\&%0159/=~^\u202e\x00", max_size=200)


def answered(act: Callable[[], object], *refusals: type[Exception]) -> None:
    said = "taken"
    try:
        act()
    except refusals as error:
        said = str(error)
    assert 0 < len(said) < LONGEST


@OFTEN
@given(EXPRESSION | st.sampled_from([source for source, _ in EXPRESSIONS.values()]), st.data())
def test_expressions(source: str, data: st.DataObject) -> None:
    text = _mutated(source, data)

    def evaluate() -> None:
        expression = expressions.read(text, "words/xor.md:1")
        if not expression.names and not expression.references:
            expressions.value(expression, {}, {}, "ru")

    answered(evaluate, UserError)


@OFTEN
@given(MARKS | st.sampled_from([text[:2000] for text, _ in MARKDOWN.values()]), st.data())
def test_markdown(text: str, data: st.DataObject) -> None:
    mutated = _mutated(text, data)
    answered(lambda: markdown.parse(mutated, file="words/xor.md"), UserError)


@OFTEN
@given(MARKS | st.sampled_from([text for text, _ in FRONT_MATTER.values()]), st.data())
def test_front_matter(text: str, data: st.DataObject) -> None:
    top = _mutated(text, data)
    answered(lambda: folder._parted(f"---\n{top}\n---\nТекст", "words/xor.md"), UserError)


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
    answered(lambda: parse_option(name, value), UserError)


@OFTEN
@given(st.binary(max_size=200) | st.text('abc=[]{}"\n.0159-:#\\', max_size=200).map(str.encode))
def test_toml(tmp_path_factory: Any, content: bytes) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "any.toml"
    path.write_bytes(content)
    answered(lambda: resources.read_toml(path), Lab1Error)


PICTURE = svg(
    '<g id="a"><path d="M0 0" style="fill:url(#b)"/></g><use href="#a"/>', 'viewBox="0 0 1 1"'
)


@OFTEN
@given(st.data())
def test_svg(data: st.DataObject) -> None:
    content = _mutated(PICTURE, data).encode("utf-8", "surrogatepass")
    answered(lambda: check_svg(content), WrongSvgError)


CONTENTS = {
    b"data": b"x" * 40,
    "fine_labels": [*range(100)],
    "filenames": ["a.png"] * 3,
}


@OFTEN
@given(st.integers(2, 5), st.data())
def test_pickles(protocol: int, data: st.DataObject) -> None:
    raw = bytearray(pickle.dumps(CONTENTS, protocol=protocol))
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    spec = DatasetSpec(fingerprint="", per_class={"train": 1, "test": 1})
    answered(lambda: official.read(io.BytesIO(bytes(raw)), "train", "train", spec), DataError)


def _mutated(text: str, data: st.DataObject) -> str:
    """`text` with some characters changed, repeated or taken away."""
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 9))
        piece = data.draw(MARKS) if data.draw(st.booleans()) else text[place : place + 20] * 3
        text = text[:place] + piece + text[place + length :]
    with suppress(UnicodeError):
        text.encode()
    return text
