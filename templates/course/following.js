// Follows the program that serves the page: how a build goes, and the page anew when something of it changed.

const PAUSE = 1000; // milliseconds, before the program is asked again

const progress = document.getElementById("progress");
const lost = document.getElementById("lost");
let shownProgress = "";
let wanted = null; // the version that the program shows
let fetching = false;
let news = null;
let again = null;

/** One page at a time: a slow browser passes over those between. */
async function takeOver() {
  if (fetching) return;
  fetching = true;
  try {
    for (let asked = null; wanted !== document.body.dataset.version && wanted !== asked; ) {
      asked = wanted;
      const answer = await fetch("./", { cache: "no-store" });
      if (!answer.ok) return;
      document.dispatchEvent(new CustomEvent("coursechange", { detail: await answer.text() }));
    }
  } catch {
    // It has ended, which the news tell as well
  } finally {
    fetching = false;
  }
}

function hear({ data: text }) {
  const said = JSON.parse(text);
  lost.hidden = true;
  progress.hidden = false;
  if (said.progress !== shownProgress) {
    shownProgress = said.progress;
    const newer = new DOMParser().parseFromString(said.progress, "text/html");
    progress.replaceChildren(...newer.body.childNodes);
  }
  wanted = said.version;
  takeOver();
}

/** Say that nothing comes any more, and go on asking. */
async function sayLost() {
  const ended = news.readyState === EventSource.CLOSED; // by an answer that is none
  news.close();
  news = null;
  const refused = ended && (await fetch("./", { method: "HEAD" }).catch(() => null))?.status === 403;
  const said = refused ? words.refused : words.lost;
  if (lost.textContent !== said) lost.textContent = said;
  lost.hidden = false;
  progress.hidden = true; // which is no more known
  again = setTimeout(follow, PAUSE);
}

/** While the page is seen: a browser has only a few connections for all its tabs. */
function follow() {
  clearTimeout(again);
  if (document.hidden) {
    news?.close();
    news = null;
  } else if (news === null) {
    news = new EventSource("news");
    news.addEventListener("message", hear);
    news.addEventListener("error", sayLost);
  }
}

document.addEventListener("visibilitychange", follow);
follow();
