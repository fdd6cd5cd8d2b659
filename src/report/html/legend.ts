import { html, type Markup } from "./markup.js";

/** A mark of a chart in its caption, kept on one line with the word that follows it. */
export const legend = (
  mark: "raw" | "controlled" | "judgements" | "curve" | "near" | "fitted",
  word: string,
): Markup => html`<span class="legend"><span class="key ${mark}" aria-hidden="true"></span>${word}</span>`;
