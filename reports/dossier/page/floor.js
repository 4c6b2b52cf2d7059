// The floor plan: racks of nodes of slots, coloured by verdict or by any metric.

/// Racks with their nodes; nodes that stand nowhere fill racks of eight without a name.
function racksOf(fleet) {
  const racks = [];
  fleet.rackOf.forEach((rack, node) => {
    if (!racks.length || racks[racks.length - 1].rack !== rack) racks.push({ rack, label: fleet.racks[rack], nodes: [] });
    racks[racks.length - 1].nodes.push(node);
  });
  const size = fleet.n > 256 ? 8 : 16;
  return racks.flatMap((one) => {
    if (one.label !== "") return [{ ...one, label: one.label }];
    const parts = [];
    for (let i = 0; i < one.nodes.length; i += size) parts.push({ label: "", nodes: one.nodes.slice(i, i + size) });
    return parts;
  });
}

/// The largest cells with which all racks fit into `width` and about `height`.
function layoutOf(racks, slots, width, height) {
  const tallest = Math.max(...racks.map((rack) => rack.nodes.length));
  const named = racks.some((rack) => rack.label !== "");
  for (let high = 24; high >= 1; high--) {
    const names = racks.length <= 4 && high >= 14 ? 120 : 0;
    const roomy = racks.length === 1 && high >= 20 ? 96 : 30;
    const cell = Math.max(1, Math.min(high >= 14 ? roomy : Math.ceil(high * 1.15), Math.floor((width - names - 10) / slots)));
    const labels = named && cell * slots + names >= 26 && high >= 4 ? 15 : 0;
    const gap = high >= 4 ? 9 : 4;
    const rackWidth = names + cell * slots + gap;
    const columns = Math.max(1, Math.floor((width + gap) / rackWidth));
    const rackHeight = labels + tallest * high + gap;
    const total = Math.ceil(racks.length / columns) * rackHeight;
    if (total <= height || high === 1) return { high, cell, names, labels, gap, rackWidth, columns, rackHeight, total, slots };
  }
  return null;
}

function drawNode(context, at, x, y, node, colour) {
  const room = at.high > 4 ? 1 : 0;
  for (let slot = 0; slot < at.slots; slot++) {
    context.fillStyle = colour(node, slot);
    context.fillRect(x + slot * at.cell, y, at.cell - (at.cell > 4 ? 1 : 0), at.high - room);
  }
}

/// A number where there is room for it, dark or light as its ground asks for.
function drawNumber(context, at, x, y, text, ground) {
  const [r, g, b] = ground.match(/\d+/g).map(Number);
  context.fillStyle = 0.3 * r + 0.59 * g + 0.11 * b > 140 ? "#14181d" : "#ffffff";
  context.fillText(text, x + 6, y + at.high / 2 + 4, at.cell - 12);
}

/// One block a node, and its sign where it did not pass.
function drawVerdict(context, at, x, y, verdict, colour) {
  const width = at.cell * at.slots - (at.cell > 4 ? 1 : 0), high = at.high - (at.high > 4 ? 1 : 0);
  context.fillStyle = colour;
  context.fillRect(x, y, width, high);
  if (verdict === "pass" || at.high < 10) return;
  context.fillStyle = isDark() ? "#101317" : "#ffffff";
  context.fillText(at.cell * at.slots > 70 ? `${GLYPHS[verdict]} ${verdict}` : GLYPHS[verdict], x + 5, y + at.high / 2 + 4);
}

function placeOf(at, index, row) {
  return { x: (index % at.columns) * at.rackWidth + at.names, y: Math.floor(index / at.columns) * at.rackHeight + at.labels + row * at.high };
}

function floorPlan(fleet, open) {
  const racks = racksOf(fleet);
  const spots = racks.flatMap((rack, index) => rack.nodes.map((node, row) => ({ node, index, row })));
  const canvas = el("canvas", { tabindex: 0, role: "application", "aria-label": "Floor plan. Arrow keys move from node to node, N goes to the next node that did not pass, Enter opens a node." });
  const over = el("canvas", { class: "over", "aria-hidden": "true" });
  const box = el("div", { class: "canvas-box floor" }, canvas, over);
  const reading = el("p", { class: "reading", role: "status" }, "Point at a node, or move with the arrow keys; Enter or a click opens it.");
  const state = { metric: null, values: null, at: null, spot: 0, slot: 0 };

  const colours = () => {
    const middle = neutral(), none = colourOf("well"), share = shareOf(state.metric);
    const slots = state.metric.slots.length;
    return (node, slot) => {
      const value = state.values[node * slots + slot];
      return Number.isNaN(value) ? none : heatColour(share(value), middle);
    };
  };
  const draw = () => {
    const width = Math.max(260, box.clientWidth);
    const slots = state.metric ? state.metric.slots.length : fleet.n > 600 ? 4 : 8;
    state.at = layoutOf(racks, slots, width, width < 600 ? 1400 : 640);
    const at = state.at, context = sharp(canvas, width, at.total), colour = state.metric && colours();
    // What passed is quiet, so that the eye finds what did not.
    const marks = Object.fromEntries(WORST_FIRST.map((verdict) => [verdict, colourOf(verdict === "pass" ? "quiet-mark" : `${verdict}-mark`)]));
    sharp(over, width, at.total);
    context.font = "11px system-ui, sans-serif";
    racks.forEach((rack, index) => {
      const { x, y } = placeOf(at, index, 0);
      context.fillStyle = colourOf("soft");
      if (at.labels) context.fillText(rack.label, x, y - 4, at.cell * at.slots);
      rack.nodes.forEach((node, row) => {
        const place = placeOf(at, index, row);
        const verdict = fleet.verdicts[node];
        if (!state.metric) drawVerdict(context, at, place.x, place.y, verdict, marks[verdict]);
        else {
          drawNode(context, at, place.x, place.y, node, colour);
          for (let slot = 0; at.cell >= 64 && slot < slots; slot++) {
            const value = state.values[node * slots + slot];
            if (!Number.isNaN(value)) drawNumber(context, at, place.x + slot * at.cell, place.y, quantity(value, state.metric.unit), colour(node, slot));
          }
          context.strokeStyle = marks[verdict];
          if (verdict !== "pass" && at.high >= 4) context.strokeRect(place.x - 0.5, place.y - 0.5, at.cell * at.slots, at.high);
        }
        if (!at.names) return;
        context.fillStyle = colourOf("ink");
        context.fillText(fleet.names[node], place.x - at.names + 2, place.y + at.high / 2 + 3, at.names - 8);
      });
    });
    mark(false);
  };
  const mark = (say) => {
    const at = state.at, spot = spots[state.spot], context = over.getContext("2d");
    context.clearRect(0, 0, over.width, over.height);
    const { x, y } = placeOf(at, spot.index, spot.row);
    context.strokeStyle = colourOf("ink");
    context.lineWidth = 2;
    if (say || document.activeElement === canvas) context.strokeRect(x - 1, y - 1, at.cell * at.slots + 1, at.high + 1);
    if (!say) return;
    const where = racks[spot.index].label ? `, rack ${racks[spot.index].label}${fleet.units && fleet.units[spot.node] !== null ? ` unit ${fleet.units[spot.node]}` : ""}` : "";
    let text = `${fleet.names[spot.node]}${where}: ${fleet.verdicts[spot.node]}`;
    if (state.metric) {
      const value = state.values[spot.node * at.slots + state.slot];
      const middle = state.metric.spread[1];
      text += `; ${state.metric.slots[state.slot]} ${quantity(value, state.metric.unit)}`;
      if (middle && !Number.isNaN(value)) text += ` (${value >= middle ? "+" : ""}${((100 * (value - middle)) / middle).toFixed(2)} % of the median)`;
    }
    reading.textContent = text;
  };
  const under = (event) => {
    const bounds = canvas.getBoundingClientRect(), at = state.at;
    const x = event.clientX - bounds.left, y = event.clientY - bounds.top;
    const column = Math.floor(x / at.rackWidth), line = Math.floor(y / at.rackHeight);
    const index = line * at.columns + column, rack = racks[index];
    const row = Math.floor((y - line * at.rackHeight - at.labels) / at.high);
    if (column >= at.columns || !rack || row < 0 || row >= rack.nodes.length) return false;
    state.spot = racks.slice(0, index).reduce((n, one) => n + one.nodes.length, 0) + row;
    state.slot = Math.max(0, Math.min(at.slots - 1, Math.floor((x - column * at.rackWidth - at.names) / at.cell)));
    mark(true);
    return true;
  };
  const move = (event) => {
    const at = state.at, many = spots.length;
    const sideways = (step) => {
      if (state.metric && state.slot + step >= 0 && state.slot + step < at.slots) state.slot += step;
      else {
        const target = Math.max(0, Math.min(racks.length - 1, spots[state.spot].index + step));
        const row = Math.min(spots[state.spot].row, racks[target].nodes.length - 1);
        state.spot = spots.findIndex((spot) => spot.index === target && spot.row === row);
        state.slot = step > 0 ? 0 : at.slots - 1;
      }
    };
    const bad = () => {
      for (let i = 1; i <= many; i++)
        if (fleet.verdicts[spots[(state.spot + i) % many].node] !== "pass") return (state.spot + i) % many;
      return state.spot;
    };
    const keys = {
      ArrowDown: () => { state.spot = Math.min(many - 1, state.spot + 1); }, ArrowUp: () => { state.spot = Math.max(0, state.spot - 1); },
      ArrowRight: () => sideways(1), ArrowLeft: () => sideways(-1), Home: () => { state.spot = 0; }, End: () => { state.spot = many - 1; },
      n: () => { state.spot = bad(); }, N: () => { state.spot = bad(); }, Enter: () => open(spots[state.spot].node),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
    mark(true);
  };
  canvas.addEventListener("pointermove", under);
  canvas.addEventListener("click", (event) => under(event) && open(spots[state.spot].node));
  canvas.addEventListener("keydown", move);
  canvas.addEventListener("focus", () => mark(false));
  canvas.addEventListener("blur", () => mark(false));
  for (const event of ["shown", "recolour", "resize"]) window.addEventListener(event, draw);
  return { figure: el("div", {}, box, reading), show: (metric) => {
    state.metric = metric;
    state.values = metric ? metric.unpacked() : null;
    state.slot = 0;
    draw();
  } };
}
