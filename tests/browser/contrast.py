"""Contrast of text with what lies behind it, by WCAG 2.1: 4.5 to 1, or 3 to 1 for large text."""

# Runs in the page: every element that has text of its own and is seen.
FAINT = """
const channel = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const parts = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
const ground = (node) => {
  const layers = [];
  for (let at = node; at && at.nodeType === 1; at = at.parentNode) layers.push(parts(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
};
const found = [];
let looked = 0;
for (const node of document.querySelectorAll('body *')) {
  const own = [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
  if (!own || !node.getClientRects().length || node.closest('script, .hidden, option')) continue;
  const style = getComputedStyle(node);
  const inDrawing = node.namespaceURI.endsWith('svg');
  const ink = over(parts(inDrawing ? style.fill : style.color), [0, 0, 0]);
  const [a, b] = [luminance(ink), luminance(ground(inDrawing ? node.closest('svg').parentElement : node))];
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  looked += 1;
  if (contrast < (large ? 3 : 4.5)) found.push(`${node.tagName}.${node.getAttribute('class')} "${node.textContent.slice(0, 30)}" ${contrast.toFixed(2)}`);
}
return [looked, [...new Set(found)].slice(0, 10)];
"""


def check(test):
    looked, faint = test.run_script(FAINT)
    test.assertGreater(looked, 30, "the page has hardly any text")
    test.assertEqual([], faint, "text that is too faint")
