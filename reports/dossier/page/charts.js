// Charts that move: how one metric is spread over the fleet, and how nights went.

function chartBox(label, height) {
  const canvas = el("canvas", { role: "img", "aria-label": label });
  const box = el("div", { class: "chart" }, canvas);
  box.style.setProperty("height", `${height}px`);
  return { canvas, box };
}

function axes(unit, titleX, titleY) {
  const ink = colourOf("soft"), grid = colourOf("line");
  const axis = (title, callback) => ({ title: { display: !!title, text: title, color: ink }, ticks: { color: ink, maxRotation: 0, autoSkipPadding: 14, ...(callback ? { callback } : {}) }, grid: { color: grid } });
  return { x: axis(titleX), y: axis(titleY, unit === null ? undefined : (value) => quantity(value, unit)) };
}

const COMMON = { animation: false, responsive: true, maintainAspectRatio: false };

/// A chart that is made again when its data or the colours of the page change.
function living(label, height, configure) {
  const { canvas, box } = chartBox(label, height);
  let chart = null;
  const draw = () => {
    if (chart) chart.destroy();
    const configuration = configure();
    chart = configuration ? new Chart(canvas, configuration) : null;
  };
  for (const event of ["shown", "recolour"]) window.addEventListener(event, draw);
  return { box, draw };
}

function binsOf(values, metric) {
  const sorted = Float64Array.from(values).filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return null;
  const from = sorted[0], to = sorted[sorted.length - 1];
  const n = from === to ? 1 : Math.max(8, Math.min(70, Math.ceil(Math.sqrt(sorted.length) * 1.5)));
  const width = (to - from) / n || 1;
  const counts = new Array(n).fill(0);
  for (const value of sorted) counts[Math.min(n - 1, Math.floor((value - from) / width))]++;
  const share = shareOf(metric);
  return { labels: counts.map((_, i) => quantity(from + (i + 0.5) * width, metric.unit)), counts, shares: counts.map((_, i) => share(from + (i + 0.5) * width)) };
}

function distribution(current) {
  return living("Distribution of the metric over the fleet", 250, () => {
    const metric = current();
    const bins = metric && binsOf(metric.unpacked(), metric);
    if (!bins) return null;
    const middle = isDark() ? [110, 122, 134] : [150, 160, 170];
    return { type: "bar",
      data: { labels: bins.labels, datasets: [{ data: bins.counts.map((count) => count || null), backgroundColor: bins.shares.map((share) => heatColour(share, middle)), minBarLength: 3, barPercentage: 1, categoryPercentage: 0.96 }] },
      options: { ...COMMON, plugins: { legend: { display: false }, tooltip: { callbacks: { label: (item) => counted(item.raw, "value") } } }, scales: axes(null, metric.name, "values") } };
  });
}

function trend(nights, current) {
  return living("The metric, night by night", 230, () => {
    const metric = current();
    if (!metric || !metric.past) return null;
    const spreads = [...metric.past, metric.spread];
    const line = (i, label, more) => ({ label, data: spreads.map((spread) => (spread ? spread[i] : null)), borderColor: colourOf("c0"), backgroundColor: `${colourOf("c0")}33`, pointRadius: 3, spanGaps: true, ...more });
    return { type: "line",
      data: { labels: nights.map((night) => night.label), datasets: [line(0, "p05", { borderWidth: 1, borderDash: [4, 3] }), line(2, "p95", { borderWidth: 1, borderDash: [4, 3], fill: "-1" }), line(1, "median", { borderWidth: 2.5 })] },
      options: { ...COMMON, interaction: { mode: "index", intersect: false }, plugins: { legend: { labels: { color: colourOf("ink"), boxHeight: 2 } }, tooltip: { callbacks: { label: (item) => `${item.dataset.label} ${quantity(item.raw, metric.unit)}` } } }, scales: axes(metric.unit, "", "") } };
  });
}

function nightTotals(nights) {
  return living("Verdicts, night by night", 200, () => ({ type: "bar",
    data: { labels: nights.map((night) => night.label), datasets: WORST_FIRST.slice(0, 3).map((verdict) => ({ label: verdict, data: nights.map((night) => night.tally[verdict]), backgroundColor: colourOf(`${verdict}-mark`), stack: "all", maxBarThickness: 60 })) },
    options: { ...COMMON, plugins: { legend: { labels: { color: colourOf("ink"), boxHeight: 8 } } }, scales: axes(null, "", "nodes that did not pass") } }));
}
