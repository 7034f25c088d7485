"""What a training sees of the images."""

import numpy as np
import pytest
import torch

from lab1report.tasks.engine.image_tensors import saturated
from lab1report.tasks.normalization import normalized, recolored, restored


@pytest.fixture
def pixels() -> torch.Tensor:
    """(images, rows, columns, channels), normalised."""
    generator = torch.Generator().manual_seed(0)
    return torch.randn(6, 4, 4, 3, generator=generator, dtype=torch.float64) + 0.3


@pytest.mark.parametrize("factor", [0.5, 2.0, 4.0])
def test_colours_move_from_grey_by_the_factor(pixels: torch.Tensor, factor: float) -> None:
    found = saturated(pixels, factor, trained=4)
    grey, new_grey = (of.mean(dim=-1, keepdim=True) for of in (pixels, found))
    scale = new_grey / grey
    assert torch.allclose(scale, scale.flatten()[0]), "one number for all images"
    assert torch.allclose(found - new_grey, factor * scale * (pixels - grey))


def test_the_size_of_the_training_images_stays(pixels: torch.Tensor) -> None:
    """By the others' size the test images would have a part in the training."""
    found = saturated(pixels, 4.0, trained=4)
    assert found[:4].square().mean() == pytest.approx(pixels[:4].square().mean())
    others = pixels.clone()
    others[4:] *= 7
    assert torch.equal(saturated(others, 4.0, trained=4)[:4], found[:4])


def test_a_factor_of_one_changes_nothing(pixels: torch.Tensor) -> None:
    assert saturated(pixels, 1.0, trained=4) is pixels


@pytest.mark.parametrize("factor", [0.5, 1.0, 4.0])
def test_what_the_report_shows_is_what_the_network_sees(
    pixels: torch.Tensor, factor: float
) -> None:
    inputs = pixels.numpy()
    deviations = inputs - inputs.mean(axis=-1, keepdims=True)
    share = float(np.square(deviations[:4]).mean() / np.square(inputs[:4]).mean())
    seen = saturated(pixels, factor, trained=4).numpy()
    np.testing.assert_allclose(recolored(inputs, factor, share), seen)


def test_pixels_come_back_from_the_normalisation() -> None:
    images = np.arange(240, dtype=np.uint8).reshape(2, 8, 5, 3)
    np.testing.assert_allclose(restored(normalized(images)), images, atol=1e-4)
