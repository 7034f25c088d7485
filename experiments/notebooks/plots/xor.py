# Plots of part 2 for the notebook; a cell is called as the report's figure is.

# %% sample
fig, ax = plt.subplots(figsize=(4.5, 4.5))
for number in (0, 1):
    points = x[y == number]
    ax.plot(*points.T, "ox"[number], ms=4, label=f"класс {number}")
ax.set(xlabel="x1", ylabel="x2", aspect="equal")
ax.legend(loc="upper right")
plt.show()

# %% loss
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.plot(losses)
guessing = len(y) * np.log(2)
ax.axhline(guessing, color="k", linestyle="--", label="угадывание: n ln 2")
ax.set(xlabel="итерация", ylabel="потери")
ax.legend(loc="center right")
plt.show()

# %% surface
fig, ax = plt.subplots(figsize=(5.5, 4.5))
extent = (low, high, low, high)
picture = ax.imshow(
    surface, extent=extent, origin="lower", cmap="coolwarm", vmin=0, vmax=1
)
ax.contour(surface, [0.5], extent=extent, colors="k")  # вероятности равны
for number in (0, 1):
    points = x[y == number]
    color = ("white", "black")[number]
    style = {"color": color, "mec": "k", "ms": 4}
    ax.plot(*points.T, "o", **style, label=f"класс {number}")
fig.colorbar(picture, label="вероятность класса 1")
ax.set(xlabel="x1", ylabel="x2")
ax.legend(loc="upper right")
plt.show()
