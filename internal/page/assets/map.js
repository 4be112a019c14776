// The map fills the room there is, and goes from packages to the files of one and from
// a file to its findings.
const svg = $(".treemap");
const layout = (list, box) => {
  const total = list.reduce((s, x) => s + x.w, 0), out = [];
  let { x, y, w, h } = box, at = 0;
  const scale = (w * h) / total;
  const ratio = (row, sum, side) => {
    const most = Math.max(...row) * scale, least = Math.min(...row) * scale;
    return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
  };
  while (at < list.length) {
    const side = Math.min(w, h);
    let row = [list[at].w], sum = row[0] * scale;
    while (at + row.length < list.length) {
      const next = [...row, list[at + row.length].w], area = sum + list[at + row.length].w * scale;
      if (ratio(next, area, side) > ratio(row, sum, side)) break;
      row = next; sum = area;
    }
    const wide = w >= h, thick = sum / side;
    let along = wide ? y : x;
    for (const v of row) {
      const len = (v * scale) / thick;
      out.push(wide ? { x, y: along, w: thick, h: len } : { x: along, y, w: len, h: thick });
      along += len;
    }
    if (wide) { x += thick; w -= thick; } else { y += thick; h -= thick; }
    at += row.length;
  }
  return out;
};
const shade = (o, w) => { const s = (o * 100) / w; return o === w ? 5 : [25, 50, 75, 90].filter((l) => s >= l).length; };
const fit = (name, width) => {
  const room = Math.floor(width / 7.9);
  while (name.length > room) {
    const cut = name.replace(/^…\//, "").indexOf("/");
    if (cut < 0) return room < 4 ? "" : name.slice(0, room - 1) + "…";
    name = "…/" + name.replace(/^…\//, "").slice(cut + 1);
  }
  return name;
};
const node = (name, attrs, text) => {
  const el = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const k in attrs) el.setAttribute(k, attrs[k]);
  if (text) el.textContent = text;
  return el;
};
const prefixOf = (names) => {
  if (names.length < 2) return names.length ? names[0].slice(0, names[0].lastIndexOf("/") + 1) : "";
  let p = names[0].split("/");
  for (const n of names) { const q = n.split("/"); let i = 0; while (i < p.length && p[i] === q[i]) i++; p = p.slice(0, i); }
  const s = p.join("/");
  return s === "" ? "" : names.includes(s) ? s.slice(0, s.lastIndexOf("/") + 1) : s + "/";
};
if (svg) {
  const packages = $$("details.pkg").map((d) => ({
    name: d.dataset.p, w: +d.dataset.w, o: +d.dataset.o, id: d.id,
    files: $$("li", d).map((li) => ({ name: $("code", li).textContent, w: +li.dataset.w, o: +li.dataset.o, n: +li.dataset.n })),
  }));
  const crumbs = $(".crumbs");
  let inside = null;
  const draw = (focus) => {
    const list = (inside ? inside.files : packages).filter((x) => x.w > 0).sort((a, b) => b.w - a.w);
    const width = Math.max(svg.parentElement.clientWidth, 200), height = width < 600 ? Math.round(width * 1.15) : Math.round(Math.min(width * 0.4, 520));
    const prefix = prefixOf(list.map((x) => x.name));
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(...layout(list, { x: 0, y: 0, w: width, h: height }).map((r, i) => {
      const it = list[i], share = Math.floor((it.o * 100) / it.w) + " %";
      const a = node("a", { href: "#", class: "b" + shade(it.o, it.w) });
      a.append(node("title", {}, `${it.name}: ${it.o} of ${it.w} owned (${share})`), node("rect", { x: r.x + 1, y: r.y + 1, width: Math.max(r.w - 2, 0.5), height: Math.max(r.h - 2, 0.5), rx: 3 }));
      const label = r.w > 52 && r.h > 24 ? fit(it.name.slice(prefix.length), r.w - 16) : "";
      if (label) a.append(node("text", { x: r.x + 10, y: r.y + 21, "aria-hidden": true }, label));
      if (label && r.h > 44) a.append(node("text", { x: r.x + 10, y: r.y + 38, class: "d", "aria-hidden": true }, share + (r.w > 150 ? ` of ${it.w}` : "")));
      a.onclick = (e) => { e.preventDefault(); inside ? toFile(it) : into(it); };
      return a;
    }));
    crumbs.hidden = !inside;
    svg.setAttribute("aria-label", inside ? "Map of the files of " + inside.name : "Map of the packages");
    if (focus) $("a", svg)?.focus();
  };
  const into = (p) => {
    inside = p;
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = "All packages";
    back.onclick = () => { inside = null; draw(true); };
    const name = document.createElement("code");
    name.textContent = p.name;
    const show = document.createElement("a");
    show.href = "#g-" + p.id;
    show.textContent = "its findings";
    show.onclick = (e) => { if (form) { e.preventDefault(); change({ pkg: p.name, file: "" }); $("#findings").scrollIntoView(); $("#q").focus({ preventScroll: true }); } };
    crumbs.replaceChildren(back, name, ...(document.getElementById("g-" + p.id) ? [show] : []));
    draw(true);
  };
  const toFile = (f) => {
    if (!f.n || !form) return;
    change({ pkg: inside.name, file: f.name });
    $("#findings").scrollIntoView();
    $("#q").focus({ preventScroll: true });
  };
  addEventListener("keydown", (e) => { if (e.key === "Escape" && inside) { inside = null; draw(true); } });
  let width = 0;
  new ResizeObserver(() => { const w = svg.parentElement.clientWidth; if (w !== width) { width = w; draw(); } }).observe(svg.parentElement);
}
follow();
