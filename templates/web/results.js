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

const resultsText = await unpacked();
const { sections } = JSON.parse(resultsText);

for (const [id, name] of Object.entries(data.trainings)) {
  const runs = trainingsOf(id, sections);
  const curves = Object.keys(runs[0].curves).map((key) => [key, runs.map((run) => run.curves[key])]);
  data.trainings[id] = { name, seeds: runs.map((run) => run.seed), ...Object.fromEntries(curves) };
}

document
  .querySelector("footer")
  .append(
    element(
      "p",
      { class: "take-results" },
      element(
        "button",
        { type: "button", on: { click: () => save("results.json", resultsText, "application/json") } },
        fill(words.take.results, { size: written(resultsText.length / 1000, 3) }),
      ),
    ),
  );
