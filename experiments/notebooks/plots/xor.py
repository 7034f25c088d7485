# Plots of part 2 for the notebook; a cell is called as the report's figure is,
# and has its words in the place of `words[…]`.

# %% sample
fig, ax = plt.subplots(figsize=(6.7, 3.2))
edge = {"mec": BLACK, "mew": 0.3}
ax.plot(*x[y == 0].T, "o", color=BLUE, ms=4, label=words["class-0"], **edge)
ax.plot(*x[y == 1].T, "^", color=ORANGE, ms=5, label=words["class-1"], **edge)
ax.set(xlabel=words["x"], ylabel=words["y"], aspect="equal")
ticks(ax)
fig.legend(loc="outside lower center", ncols=2)
plt.show()

# %% loss
fig, ax = plt.subplots(figsize=(6.7, 2.7))
iterations = range(1, len(losses) + 1)
ax.plot(iterations, losses, lw=2, label=words["curve"])
guess = len(y) * np.log(2)
name = words["guess"]
name = name.format(loss=russian(guess, 1))
ax.axhline(guess, color=VERMILION, ls="--", label=name)
ax.set(xlabel=words["iteration"], ylabel=words["loss"])
ax.set_xlim(left=0)
ticks(ax)
fig.legend(loc="outside lower center", ncols=2)
plt.show()

# %% surface
from matplotlib.colors import LinearSegmentedColormap

shades = ["#7DB4D9", "#FAFAFA", "#F8D68F"]
shades = LinearSegmentedColormap.from_list("probability", shades)
fig, ax = plt.subplots(figsize=(6.7, 3.8))
nodes = np.linspace(low, high, len(surface))
levels = np.linspace(0, 1, 11)
filled = ax.contourf(nodes, nodes, surface, levels=levels, cmap=shades)
ax.contour(nodes, nodes, surface, [0.5], colors=BLACK)
edge = {"mec": BLACK, "mew": 0.3}
ax.plot(*x[y == 0].T, "o", color=BLUE, ms=4, label=words["class-0"], **edge)
ax.plot(*x[y == 1].T, "^", color=ORANGE, ms=5, label=words["class-1"], **edge)
if 0 < wrong.sum() <= 0.15 * len(x):  # больше закрыло бы сами классы
    name = words["wrong"].format(count=wrong.sum())
    look = {"color": BLACK, "ms": 9, "mfc": "none", "mew": 1.3}
    ax.plot(*x[wrong].T, "o", label=name, **look)
ax.plot([], [], color=BLACK, label=words["boundary"])
ax.set(xlabel=words["x"], ylabel=words["y"], aspect="equal")
ax.grid(False)
ax.spines[:].set_visible(True)
ticks(ax)
bar = fig.colorbar(filled, label=words["probability"])
ticks(bar.ax)
fig.legend(loc="outside lower center", ncols=4)
plt.show()
