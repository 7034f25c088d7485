# Plots of part 1 for the notebook; a cell is called as the report's figure is,
# and has its words in the place of `words[…]`.

# %% sample
fig, ax = plt.subplots(figsize=(6.7, 2.4))
look = {"color": SKY, "ms": 3, "mew": 0, "alpha": 0.6}
ax.plot(x, y, "o", label=words["sample"], **look)
ax.plot(x, y_true, color=BLACK, lw=2, label=words["true"])
ax.set(xlabel=words["x"], ylabel=words["y"])
ax.legend(loc="lower right")
ticks(ax)
plt.show()

# %% fits
fig, (left, right) = plt.subplots(1, 2, figsize=(6.7, 3))
truth = {"color": GREY, "lw": 3.5, "alpha": 0.6, "zorder": 1.9}
right.axhline(0, **truth)
shades = plt.get_cmap("viridis_r")(np.linspace(0.2, 1, len(fits)))
styles = [":", "-.", (0, (5, 1, 1, 1, 1, 1)), "--", "-"][-len(fits) :]
for (iteration, fit), color, style in zip(fits.items(), shades, styles):
    look = {"color": color, "ls": style}
    name = words["snapshot"].format(iteration=russian(iteration))
    left.plot(x[::REPEATS], fit, label=name, **look)
    right.plot(x[::REPEATS], np.array(fit) - y_true[::REPEATS], **look)
left.plot(x, y_true, label=words["true"], **truth)
look = {"color": SKY, "ms": 3, "mew": 0, "alpha": 0.35, "zorder": 1.8}
left.plot(x, y, "o", label=words["sample"], **look)
left.set(xlabel=words["x"], ylabel=words["y"])
right.set(xlabel=words["x"], ylabel=words["deviation"])
ticks(left, right)
fig.legend(
    *left.get_legend_handles_labels(), loc="outside lower center", ncols=3
)
plt.show()

# %% loss
iterations = [i for i in history if i > 0]  # ось логарифмическая
mse_shown = [history[i] for i in iterations]
fig, ax = plt.subplots(figsize=(6.7, 2.7))
ax.loglog(iterations, mse_shown, label=words["mse"])
mse_shown = [history[i] for i in fits]
look = {"color": BLUE, "mfc": "white"}
ax.plot(list(fits), mse_shown, "o", label=words["snapshot"], **look)
name = words["noise"]
name = name.format(variance=russian(float(f"{noise_variance:.3g}")))
ax.axhline(noise_variance, color=VERMILION, ls="--", label=name)
ax.set(xlabel=words["iteration"])
ax.set(ylabel=words["loss"])
ax.yaxis.set_major_locator(plt.LogLocator(subs=(1, 2, 5)))
ax.yaxis.set_minor_formatter(plt.NullFormatter())
ticks(ax)
fig.legend(loc="outside lower center", ncols=2)
plt.show()
