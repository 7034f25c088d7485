// The values at one place of a plot, in a table below it: by pointing, touching, or a slider's keys.

const SPOKEN = 8; // values that a screen reader is given at once; the table has all

/**
 * `board` is what the plot stands in, `canvas` the plot. The cursor stays where the reader has left
 * it; a training has values at its own epochs only, hence its nearest one is named.
 */
function makeReadout(board, canvas) {
  const cursor = element("div", { class: "cursor", hidden: true });
  const slider = element("input", { type: "range", min: 0, step: 1, on: { input: () => moveTo(stops[slider.value]) } });
  const at = element("span", { class: "at", "aria-hidden": "true" }); // the slider says it
  const place = field("", slider, "place");
  const title = place.querySelector("label");
  place.append(at);
  const table = element("table");
  const scroll = element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": words.readout.caption }, table);
  const note = element("p", { class: "marked" });
  let [shown, stops, cells, x] = [null, [], [], null];
  board.append(cursor);

  /** Other lines, or another part of the axis, whose ends are `within`. */
  function show(axes, lines, within) {
    shown = { axes, lines };
    stops = stopsOf(lines, within);
    title.textContent = axes.x.title;
    slider.disabled = !stops.length;
    slider.max = Math.max(stops.length - 1, 0);
    cells = lines.map(() => axes.own ? [element("td"), element("td")] : [element("td")]);
    const heads = [words.values.line, ...(axes.own ? [words.readout.epoch] : []), axes.y.title];
    table.replaceChildren(
      element("caption", { class: "unseen" }, words.readout.caption),
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, ...lines.map((line, number) =>
        element("tr", {}, element("th", { scope: "row" }, swatch(line), line.name), ...cells[number]),
      )),
    );
    note.replaceChildren(...noteOf(lines, axes));
    note.hidden = !note.hasChildNodes();
    moveTo(x ?? stops.at(-1));
  }

  /** To the stop that is nearest to `wanted`. */
  function moveTo(wanted) {
    if (!stops.length) {
      at.textContent = "—";
      cursor.hidden = true;
      return;
    }
    const far = shown.axes.x.log ? (stop) => Math.abs(Math.log(stop / wanted)) : (stop) => Math.abs(stop - wanted);
    x = stops.reduce((best, stop) => (far(stop) < far(best) ? stop : best));
    at.textContent = written(x);
    slider.value = stops.indexOf(x);
    const spoken = shown.lines.map((line, number) => {
      const place = line.look === "points" ? null : placeAt(line, x);
      const value = valueAt(line, place);
      cells[number].at(-1).textContent = value;
      if (shown.axes.own) cells[number][0].textContent = ownEpoch(line, place);
      return `${line.name} ${value}`;
    });
    const values = spoken.length > SPOKEN ? [] : spoken;
    slider.setAttribute("aria-valuetext", [`${shown.axes.x.title}: ${at.textContent}`, ...values].join("; "));
    drawCursor();
  }

  function drawCursor() {
    const area = areaOf(canvas);
    if (!area || x === null) return;
    const share = (axisValue(x) - area.from) / (area.to - area.from);
    cursor.hidden = !stops.length || share < 0 || share > 1;
    const frame = board.getBoundingClientRect();
    cursor.style.left = `${area.left - frame.left + share * area.width}px`;
    cursor.style.top = `${area.top - frame.top}px`;
    cursor.style.height = `${area.height}px`;
  }

  const axisValue = (value) => (shown.axes.x.log ? Math.log10(value) : value);

  let pointed = null;
  function point({ clientX }) {
    const waiting = pointed !== null;
    pointed = clientX;
    if (waiting) return;
    requestAnimationFrame(() => {
      const area = areaOf(canvas);
      if (area) {
        const value = area.from + ((pointed - area.left) / area.width) * (area.to - area.from);
        moveTo(shown.axes.x.log ? 10 ** value : value);
      }
      pointed = null;
    });
  }
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerdown", point);

  return { frame: element("div", { class: "readout" }, place, scroll, note), show, drawCursor, at: () => x };
}

/** Where the lines are drawn, in pixels of the window, and the ends of the axis there; null while nobody sees them. */
function areaOf(canvas) {
  const drawn = canvas.querySelector(".nsewdrag");
  const range = canvas.layout?.xaxis.range; // none after a change of the theme while folded, or printed
  if (!drawn || !range) return null;
  const { left, top, width, height } = drawn.getBoundingClientRect();
  const [from, to] = range;
  return { left, top, width, height, from, to };
}

function swatch({ color, dash, look }) {
  const made = element("span", { class: `swatch ${look === "points" ? "points" : dash ?? "solid"}` });
  made.style.color = shade(color);
  return made;
}

function valueAt(line, place) {
  if (place === null || line.y[place] === null) return "—";
  const value = line.y[place];
  return line.sd ? writtenWithSpread(value, line.sd[place]) : written(value);
}

const ownEpoch = (line, place) =>
  place === null ? "—" : fill(words.readout.of, { epoch: line.epochs[place], all: line.epochs.length });

/** What the diamonds on the lines are; of a single one, its epoch and its value. */
function noteOf(lines, axes) {
  const marked = lines.filter((line) => (line.marked ?? null) !== null);
  if (!marked.length) return [];
  const [{ y, epochs, marked: place }] = marked;
  const where = fill(words.readout.at, { epoch: epochs[place], value: written(y[place]) });
  const sign = element("span", { class: "diamond", "aria-hidden": "true" }, "◇");
  return [sign, marked.length === 1 ? `${axes.lowest}: ${where}` : axes.lowest];
}
