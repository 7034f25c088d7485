# Plots of part 3 for the notebook; a cell is called as the report's figure is.

# %% curves
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
epochs = range(1, EPOCHS + 1)
for part in ("train", "test"):
    left.plot(epochs, curves[part, "loss"], label=part)
    right.plot(epochs, curves[part, "accuracy"], label=part)
lowest = f"lowest test loss: epoch {best_epoch}"
left.plot(best_epoch, best_loss, "ko", label=lowest)
left.set(xlabel="epoch", title="cross-entropy")
right.set(xlabel="epoch", title="accuracy")
left.legend(loc="upper right")
plt.show()

# %% classes
from sklearn.metrics import precision_recall_fscore_support

fig, axes = plt.subplots(1, 2, figsize=(10, 3.5))
places = np.arange(len(CLASSES))
for ax, part in zip(axes, final):
    ratios = precision_recall_fscore_support(
        labels[part],
        final[part].argmax(axis=1),
        labels=places,
        zero_division=0,
    )
    for number, name in enumerate(("precision", "recall", "F1")):
        ax.bar(places + 0.25 * number, ratios[number], 0.25, label=name)
    ax.set(title=part, ylim=(0, 1), xticks=places + 0.25)
    ax.set_xticklabels([f"class {number}" for number in CLASSES])
axes[0].legend(loc="lower left", framealpha=1)
plt.show()

# %% confusion
from sklearn.metrics import confusion_matrix

fig, axes = plt.subplots(1, 2, figsize=(9, 4))
places = np.arange(len(CLASSES))
for ax, part in zip(axes, final):
    answers = final[part].argmax(axis=1)
    matrix = confusion_matrix(labels[part], answers, labels=places)
    ax.imshow(matrix, cmap="Blues", vmax=1.5 * matrix.max())
    for (row, column), count in np.ndenumerate(matrix):
        ax.text(column, row, count, ha="center", va="center")
    ax.set(title=part, xlabel="predicted class", ylabel="true class")
    ax.set_xticks(places, CLASSES)
    ax.set_yticks(places, CLASSES)
plt.show()

# %% weights
rows = np.asarray(weights).reshape(-1, 32, 32, 3)
# Stretched, so that a channel's 1st percentile is black, its 99th is bright
low, high = np.percentile(rows, [1, 99], axis=(1, 2), keepdims=True)
shown = ((rows - low) / (high - low)).clip(0, 1)
fig, ax = plt.subplots(figsize=(1.2 * len(shown), 1.5))
ax.imshow(np.concatenate(list(shown), axis=1), interpolation="nearest")
ax.set_xticks(16 + 32 * np.arange(len(shown)), range(1, len(shown) + 1))
ax.set(yticks=[], xlabel="hidden unit")
plt.show()
