"""What the program says of words, as the page shows it."""

import pytest

from lab1report.own_words.folder import OwnWords
from lab1report.own_words.markdown import parse
from lab1report.preview.problems import Problem, placed, problems


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


@pytest.mark.parametrize(
    ("line", "beside", "since"), [(1, "", 0), (4, "fig-xor-loss", 3), (9, "xor-check", 6)]
)
def test_a_text_that_has_a_place_is_shown_there(line: int, beside: str, since: int) -> None:
    text = 'Своё.\n\n{{ after(fig("xor-loss")) }}\nТекст.\n\n{{ instead("xor-check") }}\n\nТекст.\n'
    own = OwnWords(
        section="xor", file="words/xor.md", replace=False, source=text,
        prose=parse(text, file="words/xor.md"),
    )  # fmt: skip
    (found,) = problems("error", f"words/xor.md:{line}: wrong")
    shown = placed(found, {"xor": own})
    assert (shown.place, shown.beside, shown.since) == ("xor", beside, since)
    (other,) = problems("error", f"words/task.md:{line}: wrong")
    assert placed(other, {"xor": own}) == other
