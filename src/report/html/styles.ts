// The page's style sheet. Every colour has a light and a dark value; text holds WCAG's 4.5 : 1 in both. Charts take their
// colours from here too, by the classes of their marks.
export const styles = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfc; --panel: #f4f5f4; --ink: #1b2026; --muted: #59616b; --line: #dfe2e4; --strong-line: #b4bac0;
  --raw: #6b7480; --controlled: #0b6a86; --wash: #0b6a861f; --shade: #1b202640; --warn: #8a4b00; --warn-panel: #fdf5e8; --warn-line: #ecd9b5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --panel: #1d2125; --ink: #e6e8ea; --muted: #a2abb4; --line: #2f353b; --strong-line: #535c65;
    --raw: #98a2ad; --controlled: #5cc3e0; --wash: #5cc3e026; --shade: #000000a6; --warn: #f0bd72; --warn-panel: #241f17; --warn-line: #4a3d26;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0 auto; max-width: 72rem; padding: 3.5rem 2rem 6rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { margin: 0; font-size: 2.1rem; font-weight: 650; letter-spacing: -0.02em; overflow-wrap: anywhere; }
h2 { margin: 0 0 .75rem; font-size: 1.35rem; font-weight: 650; letter-spacing: -0.01em; }
h3 { margin: 0 0 .5rem; font-size: 1.05rem; font-weight: 650; overflow-wrap: anywhere; }
.pair h3 { font-size: .875rem; }
h3 small { color: var(--muted); font-weight: 400; }
p { margin: 0 0 1rem; max-width: 46rem; text-wrap: pretty; }
a { color: var(--controlled); text-underline-offset: .2em; }
code { font: .875em ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
:focus-visible { outline: 2px solid var(--controlled); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); }
.kind { margin: 0 0 .35rem; color: var(--muted); font-size: .875rem; }
.lede { max-width: none; margin: .5rem 0 0; font-size: 1.0625rem; color: var(--muted); }
.lede strong { color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; margin: 1.75rem 0 0; padding: .8rem 0; list-style: none; font-size: .9rem;
  border-block: 1px solid var(--line); }
nav a { color: var(--muted); text-decoration: none; }
nav a:hover { color: var(--controlled); text-decoration: underline; }
section { padding-top: 3.25rem; }
article { padding-top: 1.5rem; }
.key-figures { display: flex; flex-wrap: wrap; gap: 1.5rem 3.5rem; margin: 1.25rem 0 2rem; }
.key-figure { margin: 0; display: flex; flex-direction: column; }
.key-name, .key-note { color: var(--muted); font-size: .875rem; }
.key-value { font-size: 3rem; font-weight: 600; line-height: 1.15; letter-spacing: -0.03em; font-variant-numeric: tabular-nums; }
.key-value small { font-size: 1.4rem; font-weight: 400; letter-spacing: 0; }
.controlled-ink { color: var(--controlled); }
.scroll { overflow-x: auto; margin: 0 0 1.5rem; background: linear-gradient(to right, var(--paper) 30%, transparent), linear-gradient(to left, var(--paper) 30%, transparent) 100% 0, linear-gradient(to right, var(--shade), transparent), linear-gradient(to left, var(--shade), transparent) 100% 0; background-repeat: no-repeat; background-size: 2.5rem 100%, 2.5rem 100%, .9rem 100%, .9rem 100%; background-attachment: local, local, scroll, scroll; }
.narrow { display: none; }
table { border-collapse: collapse; font-size: .9rem; min-width: min(100%, 30rem); font-variant-numeric: tabular-nums; }
caption { padding: 0 0 .6rem; color: var(--muted); font-size: .875rem; text-align: left; max-width: calc(100vw - 4rem); }
th, td { padding: .45rem 1.6rem .45rem 0; text-align: left; vertical-align: baseline; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid var(--strong-line); color: var(--muted); font-weight: 500; vertical-align: bottom; }
thead th::first-letter { text-transform: uppercase; }
.long { white-space: normal; min-width: 16rem; }
tbody th { font-weight: 500; white-space: normal; overflow-wrap: anywhere; min-width: 9rem; max-width: 24rem; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody tr:hover { background: var(--panel); }
.number { text-align: right; }
.below { display: block; color: var(--muted); font-size: .8125rem; }
.aside { color: var(--muted); font-size: .875rem; }
.warnings { margin: 1.5rem 0 0; padding: 1rem 1.25rem; border: 1px solid var(--warn-line); border-radius: 6px; background: var(--warn-panel); }
.warnings h3 { color: var(--warn); }
.warnings ul { margin: 0; padding-left: 1.1rem; font-size: .9rem; }
.warnings code { color: var(--warn); }
figure { margin: 1.5rem 0; min-width: 0; }
figcaption { margin-top: .6rem; color: var(--muted); font-size: .85rem; line-height: 1.5; max-width: 46rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 3rem; align-items: start; }
.charts figure { margin: .5rem 0 1.5rem; }
.tables table { width: min(100%, 46rem); }
dl { margin: 0 0 1.5rem; font-size: .9rem; }
dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1.5rem; padding: .3rem 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
details > summary { cursor: pointer; }
figcaption details, .manifest { margin-top: .6rem; }
figcaption details .scroll { margin-top: .6rem; }
pre { padding: 1rem 1.25rem; overflow-x: auto; background: var(--panel); border-radius: 6px; font: .8rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.controls { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; margin: 0 0 1rem; font-size: .9rem; }
.controls[hidden] { display: none; }
.controls label { color: var(--muted); }
select { margin-left: .35rem; padding: .3rem .5rem; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--strong-line); border-radius: 5px; max-width: 20rem; }
.controls input, .controls button { margin-left: .35rem; padding: .3rem .5rem; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--strong-line); border-radius: 5px; }
.words { margin-top: 1.25rem; }
.words .text + .text { margin-top: .6rem; }
output { color: var(--muted); }
.pair { border-top: 1px solid var(--line); }
.pair:last-child { border-bottom: 1px solid var(--line); }
.pair > summary { display: block; padding: .7rem 0; list-style: none; }
.pair > summary::-webkit-details-marker { display: none; }
.pair > summary:hover .pair-title { color: var(--controlled); }
.pair-title { display: block; font-weight: 550; overflow-wrap: anywhere; }
.pair-title::before { content: "+"; display: inline-block; width: 1.1rem; color: var(--muted); font-weight: 400; }
.pair[open] .pair-title::before { content: "−"; }
.pair-facts { display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin: .1rem 0 0 1.1rem; color: var(--muted); font-size: .85rem; font-variant-numeric: tabular-nums; }
.tag { color: var(--controlled); }
.pair-body { padding: .25rem 0 1.75rem 1.1rem; }
.instruction { margin-bottom: 1.25rem; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.25rem 1.5rem; }
.answers > div { min-width: 0; }
.answers .text + h3 { margin-top: 1rem; }
.text { padding: .9rem 1.1rem; background: var(--panel); border-radius: 6px; font-size: .9rem; line-height: 1.55; white-space: pre-wrap; overflow-wrap: anywhere;
  unicode-bidi: isolate; }
.text + .aside { margin-top: .4rem; }
.key { display: inline-block; margin: 0 .35em 0 0; vertical-align: .05em; }
.legend { white-space: nowrap; }
.key.raw { width: .6em; height: .6em; border: 1.5px solid var(--raw); border-radius: 50%; }
.key.controlled, .key.near { width: .65em; height: .65em; border-radius: 50%; background: var(--controlled); }
.key.fitted::before { content: "×"; color: var(--controlled); font-weight: 700; }
.key.near { background: var(--raw); }
.key.judgements { width: .4em; height: .4em; border-radius: 50%; background: var(--raw); opacity: .5; vertical-align: .15em; }
.key.curve { width: 1.4em; height: 0; border-top: 2px solid var(--controlled); vertical-align: .28em; }
.plot { display: block; width: 100%; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; fill: var(--muted); color: var(--muted); overflow: visible; }
.plot text { white-space: pre; font-variant-numeric: tabular-nums; }
.plot .grid { stroke: var(--line); stroke-opacity: 1; }
.plot .reference { stroke: var(--strong-line); stroke-dasharray: 3 3; }
.plot .moved { stroke: var(--strong-line); stroke-width: 1.5px; }
.plot .interval { stroke: var(--controlled); stroke-width: 3px; stroke-opacity: .45; stroke-linecap: round; }
.plot .raw { fill: var(--paper); stroke: var(--raw); stroke-width: 1.75px; }
.plot .controlled { fill: var(--controlled); stroke: var(--paper); stroke-width: 1.5px; }
.plot .judgements { fill: none; stroke: var(--raw); stroke-width: 3.5px; stroke-linecap: round; stroke-opacity: .22; }
.plot .bin-interval { stroke: var(--raw); stroke-width: 1.5px; }
.plot .fitted { stroke: var(--controlled); stroke-width: 1.75px; fill: none; }
.plot .curve { stroke: var(--controlled); stroke-width: 2.25px; fill: none; }
.plot .path { stroke: var(--strong-line); stroke-width: 1.5px; fill: none; }
.plot .far { fill: var(--paper); stroke: var(--raw); stroke-width: 1.5px; }
.plot .near { fill: var(--raw); stroke: var(--raw); }
.plot .chosen-strength { stroke: var(--controlled); stroke-dasharray: 3 3; }
@media (max-width: 40rem) {
  body { padding: 2rem 1.1rem 4rem; }
  h1 { font-size: 1.6rem; }
  caption { max-width: calc(100vw - 2.2rem); }
  .plot { font-size: 14px; }
  .wide { display: none; }
  .narrow { display: block; }
  .narrow .plot { font-size: 12px; }
  dl > div { grid-template-columns: 1fr; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --panel: #f6f6f6; --ink: #000; --muted: #444; --line: #ddd; --strong-line: #999; --raw: #555; --controlled: #0b5f78; --warn: #6a3a00; --warn-panel: #fff; --warn-line: #ccc; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .controls, .skip { display: none; }
  section { padding-top: 1.5rem; }
  h2, h3, caption { break-after: avoid; }
  figure, tr, .key-figures, .warnings li { break-inside: avoid; }
  .scroll { overflow: visible; }
  .charts { grid-template-columns: 1fr 1fr; }
}
`;
