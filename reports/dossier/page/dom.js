// Everything on the page is made here: text goes in as text, and nothing is ever parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

function put(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

const el = (tag, attributes, ...children) => put(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => put(document.createElementNS(SVG, tag), attributes, children);

const WORST_FIRST = ["fail", "unknown", "warn", "pass"];
const GLYPHS = { pass: "\u2713", warn: "!", unknown: "?", fail: "\u2715" };

function worst(verdicts) {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) || "";
}

/// A verdict as a word with a sign: never by its colour alone.
function badge(verdict, large) {
  if (!verdict) return el("span", { class: "badge none" }, "no limit");
  return el("span", { class: `badge ${verdict}${large ? " large" : ""}` },
    el("span", { "aria-hidden": "true" }, GLYPHS[verdict]), verdict);
}

/// A name that may be broken where its words end.
function breakable(name) {
  return el("span", {}, name.split(/(?<=[._])/).flatMap((part, i) => (i ? [el("wbr"), part] : [part])));
}

function section(id, title, ...children) {
  return el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), children);
}

function entries(pairs) {
  return el("dl", {}, pairs.filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => [el("dt", {}, key), el("dd", {}, value)]));
}

/// Rows of cells as a table; a title that begins with ">" heads a column of numbers.
function plainTable(titles, rows) {
  const kind = titles.map((title) => (title.startsWith(">") ? "number" : undefined));
  return el("div", { class: "wide" }, el("table", { class: "stacks" },
    el("thead", {}, el("tr", {}, titles.map((title, i) => el("th", { scope: "col", class: kind[i] }, title.replace(/^>/, ""))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", { class: kind[i], "data-title": titles[i].replace(/^>/, "") }, cell)))))));
}

function counted(n, singular) {
  return `${n.toLocaleString("en")} ${singular}${n === 1 ? "" : "s"}`;
}

function tallyBar(tally) {
  const all = WORST_FIRST.filter((verdict) => tally[verdict]);
  const bar = el("div", { class: "tally", role: "img", "aria-label": all.map((v) => `${tally[v]} ${v}`).join(", ") },
    all.map((verdict) => el("span", { class: verdict }, `${tally[verdict].toLocaleString("en")} ${verdict}`)));
  [...bar.children].forEach((part, i) => part.style.setProperty("flex", `${tally[all[i]]} 0 auto`));
  return bar;
}

function contents(sections) {
  return el("nav", { class: "contents", "aria-label": "On this page" },
    el("ul", {}, sections.map((one) => el("li", {}, el("a", { href: `#${one.id}` }, one.querySelector("h2").textContent)))));
}
