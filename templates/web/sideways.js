// A table that is wider than the screen is marked as long as more of it follows at the right.

function watchSideways(within) {
  for (const scroll of within.querySelectorAll("figure.table > .scroll")) {
    const update = () => {
      const { scrollLeft, clientWidth, scrollWidth, clientHeight } = scroll;
      scroll.classList.toggle("wide", scrollWidth > clientWidth + 4);
      scroll.parentElement.classList.toggle("goes-on", scrollLeft + clientWidth < scrollWidth - 4);
      scroll.parentElement.style.setProperty("--seen", `${clientHeight}px`);
    };
    scroll.addEventListener("scroll", update, { passive: true });
    const resized = new ResizeObserver(update);
    resized.observe(scroll);
    resized.observe(scroll.firstElementChild);
  }
}

watchSideways(document);
