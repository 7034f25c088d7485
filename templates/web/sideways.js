// What does not fit and scrolls is marked as long as more of it follows.

/** Mark `frame` with `name` while there is more of `content`, which scrolls along `axis`. */
function markMore(frame, content, name, axis) {
  const update = () => {
    const [at, seen, all] =
      axis === "x"
        ? [content.scrollLeft, content.clientWidth, content.scrollWidth]
        : [content.scrollTop, content.clientHeight, content.scrollHeight];
    frame.classList.toggle(name, at + seen < all - 4);
    if (axis !== "x") return;
    content.classList.toggle("wide", all > seen + 4);
    frame.style.setProperty("--seen", `${content.clientHeight}px`);
  };
  content.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(content);
  if (content.firstElementChild) new ResizeObserver(update).observe(content.firstElementChild);
  update();
}

for (const content of document.querySelectorAll("figure.table > .scroll")) {
  markMore(content.parentElement, content, "goes-on", "x");
}
for (const list of document.querySelectorAll(".variants")) markMore(list, list, "goes-down", "y");
