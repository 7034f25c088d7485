"""One base training as others write it: the peers of the fused engine.

The third peer, the course's loop with its `DataLoader`, is `train` of `benchmarks/course.py`.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from torch import Tensor, nn

HIDDEN, LR, BATCH_SIZE, EPOCHS = 10, 0.005, 128, 250


@dataclass(frozen=True, kw_only=True)
class Tensors:
    """Images (n, 3072), normalised, and labels (n,), places of the classes."""

    x: Tensor
    y: Tensor
    test_x: Tensor
    test_y: Tensor


def plain(data: Tensors, epochs: int) -> float:
    """A loop over batches of indices, tested after each epoch; gives the last test accuracy."""
    model = nn.Sequential(nn.Linear(data.x.shape[1], HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    for _ in range(epochs):
        for batch in torch.randperm(len(data.x)).split(BATCH_SIZE):
            optimizer.zero_grad()
            loss = criterion(model(data.x[batch]), data.y[batch])
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            outputs = model(data.test_x)
            criterion(outputs, data.test_y).item()
            accuracy = (outputs.argmax(dim=1) == data.test_y).float().mean().item()
    return accuracy


def scikit_learn(x: NDArray[np.float32], y: NDArray[np.int64], epochs: int) -> MLPClassifier:
    """The classifier fitted with the settings of the base; nothing is tested meanwhile."""
    classifier = MLPClassifier(
        hidden_layer_sizes=(HIDDEN,),
        solver="sgd",
        alpha=0,
        batch_size=BATCH_SIZE,
        learning_rate="constant",
        learning_rate_init=LR,
        max_iter=epochs,
        momentum=0,
        nesterovs_momentum=False,
        tol=0,
        n_iter_no_change=epochs,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # all epochs are wanted
        return classifier.fit(x, y)
