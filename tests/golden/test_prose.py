"""The numbers in the running text of parts 1 to 3 are those of results.json, or follow from it."""

import itertools
import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lab1report.editions.table_comments import document_of
from tests.golden.page_reader import shows

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports

Part = dict[str, Any]

# What is given, not measured: where the curve is drawn, the noise, how far initial weights reach
# (0.58 is their norm: 3072 of them, uniform to 1/√3072), the mesh of the surface, a level of tests
GIVEN = {
    "regression": (0.5, 0.05, 0.05**2, 0.01),
    "xor": (0.05, 0.1, 0.025, 0.01),
    "cifar": (0.58, 0.05),
}


def values(document: Part, part: str) -> list[float]:
    """What the text of a part may speak of: its section's numbers and what follows from them."""
    found = document["sections"][part]
    known = list(_leaves(found))
    if part == "regression":
        errors = [one["mse"] for one in found["snapshots"]]
        known += [after / before - 1 for before, after in itertools.pairwise(errors)]
        known.append(found["final_mse"] / found["noise_variance"])
        power = math.floor(math.log10(found["gradient_error"] or 1))
        known.append(found["gradient_error"] / 10**power)
    if part == "cifar":
        learnt = sum(map(sum, found["confusion"]["train"]))
        known.append(found["parameters"] / learnt)
        known.append(math.log(len(found["per_class"]["test"])))
        ends = {name: curve[-1] for name, curve in found["curves"].items()}
        rise = ends["test_loss"] / found["lowest_test_loss"]["loss"] - 1
        known += [*ends.values(), rise]
    return [*known, *(100 * value for value in known), *GIVEN[part]]


def _leaves(value: Any) -> Iterator[float]:
    """The numbers of a section without its curves."""
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name != "curves"]
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def decimals(html: str, part: str) -> list[str]:
    """The numbers with a decimal comma in a part's paragraphs, code left out."""
    section = re.search(rf'<h1 id="{part}">.*?(?=<h1)', html, re.DOTALL)
    assert section is not None
    text = "\n".join(re.findall(r"<p>(.*?)</p>", section[0], re.DOTALL))
    text = re.sub(r"<code>.*?</code>|<[^>]+>", "", text, flags=re.DOTALL)
    return re.findall(r"\d+,\d+", text)


def strangers(html: str, document: Part, part: str) -> list[str]:
    """The numbers of a part that the document does not account for, on either side of zero."""
    known = [abs(value) for value in values(document, part)]
    return [
        written
        for written in decimals(html, part)
        if not any(shows(written, value) for value in known)
    ]


@pytest.mark.parametrize("part", GIVEN)
def test_the_text_has_the_numbers_of_the_document(part: str, html: str, document: Part) -> None:
    if document["sections"][part]["status"] == "done":
        assert decimals(html, part)
        assert strangers(html, document, part) == []


def test_other_numbers_are_seen(
    make_report: Callable[..., Any], page: Callable[[Any], str]
) -> None:
    """Any digit made another one; at most one of five is by chance another number of the part."""
    report = make_report()
    document = json.loads(json.dumps(document_of(report)))
    html = page(report)
    for part in GIVEN:
        known = [abs(value) for value in values(document, part)]
        others = [
            f"{written[:place]}{(int(written[place]) + 5) % 10}{written[place + 1 :]}"
            for written in decimals(html, part)
            for place in range(len(written))
            if written[place] != ","
        ]
        unseen = [other for other in others if any(shows(other, value) for value in known)]
        assert len(unseen) <= 0.2 * len(others), unseen
