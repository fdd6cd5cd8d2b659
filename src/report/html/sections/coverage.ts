import { absent, fixed } from "../../figure-text.js";
import { dataTable } from "../data-table.js";
import { whole } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { PageData, ShownRecord } from "../page-data.js";

/** How much of the data stands behind the rates, and why the rest does not. */
export function coverageSection({ models }: PageData): Markup {
  const records = models.map(({ record }) => record);
  const reasons = [...new Set(records.flatMap(({ n_unjudged }) => Object.keys(n_unjudged)))].sort();
  return html`<section id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
${dataTable({
  caption:
    "Pairs, and those without a verdict by reason. They enter no raw rate; they are never counted as losses or ties.",
  columns: [
    { name: "Model" },
    { name: "Pairs", numeric: true },
    { name: "Instructions", numeric: true },
    { name: "Judged", numeric: true },
    { name: "Judged, %", numeric: true },
    ...reasons.map((name) => ({ name, numeric: true })),
    { name: "Difficulty" },
  ],
  rows: records.map((record) => [
    record.generator,
    whole(record.coverage.rows),
    whole(record.coverage.clusters),
    whole(record.n_total),
    fixed(judgedPercent(record), 1),
    ...reasons.map((reason) => (record.n_unjudged[reason] ? whole(record.n_unjudged[reason]) : absent)),
    record.difficulty_source,
  ]),
})}
${reasons.length === 0 && html`<p class="aside">Every pair has a verdict.</p>`}
</section>
`;
}

const judgedPercent = ({ n_total, coverage }: ShownRecord) =>
  coverage.rows > 0 ? (100 * Math.min(n_total, coverage.rows)) / coverage.rows : null;
