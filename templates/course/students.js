// The list of students: sorted by the numbers of the records, filtered, its columns chosen, taken away.

/** Of every row of the list in the order of the roster: its element, its record, its text as searched. */
let listed = [];
let rosterHeads = []; // of the roster's other columns
let completed = false; // whether the rows have the cells of all columns, and not only those shown at first

const list = document.getElementById("list");
const listBody = document.getElementById("rows");
const listHeads = [...list.tHead.rows[0].cells];
const given = listHeads.filter((head) => !head.hidden).length; // cells that the page has in each row
const collator = new Intl.Collator(language, { numeric: true });
const shortNumber = new Intl.NumberFormat(language, { maximumFractionDigits: 1, useGrouping: false });

/** The records of a page: the names of their values, and those of a row each. */
const recordsOf = (page) => JSON.parse(page.getElementById("records").textContent);

/** Take `elements` for the rows of the records, in the same order. */
function takeRecords({ fields: names, further, rows }, elements) {
  rosterHeads = further;
  listed = elements.map((element, place) => {
    const values = rows[place];
    const record = Object.fromEntries(names.map((name, at) => [name, values[at]]));
    return { element, record, further: values.slice(names.length), text: null };
  });
}

/** The columns as the list has them: `key` is that of the choice, `values` gives those of a row. */
const columns = listHeads.map((head, place) => {
  const key = head.dataset.column;
  const known = key !== "further";
  const title = head.textContent;
  const further = place - Object.keys(data.columns).length;
  return {
    head,
    place,
    width: data.widths[key],
    key: known ? key : `roster-${further + 1}`,
    title,
    first: !head.hidden, // whether it is shown until the reader chooses
    heads: () => (known ? data.columns[key].map((name) => words.fields[name]) : [title]),
    values: ({ record, further: others }) => (known ? data.columns[key].map((name) => record[name]) : [others[further]]),
  };
});

const listWords = { ...words, keys: Object.fromEntries(columns.map(({ key, title }) => [key, title])) };
const columnOf = new Map(columns.map((column) => [column.key, column]));
const listSorting = makeSorting(listWords, data.falling, showList);
for (const { head, key, title } of columns) {
  if (data.widths[key] === null) continue; // links, which have no order
  head.replaceChildren(element("span", { class: "on-paper", "aria-hidden": "true" }, title)); // where no buttons are
  listSorting.add(head, [key]);
}

// What the reader can choose

const finder = element("input", { type: "search", autocomplete: "off", on: { input: showList } });
const groupBox = element("select", { on: { change: showList } });
const stateBox = element("select", { on: { change: showList } });
const markBox = element("select", { on: { change: showList } });
const boxes = { find: finder, group: groupBox, state: stateBox, mark: markBox };
const MARKS = {
  marked: (row) => row.record.outlier_base || row.record.outlier_best || row.record.variant_twice || !row.record.on_roster,
  outliers: ({ record }) => record.outlier_base || record.outlier_best,
  twice: ({ record }) => record.variant_twice,
};
const ticks = columns.slice(1).map((column) => {
  const tick = element("input", { type: "checkbox", on: { change: showColumns } });
  tick.checked = column.first;
  return { column, tick };
});
const listStatus = element("p", { class: "status", role: "status" });
const nobody = element(
  "div",
  { class: "nothing", hidden: true },
  element("p", {}, words.hint),
  element("button", { type: "button", on: { click: showEverybody } }, words.all),
);

function arrangeTools() {
  const choose = element(
    "details",
    { class: "choose" },
    element("summary", {}, words["columns-title"]),
    element(
      "fieldset",
      { class: "variants" },
      element("legend", { class: "unseen" }, words["columns-title"]),
      ...ticks.map(({ column, tick }) => element("label", {}, tick, element("span", {}, column.title))),
    ),
  );
  const tools = element(
    "div",
    { class: "tools", role: "search" },
    field(words.search, finder, "wide"),
    field(words.group, groupBox),
    field(words.state, stateBox),
    field(words.mark, markBox),
    element("button", { type: "button", on: { click: reset } }, words.reset),
    element("button", { type: "button", class: "take", on: { click: takeList } }, words.take),
    choose,
  );
  const frame = list.closest("figure");
  frame.before(tools, listStatus);
  frame.after(nobody);
}

function fillBoxes() {
  const there = (name) => [...new Set(listed.map(({ record }) => record[name]))];
  options(groupBox, there("group").sort(collator.compare).map((group) => [group, group]));
  options(stateBox, Object.entries(words.states).filter(([state]) => there("state").includes(state)));
  options(markBox, Object.keys(MARKS).map((mark) => [mark, words.marks[mark]]));
}

function options(box, found) {
  const value = box.value;
  box.replaceChildren(
    element("option", { value: "" }, words.any),
    ...found.map(([name, title]) => element("option", { value: name }, title)),
  );
  pick(box, value);
}

/** Choose what there is; "" is all. */
function pick(box, value) {
  box.value = [...box.options].some((option) => option.value === value) ? value : "";
}

function reset() {
  listSorting.restore("");
  for (const { column, tick } of ticks) tick.checked = column.first;
  showColumns();
  showEverybody();
}

function showEverybody() {
  for (const box of Object.values(boxes)) box.value = "";
  showList();
  finder.focus();
}

// What is shown

/** The value by which a row is sorted: the first of the column; an empty one is none. */
function sortedBy(row, key) {
  const [value] = columnOf.get(key).values(row);
  if (key === "marks") return Object.values(MARKS).filter((mark) => mark(row)).length || null;
  if (key === "classes") return row.record.class_1;
  return value === "" ? null : value;
}

const compareRows = ({ value: a }, { value: b }) => (typeof a === "string" ? collator.compare(a, b) : Number(a) - Number(b));

/** What stands in a row, shown or not. */
function textOfRow(row) {
  const cells = [...row.element.cells].slice(0, given).map((cell) => cell.textContent);
  return [...cells, ...columns.slice(given).map((column) => writtenIn(column, row))].join("\n");
}

function hasWords(row, wanted) {
  row.text ??= searchable(textOfRow(row));
  return wanted.every((word) => row.text.includes(word));
}

function matches(row, wanted) {
  const { record } = row;
  return (
    (!wanted.length || hasWords(row, wanted)) &&
    (!groupBox.value || record.group === groupBox.value) &&
    (!stateBox.value || record.state === stateBox.value) &&
    (!markBox.value || MARKS[markBox.value](row))
  );
}

/** Rows that have nothing to be sorted by are the last, whichever way. */
function inOrder() {
  const key = listSorting.key();
  for (const row of listed) row.value = key ? sortedBy(row, key) : 0;
  const sorted = listSorting.sorted(listed.filter(({ value }) => value !== null), compareRows);
  return [...sorted, ...listed.filter(({ value }) => value === null)];
}

/** Rows that stand in order are not moved: what is marked or focused in them would be no more. */
function arrange(order) {
  let next = listBody.firstElementChild;
  for (const row of order) {
    if (row === next) next = row.nextElementSibling;
    else if (row === next?.nextElementSibling) next = row.nextElementSibling; // the one before it comes later
    else listBody.insertBefore(row, next);
  }
}

function showList() {
  const wanted = searchable(finder.value).split(" ").filter(Boolean);
  let shown = 0;
  for (const row of listed) {
    row.element.hidden = !matches(row, wanted);
    if (!row.element.hidden) shown += 1;
  }
  arrange(inOrder().map(({ element: row }) => row));
  const counted = fill(words.shown, { shown, all: listed.length });
  listStatus.textContent = [counted, listSorting.said()].filter(Boolean).join(" ");
  nobody.hidden = shown > 0 || !listed.length;
  chosen();
}

/** What a cell says whose column is not shown at first. */
function writtenIn(column, row) {
  const there = column.values(row).filter((value) => value !== null && value !== "");
  return there.map((value) => (typeof value === "number" ? shortNumber.format(value) : value)).join(" ");
}

/** Make the cells of a row that the page does not have, or bring them up to date. */
function completeRow(row) {
  for (const column of columns.slice(given)) {
    const text = writtenIn(column, row);
    const cell = row.element.cells[column.place];
    if (!cell) row.element.append(element("td", { "data-label": column.title }, element("bdi", {}, text)));
    else if (cell.textContent !== text) cell.firstChild.textContent = text;
  }
}

/** Show the cells of the columns that are chosen, and hide the others. */
function showCells() {
  completed ||= ticks.some(({ column, tick }) => tick.checked && column.place >= given);
  if (completed) listed.forEach(completeRow);
  for (const { column, tick } of ticks) {
    if (!completed && column.place >= given) continue;
    for (const row of list.rows) row.cells[column.place].hidden = !tick.checked;
  }
}

function showColumns() {
  showCells();
  const shown = columns.filter(({ head, width }) => width && !head.hidden).map(({ width }) => width);
  list.style.setProperty("--columns", shown.map(([least, share]) => `minmax(${least}rem, ${share}fr)`).join(" "));
  list.style.setProperty("--least", `${shown.reduce((sum, [least]) => sum + least, 0)}rem`);
  chosen();
}

/** Of those that are shown, with the numbers in full. */
function takeList() {
  const wanted = columns.filter(({ head }) => !head.hidden);
  const rows = inOrder().filter(({ element: row }) => !row.hidden);
  const written = (value) => (typeof value === "boolean" ? words[value ? "yes" : "no"] : value ?? null);
  const values = (column, row) =>
    column.key === "state" ? [words.states[row.record.state], row.record.reasons] : column.values(row);
  saveTable("course", [
    wanted.flatMap((column) => column.heads()),
    ...rows.map((row) => wanted.flatMap((column) => values(column, row)).map(written)),
  ]);
}

/** The columns that are shown, as they stand in an address. */
const shownColumns = () => ticks.filter(({ tick }) => tick.checked).map(({ column }) => column.key).join(",");

takeRecords(recordsOf(document), [...listBody.rows]);
arrangeTools();
fillBoxes();
keep(
  "students",
  () => ({
    ...Object.fromEntries(Object.entries(boxes).map(([name, box]) => [name, box.value.trim()])),
    sort: listSorting.written(),
    columns: shownColumns(),
  }),
  (asked) => {
    finder.value = asked.find;
    for (const name of ["group", "state", "mark"]) pick(boxes[name], asked[name]);
    listSorting.restore(asked.sort);
    const wanted = asked.columns.split(",");
    for (const { column, tick } of ticks) tick.checked = wanted.includes(column.key);
    showColumns();
    showList();
  },
);
showList();
