"""The sentences of a text, and how those of two texts differ."""

import contextlib
import json
import time

import pytest

from lab1report.differing.pieces import pieces
from lab1report.differing.sentences import compare_sentences
from lab1report.differing.texts import MOST, Sentence, of_notebook, of_words
from lab1report.errors import UserError

TEXT = """# Part

The loss fell to 0.5, see fig. 2. It rose later (e. g. at 3 %).
A line goes on
here. **Bold** comes 10<sup>−4</sup> times \\[1, 2\\].

| a | b |
|---|---|
| 1 | 2 |

![a picture](data:image/png;base64,AAAA)

## Below

- First item
- Second. Item
"""


def notebook(*texts: str) -> bytes:
    cells = [{"cell_type": "markdown", "source": text} for text in texts]
    return json.dumps({"cells": [*cells, {"cell_type": "code", "source": "x = 1"}]}).encode()


def test_sentences_of_a_notebook_stand_under_its_headings() -> None:
    assert of_notebook(notebook("Before. All", TEXT)) == (
        ("", "Before."),
        ("", "All"),
        ("Part", "The loss fell to 0.5, see fig."),
        ("Part", "2."),
        ("Part", "It rose later (e. g. at 3 %)."),
        ("Part", "A line goes on here."),
        ("Part", "**Bold** comes 10^−4 times [1, 2]."),
        ("Below", "First item"),
        ("Below", "Second."),
        ("Below", "Item"),
    )


def test_the_source_of_a_cell_may_be_a_list_of_lines() -> None:
    cell = {"cell_type": "markdown", "source": ["# A\n", "\n", "One.\n", "Two."]}
    assert of_notebook(json.dumps({"cells": [cell]}).encode()) == (("A", "One."), ("A", "Two."))


def test_own_words_stand_under_their_files() -> None:
    assert of_words({"xor": "# Mine\n\nOne.", "cifar": "Two."}) == (
        ("xor", "One."),
        ("cifar", "Two."),
    )


def test_what_controls_a_terminal_or_turns_text_around_is_no_text() -> None:
    assert of_words({"xor": "a\u202eb\x1b[2J c"}) == (("xor", "ab[2J c"),)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"cells": 1}', b'{"cells": [1]}', b'{"cells": [{"cell_type": "markdown"}]}',
     b'{"cells": [{"cell_type": "markdown", "source": 1}]}', b"[" * 100_000],
    ids=range(7),
)  # fmt: skip
def test_what_is_no_notebook_is_refused(content: bytes) -> None:
    with pytest.raises(UserError, match="no notebook"):
        of_notebook(content)


@pytest.mark.parametrize("text", ["A. " * (MOST + 1), "a" * 10_000], ids=["many", "long"])
def test_more_than_a_report_has_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="more"):
        of_notebook(notebook(text))


def changes(first: list[str], second: list[str]) -> list[tuple[str, str, str]]:
    texts = [[Sentence("A", text) for text in side] for side in (first, second)]
    return [(one.kind, one.first, one.second) for one in compare_sentences(*texts, own=False)]


def test_the_same_text_has_no_difference() -> None:
    assert changes(["One.", "Two."], ["One.", "Two."]) == []


def test_other_numbers_and_other_words_are_told_apart() -> None:
    first = ["It fell to 0,5 in −3 steps.", "The network learns well now.", "Stays."]
    second = ["It fell to 1\u202f234,5 in +4 steps.", "The network learns badly now.", "Stays."]
    assert changes(first, second) == [
        ("numbers", first[0], second[0]),
        ("words", first[1], second[1]),
    ]


def test_sentences_that_have_little_in_common_are_two() -> None:
    first, second = ["Nothing was told of it."], ["All networks are better than before, by far."]
    assert changes(first, second) == [("removed", first[0], ""), ("added", "", second[0])]


def test_what_stands_before_its_like_is_added_before_it() -> None:
    second = ["Quite another thing here.", "The network learns badly now."]
    assert changes(["The network learns well now."], second) == [
        ("added", "", second[0]),
        ("words", "The network learns well now.", second[1]),
    ]


def test_sections_are_compared_each_with_its_own() -> None:
    first = [Sentence("A", "One."), Sentence("B", "Two.")]
    second = [Sentence("B", "Two."), Sentence("C", "One.")]
    found = [(one.section, one.kind) for one in compare_sentences(first, second, own=True)]
    assert found == [("C", "added"), ("A", "removed")]


@pytest.mark.parametrize(
    ("first", "second", "marked"),
    [
        ("a 0,5 b", "a 1,25 b", "a -0,5+1,25 b"),
        ("one two three", "one four five three", "one -two+four five three"),
        ("to the end", "to the end, and on", "to the end+, and on"),
        ("", "all", "+all"),
        ("all", "", "-all"),
    ],
)
def test_pieces(first: str, second: str, marked: str) -> None:
    signs = {"same": "", "removed": "-", "added": "+"}
    assert "".join(signs[kind] + text for kind, text in pieces(first, second)) == marked


def test_pieces_make_up_both_sentences() -> None:
    first, second = "the loss fell to 0,5 and stayed", "the error rose to 0,7 and then it stayed"
    found = pieces(first, second)
    assert "".join(text for kind, text in found if kind != "added") == first
    assert "".join(text for kind, text in found if kind != "removed") == second


def test_text_that_is_made_to_be_slow_is_not() -> None:
    started = time.monotonic()
    lines = [f"{'ab'[i % 2]} {'cd'[i % 3 == 0]} same words" for i in range(2000)]
    changes(lines, lines[::-1])
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("sign", ["![", "![](", ". ", "<sup>", "$ "])
def test_a_text_of_one_sign_takes_no_longer_than_another(sign: str) -> None:
    """A pattern that looks on to the end of the text would take seconds to minutes for these."""
    started = time.process_time()
    with contextlib.suppress(UserError):
        of_words({"xor": sign * 60_000})
    assert time.process_time() - started < 2
