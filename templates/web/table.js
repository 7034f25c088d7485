// The final table: sorted by the numbers in data- attributes, filtered, and taken away.

const WORDS = new Set(["network", "optimizer", "schedule"]);

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
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/(\d),/g, "$1.");

const results = document.querySelector("#tab-results table");
if (results) arrange(results);

function arrange(table) {
  const text = words.table;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows]; // in the order of the report
  const collator = new Intl.Collator(language, { numeric: true });
  const values = (name) => [...new Set(rows.map((row) => row.dataset[name]))].sort(collator.compare);
  const state = { key: null, descending: false };

  const search = element("input", { type: "search", autocomplete: "off", on: { input: show } });
  const network = choice(text.any, values("network"), (name) => name);
  const optimizer = choice(text["any-optimizer"], values("optimizer"), (name) =>
    name === "momentum" ? text.momentum : name,
  );
  const reset = element("button", { type: "button", on: { click: clear } }, text.reset);
  const take = element("button", { type: "button", class: "take", on: { click: () => saveTable("lab1-table", shownRows()) } }, words.take.csv);
  const status = element("p", { class: "status", role: "status" });
  const tools = element(
    "div",
    { class: "tools", role: "search" },
    field(text.search, search, "wide"),
    field(text.network, network),
    field(text.optimizer, optimizer),
    reset,
    take,
    status,
  );
  const nothing = element(
    "div",
    { class: "nothing", hidden: true },
    element("p", {}, text.hint),
    element("button", { type: "button", on: { click: showAll } }, text.all),
  );
  table.parentElement.before(tools);
  table.parentElement.after(nothing);

  // Which numbers stand in which column; accuracies are read from the best down
  const columns = [["network"], ["lr", "batch", "epochs"], ["test", "train"]];
  const buttons = new Map();
  columns.forEach((keys, place) => {
    const group = element("span", { class: "sorts" });
    for (const key of keys) {
      const label = text.keys[key];
      const button = element(
        "button",
        { type: "button", "aria-label": fill(text.sort, { key: label }), on: { click: () => sort(key) } },
        label,
      );
      buttons.set(key, { button, head: heads[place] });
      group.append(button);
    }
    heads[place].append(group);
  });
  show();
  keep(
    "table",
    () => ({
      find: search.value.trim(),
      network: network.value,
      optimizer: optimizer.value,
      sort: state.key ? (state.descending ? "-" : "") + state.key : "",
    }),
    (asked) => {
      search.value = asked.find;
      for (const box of [network, optimizer]) box.value = "";
      if (values("network").includes(asked.network)) network.value = asked.network;
      if (values("optimizer").includes(asked.optimizer)) optimizer.value = asked.optimizer;
      const key = asked.sort.replace(/^-/, "");
      state.key = buttons.has(key) ? key : null;
      state.descending = asked.sort.startsWith("-");
      show();
    },
  );

  function choice(all, names, title) {
    return element(
      "select",
      { on: { change: show } },
      element("option", { value: "" }, all),
      ...names.map((name) => element("option", { value: name }, title(name))),
    );
  }

  /** By `key` one way, then the other, then as in the report. */
  function sort(key) {
    const first = key === "test" || key === "train"; // descending
    if (state.key !== key) Object.assign(state, { key, descending: first });
    else if (state.descending === first) state.descending = !first;
    else state.key = null;
    show();
  }

  function clear() {
    state.key = null;
    showAll();
  }

  function showAll() {
    search.value = network.value = optimizer.value = "";
    show();
    search.focus();
  }

  function compare(one, other) {
    const [a, b] = [one.dataset[state.key], other.dataset[state.key]];
    const order = state.key === "network" ? collator.compare(a, b) : Number(a) - Number(b);
    return state.descending ? -order : order;
  }

  function matches(row) {
    const wanted = searchable(search.value).trim().split(" ");
    const written = searchable([...row.cells].map((cell) => textOf(cell)).join(" "));
    return (
      wanted.every((word) => written.includes(word)) &&
      (!network.value || row.dataset.network === network.value) &&
      (!optimizer.value || row.dataset.optimizer === optimizer.value)
    );
  }

  function show() {
    body.append(...(state.key ? [...rows].sort(compare) : rows));
    for (const row of rows) row.hidden = !matches(row);
    const direction = state.descending ? "descending" : "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    for (const [key, { button, head }] of buttons) {
      button.classList.toggle("sorted", key === state.key);
      button.classList.toggle("descending", key === state.key && state.descending);
      if (key === state.key) head.setAttribute("aria-sort", direction);
    }
    const shown = rows.filter((row) => !row.hidden).length;
    const said = [fill(text.shown, { shown, all: rows.length })];
    if (state.key) {
      said.push(fill(text.sorted, { key: text.keys[state.key], direction: text[direction] }));
    }
    status.textContent = said.join(" ");
    nothing.hidden = shown > 0;
    chosen();
  }

  /** As they stand there, with the numbers in full. */
  function shownRows() {
    const seen = [...body.rows].filter((row) => !row.hidden);
    const names = Object.keys(text.columns);
    const valueOf = (row, name) => {
      if (name === "comment") return plainSpaces(row.cells[3].textContent);
      const kept = row.dataset[name];
      return kept === "" ? null : WORDS.has(name) ? kept : Number(kept);
    };
    return [names.map((name) => text.columns[name]), ...seen.map((row) => names.map((name) => valueOf(row, name)))];
  }
}
