"""The course's procedure, written as its students write it: a peer of the others here.

The three tasks of the assignment in the order and with the tools of its notebook: gradients by
hand over lambdas, autograd, a `DataLoader` over a `TensorDataset`, and the same plots. Nothing of
lab1report is imported, so that the two can be timed against each other.

    python benchmarks/course.py FOLDER_OF_CIFAR_100 CLASS CLASS CLASS
"""

import pickle
import sys
import time
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import classification_report
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

MEAN, STD = [0.5074, 0.4867, 0.4411], [0.2011, 0.1987, 0.2025]


def regression() -> None:
    x = (np.arange(100) / 100 - 0.5).repeat(5)
    y = 1 / (1 + np.exp(-10 * x))
    noisy = np.random.normal(scale=0.05, size=y.size) + y
    plt.plot(x, noisy)
    inputs = torch.Tensor(x.reshape(-1, 1))
    targets = torch.Tensor(noisy.reshape(-1, 1))
    w1, b1 = (torch.rand(1, 64) - 0.5) / 10, torch.zeros(64)
    w2, b2 = (torch.rand(64, 1) - 0.5) / 10, torch.zeros(1)

    def relu(z: torch.Tensor) -> torch.Tensor:
        return torch.maximum(z, torch.Tensor([0]))

    for step in range(1, 50_001):
        output = (w2.t() * relu(w1 * inputs + b1)).sum(axis=-1, keepdims=True) + b2
        loss = ((output - targets) ** 2).sum(axis=-1)
        d_output = 2 * (output - targets)
        before = w1 * inputs + b1
        after = relu(before)
        d_w2, d_b2 = torch.mm(after.t(), d_output), d_output.sum(axis=0)
        d_hidden = torch.mm(d_output, w2.t())
        d_hidden[before <= 0] = 0
        d_w1, d_b1 = torch.mm(inputs.t(), d_hidden), d_hidden.sum(axis=0)
        w1 -= 1e-4 * d_w1
        w2 -= 1e-4 * d_w2
        b1 -= 1e-4 * d_b1
        b2 -= 1e-4 * d_b2
        if step % 10_000 == 0:
            plt.plot(x, output.numpy(), label=str(step), alpha=0.5)
    plt.legend()
    plt.savefig("/dev/null", format="png")
    plt.close()
    print("regression", loss.numpy().mean())


def xor() -> None:
    x = np.random.randint(2, size=(1000, 2))
    y = (x[:, 0] + x[:, 1]) % 2
    x = x + np.random.normal(0, scale=0.1, size=x.shape)
    inputs, targets = torch.Tensor(x), torch.Tensor(y.reshape(-1, 1))
    w1 = ((torch.rand(2, 16) - 0.5) / 10).detach().requires_grad_(True)
    b1 = torch.zeros(16, requires_grad=True)
    w2 = ((torch.rand(16, 1) - 0.5) / 10).detach().requires_grad_(True)
    b2 = torch.zeros(1, requires_grad=True)

    def sigmoid(z: torch.Tensor) -> torch.Tensor:
        return 1 / (1 + torch.exp(-z))

    def forward(points: torch.Tensor) -> torch.Tensor:
        hidden = sigmoid(torch.mm(points, w1) + b1)
        return sigmoid((w2.t() * hidden).sum(axis=-1, keepdims=True) + b2)

    losses = []
    for _ in range(10_000):
        output = forward(inputs)
        loss = -1 * (targets * torch.log(output) + (1 - targets) * torch.log(1 - output)).sum()
        loss.backward()
        for parameter in (w1, b1, w2, b2):
            with torch.no_grad():
                parameter -= parameter.grad * 1e-3
            parameter.grad.zero_()
        losses.append(loss.item())
    plt.plot(losses)
    plt.savefig("/dev/null", format="png")
    plt.close()
    span = x.max() - x.min()
    axis = np.arange(x.min() - 0.1 * span, x.max() + 0.1 * span, 0.01)
    surface = np.array([(first, second) for first in axis for second in axis])
    with torch.no_grad():
        z = forward(torch.Tensor(surface)).detach().numpy().reshape(axis.size, axis.size)
    plt.contourf(surface[:, 0].reshape(z.shape), surface[:, 1].reshape(z.shape), z, alpha=0.5)
    plt.scatter(x[:, 0], x[:, 1], c=output.detach().numpy() > 0.5)
    plt.savefig("/dev/null", format="png")
    plt.close()
    print("xor", losses[-1])


class Normalize(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.mean, self.std = torch.tensor(MEAN), torch.tensor(STD)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        scaled = (images / 255.0 - self.mean) / self.std
        return torch.flatten(scaled, start_dim=1)


def read(folder: Path) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    parts = {}
    for part in ("train", "test"):
        with (folder / part).open("rb") as file:
            data = pickle.load(file, encoding="latin1")
        images = np.transpose(data["data"].reshape(-1, 3, 32, 32), [0, 2, 3, 1])
        parts[part] = images, np.array(data["fine_labels"])
    return parts


def loaders(
    parts: dict[str, tuple[np.ndarray, np.ndarray]], classes: list[int]
) -> dict[str, DataLoader]:
    found = {}
    for part, (images, labels) in parts.items():
        mask = np.isin(labels, classes)
        places = np.unique(labels[mask], return_inverse=True)[1]
        one_hot = F.one_hot(torch.Tensor(places).to(torch.int64), num_classes=3) / 1.0
        dataset = TensorDataset(torch.Tensor(images[mask].copy()), one_hot)
        found[part] = DataLoader(dataset, batch_size=128, shuffle=True)
    return found


def train(loaders: dict[str, DataLoader], epochs: int) -> nn.Sequential:
    model = nn.Sequential(Normalize(), nn.Linear(3072, 10), nn.ReLU(), nn.Linear(10, 3))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(model.parameters(), lr=0.005)
    for _ in range(epochs):
        running_loss = 0.0
        model.train()
        for inputs, targets in loaders["train"]:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        running_loss = 0.0
        model.eval()
        with torch.no_grad():
            for inputs, targets in loaders["test"]:
                running_loss += criterion(model(inputs), targets).item()
    return model


def cifar(folder: Path, classes: list[int]) -> None:
    found = loaders(read(folder), classes)
    model = train(found, 250)
    for loader in found.values():
        with torch.no_grad():
            answers = [(model(inputs), targets) for inputs, targets in loader]
        truth = torch.cat([targets for _, targets in answers]).argmax(dim=1)
        predicted = torch.cat([outputs for outputs, _ in answers]).argmax(dim=1)
        print(classification_report(truth, predicted, digits=4))
    figure, axes = plt.subplots(1, 10, figsize=(30, 3))
    for axis, weights in zip(axes, model[1].weight.detach().numpy(), strict=True):
        picture = weights.reshape(32, 32, 3)
        picture = picture - np.percentile(picture, 1, axis=[0, 1])
        axis.imshow(np.clip(picture / np.percentile(picture, 99, axis=[0, 1]), 0, 1))
    figure.savefig("/dev/null", format="png")


def main() -> None:
    folder, *classes = sys.argv[1:]
    started = time.perf_counter()
    for name, task in (
        ("regression", regression),
        ("xor", xor),
        ("cifar", lambda: cifar(Path(folder), [int(label) for label in classes])),
    ):
        before = time.perf_counter()
        task()
        print(f"{name}: {time.perf_counter() - before:.2f} s")
    print(f"all: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
