# Part 1: regression by universal approximation, gradients by hand
# (assignment, part 1). Cells in the percent format; the runner replaces the
# first with the values of the run.

# %% parameters
GRID, REPEATS, NOISE = 100, 5, 0.05
HIDDEN, LR = 64, 1e-4
ITERATIONS, SNAPSHOTS = 50_000, 5
SAMPLE_SEED, WEIGHTS_SEED = 0, 0

# %% sample
import numpy as np
import torch

rng = np.random.default_rng(SAMPLE_SEED)
x = (np.arange(GRID) / GRID - 0.5).repeat(REPEATS)
y_true = 1 / (1 + np.exp(-10 * x))
y = y_true + rng.normal(scale=NOISE, size=x.size)

# A row for each x: the network's answer is the same for all its repeats
X = torch.tensor(x[::REPEATS], dtype=torch.float32).reshape(GRID, 1)
Y = torch.tensor(y, dtype=torch.float32).reshape(GRID, REPEATS)
noise_variance = ((y - y_true) ** 2).mean()
print(f"points: {x.size}, x from {x.min():.2f} to {x.max():.2f}")
print(f"variance of the noise in this sample: {noise_variance:.6f}")

# %% weights
torch.manual_seed(WEIGHTS_SEED)
W1 = (torch.rand(1, HIDDEN) - 0.5) / 10
b1 = torch.zeros(HIDDEN)
W2 = (torch.rand(HIDDEN, 1) - 0.5) / 10
b2 = torch.zeros(1)
params = [W1, b1, W2, b2]

parameters = sum(p.numel() for p in params)
print("shapes:", *(tuple(p.shape) for p in params))
print("parameters:", parameters)


# %% forward
def forward(X, params):
    W1, b1, W2, b2 = params
    A = (X @ W1 + b1).clamp(min=0)  # hidden layer with ReLU
    return A, A @ W2 + b2


def mean_squared_error(output):
    return ((output - Y) ** 2).mean().item()


A, output = forward(X, params)
initial_mse = mean_squared_error(output)
print(f"mean squared error before training: {initial_mse:.6f}")


# %% backward
def backward(X, Y, A, output, params):
    W1, b1, W2, b2 = params
    # Derivative of the sum of squared errors, summed over the repeats
    d_output = 2 * (output - Y).sum(dim=1, keepdim=True)
    d_hidden = (d_output @ W2.t()) * (A > 0)  # ReLU passes it where A > 0
    dW1, db1 = X.t() @ d_hidden, d_hidden.sum(dim=0)
    dW2, db2 = A.t() @ d_output, d_output.sum(dim=0)
    return [dW1, db1, dW2, db2]


# The same gradients by autograd, in double precision, at random weights
random = [torch.randn_like(p, dtype=torch.float64) for p in params]
leaves = [p.requires_grad_() for p in random]
A, output = forward(X.double(), leaves)
((output - Y.double()) ** 2).sum().backward()
with torch.no_grad():
    by_hand = backward(X.double(), Y.double(), A, output, leaves)
deviations = [
    ((gradient - p.grad).norm() / p.grad.norm()).item()
    for gradient, p in zip(by_hand, leaves)
]
gradient_error = max(deviations)
print(f"largest relative deviation from autograd: {gradient_error:.1e}")

# %% training
history, fits = {}, {}
for i in track(range(1, ITERATIONS + 1)):
    A, output = forward(X, params)
    if i <= 100 or i % 10 == 0:
        history[i - 1] = mean_squared_error(output)
    for p, gradient in zip(params, backward(X, Y, A, output, params)):
        p.sub_(gradient, alpha=LR)  # p -= LR * gradient
    if i % (ITERATIONS // SNAPSHOTS) == 0:
        A, output = forward(X, params)
        fits[i] = output.flatten().tolist()
        history[i] = mean_squared_error(output)
        print(f"iteration {i:6d}  mean squared error {history[i]:.6f}")

# %% check
A, output = forward(X, params)
final_mse = mean_squared_error(output)
deviation = np.array(fits[max(fits)]) - y_true[::REPEATS]
rms_deviation = np.sqrt((deviation**2).mean())
worst = np.abs(deviation).argmax()
worst_x, worst_deviation = x[::REPEATS][worst], deviation[worst]
print(f"mean squared error: {final_mse:.6f}")
print(f"variance of the noise: {noise_variance:.6f}")
print(f"root mean square deviation from the true curve: {rms_deviation:.4f}")
print(f"largest deviation: {worst_deviation:+.4f} at x = {worst_x:.2f}")
