"""Opens the data set that the user asked for, and checks it."""

from pathlib import Path

from lab1report.data import demo, real
from lab1report.data.dataset import Dataset
from lab1report.data.dataset_spec import CIFAR100, FETCH, DatasetSpec
from lab1report.data.fetching import fetch
from lab1report.data.locate import find_data
from lab1report.errors import NetworkError
from lab1report.messages import _
from lab1report.progress import Progress


def open_dataset(
    choice: str,
    *,
    cache: Path,
    progress: Progress,
    offline: bool = False,
    fallback: bool = True,
    spec: DatasetSpec = CIFAR100,
) -> Dataset:
    """The data set that `choice` stands for: "auto", "demo", or a folder or archive by its path.

    "auto" looks on this machine (see `find_data`), then asks the net unless `offline`, and falls
    back to the demo set with a warning, if `fallback`. Fingerprints are stored in `cache`, so that
    a set seen before is opened without reading an image.

    Raises:
        DataError: the data named or found are missing, damaged or not `spec`'s.
        NetworkError: there are none here, they cannot be had, and there is to be no `fallback`.
    """
    if choice == "demo":
        return demo.dataset(cache=cache, progress=progress)
    path = find_data(choice, cache=cache)
    if path is None:
        try:
            path = _from_net(cache, progress, offline=offline, spec=spec)
        except NetworkError as error:
            if not fallback:
                raise
            progress.warn(_("{error} The made-up demo set is used instead.").format(error=error))
            return demo.dataset(cache=cache, progress=progress)
    return real.dataset(path, cache=cache, progress=progress, spec=spec)


def _from_net(cache: Path, progress: Progress, *, offline: bool, spec: DatasetSpec) -> Path:
    if offline:
        raise NetworkError(
            _(
                "There is no CIFAR-100 on this machine, and this command does not download it;"
                " get it with {command}."
            ).format(command=FETCH)
        )
    return fetch(cache, progress, spec=spec)
