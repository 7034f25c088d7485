# Part 3: a fully connected network on three classes of CIFAR-100 (assignment,
# part 3). Cells in the percent format; the runner replaces the first with the
# values of the run and brings `read_cifar100`, which returns the images and
# labels of some classes in one part of the data set.

# %% parameters
CLASSES = [18, 63, 28]
HIDDEN, LR = [10], 0.005
BATCH_SIZE, EPOCHS = 128, 250
WEIGHTS_SEED, ORDER_SEED = 0, 0

# %% imports
import copy
import math

import numpy as np
import torch
from torch import nn

# %% data
images, labels = {}, {}
for part in ("train", "test"):
    # read_cifar100 читает изображения этих классов и номера их классов
    images[part], numbers = read_cifar100(part, CLASSES)
    # Место в CLASSES; np.unique отсортировала бы классы
    labels[part] = np.array([CLASSES.index(number) for number in numbers])
    counts = dict(zip(CLASSES, np.bincount(labels[part]).tolist()))
    print(part, images[part].shape, "по классам:", counts)

# %% tensors
MEAN = torch.tensor([0.5074, 0.4867, 0.4411])
STD = torch.tensor([0.2011, 0.1987, 0.2025])
X, Y = {}, {}
for part in images:
    pixels = torch.tensor(images[part], dtype=torch.float32) / 255
    x = ((pixels - MEAN) / STD).flatten(start_dim=1)
    X[part], Y[part] = x, torch.tensor(labels[part])
    print(f"{part}: среднее {x.mean():.3f}, ст. отклонение {x.std():.3f}")
batches = math.ceil(len(X["train"]) / BATCH_SIZE)
print(f"Итераций за эпоху: {batches}, всего: {batches * EPOCHS}")

# %% model
torch.manual_seed(WEIGHTS_SEED)
sizes = [X["train"].shape[1], *HIDDEN, len(CLASSES)]
layers = []
for inputs, outputs in zip(sizes, sizes[1:]):
    layers += [nn.Linear(inputs, outputs), nn.ReLU()]
model = nn.Sequential(*layers[:-1])  # после последнего слоя ReLU нет
parameters = sum(p.numel() for p in model.parameters())
print(model)
print("Число параметров:", parameters)

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
    print(f"{part}: потери {loss:.4f}, доля верных ответов {accuracy:.4f}")
print(f"ln {len(CLASSES)} = {np.log(len(CLASSES)):.4f}")

# %% training
generator = torch.Generator().manual_seed(ORDER_SEED)
curves = {(part, what): [] for what in ("loss", "accuracy") for part in X}
best_epoch, best_loss, best_model = 0, np.inf, model
print("эпоха     потери: train, test      верно: train, test")
for epoch in range(1, EPOCHS + 1):
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
        best_model = copy.deepcopy(model)
    if epoch % max(EPOCHS // 5, 1) == 0:
        print(f"{epoch:5d}", *(f"{c[-1]:11.4f}" for c in curves.values()))

# %% quality
from sklearn.metrics import classification_report


@torch.no_grad()
def predict(model):
    return {part: model(X[part]).softmax(dim=1).numpy() for part in X}


names = [str(label) for label in CLASSES]  # в том же порядке, что и в Y
final = predict(model)
for part in X:
    answer = final[part].argmax(axis=1)
    report = classification_report(
        Y[part], answer, digits=4, target_names=names, zero_division=0
    )
    print(part, report, sep="\n")

# %% overfitting
best = predict(best_model)
print(f"Наименьшие потери на тесте: {best_loss:.4f}, эпоха {best_epoch}")
for part in X:
    shares = curves[part, "accuracy"]
    then, now = shares[best_epoch - 1], shares[-1]
    print(f"{part}: доля верных ответов {then:.4f}, в конце {now:.4f}")

# %% weights
weights = model[0].weight.detach()
norms = weights.norm(dim=1)
print("Веса первого слоя:", tuple(weights.shape))
print(f"Значения от {weights.min():.4f} до {weights.max():.4f}")
print("Нормы:", *(f"{norm:.3f}" for norm in norms))
