// A table that is sorted by its headings, filtered from outside, and shown a page at a time.

const PAGE = 20;

/// `columns`: {title, key(row) to sort by, cell(row), number}. Returns {box, show(rows)}.
function sortedTable(columns, label, first) {
  const state = { rows: [], by: first, down: false, shown: PAGE };
  const body = el("tbody", {});
  const heads = columns.map((column, i) => el("th", { scope: "col", class: column.number ? "number" : undefined },
    el("button", { type: "button", onclick: () => {
      state.down = state.by === i ? !state.down : false;
      state.by = i;
      draw();
    } }, column.title)));
  const more = el("button", { type: "button", class: "button no-print", onclick: () => {
    state.shown += 200;
    draw();
  } });
  const draw = () => {
    const { key } = columns[state.by];
    const compare = (a, b) => {
      const x = key(a), y = key(b);
      return typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true });
    };
    const ordered = [...state.rows].sort((a, b) => (state.down ? -1 : 1) * compare(a, b));
    body.replaceChildren(...ordered.slice(0, state.shown).map((row) => el("tr", {}, columns.map((column) => el("td", { class: column.number ? "number" : undefined }, column.cell(row))))));
    heads.forEach((head, i) => head.setAttribute("aria-sort", i !== state.by ? "none" : state.down ? "descending" : "ascending"));
    const left = ordered.length - state.shown;
    more.hidden = left <= 0;
    more.textContent = `Show more (${counted(Math.max(0, left), "row")} left)`;
  };
  const box = el("div", {}, el("div", { class: "wide" }, el("table", { class: "sorted" }, el("caption", { class: "hidden" }, label), el("thead", {}, el("tr", {}, heads)), body)), more);
  return { box, show: (rows) => {
    state.rows = rows;
    state.shown = PAGE;
    draw();
  } };
}
