// The theme is the system's until somebody chooses another. The choice is kept where
// the browser lets a file keep anything.
const root = document.documentElement;
root.classList.add("js");
const $ = (s, at = document) => at.querySelector(s);
const $$ = (s, at = document) => [...at.querySelectorAll(s)];
const keep = (v) => { try { localStorage.setItem("tether-theme", v); } catch {} };
const kept = () => { try { return localStorage.getItem("tether-theme"); } catch { return null; } };
const themes = ["auto", "light", "dark"];
const themeButton = $("#theme");
const setTheme = (t) => {
  if (t === "auto") delete root.dataset.theme; else root.dataset.theme = t;
  themeButton.textContent = "Theme: " + t;
  themeButton.dataset.t = t;
};
setTheme(themes.includes(kept()) ? kept() : "auto");
themeButton.hidden = false;
themeButton.onclick = () => {
  const next = themes[(themes.indexOf(themeButton.dataset.t) + 1) % 3];
  setTheme(next);
  keep(next);
};
