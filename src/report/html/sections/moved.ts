import { excerpt } from "../../../core/quote-value.js";
import type { MovedPairs, MovedText } from "../../compare/moved-pairs-section.js";
import { percent } from "../../figure-text.js";
import { absent } from "../../table-of.js";
import { whole } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { PageData } from "../page-data.js";

/** The pairs on which two models differ most: both answers, and what the judge said of each. */
export function movedSection({ moved }: PageData): Markup | null {
  if (moved === null || moved.pairs.length === 0) return null;
  const { first, second, pairs } = moved;
  return html`<section id="moved" aria-labelledby="moved-title">
<h2 id="moved-title">Pairs that changed most</h2>
<p>${whole(pairs.length)} pairs on which ${first} and ${second} differ most in what the judge said of them; what ${first} lost stands before what it gained.</p>
${pairs.map((pair) => movedEntry(pair, moved))}</section>
`;
}

function movedEntry(pair: MovedPairs["pairs"][number], { first, second }: MovedPairs): Markup {
  const any = pair.texts.first ?? pair.texts.second;
  return html`<details class="pair">
<summary><span class="pair-title" dir="auto">${excerpt(any?.instruction ?? "", 130)}</span>
<span class="pair-facts"><span>${first} ${percent(pair.first)} %</span> <span>${second} ${percent(pair.second)} %</span></span></summary>
<div class="pair-body"><div class="instruction"><h3>Instruction</h3>${block(any?.instruction ?? null)}</div>
<div class="answers">${answer(first, pair.texts.first)}${answer(second, pair.texts.second)}</div></div>
</details>
`;
}

const answer = (
  name: string,
  text: MovedText | null,
): Markup => html`<div><h3>${name}</h3>${block(text?.answer ?? null)}
${(text?.words ?? []).map((words) => html`<h3>The judge on it</h3>${block(words)}`)}</div>
`;

const blockChars = 1_500;

const block = (text: string | null): Markup =>
  text === null
    ? html`<p class="aside">${absent} The file holds no text.</p>`
    : html`<div class="text" dir="auto">${excerpt(text, blockChars)}</div>`;
