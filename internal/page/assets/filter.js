// Filters hide findings, and stand in the address, so that what is seen can be sent:
// #rule=leak&class=detached&status=new&pkg=PATH&file=NAME&q=TEXT
const form = $("form.tools");
const multi = ["rule", "class", "status"];
const state = { rule: [], class: [], status: [], pkg: "", file: "", q: "" };
const isState = (hash) => /^(rule|class|status|pkg|file|q|at)=/.test(hash);
const readState = () => {
  const hash = location.hash.slice(1);
  const from = new URLSearchParams(isState(hash) ? hash : location.search);
  for (const k of multi) state[k] = (from.get(k) || "").split(",").filter(Boolean);
  for (const k of ["pkg", "file", "q"]) state[k] = from.get(k) || "";
  return from.get("at");
};
const writeState = () => {
  const to = new URLSearchParams();
  for (const k of multi) if (state[k].length) to.set(k, state[k].join(","));
  for (const k of ["pkg", "file", "q"]) if (state[k]) to.set(k, state[k]);
  const hash = to.toString();
  history.replaceState(null, "", location.pathname + (hash ? "#" + hash : ""));
};
let index;
const indexed = () => index ||= items.map((el) => ({
  el, group: el.parentElement, rule: el.dataset.r, class: el.dataset.c || "", status: el.dataset.s,
  pkg: el.parentElement.dataset.p, file: $("summary code", el).textContent.replace(/:\d+$/, ""),
}));
const textOf = (x) => x.text ||= (x.pkg + " " + x.el.textContent).toLowerCase();
const matches = (x, words) =>
  multi.every((k) => !state[k].length || state[k].includes(x[k])) &&
  (!state.pkg || x.pkg === state.pkg) && (!state.file || x.file === state.file) &&
  words.every((w) => textOf(x).includes(w));
const filtering = () => multi.some((k) => state[k].length) || state.pkg || state.file || state.q;
const apply = () => {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map();
  let n = 0;
  for (const x of indexed()) {
    const ok = matches(x, words);
    if (x.el.hidden === ok) x.el.hidden = !ok;
    if (ok) n++;
    groups.set(x.group, (groups.get(x.group) || 0) + ok);
  }
  for (const [g, shown] of groups) {
    g.hidden = !shown;
    $("h3 .small", g).textContent = shown;
  }
  $("#count").textContent = filtering() ? n + " of " + items.length + " findings" : items.length + (items.length === 1 ? " finding" : " findings");
  $(".none").hidden = n > 0;
  $("#reset").hidden = !filtering();
  const file = $(".tools .file");
  file.hidden = !state.file;
  file.textContent = state.file ? "in " + state.file : "";
  for (const b of $$(".chips button")) b.setAttribute("aria-pressed", state[b.parentElement.dataset.key].includes(b.dataset.v));
  $("#q").value = state.q;
  $("#pkg").value = state.pkg;
};
const change = (to) => { Object.assign(state, to); writeState(); apply(); };
if (form) {
  form.hidden = false;
  form.onsubmit = (e) => e.preventDefault();
  form.onclick = (e) => {
    const b = e.target.closest(".chips button");
    if (!b) return;
    const key = b.parentElement.dataset.key, v = b.dataset.v;
    change({ [key]: state[key].includes(v) ? state[key].filter((x) => x !== v) : [...state[key], v] });
  };
  let pause;
  $("#q").oninput = (e) => { clearTimeout(pause); pause = setTimeout(() => change({ q: e.target.value.trim() }), items.length > 2000 ? 200 : 40); };
  $("#pkg").onchange = (e) => change({ pkg: e.target.value, file: "" });
  $("#reset").onclick = () => { change({ rule: [], class: [], status: [], pkg: "", file: "", q: "" }); $("#q").focus(); };
  $("#open").onclick = () => items.forEach((d) => { if (!d.hidden) d.open = true; });
  $("#close").onclick = () => items.forEach((d) => { d.open = false; });
}
const follow = () => {
  const hash = location.hash.slice(1);
  if (hash && !isState(hash)) { reveal(decodeURIComponent(hash)); return; }
  if (!form) return;
  readState();
  if (filtering() || index) apply();
};
addEventListener("hashchange", follow);
// The browser goes to the place that the address names, too, and takes the focus away.
addEventListener("load", () => setTimeout(() => { if (!isState(location.hash.slice(1))) follow(); }));
addEventListener("keydown", (e) => {
  if (e.key === "/" && form && !e.target.matches("input,select,textarea") && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); $("#q").focus(); }
});
