// Of a fleet's page: versions, one node at a time, and how the parts come together.

function wordCounts(word) {
  const counts = new Array(word.words.length + 1).fill(0);
  for (const c of word.of) counts[CODE[c.charCodeAt(0)]]++;
  return counts;
}

function versions(data, fleet, open) {
  const rows = data.words.filter((word) => word.of).map((word) => {
    const counts = wordCounts(word);
    const order = [...word.words.keys()].sort((a, b) => counts[b] - counts[a]);
    const silent = counts[word.words.length];
    const minority = (index) => [...word.of].flatMap((c, node) => (CODE[c.charCodeAt(0)] === index ? [node] : []));
    const rest = order.slice(1).filter((index) => counts[index] > 0).slice(0, 8);
    return { differs: rest.length > 0, row: [word.name, order.length ? `${word.words[order[0]]}` : "-", order.length ? counts[order[0]].toLocaleString("en") : "0",
      rest.length === 0 ? el("span", { class: "soft" }, silent && silent < fleet.n ? `${counted(silent, "node")} do not say` : "none") : rest.map((index) => {
        const nodes = minority(index);
        return el("div", {}, el("b", {}, word.words[index]), ` on ${counted(nodes.length, "node")}: `, nodes.slice(0, 4).map((node, i) => [i ? ", " : "", opener(fleet, node, open)]), nodes.length > 4 ? ", \u2026" : "");
      })] };
  });
  if (rows.length === 0) return null;
  rows.sort((a, b) => b.differs - a.differs);
  return section("versions", "Versions, and who differs", el("div", { class: "card long" }, plainTable(["of", "most say", ">nodes", "others"], rows.map((one) => one.row))));
}

/// One metric of one node among the whole fleet.
function strip(metric, node) {
  const slots = metric.slots.length, values = metric.unpacked();
  const shown = metric.slots.map((slot, i) => ({ slot, value: values[node * slots + i] })).filter((one) => !Number.isNaN(one.value));
  if (shown.length === 0) return null;
  const range = shown.map((one) => one.value).sort((a, b) => a - b);
  const [low, high] = [quantity(range[0], metric.unit), quantity(range[range.length - 1], metric.unit)];
  return gaugeRow({ name: metric.name, detail: metric.detail, unit: metric.unit, peers: metric.spread, range: low === high ? low : `${low} to ${high}`,
    entries: shown.map((one) => ({ subject: one.slot, value: one.value, measured: quantity(one.value, metric.unit) })) }).row;
}

function nodePanel(data, fleet, metrics) {
  const place = el("div", {});
  const whole = section("node", "One node", place);
  whole.hidden = true;
  const open = (node) => {
    const found = fleet.reasons[node];
    const title = el("h3", { tabindex: -1 }, fleet.names[node]);
    const serials = fleet.serials().map((part) => [part.slot, part.of[node]]);
    const words = data.words.filter((word) => word.of).map((word) => [word.name, word.words[CODE[word.of.charCodeAt(node)]]]);
    place.replaceChildren(
      el("div", { class: "card" }, el("div", { class: "verdict-line" }, badge(fleet.verdicts[node], true), title),
        entries([["rack", fleet.racks[fleet.rackOf[node]]], ["profile", fleet.profileOf(node)]]),
        el("p", { class: "soft small" }, "Its whole dossier: assay report on its report alone.")),
      ...(found ? reasonCards(found.list, data.kinds) : []),
      found && found.n > found.list.length ? el("p", { class: "soft" }, `and ${counted(found.n - found.list.length, "more reason")}`) : "",
      el("details", { class: "card long", open: true }, el("summary", {}, "Among its peers: every metric, with the middle 90 % of the fleet"), metrics.filter((metric) => metric.values).map((metric) => strip(metric, node))),
      el("div", { class: "blocks" }, el("div", { class: "card" }, el("h3", {}, "Serial numbers"), entries(serials)), el("div", { class: "card" }, el("h3", {}, "Versions"), entries(words))));
    whole.hidden = false;
    title.focus({ preventScroll: true });
    whole.scrollIntoView();
  };
  return { section: whole, open };
}

function fleetPage(data) {
  const fleet = fleetOf(data);
  const metrics = metricsOf(data);
  const panel = nodePanel(data, fleet, metrics);
  const [floor, ...charted] = floorSection(fleet, metrics, data.nights, panel.open);
  const nodes = nodesSection(fleet, panel.open);
  const totals = data.nights.length > 1 ? nightTotals(data.nights) : null;
  const sections = [warnings(data), floor, panel.section, causes(fleet, nodes.find), nodes.section, ...charted,
    totals && section("nights", "Verdicts, night by night", el("div", { class: "card" }, totals.box)), versions(data, fleet, panel.open), links(data)].filter(Boolean);
  return [masthead(data, data.title, data.facts), contents(sections.filter((one) => one !== panel.section)), el("main", { id: "main" }, sections)];
}
