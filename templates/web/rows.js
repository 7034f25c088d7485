// The rows of the final table and the curves below it: a button in each shows its curves, or not.

function tieRows(table, choice) {
  const ties = [...table.querySelectorAll("tbody tr")]
    .filter((row) => choice.choices.includes(row.dataset.variant))
    .map((row) => {
      const id = row.dataset.variant;
      const { name } = data.trainings[id];
      const dot = element("span", { class: "swatch points" });
      const button = element(
        "button",
        { type: "button", class: "tie", "aria-label": fill(words.rows.label, { name }), on: { click: () => choice.change(id, !choice.shown.has(id)) } },
        dot,
        words.rows.curves,
      );
      row.cells[0].append(button);
      return { id, button, dot };
    });
  const list = element("span");
  const line = element("p", { class: "on-plot" }, list, " ", element("a", { href: "#all-curves" }, words.rows.go));
  table.querySelector(".scroll").before(line);

  function show() {
    for (const { id, button, dot } of ties) {
      const known = choice.shown.has(id);
      button.setAttribute("aria-pressed", known);
      button.disabled = choice.full() && !known;
      dot.style.color = known ? colorOf(choice, id) : "";
    }
    const names = [...choice.shown.keys()].map((id) => data.trainings[id].name);
    const most = data.colors.length;
    list.textContent = names.length
      ? fill(words.rows.shown, { names: names.join(", "), count: names.length, most })
      : words.rows.none;
  }

  choice.follow(show);
  document.addEventListener("themechange", show);
  show();
}
