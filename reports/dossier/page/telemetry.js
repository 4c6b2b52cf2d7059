// Readings over time, with the tests that ran meanwhile as bands behind them.

function niceStep(range, most) {
  const raw = range / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= raw);
}

function ticksBetween(low, high, most) {
  const step = niceStep(high - low, most);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high * (1 + 1e-12); i++) ticks.push(i * step);
  return ticks;
}

function pathOf(series, values, x, y) {
  let path = "";
  let pen = false;
  values.forEach((value, i) => {
    if (Number.isNaN(value)) pen = false;
    else {
      path += `${pen ? "L" : "M"}${x(series.t0 + (i + 0.5) * series.period).toFixed(1)} ${y(value).toFixed(2)}`;
      pen = true;
    }
  });
  return path;
}

function bandOf(series, x, y) {
  const up = [], down = [];
  series.low.forEach((low, i) => {
    if (Number.isNaN(low)) return;
    const at = x(series.t0 + (i + 0.5) * series.period).toFixed(1);
    up.push(`${at} ${y(series.high[i]).toFixed(2)}`);
    down.push(`${at} ${y(low).toFixed(2)}`);
  });
  return up.length ? `M${up.join("L")}L${down.reverse().join("L")}Z` : "";
}

function spanOf(plot) {
  const from = Math.min(0, ...plot.series.map((one) => one.t0));
  const to = Math.max(...plot.series.map((one) => one.t0 + one.mean.length * one.period));
  return { from, to: to > from ? to : from + 1 };
}

function heightsOf(plot) {
  let low = Infinity, high = -Infinity;
  for (const one of plot.series)
    for (let i = 0; i < one.mean.length; i++)
      if (!Number.isNaN(one.mean[i])) {
        low = Math.min(low, one.low[i]);
        high = Math.max(high, one.high[i]);
      }
  if (!(high >= low)) return null;
  if (low >= 0 && low < 0.6 * high) low = 0;
  if (low === high) [low, high] = [low - 1, high + 1];
  return { low: low === 0 ? 0 : low - (high - low) * 0.08, high: high + (high - low) * 0.12 };
}

/// Bands of the tests; the name stands where there is room for it.
function phases(plotted, all, percent) {
  return all.map((phase) => {
    const x = percent(phase.from);
    const width = Math.max(percent(phase.to) - x, 0.15);
    const band = svg("rect", { class: `phase${phase.verdict ? ` worst-${phase.verdict}` : ""}`, x: `${x}%`, y: 0, width: `${width}%`, height: plotted });
    band.append(svg("title", {}, `${phase.test}, ${seconds(phase.to - phase.from)}`));
    const fits = width > phase.test.length * 0.72;
    return [band, fits && svg("text", { x: `${x + 0.3}%`, y: 11 }, phase.test)];
  });
}

function unpackSeries(series) {
  return { ...series, mean: unpack(series.mean), low: unpack(series.low), high: unpack(series.high) };
}

function telemetryPlot(packed, allPhases, events) {
  const plot = { ...packed, series: packed.series.map(unpackSeries) };
  const heights = heightsOf(plot);
  if (!heights) return null;
  const span = spanOf(plot);
  const plotted = 190;
  const percent = (t) => (100 * (t - span.from)) / (span.to - span.from);
  const level = (value) => plotted * (1 - (value - heights.low) / (heights.high - heights.low));
  const chart = svg("svg", { role: "img", tabindex: 0, "aria-label": `${plot.name} over ${seconds(span.to - span.from)}: ${counted(plot.series.length, "subject")}` });
  chart.append(...phases(plotted, allPhases, percent).flat().filter(Boolean));
  const labels = [];
  for (const tick of ticksBetween(heights.low, heights.high, 5)) {
    const y = level(tick);
    chart.append(svg("line", { class: "grid", x1: 0, x2: "100%", y1: y, y2: y }));
    if (y > 26) labels.push(svg("text", { x: 2, y: y - 3 }, quantity(tick, plot.unit)));
  }
  const curves = svg("svg", { viewBox: `0 0 1000 ${plotted}`, width: "100%", height: plotted, preserveAspectRatio: "none" });
  const x = (t) => 10 * percent(t);
  plot.series.forEach((one, i) => curves.append(svg("path", { class: `band c${i % 8}`, d: bandOf(one, x, level) })));
  plot.series.forEach((one, i) => {
    const line = svg("path", { class: `line c${i % 8}`, d: pathOf(one, one.mean, x, level) });
    line.style.setProperty("fill", "none");
    curves.append(line);
  });
  chart.append(curves, ...labels);
  for (const event of events.filter((one) => one.t >= span.from && one.t <= span.to)) {
    const at = `${percent(event.t)}%`;
    chart.append(svg("line", { class: "event", x1: at, x2: at, y1: 0, y2: plotted }, svg("title", {}, event.text)));
  }
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    chart.append(svg("text", { x: `${100 * share}%`, y: plotted + 16, "text-anchor": anchor }, seconds(span.from + share * (span.to - span.from))));
  }
  return withReading(plot, chart, span, plotted, allPhases);
}

/// A hair that follows the pointer or the arrow keys, and what is read under it.
function withReading(plot, chart, span, plotted, allPhases) {
  const hair = svg("line", { class: "hair", y1: 0, y2: plotted, visibility: "hidden" });
  chart.append(hair);
  const reading = el("p", { class: "reading soft", "aria-live": "polite" }, "point at the plot, or use the arrow keys in it, to read values");
  let share = 0;
  const show = (at) => {
    share = Math.max(0, Math.min(1, at));
    const t = span.from + share * (span.to - span.from);
    put(hair, { x1: `${100 * share}%`, x2: `${100 * share}%`, visibility: "visible" }, []);
    const values = plot.series.map((one) => {
      const value = one.mean[Math.floor((t - one.t0) / one.period)];
      return Number.isFinite(value) ? `${one.subject} ${quantity(value, plot.unit)}` : null;
    });
    const during = allPhases.filter((phase) => phase.from <= t && t <= phase.to).map((phase) => phase.test);
    reading.textContent = `${seconds(t)}${during.length ? ` (${[...new Set(during)].join(", ")})` : ""}: ${values.filter(Boolean).join(", ") || "no reading"}`;
  };
  chart.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    show((event.clientX - box.left) / box.width);
  });
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -0.01, ArrowRight: 0.01, PageUp: -0.1, PageDown: 0.1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(share + step);
  });
  const legend = plot.series.map((one, i) => el("li", {}, svg("svg", { "aria-hidden": "true" }, svg("line", { class: `c${i % 8}`, x1: 0, x2: 18, y1: 5, y2: 5, "stroke-width": 3 })), one.subject));
  return el("figure", { class: "plot" }, el("figcaption", {}, el("h3", {}, plot.name)), chart, el("ul", { class: "lines" }, legend), reading);
}
