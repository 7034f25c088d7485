// Figures enlarge into a dialog; Esc closes it, and the focus returns to where it was.

const enlarged = document.getElementById("enlarged");
const pane = enlarged.querySelector(".pane");
const shown = pane.querySelector("img");
const PAPER_WIDTH = 642; // px: 170 mm, at which letters are as large as on paper
const MOST = 6; // times the width of the window
const STEP = 1.5;
let width = 0; // of the picture, px
let ratio = 1; // of its width to its height

function enlarge(figure) {
  const picture = figure.querySelector("img");
  shown.src = picture.src;
  shown.alt = picture.alt;
  ratio = picture.getAttribute("width") / picture.getAttribute("height"); // known undecoded
  enlarged.querySelector("figcaption").textContent =
    figure.querySelector("figcaption").textContent;
  enlarged.showModal();
  pane.focus();
  // From the left, where the axis is; on a small screen no smaller than on paper
  setWidth(Math.max(fitting(), Math.min(PAPER_WIDTH, 2.5 * pane.clientWidth)));
  pane.scrollTo(0, 0);
}

/** The width at which all of the picture is seen. */
function fitting() {
  return Math.min(pane.clientWidth, pane.clientHeight * ratio);
}

/** Draw the picture so wide; what is at the point (x, y) of the window stays there. */
function setWidth(wanted, x, y) {
  const before = shown.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  const [atX, atY] = [x ?? frame.x + frame.width / 2, y ?? frame.y + frame.height / 2];
  const share = [(atX - before.x) / before.width, (atY - before.y) / before.height];
  width = Math.min(Math.max(wanted, fitting()), MOST * pane.clientWidth);
  shown.style.width = `${width}px`;
  const after = shown.getBoundingClientRect();
  pane.scrollLeft += after.x + share[0] * after.width - atX;
  pane.scrollTop += after.y + share[1] * after.height - atY;
  shown.style.cursor = width > 1.01 * fitting() ? "zoom-out" : "zoom-in";
}

/** Between the whole picture and twice as much, or what is as large as on paper. */
function toggle(x, y) {
  const fit = fitting();
  setWidth(width > 1.01 * fit ? fit : Math.max(2 * fit, PAPER_WIDTH), x, y);
}

for (const picture of document.querySelectorAll("figure[id] > img")) {
  const figure = picture.closest("figure");
  const caption = figure.querySelector("figcaption");
  const number = caption.textContent.split("—")[0].trim();
  const button = element(
    "button",
    { type: "button", "aria-haspopup": "dialog", on: { click: () => enlarge(figure) } },
    element("span", { class: "unseen" }, `${words.enlarge}: ${number}`),
  );
  const frame = element("div", { class: "picture" });
  picture.replaceWith(frame);
  frame.append(picture, button);
  picture.addEventListener("click", () => {
    button.focus({ preventScroll: true }); // where the focus is to return
    enlarge(figure);
  });
}

// By the buttons and the keyboard

const [smaller, larger, fit] = enlarged.querySelectorAll("button[type=button]");
smaller.addEventListener("click", () => setWidth(width / STEP));
larger.addEventListener("click", () => setWidth(width * STEP));
fit.addEventListener("click", () => setWidth(0));
enlarged.addEventListener("keydown", (event) => {
  if (event.key === "+" || event.key === "=") setWidth(width * STEP);
  else if (event.key === "-") setWidth(width / STEP);
  else if (event.key === "0") setWidth(0);
});

// By a mouse: a click on the picture, or the wheel with Ctrl; a click beside it closes

enlarged.addEventListener("click", (event) => {
  if (event.target === shown) {
    if (event.pointerType !== "touch") toggle(event.clientX, event.clientY);
  } else if (event.target === enlarged || event.target === pane) {
    enlarged.close();
  }
});
pane.addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    setWidth(width * Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
  },
  { passive: false },
);

// By fingers: two of them, or one twice

let pinched = null; // the distance of two fingers and the width, as they began
let tapped = { time: 0, x: 0, y: 0 };

const spread = ([one, other]) =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);

pane.addEventListener("touchstart", ({ touches }) => {
  pinched = touches.length === 2 ? { distance: spread(touches), width } : null;
});
pane.addEventListener(
  "touchmove",
  (event) => {
    if (!pinched || event.touches.length !== 2) return;
    event.preventDefault();
    const [one, other] = event.touches;
    setWidth(
      (pinched.width * spread(event.touches)) / pinched.distance,
      (one.clientX + other.clientX) / 2,
      (one.clientY + other.clientY) / 2,
    );
  },
  { passive: false },
);
pane.addEventListener("touchend", (event) => {
  if (pinched || event.touches.length) {
    if (!event.touches.length) pinched = null;
    return;
  }
  const [{ clientX: x, clientY: y }] = event.changedTouches;
  const again = event.timeStamp - tapped.time < 350 && Math.hypot(x - tapped.x, y - tapped.y) < 40;
  tapped = again ? { time: 0, x, y } : { time: event.timeStamp, x, y };
  if (again) toggle(x, y);
});
