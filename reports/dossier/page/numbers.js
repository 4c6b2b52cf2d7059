// How numbers are written, and how columns of them are packed into text.

const UP = ["", "k", "M", "G", "T", "P", "E"];
const DOWN = ["", "m", "u", "n", "p"];
const UNSCALED = ["degC", "K/W"];

function digits(value) {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e4 && magnitude < 1e15) return value.toFixed(0);
  return String(Number(value.toPrecision(4)));
}

/// As the other formats write a quantity: four digits, a prefix, bytes of memory by 1024.
function quantity(value, unit) {
  if (value === undefined || value === null || !Number.isFinite(value)) return "-";
  if (!unit || unit === "count") return Number.isInteger(value) ? String(value) : digits(value);
  if (unit === "1") return value !== 0 && Math.abs(value) < 1e-4 ? digits(value) : `${digits(value * 100)} %`;
  if (UNSCALED.includes(unit)) return `${digits(value)} ${unit}`;
  const step = unit === "B" ? 1024 : 1000;
  let i = 0;
  if (["s", "W", "J"].includes(unit) && value !== 0 && Math.abs(value) < 1) {
    for (; Math.abs(Number(digits(value))) < 1 && i + 1 < DOWN.length; i++) value *= step;
    return `${digits(value)} ${DOWN[i]}${unit}`;
  }
  if (unit !== "s")
    for (; Math.abs(Number(digits(value / step))) >= 1 && i + 1 < UP.length; i++) value /= step;
  const prefix = UP[i] + (unit === "B" && i > 0 ? "i" : "");
  return `${digits(value)} ${prefix}${unit === "/s" ? "/s" : unit}`;
}

function seconds(value) {
  const whole = Math.round(value);
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.floor(whole / 60)} min ${whole % 60 ? `${whole % 60} s` : ""}`.trim();
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

// Ninety characters that need no escape in JSON or HTML; "!" stands for nothing.
const LEVELS = 90;
const CODE = (() => {
  const code = new Int16Array(128).fill(-1);
  let next = 0;
  for (let c = 35; c < 127; c++) if (c !== 60 && c !== 92) code[c] = next++;
  return code;
})();

/// Numbers packed as {lo, hi, width, text, exact}: `width` characters each, NaN where there is none.
function unpack(packed) {
  const n = packed.text.length / packed.width;
  const values = new Float64Array(n);
  const top = LEVELS ** packed.width - 1;
  for (let i = 0; i < n; i++) {
    let level = 0;
    for (let k = 0; k < packed.width; k++) {
      const one = CODE[packed.text.charCodeAt(i * packed.width + k)];
      level = one < 0 ? NaN : level * LEVELS + one;
    }
    values[i] = packed.lo + (packed.hi - packed.lo) * (level / top);
  }
  for (const [i, value] of packed.exact || []) values[i] = value;
  return values;
}

/// Texts packed as a list in which each says how many characters it shares with the one before.
function unpackTexts(packed) {
  const texts = [];
  let before = "";
  for (const line of packed === "" ? [] : packed.split("\n")) {
    before = before.slice(0, CODE[line.charCodeAt(0)]) + line.slice(1);
    texts.push(before);
  }
  return texts;
}

function quantile(sorted, q) {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
}
