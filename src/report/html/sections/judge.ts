import { figure, tableOf, text } from "../../table-of.js";
import { dataTable } from "../data-table.js";
import { html, type Markup } from "../markup.js";
import type { PageData } from "../page-data.js";

/** What the judge favours beside quality: where an answer stands, and how long it is. */
export function judgeOverview({ judgeFigures }: PageData): Markup | null {
  if (judgeFigures.length === 0) return null;
  return html`<section id="judge" aria-labelledby="judge-title">
<h2 id="judge-title">The judge</h2>
${dataTable(
  tableOf(
    "Position and length bias over the judgements of all models here, in percent, with intervals clustered by instruction.",
    judgeFigures,
    [
      text("Figure", ({ name }) => name),
      figure("Value", ({ value }) => value),
      figure("Interval", ({ interval }) => interval),
      figure("Judgements", ({ rows }) => rows),
    ],
  ),
)}
<p class="aside">That longer answers win more often is a description, not an effect: the better answer may also be the longer one. What length does by itself is φ, the coefficient above.</p>
</section>
`;
}
