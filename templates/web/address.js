// What the reader has chosen stands in the address, after the name of a place: #results?table.find=0,005

// What is kept: { prefix, defaults, read, restore }
const kept = [];
let complete = false; // only then may the address be written without losing choices

/**
 * `read()` gives the choices as texts by name, "" for none; `restore(choices)` takes such texts from
 * an address that anybody may have written, so that it has to look at each.
 */
function keep(prefix, read, restore) {
  const keeper = { prefix, defaults: read(), read, restore };
  kept.push(keeper);
  const asked = askedOf(keeper);
  if (asked) restore(asked);
}

/** The place, and all that is chosen. */
function addressed() {
  const [place, chosen = ""] = location.hash.slice(1).split("?", 2);
  return { place, chosen: new URLSearchParams(chosen) };
}

/** All choices of a keeper, or null where the address names none. */
function askedOf({ prefix, defaults }) {
  const { chosen } = addressed();
  const named = Object.keys(defaults).filter((name) => chosen.has(`${prefix}.${name}`));
  if (!named.length) return null;
  return { ...defaults, ...Object.fromEntries(named.map((name) => [name, chosen.get(`${prefix}.${name}`)])) };
}

function writeAddress() {
  if (!complete) return;
  const { place } = addressed();
  const chosen = new URLSearchParams();
  for (const { prefix, defaults, read } of kept) {
    for (const [name, text] of Object.entries(read())) {
      if (text !== defaults[name]) chosen.set(`${prefix}.${name}`, text);
    }
  }
  const query = String(chosen).replaceAll("%2C", ",");
  const hash = query ? `#${place}?${query}` : location.hash.includes("?") ? `#${place}` : location.hash;
  if (hash === location.hash) return;
  try {
    history.replaceState({ kept: true }, "", location.href.split("#")[0] + hash);
  } catch {
    // A browser takes only so many changes in a time; the next one has all of them
  }
}

let writing = null;

/** To be called after each change; an address changes when typing has paused. */
function chosen() {
  clearTimeout(writing);
  writing = setTimeout(writeAddress, 300);
}

/** To the place that the address names before its choices, which no browser would find. */
function goToPlace() {
  // Where the reader comes back to, the browser scrolls by itself
  if (history.state?.kept) return;
  const { place } = addressed();
  if (place && location.hash.includes("?")) location.replace(`#${place}`);
}

/** To be called when all that keeps something is there. */
function beginAddress() {
  complete = true;
  goToPlace();
}

addEventListener("hashchange", () => {
  clearTimeout(writing); // what was chosen before must not be written over the new address
  if (location.hash.includes("?")) {
    for (const keeper of kept) keeper.restore(askedOf(keeper) ?? keeper.defaults);
    clearTimeout(writing);
    goToPlace();
  }
  writeAddress();
});
