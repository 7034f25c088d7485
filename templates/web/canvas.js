// How the interactive plots are drawn, by Plotly.

/** The colours of a page that is "light" or "dark". */
function lookOf(scheme) {
  const probe = element("span", { class: "look" });
  probe.style.colorScheme = scheme;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const look = {
    dark: scheme === "dark",
    font: style.getPropertyValue("--sans"),
    ink: style.color,
    paper: style.backgroundColor,
    muted: style.outlineColor,
    grid: style.borderTopColor,
  };
  probe.remove();
  return look;
}

/** A colour of the figures, on a dark page mixed with white. */
function shade(color, dark = isDark()) {
  if (!dark) return color;
  const mixed = [1, 3, 5].map((place) => {
    const value = parseInt(color.slice(place, place + 2), 16);
    return Math.round(value + 0.25 * (255 - value)).toString(16).padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/** A band of ± the standard deviation, the line over it, and the mark of the lowest loss. */
function tracesOf(line, look) {
  const color = shade(line.color, look.dark);
  const points = line.look === "points";
  const quiet = { type: "scatter", hoverinfo: "skip", showlegend: false };
  const traces = [
    {
      ...quiet,
      mode: points ? "markers" : "lines",
      name: line.name,
      showlegend: true,
      x: line.x,
      y: line.y,
      line: { color, dash: line.dash ?? "solid", width: 2 },
      marker: { color, size: 4, opacity: 0.45 },
    },
  ];
  if (line.sd) {
    const bound = (sign) => ({
      ...quiet,
      mode: "lines",
      x: line.x,
      y: line.y.map((value, place) => (value === null ? null : value + sign * line.sd[place])),
      line: { width: 0 },
    });
    traces.unshift(bound(-1), { ...bound(1), fill: "tonexty", fillcolor: `${color}2e` });
  }
  const marked = line.marked ?? null;
  if (marked !== null) {
    traces.push({
      ...quiet,
      mode: "markers",
      x: [line.x[marked]],
      y: [line.y[marked]],
      marker: { symbol: "diamond", size: 10, color: look.paper, line: { color, width: 2 } },
      cliponaxis: false,
    });
  }
  return traces;
}

/** `zoom` is the part of the axes that is shown, as Plotly has it; null is all. */
function layoutOf({ axes, lines, zoom }, look) {
  // Marks would have Plotly leave room for them beyond the last epoch
  const end = Math.max(0, ...lines.filter((line) => line.epochs).map((line) => line.x.at(-1)));
  const axis = ({ title, log }, range) => ({
    title: { text: title, standoff: 8, font: { size: 13 } },
    type: log ? "log" : "linear",
    dtick: log ? 1 : undefined,
    exponentformat: "none",
    gridcolor: look.grid,
    linecolor: look.muted,
    ticks: "outside",
    tickcolor: look.muted,
    zeroline: false,
    automargin: true,
    ...(range ? { range: [...range] } : {}), // which Plotly may change
  });
  return {
    font: { family: look.font, size: 13, color: look.ink },
    separators: data.separators,
    xaxis: {
      ...axis(axes.x, zoom?.x),
      rangemode: axes.x.log ? "normal" : "tozero",
      autorangeoptions: { maxallowed: end || undefined },
    },
    yaxis: axis(axes.y, zoom?.y),
    margin: { l: 56, r: 16, t: 12, b: 48 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    hovermode: false,
    dragmode: matchMedia("(pointer: fine)").matches ? "zoom" : false,
  };
}

const drawing = { responsive: true, displayModeBar: false, showTips: false, doubleClick: "autosize" };

/** The two ends of an axis in its own units, which on a logarithmic one are exponents to Plotly. */
const endsOf = (range, { log }) => (log ? range.map((end) => 10 ** end) : range);

/** Half of what is shown, around `x`, and as high as the lines are there. */
function nearer(shown, axes, lines, x) {
  const [left, right] = shown.x;
  const middle = axes.x.log ? Math.log10(x) : x;
  const quarter = (right - left) / 4;
  const from = Math.max(left, Math.min(middle - quarter, right - 2 * quarter));
  const part = [from, from + 2 * quarter];
  const [first, last] = endsOf(part, axes.x);
  const heights = lines
    .flatMap((line) => line.y.filter((y, place) => y !== null && line.x[place] >= first && line.x[place] <= last))
    .map((y) => (axes.y.log ? Math.log10(y) : y));
  if (!heights.length) return { x: part, y: shown.y };
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const edge = 0.06 * (high - low) || 0.01;
  return { x: part, y: [low - edge, high + edge] };
}

/** A plot as a picture: always light, as the figures of the paper, with its key. */
async function savePicture(name, shown) {
  const look = lookOf("light");
  const traces = shown.lines.flatMap((line) => tracesOf(line, look));
  const mark = traces.find((trace) => trace.marker?.symbol);
  if (mark) Object.assign(mark, { name: shown.axes.lowest, showlegend: true });
  const layout = {
    ...layoutOf(shown, look),
    paper_bgcolor: look.paper,
    plot_bgcolor: look.paper,
    showlegend: true,
    legend: { orientation: "h", y: -0.2, traceorder: "normal" },
  };
  const [width, height, scale] = [1000, 600, 2];
  const url = await Plotly.toImage({ data: traces, layout }, { format: "svg", width, height });
  // Drawn here, since the page's policy has no place for the blob: URL that Plotly would make
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const canvas = element("canvas", { width: width * scale, height: height * scale });
  canvas.getContext("2d").drawImage(picture, 0, 0, width * scale, height * scale);
  canvas.toBlob((blob) => save(`${name}.png`, blob, "image/png"));
}
