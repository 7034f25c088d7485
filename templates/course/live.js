// Takes over what a newer page of the same course shows, whose HTML comes as the detail of an event.
// What is as it was stays in its place, with what is marked, focused and scrolled in it.

const summaries = document.getElementById("summaries");

/** What stood in an element when it came, before scripts changed it, by the element or its id. */
const came = new WeakMap();
function asItCame(element) {
  if (!came.has(element)) came.set(element, element.innerHTML);
  return came.get(element);
}
const live = [...document.querySelectorAll("[data-live]")].filter((one) => one !== listBody && one !== summaries);
for (const one of [...live, ...summaries.children]) asItCame(one);

/** Readers open what is folded in them. */
const htmlOfCell = (cell) => cell.innerHTML.replaceAll(' open=""', "");

/** Scripts hide cells, add others and put rows in order, no more. */
const rowAsItCame = (row) => [row.className, ...[...row.cells].slice(0, given).map(htmlOfCell)].join("\n");


/** Put each of `newer` in the place of its forerunner among `shown`, unless `textOf` says the same of both. */
function renewed(within, shown, newer, textOf) {
  if (shown.length !== newer.length) {
    within.replaceChildren(...newer);
    return newer;
  }
  return newer.map((one, place) => {
    if (textOf(one) === textOf(shown[place])) return shown[place];
    shown[place].replaceWith(one);
    return one;
  });
}

/** How far each table below the list was moved, by what names it. */
const places = () => [...summaries.querySelectorAll(".scroll")].map((one) => [one.getAttribute("aria-labelledby"), one.scrollTop]);

/** What is read: the last heading or student above the middle, and where it stands. */
function readingPlace() {
  const scrolls = getComputedStyle(list.parentElement).overflowY === "auto"; // the list by itself
  const students = scrolls ? [] : listed.map((_, place) => () => listed[place]?.element);
  const heads = [...document.querySelectorAll("h2[id]")].map(({ id }) => () => document.getElementById(id));
  const topOf = (find) => {
    const found = find();
    return found?.getClientRects().length ? found.getBoundingClientRect().top : Infinity;
  };
  const above = [...students, ...heads]
    .map((find) => ({ find, top: topOf(find) }))
    .filter(({ top }) => top <= innerHeight / 2)
    .reduce((nearest, one) => (nearest && nearest.top > one.top ? nearest : one), null);
  return () => {
    const top = above ? topOf(above.find) - above.top : 0;
    if (Number.isFinite(top) && Math.abs(top) >= 1) scrollBy({ top, behavior: "instant" });
  };
}

document.addEventListener("coursechange", ({ detail }) => {
  const newer = new DOMParser().parseFromString(detail, "text/html");
  const found = recordsOf(newer);
  if (String(found.further) !== String(rosterHeads)) {
    location.reload(); // another roster, with other columns; what is chosen stands in the address
    return;
  }
  const { activeElement } = document;
  const link = listBody.contains(activeElement) ? activeElement.getAttribute("href") : null;
  const moved = places();
  const goBack = readingPlace();
  document.documentElement.toggleAttribute("data-demo", newer.documentElement.hasAttribute("data-demo"));
  document.body.dataset.version = newer.body.dataset.version;
  for (const element of live) {
    const other = newer.getElementById(element.id);
    if (asItCame(element) === other.innerHTML && element.hidden === other.hidden) continue;
    came.set(element, other.innerHTML);
    element.hidden = other.hidden;
    element.replaceChildren(...other.childNodes);
  }
  const shown = listed.map(({ element }) => element);
  takeRecords(found, renewed(listBody, shown, [...newer.getElementById("rows").rows], rowAsItCame));
  const sections = [...newer.getElementById("summaries").children];
  const fresh = renewed(summaries, [...summaries.children], sections, asItCame).filter((one) => sections.includes(one));
  fillBoxes();
  showCells();
  showList();
  arrangeForest();
  for (const section of fresh) watchSideways(section);
  for (const [name, top] of moved) {
    const scroll = summaries.querySelector(`.scroll[aria-labelledby="${name}"]`);
    if (scroll) scroll.scrollTop = top;
  }
  goBack();
  if (activeElement === forestBox) forestBox.focus({ preventScroll: true });
  if (link && document.activeElement !== activeElement) {
    listBody.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus({ preventScroll: true });
  }
});
