import type { ScoreRecord } from "../../../io/wire/score-result/score-record.js";
import { inPercent } from "../../../numerics/percent.js";
import { fixed } from "../../figure-text.js";
import { figure, tableOf, text } from "../../table-of.js";
import { dataTable } from "../data-table.js";
import { whole } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { PageData } from "../page-data.js";

/** How much of the data stands behind the rates, and why the rest does not. */
export function coverageSection({ models }: PageData): Markup {
  const records = models.map(({ record }) => record);
  const reasons = [...new Set(records.flatMap(({ n_unjudged }) => Object.keys(n_unjudged)))].sort();
  const hasSample = records.some(({ escalation }) => escalation);
  const hasUnasked = records.some(({ n_unasked = 0 }) => n_unasked > 0);
  return html`<section id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
${dataTable(
  tableOf(
    "Pairs, and those without a verdict by reason. They enter no raw rate; they are never counted as losses or ties.",
    records,
    [
      text("Model", ({ generator }) => generator),
      figure("Pairs", ({ coverage }) => whole(coverage.rows)),
      figure("Instructions", ({ coverage }) => whole(coverage.clusters)),
      figure("Judged", (record) => whole(record.n_total)),
      figure("Judged, %", (record) => fixed(judgedPercent(record), 1)),
      ...reasons.map((reason) =>
        figure(reason, (record: ScoreRecord) => whole(record.n_unjudged[reason] || null)),
      ),
      hasUnasked && figure("Not asked", (record) => whole(record.n_unasked ?? 0)),
      text("Difficulty", (record) => record.difficulty_source),
    ],
  ),
)}
${hasSample && html`<p class="aside">A strong judge saw a sample of the pairs that a cheap one judged: Judged counts the strong one’s verdicts.</p>`}
${reasons.length === 0 && !hasSample && html`<p class="aside">Every pair ${hasUnasked && "that was asked "}has a verdict.</p>`}
</section>
`;
}

const judgedPercent = ({ n_total, coverage }: ScoreRecord) =>
  coverage.rows > 0 ? inPercent(Math.min(n_total, coverage.rows)) / coverage.rows : null;
