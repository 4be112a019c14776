// Tables sort by the column whose heading is pressed, and the other way when it is
// pressed again.
const collator = new Intl.Collator("en", { numeric: true });
for (const table of $$("table.sortable")) {
  const heads = $$("thead th", table);
  heads.forEach((th, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = th.textContent;
    th.replaceChildren(button);
    th.setAttribute("aria-sort", "none");
    button.onclick = () => {
      const down = th.getAttribute("aria-sort") === "ascending";
      heads.forEach((h) => h.setAttribute("aria-sort", "none"));
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((r) => [r.cells[column].textContent, r]);
      rows.sort((a, b) => collator.compare(a[0], b[0]) * (down ? -1 : 1));
      table.tBodies[0].append(...rows.map((r) => r[1]));
    };
  });
}
