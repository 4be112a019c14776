// Findings open and close; the source of an open one is coloured, and can be reached
// by the keyboard where it has to be scrolled. What leads to a place inside something
// closed opens it.
const token = /(\/\/.*$|\/\*.*?\*\/)|("(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*')|\b(break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|package|range|return|select|struct|switch|type|var|nil|true|false)\b/gm;
const reach = (pre) => { if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0; else pre.removeAttribute("tabindex"); };
const colour = (pre) => {
  reach(pre);
  if (pre.dataset.done) return;
  pre.dataset.done = "1";
  const walk = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("i,em,s")) texts.push(walk.currentNode);
  for (const node of texts) {
    const out = document.createDocumentFragment();
    let at = 0;
    for (const m of node.data.matchAll(token)) {
      out.append(node.data.slice(at, m.index));
      const span = document.createElement("span");
      span.className = m[1] ? "c" : m[2] ? "t" : "k";
      span.textContent = m[0];
      out.append(span);
      at = m.index + m[0].length;
    }
    if (!at) continue;
    out.append(node.data.slice(at));
    node.replaceWith(out);
  }
};
document.addEventListener("toggle", (e) => {
  if (e.target.open) $$(".src", e.target).forEach(colour);
}, true);
addEventListener("resize", () => $$("details[open] > .src").forEach(reach));
const items = $$("details.item");
if (items.length <= 12) items.forEach((d) => { d.open = true; });
const reveal = (id) => {
  const el = id && document.getElementById(id);
  if (!el) return;
  for (let d = el; d; d = d.parentElement) if (d.tagName === "DETAILS") d.open = true;
  el.scrollIntoView({ block: "start" });
  const focus = el.matches("details") ? $("summary", el) : el;
  focus.focus({ preventScroll: true });
};
addEventListener("beforeprint", () => {
  $$("details").forEach((d) => { if (!d.open) { d.dataset.shut = ""; d.open = true; } });
});
addEventListener("afterprint", () => {
  $$("details[data-shut]").forEach((d) => { delete d.dataset.shut; d.open = false; });
});
