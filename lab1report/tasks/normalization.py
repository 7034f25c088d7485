"""The course's normalisation of images (assignment, part 3) and its inverse."""

import numpy as np
from numpy.typing import NDArray

MEAN = (0.5074, 0.4867, 0.4411)  # of the channels red, green, blue, in [0, 1]
STD = (0.2011, 0.1987, 0.2025)


def normalized(images: NDArray[np.uint8]) -> NDArray[np.floating]:
    """What a network sees of `images` (…, 3), 0 to 255."""
    mean, std = np.array(MEAN, dtype=np.float32), np.array(STD, dtype=np.float32)
    return (images.astype(np.float32) / 255 - mean) / std


def restored(inputs: NDArray[np.floating]) -> NDArray[np.float32]:
    """The inverse of `normalized`: 0 to 255 for values that an image can have."""
    return ((inputs * STD + MEAN) * 255).astype(np.float32)


def recolored(
    inputs: NDArray[np.floating], factor: float, color_share: float
) -> NDArray[np.floating]:
    """The effect of `tasks.engine.image_tensors.saturated` on some of the `inputs`, shape (…, 3).

    Args:
        color_share: the part of the training inputs' mean square that deviations from grey make
            up; these and grey are orthogonal, so it tells how the whole mean square grows.
    """
    grey = inputs.mean(axis=-1, keepdims=True)
    scale = saturation_scale(factor, color_share)
    shown: NDArray[np.floating] = scale * (grey + factor * (inputs - grey))
    return shown


def saturation_scale(factor: float, color_share: float) -> float:
    """What pixels with `factor` times the colour are multiplied by to keep their mean square."""
    return float((1 + (factor**2 - 1) * color_share) ** -0.5)
