"""Reports other than the usual, by name: what `make_report` is given for each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lab1report.model import Assignment, DataInfo, SectionFailure, SectionMissing, Stream
from lab1report.settings.classes import derive_classes, named_classes
from tests.golden.made_series import EFFECTS, Effect, MadeImages, MadeSeries

FAILED = SectionFailure(
    section="xor", stage="training", message="ValueError: <b> broken", details="Traceback"
)
DEMO = DataInfo(kind="demo", fingerprint="f" * 64, source="drawn")


def assignment(**changes: Any) -> Assignment:
    base = Assignment(group=None, variant=None, stream=None, year=2024, classes=())
    return replace(base, **changes)


TEACHERS = assignment(classes=named_classes((63, 18, 28)))
BY_CONSTANT = assignment(
    group=1,
    variant=2,
    stream=Stream.FOREIGN,
    year=2025,
    classes=derive_classes(group=1, variant=2, stream=Stream.FOREIGN, year=2025),
)

_MUCH = 12  # of 100 images a class: more than chance explains


def effects(**by_variant: int | Effect) -> dict[str, Effect]:
    """Effects by variant, an underscore for a hyphen; a number is that of right answers."""
    found = {}
    for name, given in by_variant.items():
        variant = name.replace("_", "-")
        found[variant] = (
            given if isinstance(given, Effect) else replace(EFFECTS[variant], test=given)
        )
    return found


def _all(test: int) -> Mapping[str, Effect]:
    return {name: replace(effect, test=test) for name, effect in EFFECTS.items()}


_PARTS_1_TO_3: dict[str, dict[str, Any]] = {
    "usual": {},
    "demo": {"data": DEMO},
    "xor failed": {"xor": FAILED},
    "cifar failed": {"cifar": replace(FAILED, section="cifar")},
    "regression missing": {"regression": SectionMissing(section="regression")},
    "only cifar": {
        "regression": SectionMissing(section="regression"),
        "xor": SectionMissing(section="xor"),
    },
    "nothing": {
        "regression": replace(FAILED, section="regression", stage=""),
        "xor": SectionMissing(section="xor"),
        "cifar": SectionMissing(section="cifar"),
    },
    "teacher": {"assignment": TEACHERS},
    "constant": {"assignment": BY_CONSTANT},
    "xor stuck": {"xor": {"accuracy": 0.5, "plateau": None, "solved": None}},
    "circles stuck": {
        "xor": {"sample": "circles", "accuracy": 0.55, "plateau": 9000, "solved": None}
    },
    "moons partly": {"xor": {"sample": "moons", "accuracy": 0.8, "plateau": 30, "solved": None}},
    "circles learned": {"xor": {"sample": "circles", "plateau": 300, "solved": 900}},
    "regression above": {"regression": {"mse": [0.3, 0.1], "gradient_error": 0.0}},
    "regression below": {"regression": {"mse": [0.004, 0.001], "gradient_error": 0.01}},
    "regression rising": {"regression": {"mse": [0.0024, 0.0026], "worst_x": -0.5}},
    "one snapshot": {"regression": {"mse": [0.0025]}},
    "cifar level": {"cifar": {"last": 0.53}},
    "cifar unfinished": {"cifar": {"best_epoch": 20, "last": 0.52}},
    "cifar first epoch": {"cifar": {"best_epoch": 1, "lowest": 1.05, "last": 2.5}},
    "stopping better": {"cifar": {"best": (95, 95, 95), "final": (80, 80, 80)}},
    "stopping worse": {"cifar": {"best": (70, 70, 70), "final": (90, 90, 90)}},
    "no error": {"cifar": {"best": (100,) * 3, "final": (100,) * 3, "train": (500,) * 3}},
    "one answer": {"cifar": {"final": (100, 0, 0), "best": (100, 0, 0), "train": (500, 0, 0)}},
}

_SERIES: dict[str, dict[str, Any]] = {
    "series missing": {"series": SectionMissing(section="series")},
    "series failed": {"series": replace(FAILED, section="series")},
    "one seed": {"series": MadeSeries(seeds=1)},
    "two seeds": {"series": MadeSeries(seeds=2)},
    "only the base": {"series": MadeSeries(absent=tuple(EFFECTS))},
    "some of the series": {
        "series": MadeSeries(absent=("half", "batch-64", "units-20"), images=None)
    },
    "shares of as many epochs": {"series": MadeSeries(longer_shares=False)},
    "one effect": {"series": MadeSeries(effects={**_all(0), **effects(units_20=_MUCH)})},
    "two effects": {
        "series": MadeSeries(
            effects={
                **_all(0),
                **effects(batch_64=1, batch_256=1, units_20=3, momentum_64_32=_MUCH),
            }
        )
    },
    "a lucky effect": {
        "series": MadeSeries(
            effects={
                **_all(0),
                **effects(units_20=3, batch_256=Effect(train=0.84, rise=0.1, best=0)),
            }
        )
    },
    "nothing helps": {"series": MadeSeries(effects=_all(0))},
    "everything helps": {"series": MadeSeries(effects={**_all(_MUCH), **effects(batch_64=-_MUCH)})},
    "everything hurts": {"series": MadeSeries(effects={**_all(-_MUCH), **effects(batch_64=_MUCH)})},
    "mixed": {
        "series": MadeSeries(
            effects=effects(
                fewer_units=-_MUCH,
                half=_MUCH,
                batch_64=_MUCH,
                batch_256=_MUCH,
                rate_2=_MUCH,
                rate_5=-_MUCH,
                units_20=-_MUCH,
            )
        )
    },
    "less on the training images": {
        "series": MadeSeries(
            effects=effects(
                batch_256=Effect(test=-_MUCH, train=0.7, rise=0.0, best=0),
                rate_2=0,
                rate_5=Effect(test=-_MUCH, train=0.7, rise=0.0, best=0),
            )
        )
    },
    "more on the training images": {
        "series": MadeSeries(
            effects=effects(
                batch_256=Effect(test=-_MUCH, train=0.95, rise=0.0, best=0),
                rate_2=0,
                rate_5=Effect(test=-_MUCH, train=0.95, rise=0.0, best=0),
            )
        )
    },
    "the same on the training images": {
        "series": MadeSeries(
            effects=effects(rate_2=0, rate_5=Effect(test=-_MUCH, train=0.84, rise=0.0, best=0))
        )
    },
    "remedies do nothing": {
        "series": MadeSeries(
            effects={
                "stopped": Effect(train=1.0, best=0),
                "fewer-units": Effect(),
                "quarter": Effect(),
                "half": Effect(),
            }
        )
    },
    "too few units": {
        "series": MadeSeries(effects={"fewer-units": Effect(test=-4, train=0.6, rise=0.0, best=0)})
    },
    "remedies harm": {
        "series": MadeSeries(
            effects={
                "stopped": Effect(test=-_MUCH, train=1.0, best=0),
                "fewer-units": Effect(test=-_MUCH, rise=1.0),
            }
        )
    },
    "other networks": {
        "series": MadeSeries(
            networks=("units-5", "units-20", "units-64", "adam-20"),
            effects=effects(units_5=-9, units_20=9, units_64=9, adam_20=8),
        )
    },
    "only a small batch harms": {
        "series": MadeSeries(effects=effects(batch_64=-_MUCH, batch_256=0))
    },
    "a large batch helps": {"series": MadeSeries(effects=effects(batch_64=0, batch_256=_MUCH))},
    "a small batch harms": {"series": MadeSeries(effects=effects(batch_64=-4, batch_256=-2))},
    "colours help": {
        "series": MadeSeries(
            networks=("units-20", "saturated-20", "adam-20"),
            effects=effects(units_20=0, saturated_20=_MUCH, adam_20=_MUCH),
        )
    },
    "colours harm the base alone": {
        "series": MadeSeries(
            networks=("units-20", "saturated-20"),
            effects=effects(step_units=-_MUCH, saturated_20=_MUCH),
        )
    },
    "colours help the network alone": {
        "series": MadeSeries(
            networks=("units-20", "saturated-20"),
            effects=effects(step_units=0, saturated_20=_MUCH),
        )
    },
    "colours harm": {
        "series": MadeSeries(
            networks=("saturated-20", "units-20", "adam-20"),
            effects=effects(units_20=9, saturated_20=-_MUCH, adam_20=-_MUCH),
            validation={"saturated-20": (0.7, 0.6)},
        )
    },
    "wide is worse": {
        "series": MadeSeries(
            networks=("units-5", "units-20", "units-64", "adam-20"),
            effects={
                **effects(units_5=_MUCH, units_20=9, adam_20=-_MUCH),
                "units-64": Effect(test=-9, rise=0.3),
            },
            validation={"adam-20": (0.8, 0.7)},
        )
    },
    "networks overfit": {
        "series": MadeSeries(
            networks=("units-20", "units-64"),
            effects={
                "units-20": Effect(test=1, rise=0.3),
                "units-64": Effect(test=2, rise=0.3, best=-1),
            },
        )
    },
    "better after the lowest loss": {
        "series": MadeSeries(
            schedule="constant", effects={"momentum-64-32": Effect(test=_MUCH, rise=0.3, best=-3)}
        )
    },
    "validation errs": {
        "series": MadeSeries(effects=effects(units_20=-_MUCH), validation={"units-20": (0.9, 0.8)})
    },
    "images say nothing": {
        "series": MadeSeries(
            images=MadeImages(
                nearest_mean=(80, 85, 82),
                nearest_color=(40, 50, 45),
                spread=(0.95, 0.9, 0.8),
                distances=(0.5, 0.3, 0.6),
            )
        )
    },
    "colours say the opposite": {
        "series": MadeSeries(images=MadeImages(nearest_color=(40, 48, 52)))
    },
    "means show the easy class": {
        "series": MadeSeries(images=MadeImages(nearest_mean=(70, 55, 42)))
    },
    "means say nothing": {"series": MadeSeries(images=MadeImages(nearest_mean=(60, 60, 60)))},
    "the best learns more": {
        "cifar": {"train": (420, 350, 400)},
        "series": MadeSeries(
            effects={"momentum-64-32": Effect(test=_MUCH, train=1.15, rise=0.0, best=0)}
        ),
    },
    "few images are memorized": {
        "cifar": {"train": (420, 350, 400)},
        "series": MadeSeries(effects={"quarter": Effect(test=-1, train=1.19)}),
    },
    "units alone": {
        "series": MadeSeries(
            networks=("units-10", "units-20"), effects=effects(units_10=-9, units_20=_MUCH)
        )
    },
    "units alone in the search": {
        "series": MadeSeries(
            networks=("units-10", "units-20"),
            effects=effects(units_10=-9, units_20=_MUCH),
            validation={"units-10": (0.73, 0.72)},
        )
    },
    "trends do nothing": {
        "series": MadeSeries(
            effects={
                name: Effect(train=0.84, rise=0.0, best=0)
                for name in ("batch-64", "batch-256", "rate-2", "rate-5")
            }
        )
    },
    "classes differ": {"cifar": {"final": (96, 50, 75), "best": (95, 50, 75)}},
    "chance": {"cifar": {"final": (34, 33, 35), "best": (33, 34, 33), "train": (170, 165, 180)}},
    "little learnt": {"cifar": {"train": (420, 350, 400), "last": 0.53}},
    "better on new images": {"cifar": {"train": (300,) * 3, "final": (90, 85, 90)}},
    "stopping helps without overfitting": {"cifar": {"best": (95,) * 3, "last": 0.53}},
    "fewer images narrow the gap": {
        "series": MadeSeries(effects={"quarter": Effect(train=0.6), "half": Effect(train=0.7)})
    },
    "half learnt": {"cifar": {"train": (425, 380, 410)}},
    "late overfitting": {"cifar": {"best_epoch": 19}},
    "overfitting before the end": {"cifar": {"best_epoch": 17}},
    "stopping too soon": {"cifar": {"best": (70, 70, 70), "final": (90, 90, 90), "last": 0.53}},
}

REPORTS = {**_PARTS_1_TO_3, **_SERIES}

# Whose figures have another shape than the usual ones; tests/unit/figures has more of them
DRAWN = {
    "usual",
    "circles learned",
    "cifar unfinished",
    "no error",
    "one answer",
    "one seed",
    "only the base",
    "some of the series",
    "everything helps",
    "wide is worse",
}
