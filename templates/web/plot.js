// A plot with what belongs to it: its part that is shown, the values below, the files to take.

/** The ends and extremes of the lines as a table, for those who do not see the plot. */
function valuesOf(lines, extreme) {
  const text = words.values;
  const cells = (line) => {
    const known = line.y.filter((value) => value !== null);
    if (!known.length) return ["—", "—"];
    const best = extreme === "lowest" ? Math.min(...known) : Math.max(...known);
    const at = fill(text.at, { x: written((line.epochs ?? line.x)[line.y.indexOf(best)]) });
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

/**
 * `name` is that of its files, `title` that of its buttons, `label` what is seen. `show` draws other
 * lines in it; `zoom` is the part of the axes that is shown, null all.
 */
function makePlot(name, title, label) {
  const canvas = element("div", { class: "canvas", role: "img", "aria-label": label });
  const board = element("div", { class: "board" }, canvas);
  const readout = makeReadout(board, canvas);
  const values = element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": words.values.caption });
  const closer = element("button", { type: "button", on: { click: goNearer } }, words.zoom.nearer);
  const whole = element("button", { type: "button", class: "whole", hidden: true, on: { click: showWhole } }, words.zoom.whole);
  const file = () => ["lab1", name, current.axes.quantity].filter(Boolean).join("-");
  const [csv, png] = [
    takeButton(words.take.csv, title, () => saveTable(file(), rowsOf(current.lines, current.axes))),
    takeButton(words.take.png, title, () => savePicture(file(), { ...current, zoom })),
  ];
  const frame = element(
    "div",
    { class: "plot" },
    board,
    element("div", { class: "tools under" }, closer, whole, csv, png),
    readout.frame,
    element("details", { class: "values" }, element("summary", {}, words.values.title), values),
  );
  let [current, near, zoom] = [null, false, null];

  function draw() {
    const { axes, lines } = current;
    whole.hidden = zoom === null;
    readout.show(axes, lines, zoom && endsOf(zoom.x, axes.x));
    if (!near) return;
    const look = lookOf(isDark() ? "dark" : "light");
    Plotly.react(canvas, lines.flatMap((line) => tracesOf(line, look)), layoutOf({ axes, lines, zoom }, look), drawing).then(readout.drawCursor);
  }

  /** Draw once, and from then on hear of what the reader does in the plot. */
  function begin() {
    near = true;
    draw();
    canvas.on("plotly_afterplot", readout.drawCursor);
    canvas.on("plotly_relayout", () => {
      const { xaxis, yaxis } = canvas.layout;
      setZoom(xaxis.autorange && yaxis.autorange ? null : { x: [...xaxis.range], y: [...yaxis.range] });
    });
  }

  function setZoom(part) {
    if (JSON.stringify(part) === JSON.stringify(zoom)) return;
    zoom = part;
    draw();
    chosen();
  }

  function goNearer() {
    const { xaxis, yaxis } = canvas.layout ?? {};
    if (!xaxis || readout.at() === null) return;
    setZoom(nearer({ x: xaxis.range, y: yaxis.range }, current.axes, current.lines, readout.at()));
  }

  function showWhole() {
    setZoom(null);
    closer.focus(); // since the button is hidden now
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
      begin();
    },
    { rootMargin: "600px" },
  ).observe(canvas);
  document.addEventListener("themechange", draw);
  return {
    frame,
    show,
    get zoom() {
      return zoom;
    },
    set zoom(part) {
      zoom = part;
    },
  };
}

/** The part of the axes that is shown, as it stands in an address. */
const zoomText = (zoom) => (zoom ? [...zoom.x, ...zoom.y].map((end) => Number(end.toPrecision(5))).join("_") : "");

function zoomOf(text) {
  const ends = text.split("_").map(Number);
  const [left, right, low, high] = ends;
  const sound = ends.length === 4 && ends.every(Number.isFinite) && left < right && low < high;
  return sound ? { x: [left, right], y: [low, high] } : null;
}
