// The gains of the students, a line each: of the best model, or of a variant that the reader chooses.

let forest = null; // the table, and what it shows of the best model
let forestOfBest = [];
let forestData = { variants: [] };

const forestBox = element("select", { on: { change: showForest } });
const forestSaid = element("p", { class: "status", role: "status" });

/** An element of a drawing. */
function drawn(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** A number with so many decimals, and the minus that the page has. */
function decimals(value, digits) {
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(value).replace("-", "\u2212");
}

/** A gain in percentage points, with the side of zero that it lies on. */
function signedPoints(points) {
  const digits = points === 0 || Math.abs(points) >= 0.05 ? 1 : 2;
  return `${points > 0 ? "+" : ""}${decimals(points, digits)}`;
}

/** Takes the table and the numbers as the page has them, which a newer page may replace. */
function arrangeForest() {
  const found = document.getElementById("forest");
  if (found) {
    forestData = JSON.parse(document.getElementById("effects-data").textContent);
    const value = forestBox.value;
    forestBox.replaceChildren(
      element("option", { value: "" }, words.best),
      ...forestData.variants.map(({ key, title }) => element("option", { value: key }, title)),
    );
    pick(forestBox, value);
  }
  if (found && found !== forest) {
    forestOfBest = [found.tHead.querySelector(".axis"), ...found.tBodies[0].rows];
    found.closest("figure").before(element("div", { class: "tools" }, field(words.forest, forestBox)), forestSaid);
  }
  forest = found;
  showForest();
}

function showForest() {
  if (!forest) return;
  const variant = forestData.variants.find(({ key }) => key === forestBox.value);
  const [axis, ...rows] = variant ? forestOf(variant) : forestOfBest;
  forest.classList.toggle("of-variant", Boolean(variant));
  forest.tHead.querySelector(".axis").replaceWith(axis);
  forest.tBodies[0].replaceChildren(...rows);
  forestSaid.textContent = variant ? fill(words["forest-said"], variant) : "";
  chosen();
}

/** The axis of a variant, and its rows. */
function forestOf(variant) {
  const { low, high, ticks, pooled, gains } = variant;
  const { margin, scale } = forestData;
  const at = (whole) => `${margin + ((100 - 2 * margin) * (whole / scale - low)) / (high - low)}%`;
  const points = (whole) => (100 * whole) / scale;

  function row(name, [gain, from, to], mark, css = "") {
    const value = element("span", { class: "value" }, signedPoints(points(gain)));
    const ends = `${decimals(points(from), 1)}…${decimals(points(to), 1)}`;
    const strip = drawn(
      "svg",
      { class: "strip", "aria-hidden": "true" },
      drawn("line", { class: "zero", x1: at(0), x2: at(0), y1: 0, y2: "100%" }),
      drawn("line", { class: "range", x1: at(from), x2: at(to), y1: "50%", y2: "50%" }),
      mark(at(gain)),
    );
    return element(
      "tr",
      { class: css },
      element("th", { scope: "row" }, element("bdi", {}, name)),
      element("td"),
      element("td", {}, value, " ", element("span", { class: "interval" }, ends)),
      element("td", {}, strip),
    );
  }

  const found = [
    drawn(
      "svg",
      { class: "axis", "aria-hidden": "true" },
      ...ticks.flatMap(([place, text]) => [
        drawn("text", { x: `${place}%`, y: 13 }, text),
        drawn("line", { x1: `${place}%`, x2: `${place}%`, y1: 18, y2: 22 }),
      ]),
    ),
  ];
  if (pooled) {
    const middle = (place) => drawn("line", { class: "middle", x1: place, x2: place, y1: "15%", y2: "85%" });
    found.push(row(words.pooled, pooled, middle, "pooled"));
  }
  for (let start = 0; start < gains.length; start += 5) {
    const [place, ...numbers] = gains.slice(start, start + 5);
    found.push(row(listed[place].record.name, numbers, (where) => sign(numbers[3], where)));
  }
  return found;
}

/** The mark of worse, unclear or better, as the legend has it, at a place. */
function sign(verdict, place) {
  const kind = ["worse", "unclear", "better"][verdict + 1];
  const mark = forest.closest("section").querySelector(`.legend .${kind}`).cloneNode(true);
  mark.setAttribute(mark.localName === "circle" ? "cx" : "x", place);
  return mark;
}

arrangeForest();
keep(
  "gains",
  () => ({ variant: forestBox.value }),
  (asked) => {
    pick(forestBox, asked.variant);
    showForest();
  },
);
beginAddress();
