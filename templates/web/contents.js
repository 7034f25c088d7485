// The contents: on a narrow screen a list that comes down from the bar, else beside the text; both
// show where the reader is.

const beside = matchMedia("(min-width: 70rem)");
const contents = document.querySelector("nav.contents details");
const here = element("span", { class: "here", "aria-hidden": "true" });
contents.querySelector("summary").append(here);
const links = new Map(
  [...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]),
);

function fold() {
  contents.open = beside.matches;
}

contents.addEventListener("click", (event) => {
  if (event.target.closest("a") && !beside.matches) contents.open = false;
});
addEventListener("click", (event) => {
  if (!beside.matches && !contents.contains(event.target)) contents.open = false;
});
contents.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || beside.matches) return;
  contents.open = false;
  contents.querySelector("summary").focus();
});
beside.addEventListener("change", fold);
fold();

/** Mark the last heading that has passed the upper third of the window. */
function mark() {
  let current = null;
  for (const id of links.keys()) {
    if (document.getElementById(id).getBoundingClientRect().top > innerHeight / 3) break;
    current = id;
  }
  here.textContent = current ? ` · ${links.get(current).textContent}` : "";
  for (const [id, link] of links) {
    if (id !== current) {
      link.removeAttribute("aria-current");
    } else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "location");
      if (beside.matches) showInContents(link);
    }
  }
}

/** Scroll the contents alone, which `scrollIntoView` would do to the page too. */
function showInContents(link) {
  const frame = contents.parentElement;
  const place = link.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  if (place < 0 || place > frame.clientHeight - 48) {
    frame.scrollTop += place - frame.clientHeight / 2;
  }
}

// Long lines of code scroll: by the keyboard too
for (const code of document.querySelectorAll(".cell pre")) {
  if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
}

let marking = false;
addEventListener(
  "scroll",
  () => {
    if (marking) return;
    marking = true;
    requestAnimationFrame(() => {
      marking = false;
      mark();
    });
  },
  { passive: true },
);
mark();
