// Figures enlarge into a dialog; Esc closes it, and the focus returns to where it was.

const enlarged = document.getElementById("enlarged");

function enlarge(figure) {
  const picture = figure.querySelector("img");
  const shown = enlarged.querySelector("img");
  shown.src = picture.src;
  shown.alt = picture.alt;
  enlarged.querySelector("figcaption").textContent =
    figure.querySelector("figcaption").textContent;
  enlarged.showModal();
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

// A click beside the picture closes it too
enlarged.addEventListener("click", (event) => {
  if (event.target === enlarged || event.target.closest("img")) enlarged.close();
});
