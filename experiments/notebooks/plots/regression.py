# Plots of part 1 for the notebook; a cell is called as the report's figure is.

# %% sample
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.plot(x, y, ".", color="silver", label="sample")
ax.plot(x, y_true, "k--", label="true function")
ax.set(xlabel="x", ylabel="y")
ax.legend(loc="upper left")
plt.show()

# %% fits
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
left.plot(x, y, ".", color="silver", label="sample")
left.plot(x, y_true, "k--", label="true function")
for iteration, fit in fits.items():
    deviation = np.array(fit) - y_true[::REPEATS]
    left.plot(x[::REPEATS], fit, label=f"iteration {iteration}")
    right.plot(x[::REPEATS], deviation, label=f"iteration {iteration}")
right.axhline(0, color="k", linestyle="--")
left.set(xlabel="x", ylabel="y")
right.set(xlabel="x", title="deviation from the true function")
left.legend(loc="upper left")
plt.show()

# %% loss
iterations = [i for i in history if i > 0]  # no place for 0 on this axis
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.loglog(iterations, [history[i] for i in iterations], label="sample")
ax.axhline(noise_variance, color="k", linestyle="--", label="noise variance")
ax.set(xlabel="iteration", ylabel="mean squared error")
ax.legend(loc="upper right")
plt.show()
