# Part 2: binary classification with PyTorch's autograd (assignment, part 2).
# Cells in the percent format; the runner replaces the first with the values
# of the run, and of the cells `sample` takes the one of the chosen sample.

# %% parameters
POINTS, NOISE = 1000, 0.1
HIDDEN, LR, ITERATIONS = 16, 1e-3, 10_000
SAMPLE_SEED, WEIGHTS_SEED = 0, 0

# %% sample xor
import numpy as np

rng = np.random.default_rng(SAMPLE_SEED)
corners = rng.integers(2, size=(POINTS, 2))  # вершины единичного квадрата
y = corners.sum(axis=1) % 2  # исключающее «или»
x = corners + rng.normal(scale=NOISE, size=corners.shape)

# %% sample circles
import numpy as np
from sklearn.datasets import make_circles

x, y = make_circles(POINTS, noise=NOISE, random_state=SAMPLE_SEED)

# %% sample moons
import numpy as np
from sklearn.datasets import make_moons

x, y = make_moons(POINTS, noise=NOISE, random_state=SAMPLE_SEED)

# %% tensors
import torch

X = torch.tensor(x, dtype=torch.float32)
Y = torch.tensor(y, dtype=torch.float32).reshape(-1, 1)
class_sizes = np.bincount(y).tolist()
print("Точек класса 0 и класса 1:", *class_sizes)

# %% weights
torch.manual_seed(WEIGHTS_SEED)
W1 = ((torch.rand(2, HIDDEN) - 0.5) / 10).requires_grad_()
b1 = torch.zeros(HIDDEN, requires_grad=True)
W2 = ((torch.rand(HIDDEN, 1) - 0.5) / 10).requires_grad_()
b2 = torch.zeros(1, requires_grad=True)
params = [W1, b1, W2, b2]
parameters = sum(p.numel() for p in params)
print("Число параметров:", parameters)


# %% forward
def forward(X):
    hidden = torch.sigmoid(X @ W1 + b1)
    return torch.sigmoid(hidden @ W2 + b2)  # вероятность класса 1


def log_loss(Y, P):
    return -(Y * torch.log(P) + (1 - Y) * torch.log(1 - P)).sum()


initial_loss = log_loss(Y, forward(X)).item()
print(f"Потери: {initial_loss:.2f}, n ln 2 = {POINTS * np.log(2):.2f}")

# %% training
losses = []
for i in range(1, ITERATIONS + 1):
    loss = log_loss(Y, forward(X))
    loss.backward()  # автодифференцирование заполняет p.grad
    with torch.no_grad():
        for p in params:
            p -= LR * p.grad
            p.grad.zero_()  # иначе градиенты накапливаются
    losses.append(loss.item())
    if i % (ITERATIONS // 5) == 0:
        print(f"Итерация {i}: потери {losses[-1]:.4f}")

# %% check
with torch.no_grad():
    probability = forward(X)
final_loss = log_loss(Y, probability).item()
wrong = (probability.flatten().numpy() > 0.5) != y
accuracy = 1 - wrong.mean()
confidence = torch.where(Y == 1, probability, 1 - probability)
print(f"Потери: {final_loss:.4f}")
print(f"Доля верных ответов: {accuracy:.4f}, ошибок: {wrong.sum()}")
print(f"Наименьшая вероятность верного класса: {confidence.min():.4f}")

# %% surface
margin = 0.1 * (x.max() - x.min())
low, high = x.min() - margin, x.max() + margin
axis = np.arange(low, high, 0.01)
grid = np.stack(np.meshgrid(axis, axis), axis=-1)
with torch.no_grad():
    flat = torch.tensor(grid.reshape(-1, 2), dtype=torch.float32)
    surface = forward(flat).numpy().reshape(grid.shape[:2])
print(f"Доля площади у класса 1: {(surface > 0.5).mean():.3f}")
