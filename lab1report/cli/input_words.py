"""Says in words what decides a result: the inputs that `explain` names where one changed."""

from typing import TYPE_CHECKING, Final

from lab1report.messages import _, marked

if TYPE_CHECKING:
    from lab1report import InputChange

_NAMES: Final = {
    "data": marked("images"),
    "device": marked("device of the trainings"),
    "format": marked("form of stored results"),
    "machine.architecture": marked("kind of processor"),
    "machine.vendor": marked("maker of the processor"),
    "machine.model": marked("model of the processor"),
    "machine.vector": marked("vector instructions"),
    "machine.variables": marked("settings of the libraries for products"),
    "spec.batch_size": marked("batch size"),
    "spec.classes": marked("classes"),
    "spec.epochs": marked("epochs"),
    "spec.fold": marked("part held out"),
    "spec.folds": marked("parts of the cross-validation"),
    "spec.grid": marked("points of the grid"),
    "spec.hidden": marked("hidden neurons"),
    "spec.iterations": marked("iterations"),
    "spec.lr": marked("learning rate"),
    "spec.noise": marked("noise"),
    "spec.optimizer": marked("optimizer"),
    "spec.order": marked("seed of the order of images"),
    "spec.parameters": marked("parameters of the notebook"),
    "spec.points": marked("points"),
    "spec.repeats": marked("rows for each point"),
    "spec.sample": marked("sample"),
    "spec.saturation": marked("saturation of colours"),
    "spec.schedule": marked("schedule of the learning rate"),
    "spec.seed": marked("seed"),
    "spec.share": marked("share of the images"),
    "spec.snapshots": marked("snapshots"),
}
_IMAGES: Final = {"cifar100": marked("CIFAR-100"), "demo": marked("made-up demo set")}


def in_words(change: "InputChange") -> str:
    """What changed, from what to what; an input that is not known here by its own name."""
    kind, _dot, name = change.name.partition(".")
    if kind == "code":  # of which digests are stored, which say nothing
        if change.stored is None:
            return _("code: {name} is new").format(name=name)
        if change.wanted is None:
            return _("code: {name} is gone").format(name=name)
        return _("code: {name} is another").format(name=name)
    if kind == "library":
        named: str = _("version of {library}").format(library=name)
    else:
        named = _(_NAMES[change.name]) if change.name in _NAMES else change.name
    if change.name == "data" and change.stored == change.wanted:
        return _("images: another version of the made-up demo set")
    return f"{named}: {_shown(change, change.stored)} -> {_shown(change, change.wanted)}"


def _shown(change: "InputChange", value: str | int | float | None) -> str:
    if value is None:
        return _("absent")
    return _(_IMAGES[value]) if change.name == "data" and value in _IMAGES else str(value)
