"""The fused engine computes what plain PyTorch computes."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from lab1report.model import RunSpec
from lab1report.tasks.engine.image_tensors import Images
from lab1report.tasks.engine.train import Trained, train
from tests.unit.tasks.engine.conftest import CLASSES, make_spec, plain_losses, read_part

KINDS = {torch.float64: 1e-9, torch.float32: 0.01}
RATES = {"SGD": 0.02, "momentum": 0.002, "Adam": 3e-4}  # high ones: much is learnt early
NETWORKS = [(6,), (8, 5), (8, 6, 4)]
TRAININGS = [
    pytest.param(optimizer, hidden, 60, marks=[] if hidden == NETWORKS[1] else pytest.mark.slow)
    for optimizer in RATES
    for hidden in NETWORKS
]
# Where rounding has most time and layers to add up
LONG = pytest.param("momentum", (8, 6, 4), 250, marks=pytest.mark.slow)
AllImages = dict[torch.dtype, Images]


def trained(
    specs: list[RunSpec], images: Images, *, sample_basis: bool = True
) -> dict[RunSpec, Trained]:
    return {one.spec: one for one in train(specs, images, sample_basis=sample_basis)}


@pytest.mark.parametrize("dtype", KINDS, ids=str)
@pytest.mark.parametrize(
    ("optimizer", "hidden", "epochs"),
    [*TRAININGS, LONG],
    ids=str,
)
def test_same_curve_as_plain_pytorch(
    optimizer: str, hidden: tuple[int, ...], epochs: int, dtype: torch.dtype, images: AllImages
) -> None:
    spec = make_spec(optimizer=optimizer, hidden=hidden, lr=RATES[optimizer], epochs=epochs)
    expected = np.array(plain_losses(spec, images[dtype]))
    assert np.ptp(expected) > 0.4, "nothing was learnt: any engine would do"
    for sample_basis in (True, False):
        found = trained([spec], images[dtype], sample_basis=sample_basis)[spec]
        assert np.abs(found.arrays["test_loss"] - expected).max() < KINDS[dtype]


@pytest.mark.parametrize(
    "changes",
    [
        {"schedule": "linear", "lr": 0.02},
        {"schedule": "linear", "optimizer": "momentum", "lr": 0.001},
        {"schedule": "linear", "optimizer": "Adam", "lr": 1e-4},
        {"share": 0.5},
        {"fold": 1, "folds": 3},
        {"batch_size": 5},
        {"batch_size": 512},
    ],
    ids=str,
)
def test_every_way_of_training_is_pytorchs(changes: dict[str, object], images: AllImages) -> None:
    spec = make_spec(epochs=40, **changes)
    held = "test" if spec.fold is None else "validation"
    found = trained([spec], images[torch.float64])[spec]
    expected = plain_losses(spec, images[torch.float64])
    assert np.abs(found.arrays[f"{held}_loss"] - expected).max() < 1e-9


def test_other_colours_are_those_of_the_images_given() -> None:
    images = Images(CLASSES, read_part, saturation=3.0, dtype=torch.float64)
    spec = make_spec(epochs=40, saturation=3.0)
    found = trained([spec], images)[spec]
    assert np.abs(found.arrays["test_loss"] - plain_losses(spec, images)).max() < 1e-9


@pytest.mark.parametrize("changes", [{"saturation": 3.0}, {"classes": (7, 2, 9)}], ids=str)
def test_images_of_other_trainings_are_refused(
    changes: dict[str, object], images: AllImages
) -> None:
    with pytest.raises(ValueError, match="not those that the trainings see"):
        trained([make_spec(**changes)], images[torch.float32])


@pytest.mark.parametrize("changes", [{}, {"share": 0.5}, {"fold": 1, "folds": 3}], ids=str)
@pytest.mark.parametrize("batch_size", [16, 32, 60])
def test_company_does_not_change_a_bit(
    batch_size: int, changes: dict[str, object], images: AllImages
) -> None:
    """Other networks, optimisers, rates and epochs share a pass, in any number and order.

    The last batch is a narrow one: a product of few columns once rounded by the rows beside it.
    """
    kinds: list[dict[str, object]] = [
        {"epochs": 20},
        {"epochs": 8, "seed": 4},
        {"epochs": 15, "hidden": (8, 5), "lr": 0.01},
        {"epochs": 20, "hidden": (9,), "schedule": "linear"},
        {"epochs": 12, "hidden": (64,), "lr": 0.02},
        {"epochs": 12, "hidden": (32, 16), "schedule": "linear", "lr": 0.02},
        {"epochs": 12, "optimizer": "momentum", "lr": 0.0005},
        {"epochs": 18, "optimizer": "Adam", "lr": 1e-4},
        {"epochs": 20, "optimizer": "Adam", "lr": 1e-4, "seed": 9},
    ]
    specs = [make_spec(**{**changes, "batch_size": batch_size, **kind}) for kind in kinds]
    together = trained(specs, images[torch.float32])
    assert set(together) == set(specs)
    random = np.random.default_rng(batch_size)
    companies = [[spec] for spec in specs]
    for size in (3, 5, 7, 9):
        companies.append([specs[place] for place in random.permutation(len(specs))[:size]])
    for company in companies:
        for spec, found in trained(company, images[torch.float32]).items():
            assert found.values == together[spec].values
            for name, array in found.arrays.items():
                assert np.array_equal(array, together[spec].arrays[name]), (spec, name)


@pytest.mark.parametrize("optimizer", RATES)
@pytest.mark.parametrize("hidden", NETWORKS, ids=str)
@pytest.mark.parametrize("changes", [{}, {"share": 0.5}, {"fold": 1, "folds": 3}], ids=str)
def test_seeds_do_not_change_a_bit_of_each_other(
    optimizer: str, hidden: tuple[int, ...], changes: dict[str, object], images: AllImages
) -> None:
    """A build that was interrupted trains only the seeds that are missing."""
    common = {"optimizer": optimizer, "hidden": hidden, "lr": RATES[optimizer], "epochs": 20}
    specs = [make_spec(**common, **changes, seed=seed) for seed in range(5)]
    learnt = len(images[torch.float32].choose(specs[0]).learnt)
    assert learnt % 4, "each model's part of memory would begin alike in any case"
    together = trained(specs, images[torch.float32])
    for spec in specs:
        alone = trained([spec], images[torch.float32])[spec]
        for name, array in alone.arrays.items():
            assert np.array_equal(together[spec].arrays[name], array), (spec.seed, name)


def test_a_shorter_training_is_the_beginning_of_a_longer_one(images: AllImages) -> None:
    short, long = make_spec(epochs=20), make_spec(epochs=50)
    together = trained([long, short], images[torch.float64])
    alone = trained([short], images[torch.float64])[short]
    for name, array in alone.arrays.items():
        assert np.allclose(together[short].arrays[name], array, atol=1e-9), name
    curve = together[long].arrays["test_loss"]
    assert len(curve) == 50
    assert np.array_equal(curve[:20], together[short].arrays["test_loss"])


def test_a_falling_rate_has_no_beginnings(images: AllImages) -> None:
    short = make_spec(epochs=20, schedule="linear")
    long = replace(short, epochs=50)
    together = trained([long, short], images[torch.float64])
    alone = trained([short], images[torch.float64])[short]
    assert np.allclose(together[short].arrays["test_loss"], alone.arrays["test_loss"], atol=1e-9)
    assert not np.allclose(together[long].arrays["test_loss"][:20], alone.arrays["test_loss"])


def test_results_come_when_they_end(images: AllImages) -> None:
    specs = [make_spec(epochs=epochs, seed=epochs) for epochs in (30, 10, 20)]
    shares: list[float] = []
    ends = []
    for one in train(specs, images[torch.float32], done=shares.append):
        ends.append((one.spec.epochs, len(shares)))
    assert ends == [(10, 10), (20, 20), (30, 30)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_answers_agree_with_the_curves(images: AllImages) -> None:
    spec = make_spec(lr=0.05, epochs=80)
    found = trained([spec], images[torch.float32])[spec]
    arrays, best = found.arrays, found.values["best_epoch"]
    assert best == arrays["test_loss"].argmin() + 1
    assert found.values["best_loss"] == arrays["test_loss"].min()
    assert found.values["parameters"] == 3073 * 6 + 7 * 3
    for state, epoch in (("final", 80), ("best", best)):
        answers = arrays[f"test_{state}"].argmax(axis=1)
        assert (answers == arrays["test_labels"]).mean() == pytest.approx(
            arrays["test_accuracy"][epoch - 1]
        )
        for part in ("train", "test"):
            matrix = arrays[f"{part}_confusion_{state}"]
            assert matrix.diagonal().sum() / matrix.sum() == pytest.approx(
                arrays[f"{part}_accuracy"][epoch - 1]
            )
        assert np.allclose(arrays[f"test_{state}"].sum(axis=1), 1, atol=1e-5)
    assert arrays["test_confusion_final"].sum(axis=1).tolist() == [20, 20, 20]


def test_only_shared_batches_share_a_pass(images: AllImages) -> None:
    one = make_spec()
    for other in (replace(one, batch_size=16), replace(one, order=2), replace(one, share=0.5)):
        assert one.batches != other.batches
        with pytest.raises(ValueError, match="share"):
            list(train([one, other], images[torch.float32]))


def test_folds_part_the_training_images(images: AllImages) -> None:
    all_images = images[torch.float32]
    chosen = [all_images.choose(make_spec(fold=fold, folds=3)) for fold in range(3)]
    held = torch.cat([one.held for one in chosen])
    assert sorted(held.tolist()) == list(range(all_images.trained))
    for one in chosen:
        assert not set(one.held.tolist()) & set(one.learnt.tolist())
        counts = torch.bincount(all_images.y[one.held])
        assert int(counts.max() - counts.min()) <= 1, "not stratified"


def test_shares_are_of_each_class_and_nested(images: AllImages) -> None:
    all_images = images[torch.float32]
    quarter, half = (
        set(all_images.choose(make_spec(share=s)).learnt.tolist()) for s in (0.25, 0.5)
    )
    assert quarter < half
    counts = torch.bincount(all_images.y[sorted(half)])
    assert counts.tolist() == [17, 17, 17]
