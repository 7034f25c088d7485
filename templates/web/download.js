// Files that the reader takes away. None comes from a server: the page makes each itself.

const DIGITS = 15; // as many as spreadsheets keep

// What a spreadsheet would carry out, as in lab1report/spreadsheet_text.py
const FORMULA = /(^|[;,|\t\r\n])([\s"\0-\x1f\u200b-\u200f\u2060\ufeff]*)([=+\-@\uff1d\uff0b\uff0d\uff20])/g;

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
  const text = value.replace(FORMULA, "$1$2'$3");
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A button that takes something away; `label` says what, `name` what of. */
function takeButton(label, name, take) {
  return element("button", { type: "button", class: "take", "aria-label": `${label}: ${name}`, on: { click: take } }, label);
}
