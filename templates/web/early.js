// Before anything is shown: that scripts run, and the theme that the reader chose last time.
document.documentElement.dataset.scripts = "";
try {
  const kept = localStorage.getItem("lab1report-theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch {
  // A file opened from a disk may not be allowed to remember anything
}
