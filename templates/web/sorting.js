// Buttons in the head of a table that sort its rows: one way, then the other, then as they were.

/**
 * `text` has the words, the names of what can be sorted by in `text.keys`; `falling` are those of
 * which the greatest comes first; `changed` is called when the order has.
 */
function makeSorting(text, falling, changed) {
  const state = { key: null, descending: false };
  const buttons = new Map();

  function press(key) {
    const first = falling.includes(key); // descending
    if (state.key !== key) Object.assign(state, { key, descending: first });
    else if (state.descending === first) state.descending = !first;
    else state.key = null;
    changed();
  }

  function mark() {
    for (const { head } of buttons.values()) head.removeAttribute("aria-sort");
    for (const [key, { button, head }] of buttons) {
      button.classList.toggle("sorted", key === state.key);
      button.classList.toggle("descending", key === state.key && state.descending);
      if (key === state.key) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
    }
  }

  return {
    /** Put buttons for `keys` into the cell `head`. */
    add(head, keys) {
      const group = element("span", { class: "sorts" });
      for (const key of keys) {
        const label = text.keys[key];
        const spoken = fill(text.sort, { key: label });
        const button = element("button", { type: "button", "aria-label": spoken, on: { click: () => press(key) } }, label);
        buttons.set(key, { button, head });
        group.append(button);
      }
      head.append(group);
    },

    /** What is sorted by, or null. */
    key: () => state.key,

    /** `rows` in the order that is chosen, by `compare(one, other, key)`. */
    sorted(rows, compare) {
      mark();
      const { key, descending } = state;
      if (!key) return rows;
      const sign = descending ? -1 : 1;
      return [...rows].sort((one, other) => sign * compare(one, other, key));
    },

    /** The order in a sentence, "" for that of the table. */
    said() {
      const direction = text[state.descending ? "descending" : "ascending"];
      return state.key ? fill(text.sorted, { key: text.keys[state.key], direction }) : "";
    },

    /** The order as it stands in an address, and back; what is no order is that of the table. */
    written: () => (state.key ? (state.descending ? "-" : "") + state.key : ""),
    restore(asked) {
      const key = asked.replace(/^-/, "");
      state.key = buttons.has(key) ? key : null;
      state.descending = asked.startsWith("-");
    },
  };
}
