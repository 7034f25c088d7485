# Plots of part 1 for the notebook; a cell is called as the report's figure is.

# %% sample
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.plot(x, y, ".", color="silver", label="выборка")
ax.plot(x, y_true, "k--", label="истинная функция")
ax.set(xlabel="x", ylabel="y")
ax.legend(loc="upper left")
plt.show()

# %% fits
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
left.plot(x, y, ".", color="silver", label="выборка")
left.plot(x, y_true, "k--", label="истинная функция")
for iteration, fit in fits.items():
    deviation = np.array(fit) - y_true[::REPEATS]
    left.plot(x[::REPEATS], fit, label=f"итерация {iteration}")
    right.plot(x[::REPEATS], deviation, label=f"итерация {iteration}")
right.axhline(0, color="k", linestyle="--")
left.set(xlabel="x", ylabel="y")
right.set(xlabel="x", title="отклонение от истинной функции")
left.legend(loc="upper left")
plt.show()

# %% loss
iterations = [i for i in history if i > 0]  # ось логарифмическая
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.loglog(iterations, [history[i] for i in iterations], label="выборка")
ax.axhline(noise_variance, color="k", linestyle="--", label="дисперсия шума")
ax.set(xlabel="итерация", ylabel="средний квадрат отклонения")
ax.legend(loc="upper right")
plt.show()
