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
X = torch.tensor(x, dtype=torch.float32).reshape(-1, 1)
Y = torch.tensor(y, dtype=torch.float32).reshape(-1, 1)

noise_variance = ((y - y_true) ** 2).mean()
print(f"Примеров: {x.size}, x от {x.min():.2f} до {x.max():.2f}")
print(f"Дисперсия шума: {noise_variance:.6f}")

# %% weights
torch.manual_seed(WEIGHTS_SEED)
W1 = (torch.rand(1, HIDDEN) - 0.5) / 10
b1 = torch.zeros(HIDDEN)
W2 = (torch.rand(HIDDEN, 1) - 0.5) / 10
b2 = torch.zeros(1)
params = [W1, b1, W2, b2]
parameters = sum(p.numel() for p in params)
print("Число параметров:", parameters)


# %% forward
def forward(X, params):
    W1, b1, W2, b2 = params
    A = torch.relu(X @ W1 + b1)  # выход скрытого слоя
    return A, A @ W2 + b2


def mse(output):  # средний квадрат отклонения
    return ((output - Y) ** 2).mean().item()


A, output = forward(X, params)
initial_mse = mse(output)
print(f"Средний квадрат отклонения до обучения: {initial_mse:.6f}")


# %% backward
def backward(X, Y, A, output, params):
    W1, b1, W2, b2 = params
    delta = 2 * (output - Y)  # производная потерь по ответу сети
    # Производная ReLU: 1, где A > 0, и 0, где A = 0
    Delta = delta @ W2.t() * A.sign()
    dW1, db1 = X.t() @ Delta, Delta.sum(dim=0)
    dW2, db2 = A.t() @ delta, delta.sum(dim=0)
    return dW1, db1, dW2, db2


# %% gradients
# Проверка автодифференцированием: случайные веса, двойная точность
X64, Y64 = X.double(), Y.double()
random = [torch.randn_like(p, dtype=torch.float64) for p in params]
random = [p.requires_grad_() for p in random]
A, output = forward(X64, random)
((output - Y64) ** 2).sum().backward()
with torch.no_grad():
    gradients = backward(X64, Y64, A, output, random)
gradient_error = max(
    (g - p.grad).norm() / p.grad.norm() for g, p in zip(gradients, random)
)
print(f"Наибольшее относительное расхождение: {gradient_error:.1e}")

# %% training
history, fits = {}, {}
for i in range(1, ITERATIONS + 1):
    A, output = forward(X, params)
    if i <= 100 or i % 10 == 0:
        history[i - 1] = mse(output)
    for p, gradient in zip(params, backward(X, Y, A, output, params)):
        p -= LR * gradient
    if i % (ITERATIONS // SNAPSHOTS) == 0:
        A, output = forward(X, params)
        fits[i] = output[::REPEATS].flatten().tolist()
        history[i] = mse(output)
        print(f"Итерация {i}: средний квадрат отклонения {history[i]:.6f}")

# %% check
A, output = forward(X, params)
final_mse = mse(output)
deviation = output.flatten().numpy() - y_true
rms_deviation = np.sqrt((deviation**2).mean())
worst = np.abs(deviation).argmax()
worst_x, worst_deviation = x[worst], deviation[worst]
print(f"Средний квадрат отклонения: {final_mse:.6f}")
print(f"Дисперсия шума: {noise_variance:.6f}")
print(f"Среднеквадратичное отклонение от сигмоиды: {rms_deviation:.4f}")
print(f"Наибольшее отклонение: {worst_deviation:+.4f} при x = {worst_x:.2f}")
