"""Self-study task 1: measures the images of three classes without any network."""

import datetime
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lab1report.model import ImagesSpec, Part, RunResult
from lab1report.progress import Progress
from lab1report.tasks.environment_used import environment
from lab1report.tasks.normalization import normalized, restored
from lab1report.tasks.threads import one_thread

ReadPart = Callable[[Part], tuple[NDArray[np.uint8], NDArray[np.int64]]]


@one_thread()
def run(spec: ImagesSpec, read_part: ReadPart, progress: Progress) -> RunResult:
    """Measure the classes by their mean images and colours.

    Distances are root mean squares over pixels and channels, of inputs normalised as the
    network's are; colours are 0 to 255. A pixel's grey is the mean of its three channels. Means
    and spreads are those of the training images, and the test images are told apart by them.

    Args:
        read_part: gives the images (n, 32, 32, 3) and fine labels (n,) of a part of the data.

    Returns:
        values, lists in the order of `spec.classes`: `spread`, root mean square distance of the
        images to the mean image of their class; `color` and `color_sd`, mean and standard
        deviation over the images of their mean red, green, and blue; and `color_share`, the part of
        the training inputs' mean square that the channels' deviations from grey make up;
        arrays: `mean_images` (classes, 32, 32, 3), 0 to 255; `test_images` (n, 32, 32, 3);
        `test_labels` (n,) as places in `spec.classes`; `nearest_mean` and `nearest_color` (n,),
        places of the mean image and of the mean colour nearest to each test image; `distances`
        (classes, classes) between the mean images.
    """
    started = time.perf_counter()
    progress.start("images", 2)  # no terminal shows it
    images, labels = _chosen(spec, read_part("train"))
    progress.update(1)
    test_images, test_labels = _chosen(spec, read_part("test"))
    progress.update(2)

    places = range(len(spec.classes))
    inputs = normalized(images)
    means = np.stack([inputs[labels == place].mean(axis=0) for place in places])
    colors = images.mean(axis=(1, 2))
    mean_colors = np.stack([colors[labels == place].mean(axis=0) for place in places])
    result = RunResult(
        section="series",
        spec=spec,
        values={
            "spread": [
                float(np.sqrt(np.square(inputs[labels == place] - means[place]).mean()))
                for place in places
            ],
            "color": mean_colors.tolist(),
            "color_share": _color_share(inputs),
            "color_sd": [colors[labels == place].std(axis=0, ddof=1).tolist() for place in places],
        },
        arrays={
            "mean_images": restored(means),
            "test_images": test_images,
            "test_labels": test_labels,
            "nearest_mean": _distances(normalized(test_images), means).argmin(axis=1),
            "nearest_color": _distances(test_images.mean(axis=(1, 2)), mean_colors).argmin(axis=1),
            "distances": _distances(means, means),
        },
        stages=(),
        seconds=round(time.perf_counter() - started, 3),
        finished=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        environment=environment(),
    )
    progress.finish()
    return result


def _chosen(
    spec: ImagesSpec, part: tuple[NDArray[np.uint8], NDArray[np.int64]]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The images of the classes in the order of the data, their labels as places."""
    images, labels = part
    keep = np.isin(labels, spec.classes)
    places = [spec.classes.index(label) for label in labels[keep].tolist()]
    return images[keep], np.array(places)


def _color_share(inputs: NDArray[np.floating]) -> float:
    deviations = inputs - inputs.mean(axis=-1, keepdims=True)
    return float(np.square(deviations).mean() / np.square(inputs).mean())


def _distances(points: NDArray[np.floating], centers: NDArray[np.floating]) -> NDArray[np.floating]:
    """Root mean square distance of each of `points` to each of `centers`, (points, centers)."""
    axes = tuple(range(1, points.ndim))
    return np.stack(
        [np.sqrt(np.square(points - center).mean(axis=axes)) for center in centers], axis=1
    )
