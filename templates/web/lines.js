// The numbers of the interactive plots: from trainings and switches to lines.

const QUANTITIES = ["loss", "accuracy", "gap"];
const DASHES = { train: "dash", test: "solid" };

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

const meansOf = (runs) => statistics(runs).map(({ mean }) => mean);

/** Where the lowest of `values` stands; null where there is none. */
function lowestPlace(values) {
  const known = values.filter((value) => value !== null);
  return known.length ? values.indexOf(Math.min(...known)) : null;
}

/**
 * What is drawn for a state of the switches. A line has `name`, `color`, `dash`, `x`, `y`, maybe `sd`,
 * its `epochs`, and in `marked` the place of the lowest test loss of what it shows.
 */
function linesOf(state) {
  const found = [];
  const { quantity } = state;
  const parts = quantity === "gap" ? ["test"] : state.part === "both" ? ["train", "test"] : [state.part];
  for (const [id, slot] of state.shown) {
    const training = data.trainings[id];
    for (const part of parts) {
      const runs = runsOf(training, part, quantity);
      const epochs = runs[0].map((_, place) => place + 1);
      const x =
        state.along === "share"
          ? epochs.map((epoch) => Number(((100 * epoch) / epochs.length).toFixed(2)))
          : epochs;
      // One training alone: its parts are told apart by colours, as on paper
      const place = state.choices.length === 1 && part === "test" ? slot + 1 : slot;
      const color = data.colors[place % data.colors.length];
      const name =
        quantity === "gap"
          ? training.name
          : fill(words.curves.line, { name: training.name, part: words.curves[part] });
      const line = { name, x, epochs, color, dash: quantity === "gap" ? "solid" : DASHES[part] };
      const markedOf = (losses) => (part === "test" ? lowestPlace(losses) : null);
      if (state.seed === "mean") {
        const moments = statistics(runs);
        const sd = moments[0].sd === null ? null : moments.map((moment) => moment.sd);
        const marked = markedOf(meansOf(training.test_loss));
        found.push({ ...line, y: moments.map((moment) => moment.mean), sd, marked });
        continue;
      }
      training.seeds.forEach((seed, number) => {
        if (state.seed !== "every" && String(seed) !== state.seed) return;
        const named = training.seeds.length > 1 ? fill(words.curves.run, { name, seed }) : name;
        const marked = markedOf(training.test_loss[number]);
        found.push({ ...line, name: named, y: runs[number], sd: null, marked });
      });
    }
  }
  return found;
}

/** Of a line, the place that is nearest to `x`; null before its first and after its last one. */
function placeAt(line, x) {
  if (x < line.x[0] || x > line.x.at(-1)) return null;
  let nearest = 0;
  line.x.forEach((value, place) => {
    if (Math.abs(value - x) < Math.abs(line.x[nearest] - x)) nearest = place;
  });
  return nearest;
}

/** Where values can be read off: every x of a curve, within a part of the axis. */
function stopsOf(lines, within) {
  const curves = lines.filter((line) => line.look !== "points" && line.x.length > 2);
  const stops = [...new Set(curves.flatMap((line) => line.x))].sort((one, other) => one - other);
  return within ? stops.filter((x) => x >= within[0] && x <= within[1]) : stops;
}

/** The lines side by side, a row an x, `axes` being theirs: each head names what its values are. Where a line has several values there, as many rows. */
function rowsOf(lines, axes) {
  const rows = new Map(); // the rows of each x
  lines.forEach((line, number) => {
    const seen = new Map();
    line.x.forEach((x, place) => {
      const key = line.epochs?.[place] ?? x;
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      if (!rows.has(key)) rows.set(key, []);
      const same = rows.get(key);
      same[nth] ??= lines.map((other) => (other.sd ? [null, null] : [null]));
      same[nth][number] = line.sd ? [line.y[place], line.sd[place]] : [line.y[place]];
    });
  });
  const headOf = (name) => fill(words.curves.column, { name, quantity: axes.y.title });
  const head = lines.flatMap(({ name, sd }) => (sd ? [name, fill(words.curves.deviation, { name })] : [name]).map(headOf));
  const keys = [...rows.keys()].sort((one, other) => one - other);
  return [[axes.row ?? axes.x.title, ...head], ...keys.flatMap((key) => rows.get(key).map((cells) => [key, ...cells.flat()]))];
}
