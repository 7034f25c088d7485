"""What `series.toml` says, and every mistake in it in one sentence with its place."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from lab1report.errors import UserError
from lab1report.plan.series import PlannedVariant, Series
from lab1report.plan.series_file import read_series
from tests import specs

BASE = replace(specs.BASE, classes=(0, 63, 28))
FILE = """
seeds = 3

[[variant]]
id = "stopped"
part = "overfitting"
epochs = "best"

[[variant]]
id = "half"
part = "overfitting"
against = "base"
share = 0.5
epochs = 500

[[variant]]
id = "other"
part = "rate"
against = "stopped"
lr = 0.001
batch_size = 64
epochs = "best"

[search]
folds = 4
schedule = "linear"

[[network]]
id = "deep"
hidden = [20, 5]
optimizer = "Adam"
lr = [0.001, 0.002]
batch_size = [16, 32, 64]
epochs = [7]

[[network]]
id = "flat"
against = "stopped"
hidden = [3]
lr = [0.1]
batch_size = [8]
epochs = [9]
schedule = "constant"

[[network]]
id = "coloured"
like = "flat"
saturation = [2, 4]

[[step]]
id = "rate"
takes = ["optimizer", "lr", "schedule"]

[[step]]
id = "rest"
takes = ["hidden", "batch_size", "epochs", "saturation"]
"""
Read = Callable[[str], Series]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(tmp_path))
    (tmp_path / "experiments").mkdir()

    def read(text: str) -> Series:
        (tmp_path / "experiments" / "series.toml").write_text(text, encoding="utf-8")
        return read_series(BASE, seeds=None)

    return read


def by_id(series: Series) -> dict[str, PlannedVariant]:
    return {variant.id: variant for variant in series.variants}


def test_variants_change_the_base(read: Read) -> None:
    series = read(FILE)
    found = by_id(series)
    assert list(found) == [
        "base", "stopped", "half", "other", "deep", "flat", "coloured", "rate", "rest",
    ]  # fmt: skip
    assert (series.seeds, series.folds) == (3, 4)
    assert found["rate"] == PlannedVariant(
        id="rate", part="best", spec=BASE, against="base", takes=("optimizer", "lr", "schedule")
    )
    assert found["half"] == PlannedVariant(
        id="half", part="overfitting", spec=replace(BASE, share=0.5, epochs=500), against="base"
    )
    stopped, other = found["stopped"], found["other"]
    assert (stopped.spec, stopped.factor, stopped.against) == (BASE, Fraction(1), "base")
    # Half the batch, a fifth of the rate: half the epochs, five times the epochs
    assert other.factor == Fraction(5, 2)
    assert (other.spec.lr, other.spec.batch_size, other.against) == (0.001, 64, "stopped")


def test_networks_are_searched(read: Read) -> None:
    found = by_id(read(FILE))
    search = found["deep"].search
    assert search is not None
    common = replace(
        BASE, hidden=(20, 5), optimizer="Adam", epochs=7, schedule="linear", fold=0, folds=4
    )
    assert search.points == (  # the middle, then one value at a time
        replace(common, lr=0.002, batch_size=32),
        replace(common, lr=0.001, batch_size=32),
        replace(common, lr=0.002, batch_size=16),
        replace(common, lr=0.002, batch_size=64),
    )
    assert (found["deep"].part, found["deep"].against) == ("network", "base")
    flat = found["flat"]
    assert flat.spec.schedule == "constant", "its own word wins"
    assert (flat.spec.fold, flat.spec.folds) == (None, None)
    assert flat.spec.epochs == 9
    assert flat.against == "stopped"
    coloured = found["coloured"]
    assert coloured.search is not None
    assert (coloured.like, coloured.spec.hidden) == ("flat", (3,))
    assert [point.saturation for point in coloured.search.points] == [4, 2]


def test_the_user_decides_the_number_of_seeds(read: Read) -> None:
    read(FILE)
    assert read_series(BASE, seeds=9).seeds == 9


MISTAKES = {
    "no seeds": ("seeds = 3", "seeds = 0", "seeds = 0 is not a whole number from 1"),
    "half a seed": ("seeds = 3", "seeds = 2.5", "seeds = 2.5 is not a whole number from 1"),
    "seeds are missing": ("seeds = 3", "", "seeds = None is not a whole number from 1"),
    "unknown at the top": ("seeds = 3", "seeds = 3\nseed = 1", "have seed: did you mean 'seeds'"),
    "a misspelt table": ("[[variant]]\nid = \"half\"", "[[varient]]\nid = \"half\"",
                         "should not have varient: did you mean 'variant'"),
    "no id": ('id = "half"\n', "", "a table without an id: .*'share': 0.5"),
    "an empty id": ('id = "half"', 'id = ""', "a table without an id"),
    "an id twice": ('id = "half"', 'id = "deep"', "the id 'deep' stands twice"),
    "the base's id": ('id = "half"', 'id = "base"', "the id 'base' stands twice"),
    "against nobody": ('against = "base"', 'against = "bass"', "half: there is no variant 'bass'"),
    "no part": ('id = "half"\npart = "overfitting"', 'id = "half"',
                "half: part = None is not one of classes, overfitting"),
    "another part": ('part = "rate"', 'part = "speed"', "other: part = 'speed' is not one of"),
    "a network without a search": ('part = "rate"', 'part = "network"',
                                   "other: part = 'network' is not one of"),
    "an unknown key": ("share = 0.5", "shares = 0.5",
                       "half: should not have shares: did you mean 'share'"),
    "another seed": ("share = 0.5", "seed = 5", "half: should not have seed"),
    "other classes": ("share = 0.5", "classes = [1, 2, 3]", "half: should not have classes"),
    "a fold": ("share = 0.5", "fold = 1", "half: should not have fold"),
    "more than all images": ("share = 0.5", "share = 1.5", "half: share = 1.5 is more than 1"),
    "nothing but colour": ("share = 0.5", "saturation = 1e9",
                           "half: saturation = 1000000000.0 is more than 100"),
    "no images": ("share = 0.5", "share = 0", "half: share = 0 is not a positive number"),
    "a number as text": ("epochs = 500", 'epochs = "500"', "half: epochs = '500' is not a whole"),
    "no epochs": ("epochs = 500", "epochs = 0", "half: epochs = 0 is not a whole number from 1"),
    "no batch": ("batch_size = 64", "batch_size = 0", "other: batch_size = 0 is not a whole"),
    "a rate below 0": ("lr = 0.001\n", "lr = -0.001\n", "other: lr = -0.001 is not a positive"),
    "a rate as text": ("lr = 0.001\n", 'lr = "fast"\n', "other: lr = 'fast' is not a positive"),
    "one fold": ("folds = 4", "folds = 1", r"\[search\] folds = 1 is not a whole number from 2"),
    "folds as text": ("folds = 4", 'folds = "4"', r"\[search\] folds = '4' is not a whole"),
    "no folds": ("folds = 4\n", "", r"\[search\] folds = None is not a whole"),
    "unknown in the search": ("folds = 4", "folds = 4\nfold = 4", r"\[search\] .* have fold"),
    "another schedule": ('schedule = "linear"', 'schedule = "cosine"',
                         "deep: schedule = 'cosine' is not one of constant, linear"),
    "no table of the search": ("[search]", "[serch]", "have serch: did you mean 'search'"),
    "nothing to search": ("lr = [0.001, 0.002]", "lr = []", r"deep: lr = \[\] is not a list"),
    "a rate twice": ("lr = [0.001, 0.002]", "lr = [0.001, 0.001]",
                     r"deep: lr = \[0.001, 0.001\] has 0.001 twice"),
    "one rate": ("lr = [0.001, 0.002]", "lr = 0.001", "deep: lr = 0.001 is not a list of values"),
    "no rate": ("lr = [0.001, 0.002]\n", "", "deep: lr = None is not a list of values"),
    "a wrong rate": ("lr = [0.001, 0.002]", "lr = [0.001, 0]", "deep: lr = 0 is not a positive"),
    "a wrong batch": ("batch_size = [16, 32, 64]", "batch_size = [32, 0]",
                      "deep: batch_size = 0 is not a whole number from 1"),
    "another optimizer": ('optimizer = "Adam"', 'optimizer = "AdamW"',
                          "deep: optimizer = 'AdamW' is not one of SGD, momentum, Adam"),
    "no layers": ("hidden = [3]", "hidden = []", r"flat: hidden = \[\] is not a list of whole"),
    "no units": ("hidden = [3]", "hidden = [3, 0]", r"flat: hidden = \[3, 0\] is not a list"),
    "half a unit": ("hidden = [3]", "hidden = [3.5]", r"flat: hidden = \[3.5\] is not a list"),
    "a network that stops": ("epochs = [7]", 'epochs = ["best"]', "deep: epochs = 'best' is not"),
    "one number of epochs": ("epochs = [7]", "epochs = 7", "deep: epochs = 7 is not a list of"),
    "a share of images": ("hidden = [3]", "hidden = [3]\nshare = 0.5", "flat: .*not have share"),
    "like nothing": ('like = "flat"', 'like = "wide"', "coloured: like = 'wide' is no network"),
    "like itself": ('like = "flat"', 'like = "coloured"', "coloured: like = 'coloured' is no"),
    "no colours": ("saturation = [2, 4]", "", "coloured: saturation = None is not a list"),
    "like, but other": ("saturation = [2, 4]", "saturation = [2, 4]\nlr = [1]",
                        "coloured: should not have lr"),
    "nothing taken": ('takes = ["optimizer", "lr", "schedule"]', "", "rate: takes = None is not"),
    "a field taken twice": ('["optimizer", "lr", "schedule"]', '["lr", "schedule", "lr"]',
                            "rate: takes = .* has 'lr' twice"),
    "an unknown field": ('["optimizer", "lr", "schedule"]', '["optimiser"]',
                         "rate: takes should not have optimiser: did you mean 'optimizer'"),
    "a field left out": ('["optimizer", "lr", "schedule"]', '["lr", "schedule"]',
                         "the steps have to take each of hidden, optimizer"),
    "no TOML": ("[search]", "[search", r"not valid TOML.*line"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_place(read: Read, mistake: str) -> None:
    old, new, words = MISTAKES[mistake]
    assert FILE.count(old) == 1
    with pytest.raises(UserError, match=rf"series\.toml: .*{words}"):
        read(FILE.replace(old, new))


@pytest.mark.parametrize("name", ["variant", "network"])
def test_what_is_no_list_of_tables(read: Read, name: str) -> None:
    for value in ("5", "[1]", '{ id = "x" }'):
        with pytest.raises(UserError, match=rf"{name} has to be a list of tables \[\[{name}\]\]"):
            read(f"seeds = 1\n{name} = {value}\n[search]\nfolds = 2\n")
