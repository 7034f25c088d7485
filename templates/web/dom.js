// What all parts of the page's script use. They are joined to one module, in the order of web.py.

const { words, ...data } = JSON.parse(document.getElementById("data").textContent);

const language = document.documentElement.lang;

/** A new element; `on` are its listeners, null children are left out. */
function element(name, { on = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(attribute, "");
    else if (value !== false && value !== undefined) made.setAttribute(attribute, value);
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  made.append(...children.filter((child) => child !== null));
  return made;
}

let fieldCount = 0;

/** A control under its label. Within it, the options would be read as part of its name. */
function field(title, control, css = "") {
  fieldCount += 1;
  control.id = `field-${fieldCount}`;
  return element(
    "div",
    { class: `field ${css}` },
    element("label", { for: control.id }, title),
    control,
  );
}

/** `text` with the values of `names` in place of {name}. */
function fill(text, names) {
  return text.replace(/\{(\w+)\}/g, (_, name) => names[name]);
}

/** A value and its spread, both with the decimals that the larger has in four significant digits. */
function writtenWithSpread(value, spread) {
  const larger = Math.max(Math.abs(value), spread);
  const decimals = larger ? Math.min(Math.max(3 - Math.floor(Math.log10(larger)), 0), 20) : 0;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return `${format.format(value)} ±\u00a0${format.format(spread)}`;
}

/** `value` with at most and at least so many significant digits, as the page's language writes it. */
function written(value, most = 4, least = 1) {
  const digits = { maximumSignificantDigits: most, minimumSignificantDigits: least };
  return new Intl.NumberFormat(language, digits).format(value);
}
