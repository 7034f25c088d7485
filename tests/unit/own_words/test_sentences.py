"""How many wrong percentages are found, and how many right ones are doubted, in made-up sentences.

`sentences/KIND.txt` has a sentence a line: the section that it stands in, the shares that make it
right, those that make it wrong, and the sentence, `{}` for each share; `{.}` has a decimal point,
 `{0}` no decimals. Where the wrong sentence has other words, it stands behind. Nearly all shares
are those of one made-up report (`made_document`), so that to look for any number of it would find
little. Those of `sentences/held_out` were written before the check and not looked at while it was.
Those of `sentences/second`, `third` and `fourth` were each counted before the check was mended for
them, those of `fifth` after that; docs/explanation/percentages.md has the counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from lab1report import resources
from lab1report.own_words.folder import OwnWords
from lab1report.own_words.markdown import parse
from lab1report.own_words.names import names
from lab1report.own_words.percentages.doubts import doubts
from lab1report.own_words.percentages.speech import Speech
from tests.unit.own_words.made_document import made_document

FOLDER = Path(__file__).parent / "sentences"
DOCUMENT = made_document()
KNOWN = names(DOCUMENT)
KINDS = ("network", "part", "metric", "class", "difference")
LATER = ("second", "third", "fourth")
LATER_KINDS = ("network", "direction", "class", "epoch", "gap", "supposed", "count")
EXPLAINED = Path(__file__).parents[3] / "docs" / "explanation" / "percentages.md"

VARIANTS = {
    "stop": "stopped", "few": "fewer-units", "quar": "quarter", "b32": "batch-32",
    "b64": "batch-64", "b256": "batch-256", "r2": "rate-2", "r10": "rate-10",
    "deep": "layers-32-16", "adam": "adam-10", "best": "wide-saturated",
}  # fmt: skip
SCORES = {"P": "precision", "R": "recall", "F": "f1"}


def share(name: str) -> float:
    """In percent, what a file of sentences calls `name`.

    `cifar.test`, `lo.train` (at the lowest loss), `base.test` are accuracies, `base.c0` and
    `base.t0` recalls of a class on the test and training images, `P0`, `r2`, `lo.F1` precision,
    recall and F1 of a class of part 3 (small letters: training), `M.F` their mean, `C01` what was
    taken for what, `best.val` of the cross-validation; a number is itself, `-` a difference.
    """
    if "-" in name:
        first, second = map(share, name.split("-"))
        return abs(first - second)
    if re.fullmatch(r"[\d.]+", name):
        return float(name)
    cifar = KNOWN["cifar"]
    if found := re.fullmatch(r"(lo\.)?([PRFprf])(\d)", name):
        part = "test" if found[2].isupper() else "train"
        scores = cifar["at_lowest_test_loss"][part] if found[1] else None
        rows = scores["per_class"] if scores else cifar["per_class"][part]
        return 100 * float(rows[int(found[3])][SCORES[found[2].upper()]])
    if found := re.fullmatch(r"C(\d)(\d)", name):
        row = cifar["confusion"]["test"][int(found[1])]
        return 100 * float(row[int(found[2])] / sum(row))
    if found := re.fullmatch(r"M\.([PF])", name):
        rows = cifar["per_class"]["test"]
        return 100 * float(sum(row[SCORES[found[1]]] for row in rows) / len(rows))
    network, what = name.split(".")
    if epoch := re.fullmatch(r"e(\d+)", network):
        return 100 * float(cifar["curves"][f"{what}_accuracy"][int(epoch[1]) - 1])
    return 100 * _accuracy(network, what)


def _accuracy(network: str, what: str) -> float:
    if what == "gap":
        return _accuracy(network, "train") - _accuracy(network, "test")
    if network == "xor":
        return float(KNOWN["xor"]["accuracy"])
    if network == "cifar":
        return float(KNOWN["cifar"][f"{what}_accuracy"])
    if network == "lo":
        return float(KNOWN["cifar"]["at_lowest_test_loss"][what]["accuracy"])
    if (network, what) == ("best", "val"):
        return float(KNOWN["best"]["validation"]["mean"])
    variant = KNOWN["variants"][VARIANTS.get(network, network)]
    if what in ("train", "test"):
        return float(variant[what]["mean"])
    return float(variant["per_class"][int(what[1])]["test" if what[0] == "c" else "train"])


@dataclass(frozen=True)
class Pair:
    """A right and a wrong sentence of a section."""

    section: str
    right: str
    wrong: str


def pairs(file: Path) -> Iterator[Pair]:
    for line in file.read_text(encoding="utf-8").splitlines():
        section, right, wrong, text, *other = (cell.strip() for cell in line.split("|"))
        pair = Pair(section, _filled(text, right), _filled(other[0] if other else text, wrong))
        assert pair.right != pair.wrong, line
        yield pair


def _filled(text: str, listed: str) -> str:
    shares = [share(name.strip()) for name in listed.split(",")]

    def written(blank: re.Match[str]) -> str:
        number = f"{shares.pop(0):.{0 if blank[1] == '0' else 1}f}"
        return number if blank[1] == "." else number.replace(".", ",")

    filled = re.sub(r"\{([.0]?)\}", written, text)
    assert not shares, text
    return filled


def doubted(texts: Sequence[str], section: str) -> list[bool]:
    """Of each of `texts`, which are paragraphs of `section`, whether it is doubted."""
    source = "\n\n".join(texts)
    prose = parse(source, file=section)
    own = OwnWords(section=section, file=section, replace=False, source=source, prose=prose)
    file = resources.folder("templates") / "ru" / "own-words.toml"
    speech = Speech(**resources.read_toml(file)["percentages"])
    lines = {
        int(one.split(":")[1]) for one in doubts({section: own}, DOCUMENT, speech, "ru")[section]
    }
    return [2 * place + 1 in lines for place in range(len(texts))]


@dataclass(frozen=True)
class Counts:
    """Of `sentences` right and as many wrong ones, the wrong found and the right doubted."""

    sentences: int
    found: int
    doubted: int


def count(file: Path) -> Counts:
    every = list(pairs(file))
    sections = {
        pair.section: [one for one in every if one.section == pair.section] for pair in every
    }
    found = doubted_right = 0
    for section, those in sections.items():
        found += sum(doubted([pair.wrong for pair in those], section))
        doubted_right += sum(doubted([pair.right for pair in those], section))
    return Counts(len(every), found, doubted_right)


@pytest.fixture(scope="module")
def counts() -> dict[str, tuple[Counts, Counts]]:
    """By kind, those of all sentences, and those of the ones held out."""
    counted = {}
    for kind in KINDS:
        others, held_out = (count(at / f"{kind}.txt") for at in (FOLDER, FOLDER / "held_out"))
        every = summed((others, held_out))
        counted[kind] = every, held_out
    return counted


@pytest.fixture(scope="module")
def later() -> dict[str, Counts]:
    """By kind, those of the sentences that were written later."""
    return {
        kind: summed(count(FOLDER / at / f"{kind}.txt") for at in LATER) for kind in LATER_KINDS
    }


def summed(counts: Iterable[Counts]) -> Counts:
    every = list(counts)
    return Counts(*(sum(getattr(one, field.name) for one in every) for field in fields(Counts)))


def table(counts: dict[str, tuple[Counts, Counts]]) -> list[str]:
    return [
        f"| {kind} | {every.found} of {every.sentences} | {every.doubted} of {every.sentences} "
        f"| {held_out.found} of {held_out.sentences} | {held_out.doubted} of {held_out.sentences} |"
        for kind, (every, held_out) in counts.items()
    ]


def test_wrong_sentences_are_found_and_right_ones_are_not_doubted(
    counts: dict[str, tuple[Counts, Counts]],
) -> None:
    print("", *table(counts), sep="\n")
    for kind, (every, held_out) in counts.items():
        assert every.sentences >= 100, kind
        assert 3 * held_out.sentences >= every.sentences, kind
        for one in (every, held_out):
            assert one.found >= 0.95 * one.sentences, kind
            assert one.doubted <= 0.05 * one.sentences, kind


def test_the_same_holds_of_those_that_were_written_later(later: dict[str, Counts]) -> None:
    print("", *later_rows(later), sep="\n")
    for kind, one in later.items():
        assert one.sentences >= 60, kind
        assert one.found >= 0.95 * one.sentences, kind
        assert one.doubted <= 0.05 * one.sentences, kind


def later_rows(later: dict[str, Counts]) -> list[str]:
    """How the rows of the table of the documentation end."""
    return [
        f"| {one.found} of {one.sentences} | {one.doubted} of {one.sentences} |"
        for one in (*later.values(), summed(later.values()))
    ]


def test_the_table_is_that_of_the_documentation(counts: dict[str, tuple[Counts, Counts]]) -> None:
    explained = EXPLAINED.read_text(encoding="utf-8")
    assert [line for line in table(counts) if line not in explained] == []


def test_the_later_table_is_that_of_the_documentation(later: dict[str, Counts]) -> None:
    explained = EXPLAINED.read_text(encoding="utf-8").splitlines()
    for kind, end in zip((*LATER_KINDS, "all"), later_rows(later), strict=True):
        assert any(one.startswith(f"| {kind} |") and one.endswith(end) for one in explained), kind


def test_those_of_the_last_round_are_read_nearly_as_well() -> None:
    one = summed(count(FOLDER / "fifth" / f"{kind}.txt") for kind in LATER_KINDS)
    row = f"| now | {one.found} of {one.sentences} | {one.doubted} of {one.sentences} |"
    assert row in EXPLAINED.read_text(encoding="utf-8")
    assert one.found >= 0.9 * one.sentences
    assert one.doubted <= 0.1 * one.sentences


def test_no_sentence_stands_twice() -> None:
    every = [pair.right for file in FOLDER.rglob("*.txt") for pair in pairs(file)]
    assert len(set(every)) == len(every)


def test_of_all_percentages_only_the_accuracy_passes_for_it() -> None:
    """71 to 83 % are each a number of the made-up report."""
    sentences = [f"Базовая сеть на тесте верна в {number} % случаев." for number in range(71, 84)]
    assert doubted(sentences, "series") == [number != 77 for number in range(71, 84)]
