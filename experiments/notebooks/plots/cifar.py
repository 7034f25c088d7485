# Plots of part 3 for the notebook; a cell is called as the report's figure is.

# %% curves
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
epochs = range(1, EPOCHS + 1)
for part in ("train", "test"):
    left.plot(epochs, curves[part, "loss"], label=part)
    right.plot(epochs, curves[part, "accuracy"], label=part)
lowest = f"минимум на тесте: эпоха {best_epoch}"
left.plot(best_epoch, best_loss, "ko", label=lowest)
left.set(xlabel="эпоха", title="потери")
right.set(xlabel="эпоха", title="доля верных ответов")
left.legend(loc="upper right")
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
    ax.set(title=part, xlabel="ответ сети", ylabel="верный класс")
    ax.set_xticks(places, CLASSES)
    ax.set_yticks(places, CLASSES)
plt.show()

# %% weights
rows = np.asarray(weights).reshape(-1, 32, 32, 3)
# 1-й перцентиль канала чёрный, 99-й — наибольшей яркости
low, high = np.percentile(rows, [1, 99], axis=(1, 2), keepdims=True)
shown = ((rows - low) / (high - low)).clip(0, 1)
fig, ax = plt.subplots(figsize=(1.2 * len(shown), 1.5))
ax.imshow(np.concatenate(list(shown), axis=1), interpolation="nearest")
ax.set_xticks(16 + 32 * np.arange(len(shown)), range(1, len(shown) + 1))
ax.set(yticks=[], xlabel="нейрон")
plt.show()
