# Part 2: binary classification with PyTorch's autograd (assignment, part 2).
# Cells in the percent format; the runner replaces the first with the values
# of the run.

# %% parameters
SAMPLE, POINTS, NOISE = "xor", 1000, 0.1
HIDDEN, LR, ITERATIONS = 16, 1e-3, 10_000
SAMPLE_SEED, WEIGHTS_SEED = 0, 0

# %% sample
import numpy as np
import torch
from sklearn.datasets import make_circles, make_moons

rng = np.random.default_rng(SAMPLE_SEED)
if SAMPLE == "xor":
    corners = rng.integers(2, size=(POINTS, 2))
    y = corners.sum(axis=1) % 2
    x = corners + rng.normal(scale=NOISE, size=corners.shape)
elif SAMPLE == "circles":
    x, y = make_circles(POINTS, noise=NOISE, random_state=SAMPLE_SEED)
else:
    x, y = make_moons(POINTS, noise=NOISE, random_state=SAMPLE_SEED)

X = torch.tensor(x, dtype=torch.float32)
Y = torch.tensor(y, dtype=torch.float32).reshape(-1, 1)
class_sizes = np.bincount(y).tolist()
print(f"points: {len(y)}, of the classes 0 and 1: {class_sizes}")

# %% weights
torch.manual_seed(WEIGHTS_SEED)
W1 = ((torch.rand(2, HIDDEN) - 0.5) / 10).requires_grad_()
b1 = torch.zeros(HIDDEN, requires_grad=True)
W2 = ((torch.rand(HIDDEN, 1) - 0.5) / 10).requires_grad_()
b2 = torch.zeros(1, requires_grad=True)
params = [W1, b1, W2, b2]

parameters = sum(p.numel() for p in params)
print("shapes:", *(tuple(p.shape) for p in params))
print("parameters:", parameters)


# %% forward
def forward(X):
    hidden = torch.sigmoid(X @ W1 + b1)
    return torch.sigmoid(hidden @ W2 + b2)  # probability of class 1


def log_loss(Y, P):
    return -(Y * torch.log(P) + (1 - Y) * torch.log(1 - P)).sum()


initial_loss = log_loss(Y, forward(X)).item()
print(f"log-loss before training: {initial_loss:.2f}")
print(f"{len(y)} ln 2 = {len(y) * np.log(2):.2f}")

# %% training
losses = []
for i in track(range(1, ITERATIONS + 1)):
    loss = log_loss(Y, forward(X))
    loss.backward()  # autograd fills p.grad
    with torch.no_grad():
        for p in params:
            p -= LR * p.grad
            p.grad.zero_()  # otherwise the next gradients are added to these
    losses.append(loss.item())
    if i % (ITERATIONS // 10) == 0:
        print(f"iteration {i:6d}  log-loss {losses[-1]:9.4f}")

# %% check
with torch.no_grad():
    probability = forward(X)
final_loss = log_loss(Y, probability).item()
wrong = (probability.flatten().numpy() > 0.5) != y
accuracy = 1 - wrong.mean()
confidence = torch.where(Y == 1, probability, 1 - probability)
print(f"log-loss {final_loss:.4f}, accuracy {accuracy:.4f}")
print(f"wrong answers: {wrong.sum()}")
print(f"least certain point: probability of its class {confidence.min():.4f}")

# %% surface
margin = 0.1 * (x.max() - x.min())
low, high = x.min() - margin, x.max() + margin
axis = np.arange(low, high, 0.01)
grid = np.stack(np.meshgrid(axis, axis), axis=-1)
with torch.no_grad():
    flat = torch.tensor(grid.reshape(-1, 2), dtype=torch.float32)
    surface = forward(flat).numpy().reshape(grid.shape[:2])
print(f"grid: {surface.size} points, from {low:.2f} to {high:.2f}")
print(f"share of the square given to class 1: {(surface > 0.5).mean():.3f}")
