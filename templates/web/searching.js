// What is written in an element, and how it is searched.

const plainSpaces = (text) => text.replace(/\s+/g, " ").trim();

/** What is written in a cell, without the controls that the script has put there. */
function textOf(cell) {
  const copy = cell.cloneNode(true);
  for (const button of copy.querySelectorAll("button")) button.remove();
  return copy.textContent;
}

/** As it is searched: whatever the letters, the kinds of spaces and dashes, the decimal sign. */
const searchable = (text) =>
  text
    .toLocaleLowerCase(language)
    .replace(/\s+/g, " ")
    .replace(/\u0451/g, "\u0435")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/(\d),/g, "$1.");
