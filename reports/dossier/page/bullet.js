// One metric on one axis: every subject as a mark, against the floor, the peak and the peers.

function axisOf(gauge) {
  const known = gauge.entries.flatMap((entry) => [entry.value, entry.limit]).concat(gauge.peak, gauge.peers ? gauge.peers.slice(0, 3) : [])
    .filter((value) => Number.isFinite(value));
  if (known.length === 0) return null;
  let low = Math.min(...known);
  let high = Math.max(...known);
  if (low >= 0 && low < 0.5 * high) low = 0;
  if (low === high) [low, high] = low >= 0 ? [0, high * 1.1 || 1] : [low * 1.1, 0];
  const room = (high - low) * 0.08;
  return { low: low === 0 ? 0 : low - room, high: high + room };
}

function described(gauge) {
  const floor = gauge.op ? `limit ${gauge.op} ${quantity(gauge.entries[0].limit, gauge.unit)}` : "no limit";
  const values = gauge.entries.map((entry) => `${entry.subject} ${entry.measured}${entry.verdict ? ` ${entry.verdict}` : ""}`);
  const peak = gauge.peak ? `; peak ${quantity(gauge.peak, gauge.unit)}` : "";
  return `${gauge.name}: ${values.slice(0, 16).join(", ")}; ${floor}${peak}`;
}

function mark(entry, x, y, faint) {
  const kind = `value ${faint ? "faint" : entry.verdict || "none"}`;
  if (!entry.verdict || entry.verdict === "pass") return svg("circle", { class: kind, cx: x, cy: y, r: 5 });
  // A nested viewport, so that the shape keeps its form at a place given in per cent.
  return svg("svg", { x, y, overflow: "visible" }, svg("path", { class: kind, d: "M0-7 7 0 0 7-7 0Z" }));
}

/// `gauge` as a bullet chart that is as wide as its place; with a `subject` the others are faint.
function bullet(gauge, subject) {
  const axis = axisOf(gauge);
  if (!axis) return el("span", { class: "soft small" }, "no number");
  const at = (value) => `${Math.max(0, Math.min(100, (100 * (value - axis.low)) / (axis.high - axis.low))).toFixed(2)}%`;
  const share = (from, to) => `${Math.max(0, parseFloat(at(to)) - parseFloat(at(from))).toFixed(2)}%`;
  const chart = svg("svg", { class: "bullet", height: 38, role: "img", "aria-label": described(gauge) });
  chart.append(svg("rect", { class: "track", x: 0, y: 5, width: "100%", height: 16, rx: 3 }));
  const limits = gauge.entries.map((entry) => entry.limit).filter(Number.isFinite);
  const floor = limits.length ? Math.max(...limits) : undefined;
  if (floor !== undefined && gauge.op === ">=")
    chart.append(svg("rect", { class: "beyond", x: 0, y: 5, width: at(floor), height: 16, rx: 3 }));
  if (floor !== undefined && gauge.op === "<=")
    chart.append(svg("rect", { class: "beyond", x: at(floor), y: 5, width: share(floor, axis.high), height: 16, rx: 3 }));
  if (gauge.peers) {
    const [low, median, high] = gauge.peers;
    chart.append(svg("rect", { class: "peers", x: at(low), y: 8, width: share(low, high), height: 10 }),
      svg("line", { class: "median", x1: at(median), x2: at(median), y1: 8, y2: 18 }));
  }
  if (gauge.peak) chart.append(svg("line", { class: "peak", x1: at(gauge.peak), x2: at(gauge.peak), y1: 2, y2: 24 }));
  for (const limit of new Set(limits)) chart.append(svg("line", { class: "floor", x1: at(limit), x2: at(limit), y1: 1, y2: 25 }));
  const shown = gauge.entries.filter((entry) => Number.isFinite(entry.value));
  shown.sort((a, b) => WORST_FIRST.indexOf(b.verdict) - WORST_FIRST.indexOf(a.verdict));
  const isFaint = (entry) => subject !== undefined && entry.subject !== subject;
  for (const entry of shown.filter(isFaint)) chart.append(mark(entry, at(entry.value), 13, true));
  for (const entry of shown.filter((one) => !isFaint(one))) chart.append(mark(entry, at(entry.value), 13));
  chart.append(svg("text", { x: 0, y: 35 }, quantity(axis.low, gauge.unit)),
    svg("text", { x: "100%", y: 35, "text-anchor": "end" }, quantity(axis.high, gauge.unit)));
  return chart;
}

function bulletKey(withPeers) {
  const sample = (title, ...shapes) => el("li", {}, svg("svg", { class: "bullet", width: 30, height: 20, "aria-hidden": "true" }, shapes), title);
  return el("ul", { class: "key" },
    sample("holds", svg("circle", { class: "value pass", cx: 15, cy: 10, r: 5 })),
    sample("does not", svg("path", { class: "value fail", d: "M15 3 22 10 15 17 8 10Z" })),
    sample("limit, and beyond it", svg("rect", { class: "beyond", x: 0, y: 3, width: 15, height: 14 }), svg("line", { class: "floor", x1: 15, x2: 15, y1: 0, y2: 20 })),
    sample("peak of the device", svg("line", { class: "peak", x1: 15, x2: 15, y1: 0, y2: 20 })),
    withPeers && sample("its peers, and their median", svg("rect", { class: "peers", x: 2, y: 5, width: 26, height: 10 }), svg("line", { class: "median", x1: 15, x2: 15, y1: 5, y2: 15 })));
}
