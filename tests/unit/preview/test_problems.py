"""What the program says of words, as the page shows it."""

import pytest

from lab1report.preview.problems import Problem, problems


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "words/cifar.md:7: 83 % matches no figure; cifar.test_accuracy is 78.7 %",
            Problem(
                kind="error",
                sentence="83 % matches no figure; cifar.test_accuracy is 78.7 %",
                file="words/cifar.md",
                line=7,
                place="cifar",
            ),
        ),
        (
            "words/series.batch.md: not in UTF-8; save it as UTF-8",
            Problem(
                kind="error",
                sentence="not in UTF-8; save it as UTF-8",
                file="words/series.batch.md",
                place="series-batch",
            ),
        ),
        (
            "words/table.md:1: the front matter has no second line ---",
            Problem(
                kind="error",
                sentence="the front matter has no second line ---",
                file="words/table.md",
                line=1,
                place="results",
            ),
        ),
        ("--words: no such folder", Problem(kind="error", sentence="--words: no such folder")),
    ],
)
def test_place_and_sentence(message: str, expected: Problem) -> None:
    (found,) = problems("error", message)
    assert found == expected
    assert str(found) == message


def test_a_problem_a_line() -> None:
    first, second = problems("warning", "words/xor.md:1: a\nwords/task.md:2: b")
    assert (first.place, second.place) == ("xor", "task")
    assert second.kind == "warning"
