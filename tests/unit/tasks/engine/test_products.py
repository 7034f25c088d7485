"""Products by oneDNN are the ordinary ones but for rounding."""

import pytest
import torch

from lab1report.store.processor import Processor
from lab1report.tasks.engine import products

SHAPES = [(10, 128, 1800), (1300, 32, 40), (3, 1, 5), (50, 512, 90)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("quicker", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_products(
    shape: tuple[int, int, int],
    quicker: bool,
    dtype: torch.dtype,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(products, "by_onednn", lambda: quicker)
    m, k, n = shape
    generator = torch.Generator().manual_seed(0)
    first, second, summand = (
        torch.randn(size, generator=generator, dtype=dtype) for size in ((m, k), (k, n), (m, n))
    )
    exact = first.double() @ second.double()
    tolerance = 1e-5 * k**0.5 if dtype == torch.float32 else 1e-12 * k
    assert (products.product(first, second) - exact).abs().max() < tolerance
    whole = summand.double() + exact
    products.add_product(summand, first, second)
    assert (summand - whole).abs().max() < tolerance


def test_transposed_and_sliced_matrices() -> None:
    first, second = torch.randn(70, 30)[:, 4:20], torch.randn(90, 16).T
    expected = first.double() @ second.double()
    assert (products.product(first, second) - expected).abs().max() < 1e-4


def processor_of(vendor: str) -> Processor:
    return Processor(name="", vendor=vendor, model="", vector="AVX2")


def test_the_quick_operator_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else training takes twice as long on many processors, and nobody would notice."""
    monkeypatch.setattr(products, "processor", lambda: processor_of("AuthenticAMD"))
    assert products.by_onednn.__wrapped__()


def test_intels_processors_have_the_quicker_product_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(products, "processor", lambda: processor_of("GenuineIntel"))
    assert not products.by_onednn.__wrapped__()
