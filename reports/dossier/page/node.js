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

/// Reasons of one id stand together: what it means and what to do is then said once.
function reasonCards(reasons, kinds, gauges) {
  const groups = new Map();
  for (const reason of reasons) {
    const key = `${reason.verdict}\u0000${reason.id}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(reason);
  }
  return [...groups.values()].map((group) => reasonCard(group, Object.hasOwn(kinds, group[0].id) ? kinds[group[0].id] : null, gauges || []));
}

/// The reason's own subject among the others of its limit.
function gaugeOf(reason, gauges) {
  const gauge = gauges.find((one) => one.name === reasonTitle(reason) && one.source === reason.source && one.op === reason.op);
  if (!gauge) return "";
  return bullet(gauge, reason.subject);
}

function reasonRows(numbers, gauges) {
  const drawn = numbers.map((reason) => gaugeOf(reason, gauges));
  const charts = drawn.some((one) => one !== "");
  return plainTable(["limit on", "subject", ...(charts ? [""] : []), ">measured", ">limit", ">margin"], numbers.map((one, i) =>
    [el("b", {}, reasonTitle(one)), one.subject, ...(charts ? [drawn[i]] : []), one.measured, `${one.op} ${one.limit}`, one.margin]));
}

function reasonCard(group, kind, gauges) {
  const [first] = group;
  const numbers = group.filter((reason) => reason.limit);
  const words = group.filter((reason) => !reason.limit);
  const sources = [...new Set(group.map((reason) => reason.source).filter(Boolean))];
  const meaning = kind ? `${kind.meaning[0].toUpperCase()}${kind.meaning.slice(1)}` : reasonTitle(first);
  const card = el("article", { class: `card reason ${first.verdict}` },
    el("div", { class: "reason-head" }, badge(first.verdict), el("h3", {}, meaning), el("code", { class: "soft small" }, first.id)));
  if (numbers.length) card.append(reasonRows(numbers, gauges));
  if (words.length)
    card.append(el("ul", { class: "findings" }, words.slice(0, 30).map((reason) => el("li", {}, withoutAction(reason.text, kind) || reasonTitle(reason)))));
  if (words.length > 30) card.append(el("p", { class: "soft small" }, `and ${words.length - 30} more`));
  if (kind) card.append(el("p", { class: "action" }, el("b", {}, "Do next:"), `${kind.action}.`, el("span", { class: "soft cause" }, `Behind it, most likely first: ${kind.causes.join("; ")}. Grounds for return: ${kind.grounds}.`)));
  if (sources.length)
    card.append(el("details", { class: "small" }, el("summary", {}, `Where ${sources.length === 1 ? "this limit comes" : "these limits come"} from`), el("ul", {}, sources.map((source) => el("li", {}, source)))));
  return card;
}

/// The sentence alone: the card says what to do once for all of them.
function withoutAction(text, kind) {
  const end = kind ? `; ${kind.action}` : "";
  return end && text && text.endsWith(end) ? text.slice(0, -end.length) : text;
}

function whatFailed(data) {
  const body = data.reasons.length ? reasonCards(data.reasons, data.kinds, data.gauges)
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
  } }, breakable(gauge.name));
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
