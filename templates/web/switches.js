// The switches of the interactive plots. Each has an `element`, and `show` sets it to a value.

let groupCount = 0;

function radios(title, names, changed) {
  groupCount += 1;
  const inputs = names.map(([value]) =>
    element("input", { type: "radio", name: `radios-${groupCount}`, value, on: { change: () => changed(value) } }),
  );
  const labels = names.map(([, label], place) => element("label", {}, inputs[place], element("span", {}, label)));
  return {
    element: element("fieldset", { class: "radios" }, element("legend", {}, title), ...labels),
    show(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

function select(title, names, changed) {
  const options = names.map(([value, label]) => element("option", { value }, label));
  const box = element("select", { on: { change: () => changed(box.value) } }, ...options);
  return {
    element: field(title, box),
    show(value) {
      box.value = value;
    },
  };
}

/** Which of `choices` are shown: in `shown`, each with its place among the colours. */
function makeChoice(choices, first) {
  const shown = new Map();
  const followers = [];
  const choice = {
    choices,
    shown,
    full: () => shown.size >= data.colors.length,
    put(id, on) {
      if (!on) shown.delete(id);
      else if (!shown.has(id) && !choice.full()) shown.set(id, freeColor());
    },
    change(id, on) {
      choice.put(id, on);
      choice.tell();
    },
    replace(ids) {
      shown.clear();
      for (const id of ids) if (choices.includes(id)) choice.put(id, true);
    },
    follow: (follower) => followers.push(follower),
    tell() {
      for (const follower of followers) follower();
    },
  };

  function freeColor() {
    const taken = new Set(shown.values());
    return data.colors.findIndex((_, slot) => !taken.has(slot));
  }

  choice.replace(first);
  return choice;
}

const colorOf = (choice, id) => shade(data.colors[choice.shown.get(id)]);

/** Boxes for the variants; as many can be ticked as there are colours. */
function variantBoxes(choice) {
  const boxes = choice.choices.map((id) => {
    const box = element("input", { type: "checkbox", value: id, on: { change: () => choice.change(id, box.checked) } });
    return box;
  });
  const most = data.colors.length;
  const title = fill(words.curves.variants, { most });
  const labels = boxes.map((box) => element("label", {}, box, element("span", {}, data.trainings[box.value].name)));
  const many = boxes.length > most;
  const fieldset = element("fieldset", { class: "variants" }, element("legend", { class: many ? "unseen" : "" }, title), ...labels);

  function show() {
    for (const box of boxes) {
      const known = choice.shown.has(box.value);
      box.checked = known;
      box.disabled = choice.full() && !known;
      box.style.accentColor = known ? colorOf(choice, box.value) : "";
    }
  }

  choice.follow(show);
  document.addEventListener("themechange", show);
  show();
  if (!many) return fieldset;
  const fold = element("details", { class: "choose" }, element("summary", {}, title), fieldset);
  return element("div", { class: "variants-shown" }, chipsOf(choice, fold), fold);
}

/** The variants that are shown; a click takes one away. */
function chipsOf(choice, fold) {
  const list = element("ul", { class: "chips", "aria-label": words.curves.shown });

  function show() {
    list.replaceChildren(
      ...[...choice.shown.keys()].map((id) => {
        const { name } = data.trainings[id];
        const dot = element("span", { class: "swatch points" });
        dot.style.color = colorOf(choice, id);
        const label = fill(words.curves.remove, { name });
        return element("li", {}, element("button", { type: "button", "aria-label": label, on: { click: () => remove(id) } }, dot, name));
      }),
    );
  }

  /** The focus goes on to the next one, or to where others can be chosen. */
  function remove(id) {
    const place = [...choice.shown.keys()].indexOf(id);
    choice.change(id, false);
    const buttons = list.querySelectorAll("button");
    (buttons[Math.min(place, buttons.length - 1)] ?? fold.querySelector("summary")).focus();
  }

  choice.follow(show);
  document.addEventListener("themechange", show);
  show();
  return list;
}
