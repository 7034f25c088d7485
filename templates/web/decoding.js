// Pictures far below are decoded when the page is seen and nothing else is to be done: paper and
// quick scrolling want them all. Without scripts browsers decode every picture at once.

const undecoded = [...document.querySelectorAll("img[loading=lazy]")];
const whenIdle = window.requestIdleCallback ?? ((task) => setTimeout(task, 100)); // Safari has none

function decodeNext() {
  const picture = undecoded.shift();
  if (!picture) return;
  picture.loading = "eager";
  whenIdle(decodeNext);
}

whenIdle(decodeNext);
