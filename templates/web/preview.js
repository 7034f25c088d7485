// Reloads the page of `lab1report preview` when it was made anew, and shows what is wrong with the words.

const { version, words } = JSON.parse(document.getElementById("preview").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang);
const main = document.querySelector("main");
const reading = "lab1report-preview"; // where the reader was before the page was loaded again

function made(name, css, ...children) {
  const element = document.createElement(name);
  element.className = css;
  element.append(...children);
  return element;
}

// Where the reader is

const visible = (element) => element.getClientRects().length > 0;
const folds = () => [...main.querySelectorAll("details")];

/** The last heading that is above what is read: what stands above it may get longer or shorter. */
function headingAbove() {
  const above = [...main.querySelectorAll(":is(h1, h2, h3)[id]")].filter(
    (head) => visible(head) && head.getBoundingClientRect().top <= innerHeight / 2,
  );
  return above.at(-1);
}

function reload() {
  const head = headingAbove();
  const place = {
    id: head?.id,
    top: head ? head.getBoundingClientRect().top : -scrollY,
    open: folds().flatMap((fold, index) => (fold.open ? [index] : [])),
  };
  sessionStorage.setItem(reading, JSON.stringify(place));
  history.scrollRestoration = "manual";
  location.reload();
}

/** As it was; while plots are drawn, the page above goes on changing its height. */
function goBack() {
  const kept = sessionStorage.getItem(reading);
  if (kept === null) return;
  sessionStorage.removeItem(reading);
  const place = JSON.parse(kept);
  const open = new Set(place.open);
  folds().forEach((fold, index) => {
    fold.open = open.has(index);
  });
  const go = () => {
    const head = place.id ? document.getElementById(place.id) : null;
    const top = head ? head.getBoundingClientRect().top - place.top : -place.top - scrollY;
    if (Math.abs(top) >= 1) scrollBy({ top, behavior: "instant" });
  };
  const moved = new AbortController();
  const sizes = new ResizeObserver(go);
  const end = () => {
    sizes.disconnect();
    moved.abort();
    history.scrollRestoration = "auto";
  };
  go();
  sizes.observe(main);
  for (const event of ["wheel", "keydown", "pointerdown", "touchstart"]) {
    addEventListener(event, end, { signal: moved.signal, passive: true });
  }
  setTimeout(end, 3000);
}

// What is wrong

function note({ kind, file, line, sentence }) {
  const place = line ? `${file}:${line}` : file;
  const children = [made("b", "", words[kind].label)];
  if (place) children.push(made("code", "", place));
  return made("p", `problem ${kind}`, ...children, sentence);
}

function counted(problems) {
  return ["error", "warning"]
    .map((kind) => [kind, problems.filter((problem) => problem.kind === kind).length])
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${words[kind][plural.select(count)]}`)
    .join(", ");
}

function show({ problems, wordless }) {
  for (const element of document.querySelectorAll(".problem, .problems, .count")) element.remove();
  if (!problems.length) return;
  const wrong = problems.some((problem) => problem.kind === "error");
  const count = made("a", wrong ? "count error" : "count", counted(problems));
  count.href = "#problems";
  document.body.append(count);
  const list = made("section", "problems");
  list.id = "problems";
  list.setAttribute("aria-label", words.label);
  if (wrong) list.append(made("p", "head", wordless ? words.wordless : words.kept));
  for (const [about, head] of Object.entries(words.heads)) {
    const found = problems.filter((problem) => problem.about === about);
    if (found.length) list.append(made("p", "head", head), ...found.map(note));
  }
  main.prepend(list);
  // The last of a place is put in first
  for (const problem of [...problems].reverse()) above(problem)?.after(note(problem));
}

/** What a note stands below: the paragraph of its line, of a page made before the one above it, or its section. */
function above({ file, line, place, beside, since }) {
  const marks = [...main.querySelectorAll("[data-words]")].filter(
    ({ dataset }) => dataset.words === file && dataset.line >= since && (!line || dataset.line <= line),
  );
  const nearest = line ? marks.at(-1) : null;
  return nearest?.nextElementSibling ?? document.getElementById(beside) ?? document.getElementById(place);
}

const stopped = made("p", "stopped", words.stopped);
stopped.hidden = true;
stopped.setAttribute("role", "status");
document.body.append(stopped);

const news = new EventSource("news");
news.addEventListener("message", ({ data }) => {
  const said = JSON.parse(data);
  stopped.hidden = true;
  if (said.version === version) show(said);
  else reload();
});
news.addEventListener("error", () => {
  stopped.hidden = false;
});

goBack();
