"""What a result of each kind consists of: its arrays by type and size, its values by type.

What was computed fits by itself. What is read from a file may be another version's, or written by
hand: it is compared before anything relies on it.
"""

from collections.abc import Mapping
from typing import Any

from lab1report.messages import _
from lab1report.model import ImagesSpec, RegressionSpec, RunResult, RunSpec, Spec, XorSpec

_STATES = ("final", "best")

# "f4 images classes": the type and the sizes; a name is a number, or one size all through a result
_REGRESSION = {
    "x": "f8 grid",
    "truth": "f8 grid",
    "noisy": "f8 grid repeats",
    "fit_iterations": "i8 fits",
    "fits": "f4 fits grid",
    "mse_iterations": "i8 measured",
    "mse": "f8 measured",
}
_XOR = {
    "points": "f4 points 2",
    "labels": "i8 points",
    "wrong": "b1 points",
    "losses": "f8 iterations",
    "surface": "f4 side side",
    "extent": "f8 2",
}
_IMAGES = {
    "mean_images": "f classes 32 32 3",
    "test_images": "u1 test 32 32 3",
    "test_labels": "i8 test",
    "nearest_mean": "i8 test",
    "nearest_color": "i8 test",
    "distances": "f classes classes",
}
_VALUES: Mapping[type[Spec], Mapping[str, type]] = {
    RegressionSpec: {
        **dict.fromkeys(("points", "parameters"), int),
        **dict.fromkeys(("noise_variance", "gradient_error", "initial_mse", "final_mse"), float),
        **dict.fromkeys(("rms_deviation", "worst_deviation", "worst_x"), float),
    },
    XorSpec: {
        "class_sizes": list,
        **dict.fromkeys(("parameters", "wrong"), int),
        **dict.fromkeys(("initial_loss", "final_loss", "accuracy"), float),
        **dict.fromkeys(("least_confidence", "surface_share"), float),
    },
    ImagesSpec: {
        **dict.fromkeys(("spread", "color", "color_sd"), list),
        "color_share": float,
    },
    RunSpec: {"parameters": int, "best_epoch": int, "best_loss": float},
}
_OF_THE_NOTEBOOK: Mapping[str, type] = {
    **dict.fromkeys(("normalized", "initial"), dict),
    "weight_norms": list,
    **dict.fromkeys(("batches", "iterations"), int),
}


def misfit(result: RunResult) -> str | None:
    """What of `result` is not as it should be for its specification; None: it is."""
    spec = result.spec
    if type(spec) not in _VALUES:
        return None  # of a task that somebody added, which has no form here
    values = dict(_VALUES[type(spec)])
    if isinstance(spec, RunSpec) and result.section == "cifar":
        values.update(_OF_THE_NOTEBOOK)
    if result.values.keys() != values.keys():
        return _("it has other values")
    for name, value in result.values.items():
        if type(value) is not values[name] or not _is_plain(value):
            return _("its {name} is no {type}").format(name=name, type=values[name].__name__)
    forms = _arrays(result)
    if result.arrays.keys() != forms.keys():
        return _("it has other arrays")
    sizes = _sizes(spec)
    for name, array in result.arrays.items():
        kind, *shape = forms[name].split()
        if not (array.dtype.str[1:] == kind or array.dtype.kind == kind):
            return _("its {name} is of another type").format(name=name)
        if len(array.shape) != len(shape):
            return _("its {name} is of another shape").format(name=name)
        for size, found in zip(shape, array.shape, strict=True):
            known = int(size) if size.isdigit() else sizes.setdefault(size, found)
            if found != known or not found:
                return _("its {name} is of another size").format(name=name)
    return None


def _arrays(result: RunResult) -> Mapping[str, str]:
    spec = result.spec
    if isinstance(spec, RegressionSpec):
        return _REGRESSION
    if isinstance(spec, XorSpec):
        return _XOR
    if not isinstance(spec, RunSpec):
        return _IMAGES
    is_notebook = result.section == "cifar"
    held = spec.held_part
    forms = {f"train_{state}": "f4 train classes" for state in ("final", *_STATES * is_notebook)}
    for part in ("train", held):
        forms |= {f"{part}_{what}": "f8 epochs" for what in ("loss", "accuracy")}
        forms |= {f"{part}_confusion_{state}": "i8 classes classes" for state in _STATES}
        forms[f"{part}_labels"] = f"i8 {part}"
    forms |= {f"{held}_{state}": f"f4 {held} classes" for state in _STATES}
    if is_notebook:
        forms |= {"weights": "f4 units 3072", "samples": "u1 classes shown 32 32 3"}
    return forms


def _sizes(spec: Spec) -> dict[str, int]:
    """The sizes that follow from the specification."""
    if isinstance(spec, RegressionSpec):
        return {"grid": spec.grid, "repeats": spec.repeats}
    if isinstance(spec, XorSpec):
        return {"points": spec.points, "iterations": spec.iterations}
    if isinstance(spec, RunSpec):
        units = spec.hidden[0]
        return {"classes": len(spec.classes), "epochs": spec.epochs, "units": units}
    return {"classes": len(spec.classes)} if isinstance(spec, ImagesSpec) else {}


def _is_plain(value: Any) -> bool:
    """Whether it is a finite number, or lists and mappings of such."""
    if isinstance(value, Mapping):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
