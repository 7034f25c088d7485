// The final table: sorted by the numbers in data- attributes, filtered, and taken away.

const SHARES = new Set(["share", "test", "testSd", "train", "trainSd"]); // in per cent, as the curves
const WORDS = new Set(["network", "optimizer", "schedule"]);

const results = document.querySelector("#tab-results table");
if (results) arrange(results);

function arrange(table) {
  const text = words.table;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows]; // in the order of the report
  const collator = new Intl.Collator(language, { numeric: true });
  const values = (name) => [...new Set(rows.map((row) => row.dataset[name]))].sort(collator.compare);

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
    { class: "tools", role: "search", "aria-label": text.tools },
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
  const sorting = makeSorting(text, ["test", "train"], show);
  columns.forEach((keys, place) => sorting.add(heads[place], keys));
  show();
  keep(
    "table",
    () => ({
      find: search.value.trim(),
      network: network.value,
      optimizer: optimizer.value,
      sort: sorting.written(),
    }),
    (asked) => {
      search.value = asked.find;
      for (const box of [network, optimizer]) box.value = "";
      if (values("network").includes(asked.network)) network.value = asked.network;
      if (values("optimizer").includes(asked.optimizer)) optimizer.value = asked.optimizer;
      sorting.restore(asked.sort);
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

  function clear() {
    sorting.restore("");
    showAll();
  }

  function showAll() {
    search.value = network.value = optimizer.value = "";
    show();
    search.focus();
  }

  function compare(one, other, key) {
    const [a, b] = [one.dataset[key], other.dataset[key]];
    return key === "network" ? collator.compare(a, b) : Number(a) - Number(b);
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
    body.append(...sorting.sorted(rows, compare));
    for (const row of rows) row.hidden = !matches(row);
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = [fill(text.shown, { shown, all: rows.length }), sorting.said()].filter(Boolean).join(" ");
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
      if (kept === "" || WORDS.has(name)) return kept || null;
      return SHARES.has(name) ? 100 * Number(kept) : Number(kept);
    };
    return [names.map((name) => text.columns[name]), ...seen.map((row) => names.map((name) => valueOf(row, name)))];
  }
}
