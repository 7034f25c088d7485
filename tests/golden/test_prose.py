"""The numbers in the running text of parts 1 to 3 are those of results.json, or follow from it."""

import itertools
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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

# What stands in tables only, or is never written with a decimal comma
NOT_TOLD = {"curves", "confusion", "per_class", "made_from", "weight_norms", "lr"}


# A unit stands after the second end of an interval only
_UNIT = r"\s?(?:%|п\.\s?п\.)"
_DECIMAL = re.compile(rf"(\d+,\d+)({_UNIT}|(?=\sдо\s[+−]?[\d,]+{_UNIT}))?")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a text may speak of: numbers as they are, and what may stand before "%" or "п. п."."""

    plain: tuple[float, ...]
    percents: tuple[float, ...]

    def accounts_for(self, number: "Number") -> bool:
        """Whether one of them is shown by it, on either side of zero; zeros alone show only 0."""
        known = self.percents if number.percent else self.plain
        nothing = not number.written.strip("0,")
        return any(shows(number.written, abs(value)) and not (nothing and value) for value in known)


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number with a decimal comma, and whether it is one of per cent or points."""

    written: str
    percent: bool


def told(document: Part, part: str) -> Told:
    """The numbers of a section and what follows from them."""
    found = document["sections"][part]
    plain = list(_leaves(found))
    percents = [100 * value for value in plain if abs(value) <= 1]
    if part == "regression":
        errors = [one["mse"] for one in found["snapshots"]]
        percents += [100 * (after / before - 1) for before, after in itertools.pairwise(errors)]
        plain.append(found["final_mse"] / found["noise_variance"])
        plain.append(GIVEN["regression"][1] / found["rms_deviation"])
        power = math.floor(math.log10(found["gradient_error"] or 1))
        plain.append(found["gradient_error"] / 10**power)
    if part == "cifar":
        learnt = sum(map(sum, found["confusion"]["train"]))
        classes = found["per_class"]["test"]
        plain += [found["parameters"] / learnt, math.log(len(classes))]
        lowest = found["at_lowest_test_loss"]["test"]["per_class"]
        percents += [100 * one["recall"] for one in (*classes, *lowest)]
        plain += [min(found["weight_norms"]), max(found["weight_norms"])]
        ends = {name: curve[-1] for name, curve in found["curves"].items()}
        plain += [ends["train_loss"], ends["test_loss"]]
        percents.append(100 * (ends["train_accuracy"] - ends["test_accuracy"]))
        percents.append(100 * (ends["test_loss"] / found["lowest_test_loss"]["loss"] - 1))
    return Told(plain=(*plain, *GIVEN[part]), percents=tuple(percents))


def _leaves(value: Any) -> Iterator[float]:
    """The fractions of a section that its text may tell; whole numbers have no comma."""
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name not in NOT_TOLD]
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, float):
        yield value


def decimals(html: str, part: str) -> list[Number]:
    """The numbers with a decimal comma in a part's paragraphs, code left out."""
    section = re.search(rf'<h1 id="{part}">.*?(?=<h1)', html, re.DOTALL)
    assert section is not None
    text = "\n".join(re.findall(r"<p>(.*?)</p>", section[0], re.DOTALL))
    text = re.sub(r"<code>.*?</code>|<[^>]+>", "", text, flags=re.DOTALL)
    return [
        Number(written=found[1], percent=found[2] is not None)
        for found in _DECIMAL.finditer(text.replace("&nbsp;", " "))
    ]


def strangers(html: str, document: Part, part: str) -> list[str]:
    """The numbers of a part that the document does not account for."""
    known = told(document, part)
    return [n.written for n in decimals(html, part) if not known.accounts_for(n)]


@pytest.mark.parametrize("part", GIVEN)
def test_the_text_has_the_numbers_of_the_document(part: str, html: str, document: Part) -> None:
    if document["sections"][part]["status"] == "done":
        assert decimals(html, part)
        assert strangers(html, document, part) == []


def test_other_numbers_are_seen(make_report: Callable[..., Any], page: Callable[..., str]) -> None:
    """Any digit made another one is seen, unless that is by chance a number of the part."""
    report = make_report()
    document = json.loads(json.dumps(document_of(report)))
    html = page(report, drawn=False)
    for part in GIVEN:
        known = told(document, part)
        others = [
            (number.written, other) for number in decimals(html, part) for other in _others(number)
        ]
        unseen = {(was, other.written) for was, other in others if known.accounts_for(other)}
        assert len(others) >= 20
        assert unseen <= CHANCE


# 74,0 % at the lowest loss and 24,0 points between training and test at the end; recalls at both
CHANCE = {("74,0", "24,0"), ("70,0", "75,0"), ("70,0", "70,5"), ("70,5", "70,0")}


def _others(number: Number) -> Iterator[Number]:
    for place, digit in enumerate(number.written):
        if digit != ",":
            other = (int(digit) + 5) % 10
            written = f"{number.written[:place]}{other}{number.written[place + 1 :]}"
            yield replace(number, written=written)
