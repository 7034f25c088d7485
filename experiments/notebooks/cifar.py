# Part 3: a fully connected network on three classes of CIFAR-100 (assignment,
# part 3). Cells in the percent format; the runner replaces the first with the
# values of the run and brings `read_cifar100`, which returns the images and
# labels of some classes in one part of the data set.

# %% parameters
CLASSES = [18, 63, 28]
HIDDEN, LR = [10], 0.005
BATCH_SIZE, EPOCHS = 128, 250
WEIGHTS_SEED, ORDER_SEED = 0, 0

# %% data
import copy

import numpy as np
import torch
from torch import nn

images, labels = {}, {}
for part in ("train", "test"):
    images[part], numbers = read_cifar100(part, CLASSES)
    # The place in CLASSES, not np.unique, which would sort the classes
    labels[part] = np.array([CLASSES.index(number) for number in numbers])
    counts = dict(zip(CLASSES, np.bincount(labels[part]).tolist()))
    print(part, images[part].shape, images[part].dtype, "per class:", counts)

# %% tensors
MEAN = torch.tensor([0.5074, 0.4867, 0.4411])
STD = torch.tensor([0.2011, 0.1987, 0.2025])


def normalize(images):
    pixels = torch.tensor(images, dtype=torch.float32) / 255
    return ((pixels - MEAN) / STD).flatten(start_dim=1)


X = {part: normalize(images[part]) for part in images}
Y = {part: torch.tensor(labels[part]) for part in labels}
batches = -(-len(X["train"]) // BATCH_SIZE)
for part, x in X.items():
    print(part, tuple(x.shape), f"mean {x.mean():+.3f}, std {x.std():.3f}")
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
best_epoch, best_loss, best_state = 0, float("inf"), model.state_dict()
print("epoch train loss   accuracy  test loss   accuracy")
for epoch in track(range(1, EPOCHS + 1)):
    order = torch.randperm(len(X["train"]), generator=generator)
    for batch in order.split(BATCH_SIZE):
        x = X["train"].index_select(0, batch)
        optimizer.zero_grad()
        loss = criterion(model(x), Y["train"][batch])
        loss.backward()
        optimizer.step()
    for part in X:
        loss, accuracy = evaluate(part)
        curves[part, "loss"].append(loss)
        curves[part, "accuracy"].append(accuracy)
    if curves["test", "loss"][-1] < best_loss:
        best_epoch, best_loss = epoch, curves["test", "loss"][-1]
        best_state = copy.deepcopy(model.state_dict())
    if epoch == 1 or epoch % max(EPOCHS // 10, 1) == 0:
        print(f"{epoch:5d}", *(f"{c[-1]:10.4f}" for c in curves.values()))

# %% quality
from sklearn.metrics import classification_report


@torch.no_grad()
def predict():
    return {part: model(X[part]).softmax(dim=1).numpy() for part in X}


names = [str(label) for label in CLASSES]  # in the order of CLASSES, as in Y
final = predict()
for part in X:
    print(part)
    answer = final[part].argmax(axis=1)
    report = classification_report(
        Y[part], answer, digits=4, target_names=names, zero_division=0
    )
    print(report)

# %% overfitting
weights = model[0].weight.detach().clone()  # of the last epoch
model.load_state_dict(best_state)
best = predict()
print(f"lowest test loss {best_loss:.4f} at epoch {best_epoch} of {EPOCHS}")
for (part, what), curve in curves.items():
    then, now = curve[best_epoch - 1], curve[-1]
    print(f"{part:5s} {what:8s} {then:.4f} then, {now:.4f} at the end")

# %% weights
norms = weights.norm(dim=1)
print("first layer:", tuple(weights.shape), "- a row of 32 x 32 x 3 a unit")
print(f"weights from {weights.min():+.4f} to {weights.max():+.4f}")
print("norms of the rows:", *(f"{norm:.3f}" for norm in norms))
