// The page's only script: it searches, sorts, narrows, pages and saves the list of pairs, which is complete and readable
// without it, and opens the pair that a link names.
export const pairListScript = `
(() => {
  const open = () => {
    const named = document.getElementById(location.hash.slice(1));
    if (named instanceof HTMLDetailsElement) { named.open = true; named.scrollIntoView(); }
  };
  const byId = (id) => document.getElementById("pair-" + id);
  const form = byId("controls");
  const list = byId("list");
  if (!form || !list) return;
  const step = 50;
  const pairs = [...list.children];
  const texts = new Map(pairs.map((pair) => [pair, pair.textContent.toLowerCase()]));
  const number = (pair, key) => Number(pair.dataset[key]);
  const orders = {
    moved: (a, b) => number(b, "moved") - number(a, "moved"),
    difference: (a, b) => Math.abs(number(b, "difference")) - Math.abs(number(a, "difference")),
    preference: (a, b) => number(b, "preference") - number(a, "preference"),
    generator: (a, b) => (a.dataset.generator < b.dataset.generator ? -1 : a.dataset.generator > b.dataset.generator ? 1 : 0),
  };
  let most = step;
  let shown = pairs;
  const update = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const words = chosen.words.toLowerCase();
    shown = pairs
      .filter((pair) => ["reason", "generator"].every((key) => !chosen[key] || pair.dataset[key] === chosen[key]))
      .filter((pair) => texts.get(pair).includes(words))
      .sort(orders[chosen.sort]);
    const linked = shown.findIndex((pair) => "#" + pair.id === location.hash);
    list.replaceChildren(...shown.slice(0, Math.max(most, linked + 1)));
    byId("paging").hidden = list.children.length === shown.length;
    byId("count").textContent = shown.length === 1 ? "1 pair" : shown.length + " pairs";
  };
  const restart = () => { most = step; update(); };
  const save = () => {
    const lines = shown.map((pair) => JSON.stringify({
      ...pair.dataset,
      texts: [...pair.querySelectorAll(".text")].map((text) => ({ of: text.parentElement.querySelector("h3").textContent, text: text.textContent })),
    }) + "\\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
    link.download = "pairs.jsonl";
    link.click();
  };
  form.addEventListener("change", restart);
  form.addEventListener("input", restart);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("more").addEventListener("click", () => { most += step; update(); });
  byId("export").addEventListener("click", save);
  form.hidden = false;
  update();
  addEventListener("hashchange", () => { update(); open(); });
  open();
})();
`;
