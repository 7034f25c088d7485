// The interactive plots, each at the figure or table that it belongs to.

/** The curves of some trainings with all their switches. */
function makeCurves(name, plot, title, label) {
  const text = words.curves;
  const choice = makeChoice(plot.choices, plot.shown);
  const state = {
    choices: plot.choices,
    shown: choice.shown,
    quantity: plot.quantity ?? "loss",
    part: plot.part ?? "both",
    seed: "mean",
    along: plot.along ?? "epoch",
  };
  const drawn = makePlot(name, title, label);
  const trainings = plot.choices.map((id) => data.trainings[id]);
  const seeds = [...new Set(trainings.flatMap((training) => training.seeds))].map(String);
  const lengths = new Set(trainings.map((training) => training.test_loss[0].length));
  const named = (names) => names.map((value) => [value, text[value]]);
  const offered = {
    quantity: named(QUANTITIES),
    part: named(["both", "train", "test"]),
    seed: seeds.length > 1 ? [...named(["mean", "every"]), ...seeds.map((seed) => [seed, fill(text.one, { seed })])] : [],
    along: lengths.size > 1 ? named(["epoch", "share"]) : [],
  };
  const kinds = { quantity: radios, part: radios, seed: select, along: select };
  const controls = Object.entries(offered)
    .filter(([, names]) => names.length)
    .map(([key, names]) => ({ key, ...kinds[key](text[key], names, (value) => set(key, value)) }));
  const boxes = plot.choices.length > 1 ? variantBoxes(choice) : null;
  drawn.frame.prepend(element("div", { class: "tools" }, ...controls.map((control) => control.element), boxes));

  function set(key, value) {
    state[key] = value;
    if (key === "along" || key === "quantity") drawn.zoom = null; // another axis has other numbers
    choice.tell();
  }

  function show() {
    for (const control of controls) {
      control.show(state[control.key]);
      if (control.key === "part") control.element.disabled = state.quantity === "gap"; // which is of both
    }
    const { quantity, along } = state;
    const axes = {
      x: { title: words.axes[along] },
      y: { title: words.axes[quantity] },
      quantity,
      row: words.axes.epoch,
      own: along === "share",
      lowest: quantity === "loss" ? text.lowest : text["at-lowest"],
    };
    drawn.show(axes, linesOf(state), quantity === "loss" ? "lowest" : "highest");
  }

  choice.follow(show);
  choice.follow(chosen);
  show();
  keep(
    name,
    () => ({
      shown: [...choice.shown.keys()].join(","),
      ...Object.fromEntries(Object.keys(offered).map((key) => [key, state[key]])),
      zoom: zoomText(drawn.zoom),
    }),
    (asked) => {
      choice.replace(asked.shown.split(","));
      for (const [key, names] of Object.entries(offered)) {
        if (names.some(([value]) => value === asked[key])) state[key] = asked[key];
      }
      drawn.zoom = zoomOf(asked.zoom);
      choice.tell();
    },
  );
  return { frame: drawn.frame, choice };
}

function makeLines(name, plot, title, label) {
  const colors = data.colors;
  const looks = { dashes: "dash" };
  const lines = plot.lines.map((line, place) => ({
    ...line,
    color: line.look === "points" ? colors.at(-1) : colors[place % (colors.length - 1)],
    dash: looks[line.look],
    sd: null,
  }));
  const { frame, show } = makePlot(name, title, label);
  show({ x: plot.x, y: plot.y }, lines, "lowest");
  return frame;
}

/** In place of the figure, which stays at hand below. */
function replaceFigure(figure, frame) {
  const picture = figure.querySelector(".picture");
  const fold = element("details", { class: "static" }, element("summary", {}, words.static));
  picture.replaceWith(frame, fold);
  fold.append(picture);
}

function foldBeside(figure, frame) {
  const fold = element("details", { class: "beside" }, element("summary", {}, words.beside), frame);
  figure.querySelector(".picture").after(fold);
}

/** How a plot at `figure` is called, in short and in full. */
const namesOf = (figure) => [
  figure.querySelector("figcaption").textContent.split("—")[0].trim(),
  `${words.interactive}. ${figure.querySelector("img").alt}`,
];

for (const [name, plot] of Object.entries(data.lines)) {
  const figure = document.getElementById(`fig-${name}`);
  if (figure) replaceFigure(figure, makeLines(name, plot, ...namesOf(figure)));
}
for (const [name, plot] of Object.entries(data.curves)) {
  const figure = document.getElementById(`fig-${name}`);
  const table = document.getElementById(`tab-${name}`);
  if (figure) {
    const put = plot.beside ? foldBeside : replaceFigure;
    put(figure, makeCurves(name, plot, ...namesOf(figure)).frame);
  } else if (table) {
    const { frame, choice } = makeCurves("all-curves", plot, words.all, words.all);
    table.after(
      element(
        "section",
        { class: "all-curves", "aria-labelledby": "all-curves" },
        element("h3", { id: "all-curves" }, words.all),
        element("p", {}, words["all-note"]),
        frame,
      ),
    );
    tieRows(table, choice);
  }
}
beginAddress();
