// The interactive plots, drawn by Plotly when they come near the window.

const QUANTITIES = ["loss", "accuracy", "gap"];
const DASHES = { train: "dash", test: "solid" };
let plotCount = 0;

// Lines

/** A colour of the figures, on a dark page mixed with white. */
function shade(color) {
  if (!isDark()) return color;
  const mixed = [1, 3, 5].map((place) => {
    const value = parseInt(color.slice(place, place + 2), 16);
    return Math.round(value + 0.25 * (255 - value)).toString(16).padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

const runsOf = (training, part, quantity) =>
  quantity === "gap"
    ? training.train_accuracy.map((run, seed) =>
        run.map((value, epoch) => percent(value - training.test_accuracy[seed][epoch])),
      )
    : training[`${part}_${quantity}`].map((run) =>
        quantity === "accuracy" ? run.map(percent) : run,
      );

function percent(share) {
  return share === null ? null : Number((100 * share).toFixed(2));
}

/** The mean and the sample standard deviation of all runs, epoch by epoch. */
function statistics(runs) {
  return runs[0].map((_, epoch) => {
    const values = runs.map((run) => run[epoch]);
    if (values.includes(null)) return { mean: null, sd: null };
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null };
  });
}

/** What is drawn for a state of the switches: lines with their name, colour, values. */
function linesOf(state) {
  const found = [];
  const parts = state.quantity === "gap" ? ["test"] : state.part === "both" ? ["train", "test"] : [state.part];
  for (const [id, slot] of state.shown) {
    const training = data.trainings[id];
    for (const part of parts) {
      const runs = runsOf(training, part, state.quantity);
      const epochs = runs[0].length;
      const x = runs[0].map((_, epoch) =>
        state.along === "share" ? Number(((100 * (epoch + 1)) / epochs).toFixed(2)) : epoch + 1,
      );
      // One training alone: its parts are told apart by colours, as on paper
      const place = state.choices.length === 1 && part === "test" ? slot + 1 : slot;
      const color = data.colors[place % data.colors.length];
      const name =
        state.quantity === "gap"
          ? training.name
          : fill(words.curves.line, { name: training.name, part: words.curves[part] });
      const line = { name, x, color, dash: state.quantity === "gap" ? "solid" : DASHES[part] };
      if (state.seed === "mean") {
        const moments = statistics(runs);
        const sd = moments[0].sd === null ? null : moments.map((moment) => moment.sd);
        found.push({ ...line, y: moments.map((moment) => moment.mean), sd });
        continue;
      }
      training.seeds.forEach((seed, number) => {
        if (state.seed !== "every" && String(seed) !== state.seed) return;
        const named = training.seeds.length > 1 ? fill(words.curves.run, { name, seed }) : name;
        found.push({ ...line, name: named, y: runs[number], sd: null });
      });
    }
  }
  return found;
}

/** A band of ± the standard deviation, and the line over it. */
function tracesOf(line) {
  const color = shade(line.color);
  const trace = {
    type: "scatter",
    mode: line.look === "points" ? "markers" : "lines",
    name: line.name,
    x: line.x,
    y: line.y,
    line: { color, dash: line.dash ?? "solid", width: 2 },
    marker: { color, size: 4, opacity: 0.45 },
    hovertemplate: `%{y:.4~g}<extra>${line.name}</extra>`,
  };
  if (line.look === "points") return [{ ...trace, hoverinfo: "skip", hovertemplate: undefined }];
  if (!line.sd) return [trace];
  const bound = (sign) => ({
    type: "scatter",
    mode: "lines",
    x: line.x,
    y: line.y.map((value, place) => (value === null ? null : value + sign * line.sd[place])),
    line: { width: 0 },
    hoverinfo: "skip",
  });
  trace.customdata = line.sd;
  trace.hovertemplate = `%{y:.4~g} ± %{customdata:.2~g}<extra>${line.name}</extra>`;
  return [bound(-1), { ...bound(1), fill: "tonexty", fillcolor: `${color}2e` }, trace];
}

// Looks

function layoutOf(axes, lines) {
  const page = getComputedStyle(document.body);
  const muted = getComputedStyle(document.querySelector("footer")).color;
  const grid = getComputedStyle(document.querySelector("footer")).borderTopColor;
  const axis = ({ title, log }) => ({
    title: { text: title, standoff: 8, font: { size: 13 } },
    type: log ? "log" : "linear",
    dtick: log ? 1 : undefined,
    exponentformat: "none",
    gridcolor: grid,
    linecolor: muted,
    ticks: "outside",
    tickcolor: muted,
    zeroline: false,
    automargin: true,
  });
  return {
    font: { family: page.getPropertyValue("--sans"), size: 13, color: page.color },
    separators: data.separators,
    xaxis: { ...axis(axes.x), rangemode: axes.x.log ? "normal" : "tozero" },
    yaxis: axis(axes.y),
    margin: { l: 56, r: 16, t: 12, b: 48 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    hovermode: lines.length > 12 ? "closest" : "x unified",
    hoverlabel: { bgcolor: page.backgroundColor, bordercolor: grid, font: { color: page.color }, namelength: -1 },
    dragmode: matchMedia("(pointer: fine)").matches ? "zoom" : false,
  };
}

function keyOf(lines) {
  const item = ({ name, color, dash, look }) => {
    const swatch = element("span", { class: `swatch ${look === "points" ? "points" : dash ?? "solid"}` });
    swatch.style.color = shade(color);
    return element("li", {}, swatch, name);
  };
  return lines.map(item);
}

/** The ends and extremes of the lines as a table, for those who do not see the plot. */
function valuesOf(lines, extreme) {
  const text = words.values;
  const cells = (line) => {
    const known = line.y.filter((value) => value !== null);
    if (!known.length) return ["—", "—"];
    const best = extreme === "lowest" ? Math.min(...known) : Math.max(...known);
    const at = fill(text.at, { x: written(line.x[line.y.indexOf(best)]) });
    const last = line.y.at(-1);
    return [last === null ? "—" : written(last), `${written(best)} ${at}`];
  };
  return element(
    "table",
    {},
    element("caption", { class: "unseen" }, text.caption),
    element("thead", {}, element("tr", {}, ...[text.line, text.last, text[extreme]].map((title) => element("th", { scope: "col" }, title)))),
    element("tbody", {}, ...lines.map((line) =>
      element("tr", {}, element("th", { scope: "row" }, line.name), ...cells(line).map((cell) => element("td", {}, cell))),
    )),
  );
}

/** A plot with its key and table; `show` draws other lines in it. */
function makePlot(label) {
  const canvas = element("div", { class: "canvas", role: "img", "aria-label": label });
  const key = element("ul", { class: "key" });
  const values = element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": words.values.caption });
  const frame = element(
    "div",
    { class: "plot" },
    canvas,
    key,
    element("details", { class: "values" }, element("summary", {}, words.values.title), values),
  );
  let current = null;
  let near = false;

  function draw() {
    const { axes, lines } = current;
    key.replaceChildren(...keyOf(lines));
    if (!near) return;
    Plotly.react(canvas, lines.flatMap(tracesOf), layoutOf(axes, lines), {
      responsive: true,
      displayModeBar: false,
    });
  }

  function show(axes, lines, extreme) {
    current = { axes, lines };
    values.replaceChildren(valuesOf(lines, extreme));
    draw();
  }

  new IntersectionObserver(
    ([entry], observer) => {
      if (!entry.isIntersecting) return;
      observer.disconnect();
      near = true;
      draw();
    },
    { rootMargin: "600px" },
  ).observe(canvas);
  document.addEventListener("themechange", draw);
  return { frame, show };
}

// Switches

function radios(title, names, chosen, changed) {
  const group = `plot-${plotCount}-${title}`;
  return element(
    "fieldset",
    { class: "radios" },
    element("legend", {}, title),
    ...names.map(([value, label]) =>
      element(
        "label",
        {},
        element("input", { type: "radio", name: group, value, checked: value === chosen, on: { change: () => changed(value) } }),
        element("span", {}, label),
      ),
    ),
  );
}

function select(title, names, chosen, changed) {
  const options = names.map(([value, label]) =>
    element("option", { value, selected: value === chosen }, label),
  );
  const box = element("select", { on: { change: () => changed(box.value) } }, ...options);
  return field(title, box);
}

/** Boxes for the variants; as many can be ticked as there are colours. */
function variantBoxes(state, changed) {
  const boxes = state.choices.map((id) => {
    const box = element("input", { type: "checkbox", value: id, checked: state.shown.has(id), on: { change: () => toggle(box) } });
    return box;
  });
  const fieldset = element(
    "fieldset",
    { class: "variants" },
    element("legend", {}, fill(words.curves.variants, { most: data.colors.length })),
    ...boxes.map((box) => element("label", {}, box, element("span", {}, data.trainings[box.value].name))),
  );

  function toggle(box) {
    if (box.checked) state.shown.set(box.value, freeColor());
    else state.shown.delete(box.value);
    update();
    changed();
  }

  function freeColor() {
    const taken = new Set(state.shown.values());
    return data.colors.findIndex((_, slot) => !taken.has(slot));
  }

  function update() {
    const full = state.shown.size >= data.colors.length;
    for (const box of boxes) {
      const slot = state.shown.get(box.value);
      box.disabled = full && slot === undefined;
      box.style.accentColor = slot === undefined ? "" : shade(data.colors[slot]);
    }
  }

  update();
  document.addEventListener("themechange", update);
  return fieldset;
}

/** The curves of some trainings with all their switches. */
function makeCurves(plot, label) {
  plotCount += 1;
  const text = words.curves;
  const shown = plot.shown.slice(0, data.colors.length);
  const state = {
    choices: plot.choices,
    shown: new Map(shown.map((id, slot) => [id, slot])),
    quantity: plot.quantity ?? "loss",
    part: plot.part ?? "both",
    seed: "mean",
    along: plot.along ?? "epoch",
  };
  const { frame, show } = makePlot(label);
  const set = (name) => (value) => {
    state[name] = value;
    update();
  };
  const trainings = plot.choices.map((id) => data.trainings[id]);
  const seeds = [...new Set(trainings.flatMap((training) => training.seeds))];
  const lengths = new Set(trainings.map((training) => training.test_loss[0].length));
  const part = radios(text.part, ["both", "train", "test"].map((name) => [name, text[name]]), state.part, set("part"));
  const tools = element(
    "div",
    { class: "tools" },
    radios(text.quantity, QUANTITIES.map((name) => [name, text[name]]), state.quantity, set("quantity")),
    part,
    seeds.length > 1
      ? select(
          text.seed,
          [["mean", text.mean], ["every", text.every], ...seeds.map((seed) => [String(seed), fill(text.one, { seed })])],
          state.seed,
          set("seed"),
        )
      : null,
    lengths.size > 1
      ? select(text.along, ["epoch", "share"].map((name) => [name, text[name]]), state.along, set("along"))
      : null,
    plot.choices.length > 1 ? variantBoxes(state, update) : null,
  );
  frame.prepend(tools);

  function update() {
    part.disabled = state.quantity === "gap"; // which is of both
    const axes = { x: { title: words.axes[state.along] }, y: { title: words.axes[state.quantity] } };
    show(axes, linesOf(state), state.quantity === "loss" ? "lowest" : "highest");
  }

  update();
  return frame;
}

function makeLines(plot, label) {
  const colors = data.colors;
  const looks = { dashes: "dash" };
  const lines = plot.lines.map((line, place) => ({
    ...line,
    color: line.look === "points" ? colors.at(-1) : colors[place % (colors.length - 1)],
    dash: looks[line.look],
    sd: null,
  }));
  const { frame, show } = makePlot(label);
  show({ x: plot.x, y: plot.y }, lines, "lowest");
  return frame;
}

// Places

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

const labelOf = (figure) => `${words.interactive}. ${figure.querySelector("img").alt}`;

for (const [name, plot] of Object.entries(data.lines)) {
  const figure = document.getElementById(`fig-${name}`);
  if (figure) replaceFigure(figure, makeLines(plot, labelOf(figure)));
}
for (const [name, plot] of Object.entries(data.curves)) {
  const figure = document.getElementById(`fig-${name}`);
  const table = document.getElementById(`tab-${name}`);
  if (figure) {
    const put = plot.beside ? foldBeside : replaceFigure;
    put(figure, makeCurves(plot, labelOf(figure)));
  } else if (table) {
    table.after(
      element(
        "section",
        { class: "all-curves", "aria-labelledby": "all-curves" },
        element("h3", { id: "all-curves" }, words.all),
        element("p", {}, words["all-note"]),
        makeCurves(plot, words.all),
      ),
    );
  }
}
