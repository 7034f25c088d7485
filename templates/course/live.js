// Takes over what a newer page of the same course shows, whose HTML comes as the detail of an event.

const summaries = document.getElementById("summaries");

/** How far each table below the list was moved, by what names it. */
const places = () => [...summaries.querySelectorAll(".scroll")].map((one) => [one.getAttribute("aria-labelledby"), one.scrollTop]);

document.addEventListener("coursechange", ({ detail }) => {
  const newer = new DOMParser().parseFromString(detail, "text/html");
  const { activeElement } = document;
  const link = listBody.contains(activeElement) ? activeElement.getAttribute("href") : null;
  const moved = places();
  for (const element of document.querySelectorAll("[data-live]")) {
    const other = newer.getElementById(element.id);
    if (!other) continue;
    element.hidden = other.hidden;
    element.replaceChildren(...other.childNodes);
  }
  readRecords();
  fillBoxes();
  for (const { column, tick } of ticks) {
    for (const row of listBody.rows) row.cells[column.place].hidden = !tick.checked;
  }
  showList();
  watchSideways(summaries);
  for (const [name, top] of moved) {
    const scroll = summaries.querySelector(`.scroll[aria-labelledby="${name}"]`);
    if (scroll) scroll.scrollTop = top;
  }
  if (link) listBody.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus();
});
