# Plots of part 3 for the notebook; a cell is called as the report's figure is,
# and has its words in the place of `words[…]`.

# %% curves
fig, (left, right) = plt.subplots(1, 2, figsize=(6.7, 2.7))
epochs = range(1, EPOCHS + 1)
looks = {
    "train": {"color": BLUE, "ls": "--", "label": words["train"]},
    "test": {"color": VERMILION, "label": words["test"]},
}
for part, look in looks.items():
    left.plot(epochs, curves[part, "loss"], **look)
    right.plot(epochs, 100 * np.array(curves[part, "accuracy"]), **look)
for ax in (left, right):
    ax.axvline(best_epoch, color=GREY, lw=1, ls=":")
lowest = words["best"]
lowest = lowest.format(epoch=best_epoch, loss=russian(best_loss, 3))
look = {"color": VERMILION, "mfc": "white", "label": lowest}
left.plot(best_epoch, best_loss, "D", **look)
left.set(xlabel=words["epoch"], ylabel=words["loss"])
right.set(xlabel=words["epoch"], ylabel=words["accuracy"])
ticks(left, right)
fig.legend(
    *left.get_legend_handles_labels(), loc="outside lower center", ncols=3
)
plt.show()

# %% confusion
from matplotlib.colors import LinearSegmentedColormap
from sklearn.metrics import confusion_matrix

fig, axes = plt.subplots(1, 2, figsize=(6.7, 3.2), sharey=True)
titles = {"train": words["train"], "test": words["test"]}
shades = LinearSegmentedColormap.from_list("share", ["#FFFFFF", SKY])
places = np.arange(len(CLASSES))
for ax, part in zip(axes, final):
    given = final[part].argmax(axis=1)
    matrix = confusion_matrix(labels[part], given, labels=places)
    shares = matrix / matrix.sum(axis=1, keepdims=True).clip(1)
    ax.imshow(shares, cmap=shades, vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(matrix):
        percent = russian(100 * shares[row, column], 1)
        cell = words["cell"].format(count=count, percent=percent)
        ax.text(column, row, cell, ha="center", va="center")
    ax.set(title=titles[part], xlabel=words["predicted"])
    ax.set_xticks(places, CLASSES)
    ax.set_yticks(places, CLASSES)
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(True)
axes[0].set_ylabel(words["true"])
plt.show()

# %% weights
rows = np.asarray(weights).reshape(-1, 32, 32, 3)
# 1-й перцентиль канала чёрный, 99-й — наибольшей яркости
dark, light = np.percentile(rows, [1, 99], axis=(1, 2), keepdims=True)
shown = ((rows - dark) / (light - dark)).clip(0, 1)
gap = ((0, 0), (0, 0), (2, 2), (0, 0))
shown = np.pad(shown, gap, constant_values=1)
fig, ax = plt.subplots(figsize=(0.67 * len(shown), 0.9))
ax.imshow(np.concatenate(list(shown), axis=1), interpolation="nearest")
ax.set_xticks(18 + 36 * np.arange(len(shown)), range(1, len(shown) + 1))
ax.set_yticks([])
ax.tick_params(length=0)
ax.grid(False)
ax.spines[:].set_visible(False)
plt.show()
