import { createHash } from "node:crypto";
import { excerptLine } from "../../../core/quote-value.js";
import { notableReasons } from "../../../metrics/score/notable-pairs.js";
import { percent } from "../../figure-text.js";
import { absent } from "../../table-of.js";
import { signedWhole, whole } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { PageData, ShownPair, ShownText } from "../page-data.js";

/** The pairs worth a look, both answers side by side. Sorting and narrowing need a script; reading does not. */
export function shownPairsSection({ pairs, models }: PageData): Markup | null {
  if (pairs.length === 0) return null;
  const generators = [...new Set(pairs.map(({ generator }) => generator))];
  const reasons = [...new Set(pairs.map(({ reason }) => reason))];
  return html`<section id="pairs" aria-labelledby="pairs-title">
<h2 id="pairs-title">Pairs to look at</h2>
<p>${whole(pairs.length)} pairs${models.length > 1 && ` of ${models.length} models`}: ${explainChoice(pairs)}</p>
<form class="controls" id="pair-controls" hidden>
<label>Search <input type="search" name="words"></label>
<label>Sort by <select name="sort">
<option value="moved">moved by length</option>
<option value="difference">difference in length</option>
<option value="preference">preference</option>
<option value="generator">model</option>
</select></label>
${reasons.length > 1 && html`<label>Show <select name="reason"><option value="">every reason</option>${reasons.map((reason) => html`<option value="${reason}">${notableReasons[reason]}</option>`)}</select></label>`}
${generators.length > 1 && html`<label>Model <select name="generator"><option value="">all</option>${generators.map((name) => html`<option>${name}</option>`)}</select></label>`}
<output id="pair-count"></output>
<button type="button" id="pair-export">Save these as JSON lines</button>
</form>
<div id="pair-list">
${pairs.map((pair) => pairEntry(pair, generators.length > 1))}</div>
<p class="controls" id="pair-paging" hidden><button type="button" id="pair-more">Show more</button></p>
</section>
`;
}

const explainChoice = (pairs: readonly ShownPair[]): string =>
  pairs.some(({ predicted }) => predicted)
    ? "those without a verdict, those whose verdict turns with the order shown or whose prediction changes sides at equal length, and those that length moves most. The order is by how far."
    : "those without a verdict, those whose verdict turns with the order shown, and the first of the others: nothing was fitted, so there is no telling which length moves most.";

function pairEntry(pair: ShownPair, namesModel: boolean): Markup {
  const { predicted } = pair;
  const moved = predicted ? Math.abs(predicted.asObserved - predicted.atEqualLength) : 0;
  return html`<details class="pair" id="${anchorOf(pair)}" data-id="${pair.instructionId}" data-moved="${moved.toFixed(4)}" data-difference="${pair.lengthDifference ?? 0}" data-preference="${pair.preference?.toFixed(4) ?? -1}" data-generator="${pair.generator}" data-reason="${pair.reason}">
<summary><span class="pair-title" dir="auto">${firstLine(pair.instruction)}</span>
<span class="pair-facts">${namesModel && html`<span>${pair.generator}</span> `}<span>${describeVerdict(pair)}</span> ${predicted && html`<span>fit ${percent(predicted.asObserved)} → ${percent(predicted.atEqualLength)} at equal length</span> `}<span>${pair.lengthDifference === null ? "length unknown" : `${signedWhole(pair.lengthDifference)} characters`}</span> <span class="tag">${notableReasons[pair.reason]}</span></span></summary>
<div class="pair-body"><div class="instruction"><h3>Instruction</h3>${textBlock(pair.instruction)}</div>
${pair.verdicts.length > 1 && html`<p class="aside">Single verdicts: ${describeSingles(pair.verdicts)}.</p>\n`}<div class="answers"><div><h3>${pair.baseline} <small>baseline</small></h3>${textBlock(pair.baselineAnswer)}</div>
<div><h3>${pair.generator} <small>model</small></h3>${textBlock(pair.modelAnswer)}</div></div>
${pair.words.length > 0 && html`<div class="words"><h3>The judge’s reply</h3>${pair.words.map(textBlock)}</div>\n`}<p class="aside"><a href="#${anchorOf(pair)}">Link to this pair</a></p></div>
</details>
`;
}

/** Of model and instruction; the same on every page that shows the pair. */
const anchorOf = ({ generator, instructionId, lengthDifference }: ShownPair): string =>
  `pair-${createHash("sha256")
    .update(JSON.stringify([generator, instructionId, lengthDifference]))
    .digest("hex")
    .slice(0, 12)}`;

const shownFirst = { "baseline-first": "baseline shown first", "model-first": "model shown first" } as const;

/** Jurors, where there are several, by the beginning of what tells them apart. */
function describeSingles(verdicts: ShownPair["verdicts"]): string {
  const hasJurors = new Set(verdicts.map(({ juror }) => juror)).size > 1;
  return verdicts
    .map(({ order, juror, preference }) =>
      [
        hasJurors && juror?.slice(0, 12),
        order && shownFirst[order],
        preference === null ? "no verdict" : `${percent(preference)} %`,
      ]
        .filter(Boolean)
        .join(", "),
    )
    .join("; ");
}

const describeVerdict = ({ preference, unjudgedReason }: ShownPair): string =>
  preference === null
    ? `no verdict: ${unjudgedReason ?? "no-verdict"}`
    : `judged ${percent(preference)} % for the model`;

const titleChars = 130;

const firstLine = ({ text }: ShownText): string => excerptLine(text ?? "", titleChars) || "(no instruction)";

function textBlock({ text, omitted }: ShownText): Markup {
  if (text === null) return html`<p class="aside">${absent} The file holds no text.</p>`;
  if (text === "") return html`<p class="aside">(empty)</p>`;
  return html`<div class="text" dir="auto">${text}</div>${omitted > 0 && html`<p class="aside">… ${whole(omitted)} more characters are left out here.</p>`}`;
}
