// Reads the data and shows the page that it is of.

function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const made = { node: () => nodePage(data), fleet: () => fleetPage(data) }[data.kind]();
  document.title = `${data.verdict.toUpperCase()} \u00b7 ${data.title} \u00b7 assay`;
  document.getElementById("page").replaceChildren(el("a", { class: "skip", href: "#main" }, "Skip to the content"), ...made.flat(2),
    el("footer", { class: "foot" }, el("p", {}, data.made)));
  document.documentElement.setAttribute("data-ready", "");
  window.dispatchEvent(new Event("shown"));
}

// Paper is white, whatever the screen is.
window.addEventListener("beforeprint", () => {
  document.documentElement.setAttribute("data-print", "");
  window.dispatchEvent(new Event("recolour"));
});
window.addEventListener("afterprint", () => {
  document.documentElement.removeAttribute("data-print");
  window.dispatchEvent(new Event("recolour"));
});
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => window.dispatchEvent(new Event("recolour")));

start();
