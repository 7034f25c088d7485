// results.json, which the page has packed within it: taken from here, and the source of the curves.

async function unpacked() {
  const packed = atob(document.getElementById("results.json").textContent);
  const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/** The trainings of a variant, in the order of their seeds: those on all training images. */
function trainingsOf(id, { cifar, series }) {
  if (id === "cifar") return [cifar];
  return series.runs
    .filter((run) => run.fold === null && run.variants.includes(id))
    .sort((one, other) => one.seed - other.seed);
}

/** Put the curves of all trainings in the place of their names. */
function takeCurves({ sections }) {
  for (const [id, name] of Object.entries(data.trainings)) {
    const runs = trainingsOf(id, sections);
    const curves = Object.keys(runs[0].curves).map((key) => [key, runs.map((run) => run.curves[key])]);
    data.trainings[id] = { name, seeds: runs.map((run) => run.seed), ...Object.fromEntries(curves) };
  }
}

function offer(text) {
  const label = fill(words.take.results, { size: written(text.length / 1000, 3) });
  const take = () => save("results.json", text, "application/json");
  const button = element("button", { type: "button", on: { click: take } }, label);
  document.querySelector("footer").append(element("p", { class: "take-results" }, button));
}

const resultsText = await unpacked().catch(() => null);
if (resultsText === null) {
  data.curves = {}; // an older browser, in which the figures of the paper stay
} else {
  takeCurves(JSON.parse(resultsText));
  offer(resultsText);
}
