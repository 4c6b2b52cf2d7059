// The page of one node.

function masthead(data, title, facts) {
  return el("header", { class: `masthead ${data.verdict}` }, el("div", {},
    el("p", { class: "wordmark" }, "assay \u00b7 acceptance dossier"),
    el("div", { class: "verdict-line" }, badge(data.verdict, true), el("h1", {}, title)),
    el("p", { class: "headline" }, data.headline),
    tallyBar(data.tally),
    el("ul", { class: "facts" }, facts.filter(([, value]) => value).map(([key, value]) => el("li", {}, el("span", {}, key), el("span", {}, value))))));
}

function reasonTitle(reason) {
  return [reason.test, reason.metric].filter(Boolean).join(".") || reason.id;
}

/// Reasons of one id about one metric stand together: one thing is wrong, on several subjects.
function reasonCards(reasons, kinds) {
  const groups = new Map();
  for (const reason of reasons) {
    const key = [reason.id, reason.test, reason.metric, reason.verdict].join("\u0000");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(reason);
  }
  return [...groups.values()].map((group) => reasonCard(group, kinds[group[0].id]));
}

function reasonCard(group, kind) {
  const [first] = group;
  const numbers = group.filter((reason) => reason.limit);
  const card = el("article", { class: `card reason ${first.verdict}` },
    el("div", { class: "reason-head" }, badge(first.verdict), el("h3", {}, reasonTitle(first)), el("code", { class: "soft small" }, first.id)));
  if (kind) card.append(el("p", {}, `${kind.meaning[0].toUpperCase()}${kind.meaning.slice(1)}.`));
  if (numbers.length)
    card.append(plainTable(["on", ">measured", "", ">limit", ">margin"],
      numbers.map((one) => [one.subject, one.measured, one.op, one.limit, one.margin])));
  for (const reason of group.filter((one) => !one.limit).slice(0, 20))
    card.append(el("p", {}, reason.subject && el("b", {}, `${reason.subject}: `), reason.text));
  if (kind) {
    card.append(el("p", { class: "soft small" }, `Usually: ${kind.cause}.`));
    card.append(el("p", { class: "action" }, el("b", {}, "Do next:"), `${kind.action}.`));
  }
  if (first.source) card.append(el("p", { class: "soft small" }, `Limit from ${first.source}`));
  return card;
}

function whatFailed(data) {
  const body = data.reasons.length ? reasonCards(data.reasons, data.kinds)
    : el("div", { class: "card" }, el("p", {}, data.verdict === "pass" ? "Nothing: every limit that this run demands was held." : "No reason was given."));
  return section("reasons", data.reasons.length ? "What is wrong, and what to do" : "What is wrong", body);
}

function gaugeTable(gauge) {
  return plainTable(["on", "", ">measured", "", ">limit", ">margin", "verdict"], gauge.entries.map((entry) =>
    [entry.subject, bullet({ ...gauge, entries: [entry] }), entry.measured, gauge.op || "", entry.limitText || "", entry.margin || "", badge(entry.verdict)]));
}

function gaugeRow(gauge) {
  const verdict = worst(gauge.entries.map((entry) => entry.verdict));
  const more = el("div", { class: "gauge-more", hidden: true });
  const button = el("button", { type: "button", "aria-expanded": "false", onclick: () => {
    if (more.hidden && more.childElementCount === 0)
      more.append(gaugeTable(gauge), gauge.note && el("p", { class: "soft small" }, gauge.note),
        gauge.source && el("p", { class: "soft small" }, `Limit from ${gauge.source}`));
    more.hidden = !more.hidden;
    button.setAttribute("aria-expanded", String(!more.hidden));
  } }, gauge.name);
  const row = el("div", { class: "gauge" }, el("div", { class: "gauge-name" }, button, gauge.detail && el("div", { class: "soft small" }, gauge.detail)),
    el("div", { class: "gauge-chart" }, bullet(gauge)),
    el("div", { class: "gauge-value" }, gauge.range, gauge.limit && el("span", { class: "small soft" }, `${gauge.op} ${gauge.limit}`)),
    el("div", { class: "gauge-verdict" }, badge(verdict)), more);
  return { row, verdict, words: [gauge.name, gauge.detail, ...gauge.entries.map((entry) => entry.subject)].join(" ").toLowerCase() };
}

function measurements(data) {
  const rows = data.gauges.map((gauge) => ({ ...gaugeRow(gauge), suite: gauge.name.split(".")[0] }));
  const suites = [...new Set(rows.map((row) => row.suite))];
  const parts = suites.map((suite) => {
    const mine = rows.filter((row) => row.suite === suite);
    return { mine, part: el("div", {}, el("h3", { class: "suite" }, suite), mine.map((row) => row.row)) };
  });
  const shown = el("span", { class: "soft small", role: "status" });
  const search = el("input", { type: "search", placeholder: "filter by test, metric or subject", "aria-label": "Filter measurements" });
  const choice = el("select", { "aria-label": "Which verdicts" }, [["", "all"], ["bad", "did not hold"], ["held", "held"], ["none", "without a limit"]]
    .map(([value, text]) => el("option", { value }, text)));
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const { mine, part } of parts) {
      let any = false;
      for (const row of mine) {
        const kind = !row.verdict ? "none" : row.verdict === "pass" ? "held" : "bad";
        row.row.hidden = !((!choice.value || choice.value === kind) && words.every((word) => row.words.includes(word)));
        any = any || !row.row.hidden;
        n += row.row.hidden ? 0 : 1;
      }
      part.hidden = !any;
    }
    shown.textContent = `${n} of ${counted(rows.length, "metric")}`;
  };
  search.addEventListener("input", apply);
  choice.addEventListener("change", apply);
  apply();
  return section("measurements", "Every measurement", el("div", { class: "card long" },
    el("div", { class: "tools" }, search, el("label", {}, "show", choice), shown), bulletKey(data.gauges.some((gauge) => gauge.peers)), parts.map((one) => one.part)));
}

function telemetry(data) {
  const plots = data.plots.map((plot) => telemetryPlot(plot, data.phases, data.moments)).filter(Boolean);
  if (plots.length === 0) return null;
  return section("telemetry", "Telemetry", el("div", { class: "card long" }, plots));
}

function happened(data) {
  const parts = [];
  if (data.defects.length)
    parts.push(el("div", { class: "card" }, el("h3", {}, "Wrong answers"), plainTable(["test", "on", "what", "where", "expected", "found", ">count"], data.defects)));
  if (data.events.length)
    parts.push(el("div", { class: "card long" }, el("h3", {}, "Events"), plainTable(["at", "event", "on", "text"], data.events)));
  return parts.length ? section("events", "What happened", parts) : null;
}

function identity(data) {
  return section("identity", "Who this is", el("div", { class: "blocks" },
    data.identity.map((block) => el("div", { class: "card" }, el("h3", {}, block.title), entries(block.entries)))));
}

function leftOut(data) {
  const lists = [["Not judged in this run", data.not_judged], ["Not applicable to this machine", data.not_applicable], ["Measured, without a limit", data.uncovered]]
    .filter(([, list]) => list.length);
  return lists.map(([title, list]) => el("details", { class: "card" }, el("summary", {}, `${title} (${list.length})`), el("ul", {}, list.map((one) => el("li", {}, one)))));
}

function provenance(data) {
  return section("provenance", "Provenance, and how to repeat it",
    el("div", { class: "card" }, entries(data.provenance),
      data.repeat.map(([what, command]) => [el("p", { class: "soft small" }, what), el("code", { class: "command", tabindex: 0 }, command)]),
      data.profile_says && el("p", { class: "soft small" }, data.profile_says)), leftOut(data));
}

function nodePage(data) {
  const sections = [whatFailed(data), data.gauges.length > 0 && measurements(data), telemetry(data), links(data), happened(data),
    data.identity.length > 0 && identity(data), provenance(data)].filter(Boolean);
  return [masthead(data, data.title, data.facts), contents(sections), el("main", { id: "main" }, sections)];
}
