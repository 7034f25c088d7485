"""The student's sentences are what a report prints of them, and are known again in its text."""

import pytest

from lab1report.differing.texts import Sentence, of_words, without
from lab1report.errors import UserError

TEMPLATE = """---
replace: false
---
<!-- Comments such as this one are not printed.
Nor is this line. -->
The loss fell, as "expected" - to {{ regression.final_mse | number }} after 2.5 % of the steps.

<!-- Another one. -->
It is $x^2$, and no more is known of it here.
"""


def texts(*sentences: str) -> list[Sentence]:
    return [Sentence("A", one) for one in sentences]


def test_neither_front_matter_nor_comments_are_sentences() -> None:
    own = of_words({"xor": TEMPLATE})
    assert [one.text[:12] for one in own] == ["The loss fel", "It is $x^2$,"]
    assert {one.section for one in own} == {"xor"}
    with pytest.raises(UserError, match="not closed"):
        of_words({"xor": "<!-- never"})


def test_what_the_page_made_of_them_is_theirs() -> None:
    own = of_words({"xor": TEMPLATE})
    page = texts(
        "The loss fell, as «expected» — to 0,0321 after 2,5 % of the steps.",
        "It is *x*^2, and no more is known of it here.",
        "The loss fell to 0,0321.",
        "It is.",
    )
    assert list(without(page, own)) == page[2:]


def test_a_sentence_that_is_all_expression_is_nobodys() -> None:
    page = texts("The loss fell to 0,0321.", "5.")
    assert list(without(page, of_words({"xor": "{{ xor.points }} {{ xor.wrong }}."}))) == page
