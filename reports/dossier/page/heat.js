// Heat maps on a canvas: what is worse than the middle is warm, what is better is cool.

const WARM = [[178, 24, 43], [224, 110, 78], [244, 178, 140]];
const COOL = [[160, 200, 225], [84, 150, 200], [33, 102, 172]];

const isDark = () => getComputedStyle(document.documentElement).colorScheme.includes("dark");
const colourOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const mixed = (a, b, share) => a.map((value, i) => Math.round(value + (b[i] - value) * share));
const neutral = () => (isDark() ? [62, 70, 79] : [226, 230, 234]);

/// `share` from -1, the worst, over 0, the middle, to 1.
function heatColour(share, middle) {
  const ramp = share < 0 ? [middle, ...[...WARM].reverse()] : [middle, ...COOL];
  const at = Math.min(1, Math.abs(share)) * (ramp.length - 1);
  const low = Math.min(Math.floor(at), ramp.length - 2);
  return `rgb(${mixed(ramp[low], ramp[low + 1], at - low).join(" ")})`;
}

/// How values of one metric become shares: 0 at the median, 1 where ordinary values end.
function shareOf(metric) {
  const [low, middle, high] = metric.spread;
  const reach = Math.max(Math.abs(high - middle), Math.abs(middle - low), Math.abs(middle) * 1e-4, 1e-30) * 3;
  const sign = metric.better === "lower" ? -1 : 1;
  return (value) => (sign * (value - middle)) / reach;
}

function heatKey(metric) {
  const middle = neutral();
  const stops = [-1, -0.66, -0.33, 0, 0.33, 0.66, 1];
  const bar = svg("svg", { width: 140, height: 14, role: "img", "aria-label": "colours from the worst to the best" },
    stops.map((share, i) => svg("rect", { x: 20 * i, y: 0, width: 20, height: 14, fill: heatColour(share, middle) })));
  return el("span", { class: "heat-key small soft" }, "worse", bar, "better than the median of", el("b", {}, quantity(metric.spread[1], metric.unit)));
}

function sharp(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.setProperty("width", `${width}px`);
  canvas.style.setProperty("height", `${height}px`);
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/// From every end to every end.
function matrixFigure(matrix) {
  const values = unpack(matrix.values);
  const n = matrix.ends.length;
  const sorted = [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const metric = { ...matrix, spread: [0.05, 0.5, 0.95].map((q) => quantile(sorted, q)) };
  const share = shareOf(metric);
  const canvas = el("canvas", { tabindex: 0, role: "img", "aria-label": `${matrix.name} from each of ${n} ends to each; arrow keys read the cells` });
  const reading = el("p", { class: "small soft", role: "status" }, "rows send, columns receive");
  let at = { row: 0, column: 0 };
  let cell = 10, left = 0, top = 0;
  const draw = () => {
    const width = Math.min(canvas.parentElement.clientWidth || 600, 1100);
    const named = n <= 40;
    left = named ? Math.min(120, width * 0.25) : 0;
    cell = Math.max(2, Math.min(36, Math.floor((width - left) / n)));
    top = named ? 16 : 0;
    const context = sharp(canvas, left + cell * n, top + cell * n);
    const middle = neutral();
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = colourOf("soft");
    if (named) matrix.ends.forEach((end, i) => context.fillText(end, 0, top + cell * i + cell / 2 + 4, left - 6));
    if (named) matrix.ends.forEach((end, i) => context.fillText(cell > 34 ? end : String(i), left + cell * i + 2, 11, cell - 3));
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      context.fillStyle = heatColour(share(value), middle);
      context.fillRect(left + cell * (i % n), top + cell * Math.floor(i / n), cell - (cell > 5 ? 1 : 0), cell - (cell > 5 ? 1 : 0));
    });
    context.strokeStyle = colourOf("ink");
    if (document.activeElement === canvas) context.strokeRect(left + cell * at.column + 0.5, top + cell * at.row + 0.5, cell - 1, cell - 1);
  };
  const read = (row, column) => {
    at = { row: Math.max(0, Math.min(n - 1, row)), column: Math.max(0, Math.min(n - 1, column)) };
    reading.textContent = `${matrix.ends[at.row]} to ${matrix.ends[at.column]}: ${quantity(values[at.row * n + at.column], matrix.unit)}`;
  };
  canvas.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - left) / cell), row = Math.floor((event.clientY - box.top - top) / cell);
    if (row >= 0 && column >= 0 && row < n && column < n) read(row, column);
  });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    read(at.row + step[0], at.column + step[1]);
    draw();
  });
  for (const event of ["shown", "recolour", "resize"]) window.addEventListener(event, draw);
  canvas.addEventListener("focus", draw);
  canvas.addEventListener("blur", draw);
  const worstLinks = [...values.keys()].filter((i) => !Number.isNaN(values[i])).sort((a, b) => share(values[a]) - share(values[b])).slice(0, 5);
  return el("figure", { class: "plot" }, el("figcaption", {}, el("h3", {}, matrix.name), heatKey(metric)), el("div", { class: "matrix" }, el("div", {}, el("div", { class: "canvas-box" }, canvas), reading),
    plainTable(["worst links", "", ">measured", ">of the median"], worstLinks.map((i) =>
      [matrix.ends[Math.floor(i / n)], `to ${matrix.ends[i % n]}`, quantity(values[i], matrix.unit), metric.spread[1] ? `${((100 * values[i]) / metric.spread[1]).toFixed(1)} %` : "-"]))));
}

function links(data) {
  if (!data.matrices || data.matrices.length === 0) return null;
  return section("links", "Links, end to end", data.matrices.map((matrix) => el("div", { class: "card" }, matrixFigure(matrix))));
}
