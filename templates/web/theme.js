// Dark or light: as the system says, until the reader chooses.

const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const themeButton = document.getElementById("theme");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : darkSystem.matches;
}

function themeChanged() {
  themeButton.setAttribute("aria-pressed", isDark());
  document.dispatchEvent(new Event("themechange"));
}

themeButton.addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("lab1report-theme", theme);
  } catch {
    // The choice then lasts as long as the page
  }
  themeChanged();
});
darkSystem.addEventListener("change", themeChanged);
themeButton.hidden = false;
themeButton.setAttribute("aria-pressed", isDark());
