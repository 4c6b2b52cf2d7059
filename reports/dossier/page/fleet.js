// The page of a rack or a fleet.

function fleetOf(data) {
  const names = unpackTexts(data.nodes.names);
  const order = ["pass", "warn", "unknown", "fail"];
  const fleet = { ...data.nodes, n: names.length, names, verdicts: [...data.nodes.verdicts].map((c) => order[CODE[c.charCodeAt(0)]]), reasons: data.reasons,
    profileOf: (node) => data.nodes.profile.words[data.nodes.profile.of ? data.nodes.profile.of[node] : 0] };
  let serials = null;
  fleet.serials = () => serials || (serials = data.serials.map((part) => ({ slot: part.slot, of: unpackTexts(part.of) })));
  let texts = null;
  fleet.searchable = () => texts || (texts = names.map((name, i) => [name, fleet.racks[fleet.rackOf[i]],
    ...(fleet.reasons[i] ? fleet.reasons[i].list.map((reason) => `${reason.id} ${reason.test || ""}.${reason.metric || ""} ${reason.subject || ""}`) : []),
    ...fleet.serials().map((part) => part.of[i])].join("\n").toLowerCase()));
  return fleet;
}

function metricsOf(data) {
  return data.metrics.map((metric) => {
    let values = null;
    return { ...metric, unpacked: () => values || (values = unpack(metric.values)) };
  });
}

function warnings(data) {
  if (data.suspicions.length + data.notes.length === 0) return null;
  return section("notes", data.suspicions.length ? "Before anybody acts on this" : "To be known", el("div", { class: `card reason ${data.suspicions.length ? "unknown" : ""}` },
    data.suspicions.map((text) => el("p", {}, el("b", {}, "SUSPECT: "), text)), data.notes.map((text) => el("p", { class: "soft" }, text))));
}

function choice(label, options, change) {
  const select = el("select", {}, options.map(([value, text]) => el("option", { value }, text)));
  select.addEventListener("change", () => change(select.value));
  return { select, label: el("label", {}, label, select) };
}

/// The floor plan and, of the metric chosen there, its spread and its outliers.
function floorSection(fleet, metrics, nights, open) {
  const drawn = metrics.filter((one) => one.values);
  let metric = drawn[0] || null;
  let byMetric = false;
  const plan = floorPlan(fleet, open);
  const spread = distribution(() => metric), past = trend(nights, () => metric);
  const key = el("div", {}), named = el("div", {});
  const update = () => {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String((i === 1) === byMetric)));
    plan.show(byMetric ? metric : null);
    key.replaceChildren(byMetric ? heatKey(metric) : verdictKey());
    named.replaceChildren(...(metric ? outliers(fleet, metric, open) : []));
    spread.draw();
    past.draw();
  };
  const buttons = ["verdicts", "metric"].map((text, i) => el("button", { type: "button", class: "button", id: `by-${text}`, onclick: () => {
    byMetric = i === 1;
    update();
  } }, `show ${text}`));
  const pick = choice("metric", drawn.map((one, i) => [String(i), `${one.name}${one.detail ? ` (${one.detail})` : ""}`]), (value) => {
    metric = drawn[Number(value)];
    byMetric = true;
    update();
  });
  pick.select.id = "metric";
  window.addEventListener("shown", update);
  const floor = section("floor", "Floor plan", el("div", { class: "card long" }, metric && el("div", { class: "tools" }, buttons, pick.label), el("div", { class: "tools" }, key), plan.figure));
  const charted = metric ? [section("spread", "Distribution", el("div", { class: "card" }, spread.box, named)),
    nights.length > 1 && section("trend", "Night over night", el("div", { class: "card" }, past.box))].filter(Boolean) : [];
  return [floor, ...charted];
}

function verdictKey() {
  return el("span", { class: "heat-key" }, WORST_FIRST.map((verdict) => badge(verdict)));
}

function opener(fleet, node, open) {
  return el("button", { type: "button", class: "link", onclick: () => open(node) }, fleet.names[node]);
}

/// Values beyond the outer fences, by name, worst first.
function outliers(fleet, metric, open) {
  const share = shareOf(metric), slots = metric.slots.length;
  const found = (metric.values.exact || []).map(([i, value]) => ({ node: Math.floor(i / slots), slot: metric.slots[i % slots], value, share: share(value) }))
    .sort((a, b) => a.share - b.share);
  const worse = found.filter((one) => one.share < 0), shown = worse.slice(0, 12);
  const [low, middle, high] = metric.spread;
  const summary = el("p", { class: "soft small" }, `${counted(metric.n, "value")}; p05 ${quantity(low, metric.unit)}, median ${quantity(middle, metric.unit)}, p95 ${quantity(high, metric.unit)}. Outliers lie more than thrice the quartiles' distance beyond them.`);
  if (shown.length === 0) return [summary, el("p", {}, "No outlier on the bad side.")];
  return [summary, plainTable(["outlier", "slot", ">measured", ">of the median", "verdict"], shown.map((one) =>
    [opener(fleet, one.node, open), one.slot, quantity(one.value, metric.unit), middle ? `${((100 * one.value) / middle).toFixed(1)} %` : "-", badge(fleet.verdicts[one.node])])),
  worse.length > shown.length && el("p", { class: "soft small" }, `and ${worse.length - shown.length} more`)].filter(Boolean);
}

function worstOf(fleet, node) {
  const found = fleet.reasons[node];
  return found && found.list[0];
}

const marginNumber = (reason) => (reason && reason.margin ? parseFloat(reason.margin) : Infinity);

function nodesSection(fleet, open) {
  const rank = (verdict) => WORST_FIRST.indexOf(verdict);
  const rackOf = (node) => fleet.racks[fleet.rackOf[node]];
  const table = sortedTable([
    { title: "verdict", key: (node) => rank(fleet.verdicts[node]), cell: (node) => badge(fleet.verdicts[node]) },
    { title: "node", key: (node) => fleet.names[node], cell: (node) => opener(fleet, node, open) },
    { title: "rack", key: rackOf, cell: (node) => rackOf(node) || "-" },
    { title: "worst reason", key: (node) => (worstOf(fleet, node) || {}).id || "", cell: (node) => {
      const reason = worstOf(fleet, node);
      return reason ? [el("span", {}, `${reasonTitle(reason)}${reason.subject ? ` on ${reason.subject}` : ""} `), el("code", { class: "soft small" }, reason.id)] : "";
    } },
    { title: "measured", number: true, key: (node) => (worstOf(fleet, node) || {}).measured || "", cell: (node) => (worstOf(fleet, node) || {}).measured || "" },
    { title: "margin", number: true, key: (node) => marginNumber(worstOf(fleet, node)), cell: (node) => (worstOf(fleet, node) || {}).margin || "" },
    { title: "reasons", number: true, key: (node) => (fleet.reasons[node] ? fleet.reasons[node].n : 0), cell: (node) => (fleet.reasons[node] ? fleet.reasons[node].n : 0) },
  ], "Nodes, worst first", 0);
  const all = [...Array(fleet.n).keys()];
  const search = el("input", { type: "search", id: "search", placeholder: "name, rack, serial number, test or reason", "aria-label": "Search nodes" });
  const shown = el("span", { class: "soft small", role: "status" });
  const only = choice("show", [["", "all nodes"], ...WORST_FIRST.map((verdict) => [verdict, verdict])], () => apply());
  only.select.id = "only";
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const texts = words.length ? fleet.searchable() : null;
    const rows = all.filter((node) => (!only.select.value || fleet.verdicts[node] === only.select.value) && words.every((word) => texts[node].includes(word)));
    shown.textContent = `${rows.length.toLocaleString("en")} of ${counted(fleet.n, "node")}`;
    table.show(rows);
  };
  search.addEventListener("input", apply);
  apply();
  return { section: section("nodes", "Nodes, worst first", el("div", { class: "card long" }, el("div", { class: "tools" }, search, only.label, shown), table.box)), find: (text) => {
    search.value = text;
    apply();
  } };
}

/// Which limits cost the most nodes.
function causes(fleet, find) {
  const counts = new Map();
  for (const { list } of Object.values(fleet.reasons))
    for (const name of new Set(list.map((reason) => `${reasonTitle(reason)}\u0000${reason.id}\u0000${reason.verdict}`)))
      counts.set(name, (counts.get(name) || 0) + 1);
  if (counts.size === 0) return null;
  const ordered = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12);
  return section("causes", "What costs the most nodes", el("div", { class: "card" }, plainTable(["", "limit or finding", "id", ">nodes"], ordered.map(([name, n]) => {
    const [title, id, verdict] = name.split("\u0000");
    return [badge(verdict), el("button", { type: "button", class: "link", onclick: () => {
      find(`${id} ${title === id ? "" : title}`);
      document.getElementById("nodes").scrollIntoView();
    } }, title), el("code", { class: "soft small" }, id), n.toLocaleString("en")];
  }))));
}
