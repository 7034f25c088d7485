# Part 3: a fully connected network on three classes of CIFAR-100 (assignment, part 3).
# Cells in the percent format; the runner replaces the first with the values of the run and
# brings `read_cifar100`, which returns the images and labels of one part of the data set.

# %% parameters
CLASSES = [18, 63, 28]
HIDDEN, LR = [10], 0.005
BATCH_SIZE, EPOCHS = 128, 250
WEIGHTS_SEED, ORDER_SEED = 0, 0

# %% data
import numpy as np
import torch
from torch import nn


def choose(images, labels):
    keep = np.isin(labels, CLASSES)
    # The place in CLASSES, not np.unique, which would sort the classes
    return images[keep], np.array([CLASSES.index(label) for label in labels[keep]])


images, labels = {}, {}
for part in ("train", "test"):
    images[part], labels[part] = choose(*read_cifar100(part))
    counts = dict(zip(CLASSES, np.bincount(labels[part]).tolist()))
    print(part, images[part].shape, images[part].dtype, "per class:", counts)

# %% tensors
MEAN, STD = [0.5074, 0.4867, 0.4411], [0.2011, 0.1987, 0.2025]


def normalize(images):
    pixels = torch.tensor(images, dtype=torch.float32) / 255
    return ((pixels - torch.tensor(MEAN)) / torch.tensor(STD)).flatten(start_dim=1)


X = {part: normalize(images[part]) for part in images}
Y = {part: torch.tensor(labels[part]) for part in labels}
batches = -(-len(X["train"]) // BATCH_SIZE)
for part in X:
    print(part, tuple(X[part].shape), f"mean {X[part].mean():+.3f}, std {X[part].std():.3f}")
print(f"batches per epoch: {batches}, iterations in all: {batches * EPOCHS}")

# %% model
torch.manual_seed(WEIGHTS_SEED)
sizes = [X["train"].shape[1], *HIDDEN, len(CLASSES)]
layers = []
for inputs, outputs in zip(sizes, sizes[1:]):
    layers += [nn.Linear(inputs, outputs), nn.ReLU()]
model = nn.Sequential(*layers[:-1])  # the last layer gives logits

parameters = sum(p.numel() for p in model.parameters())
print(model)
print("parameters:", parameters)

# %% optimizer
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=LR)


@torch.no_grad()
def evaluate(part):
    logits = model(X[part])
    loss = criterion(logits, Y[part]).item()
    return loss, (logits.argmax(dim=1) == Y[part]).double().mean().item()


initial = {part: evaluate(part) for part in X}
for part, (loss, accuracy) in initial.items():
    print(f"{part}: loss {loss:.4f}, accuracy {accuracy:.4f} before training")
print(f"ln {len(CLASSES)} = {np.log(len(CLASSES)):.4f}")

# %% training
generator = torch.Generator().manual_seed(ORDER_SEED)
curves = {(part, what): [] for part in X for what in ("loss", "accuracy")}
best_epoch, best_loss, best_state = 0, float("inf"), None
for epoch in track(range(1, EPOCHS + 1)):
    order = torch.randperm(len(X["train"]), generator=generator)
    for batch in order.split(BATCH_SIZE):
        optimizer.zero_grad()
        loss = criterion(model(X["train"][batch]), Y["train"][batch])
        loss.backward()
        optimizer.step()
    for part in X:
        loss, accuracy = evaluate(part)
        curves[part, "loss"].append(loss)
        curves[part, "accuracy"].append(accuracy)
    if curves["test", "loss"][-1] < best_loss:
        best_epoch, best_loss = epoch, curves["test", "loss"][-1]
        best_state = {name: p.clone() for name, p in model.state_dict().items()}
    if epoch == 1 or epoch % max(EPOCHS // 10, 1) == 0:
        row = "  ".join(f"{p} {w} {c[-1]:.4f}" for (p, w), c in curves.items())
        print(f"epoch {epoch:3d}  {row}")

# %% quality
from sklearn.metrics import classification_report


@torch.no_grad()
def predict():
    return {part: model(X[part]).softmax(dim=1).numpy() for part in X}


names = [str(label) for label in CLASSES]  # in the order of CLASSES, as in Y
final = predict()
for part in X:
    print(part)
    print(
        classification_report(
            Y[part], final[part].argmax(axis=1), digits=4, target_names=names, zero_division=0
        )
    )

# %% overfitting
weights = model[0].weight.detach().clone()  # the first layer after the last epoch
model.load_state_dict(best_state)
best = predict()
print(f"lowest test loss {best_loss:.4f} at epoch {best_epoch} of {EPOCHS}")
for part in X:
    print(
        f"{part}: loss {curves[part, 'loss'][best_epoch - 1]:.4f} "
        f"-> {curves[part, 'loss'][-1]:.4f} at the end, accuracy "
        f"{curves[part, 'accuracy'][best_epoch - 1]:.4f} "
        f"-> {curves[part, 'accuracy'][-1]:.4f}"
    )

# %% weights
print(f"first layer: {tuple(weights.shape)}, one row of 32 x 32 x 3 weights a unit")
for unit, row in enumerate(weights, start=1):
    print(f"unit {unit:2d}: from {row.min():+.4f} to {row.max():+.4f}, norm {row.norm():.4f}")
