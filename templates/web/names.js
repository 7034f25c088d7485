// The names for own words: searched, and taken by a button each. Made when the list is first opened.

const nameList = document.getElementById("all-names");
nameList.addEventListener("toggle", arrangeNames, { once: true });

function arrangeNames() {
  const text = words.names;
  const status = element("p", { class: "status", role: "status" });
  const search = element("input", { type: "search", autocomplete: "off", on: { input: find } });
  const tools = element("div", { class: "tools", role: "search", "aria-label": text.tools }, field(text.search, search, "wide"), status);
  const entries = [...nameList.querySelectorAll("dt")].map(entryOf);
  const every = entries.reduce((sum, { items }) => sum + items.length, 0);
  nameList.querySelector("summary").after(tools);
  status.textContent = fill(text.shown, { shown: every, all: every });

  /** A form with its values, or what stands alone: `items` are what can be found and taken. */
  function entryOf(term) {
    const definition = term.nextElementSibling;
    const list = definition.querySelector("ul");
    const form = term.textContent.trim();
    const meaning = searchable(`${form} ${list ? list.previousSibling.textContent : definition.textContent}`);
    if (!list) {
      term.append(copying(form, text.copy));
      return { term, definition, items: [{ holder: null, found: meaning }] };
    }
    const items = [...list.children].map((holder) => {
      const shown = plainSpaces(holder.textContent);
      const [code, value] = filled(form, shown);
      holder.replaceChildren(copying(code, shown, [...holder.childNodes]));
      return { holder, found: `${meaning} ${searchable(`${code} ${value}`)}` };
    });
    return { term, definition, items };
  }

  /** A button that says `label`, in the nodes `content`, and takes what stands for `code` in own words. */
  function copying(code, label, content = [label]) {
    const whole = `{{ ${code} }}`;
    const spoken = `${label}: ${whole}`;
    return element("button", { type: "button", title: whole, "aria-label": spoken, on: { click: () => copy(whole) } }, ...content);
  }

  async function copy(code) {
    status.textContent = fill((await toClipboard(code)) ? text.copied : text.failed, { code });
  }

  function find() {
    const wanted = searchable(search.value).trim().split(" ");
    let shown = 0;
    for (const { term, definition, items } of entries) {
      let any = false;
      for (const { holder, found } of items) {
        const fits = wanted.every((word) => found.includes(word));
        if (holder) holder.hidden = !fits;
        if (fits) shown += 1;
        any ||= fits;
      }
      term.hidden = definition.hidden = !any;
    }
    for (const head of nameList.querySelectorAll("h3")) {
      head.hidden = !head.nextElementSibling.querySelector("dt:not([hidden])");
    }
    status.textContent = shown ? fill(text.shown, { shown, all: every }) : text.nothing;
  }
}

/** The form with what stands before the value in its places, as in "base, 0: 77,0 %"; and the value. */
function filled(form, shown) {
  const count = (form.match(/<\w+>/g) ?? []).length;
  if (!count) return [form, shown];
  const [, places, value] = /^(.*?): (.*)$/.exec(shown);
  const parts = places.split(", ");
  const name = form.replace(/<\w+>/g, () => parts.shift());
  return [name.replace(/\["([A-Za-z]\w*)"\]/g, ".$1"), value]; // as the command writes it
}

/** Put a text where it can be pasted from; false where the browser does not let the page do so. */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
