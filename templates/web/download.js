// Files that the reader takes away. None comes from a server: the page makes each itself.

const DIGITS = 15; // as many as spreadsheets keep

function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // by then the browser has it
}

/**
 * Rows of texts and numbers as spreadsheets with the page's language read them: semicolons, the
 * decimal sign of the language, UTF-8 with its mark; null is an empty cell.
 */
function saveTable(name, rows) {
  const text = rows.map((row) => row.map(csvCell).join(";")).join("\r\n");
  save(`${name}.csv`, `\ufeff${text}\r\n`, "text/csv;charset=utf-8");
}

function csvCell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(Number(value.toPrecision(DIGITS))).replace(".", data.separators[0]);
  // What begins so, a spreadsheet would carry out
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A button that takes something away; `label` says what, `name` what of. */
function takeButton(label, name, take) {
  return element("button", { type: "button", class: "take", "aria-label": `${label}: ${name}`, on: { click: take } }, label);
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
