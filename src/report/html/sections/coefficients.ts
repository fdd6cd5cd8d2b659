import type { ScoreRecord } from "../../../io/wire/score-result/score-record.js";
import { fixed } from "../../figure-text.js";
import { figure, tableOf, text } from "../../table-of.js";
import { dataTable } from "../data-table.js";
import { strength } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { PageData } from "../page-data.js";

const meanings: Readonly<Record<string, string>> = {
  length: "Negative: the judge prefers the longer answer, all else equal.",
  difficulty: "How strongly the model follows the instruction’s difficulty.",
  model: "Above 0: better than the baseline at equal length, on an instruction of average difficulty.",
};

/** What was fitted: one column a coefficient. */
export function coefficientsSection({ models }: PageData): Markup | null {
  const fitted = models.map(({ record }) => record).filter(({ strength }) => strength !== null);
  if (fitted.length === 0) return null;
  const names = [...new Set(fitted.flatMap(({ coefficients }) => Object.keys(coefficients ?? {})))];
  return html`<section id="coefficients" aria-labelledby="coefficients-title">
<h2 id="coefficients-title">Coefficients</h2>
<p>logit P(model preferred) = θ + φ · tanh(Δ / sd Δ) + ψ · γ, with Δ the baseline’s length minus the model’s, and γ the instruction’s difficulty where it is known. An L1 penalty of strength 1/C shrinks what the data do not ask for.</p>
${dataTable(
  tableOf(
    "Coefficients of the fit on the logit scale, and how it went. “–”: the column never varies. Below each its sandwich interval, conditional on the calibration and C.",
    fitted,
    [
      text("Model", ({ generator }) => generator),
      ...names.map((name) => figure(symbolOf(name), (record: ScoreRecord) => coefficientCell(record, name))),
      figure("C", (record) => strength(record.strength!.C)),
      text("Recipe", ({ recipe }) => recipe),
      text("Converged", ({ converged, health }) =>
        converged ? (health ? `in ${health.iterations} steps` : "yes") : "no",
      ),
      text(
        "Equal length is",
        ({ health }) => health && (health.is_interpolation ? "inside the data" : outside),
      ),
    ],
  ),
  (cell, column) => {
    if ((column === "Converged" && cell === "no") || cell === outside) return html`<strong>${cell}</strong>`;
    const [value, interval] = names.some((name) => symbolOf(name) === column) ? cell.split("\n") : [cell];
    return html`${value}${interval && html`<small class="below">${interval}</small>`}`;
  },
)}
<dl class="meanings">${names.filter((name) => meanings[name]).map((name) => html`<div><dt>${symbolOf(name)}</dt><dd>${meanings[name]}</dd></div>`)}</dl>
</section>
`;
}

/** The coefficient, its interval below it. */
function coefficientCell({ coefficients, covariates }: ScoreRecord, name: string): string {
  const interval = covariates?.effects.find((effect) => effect.name === name)?.interval;
  return `${fixed(coefficients?.[name], 2)}${interval ? `\n${fixed(interval.lower, 2)} to ${fixed(interval.upper, 2)}` : ""}`;
}

const outside = "outside the data";

const symbols: Readonly<Record<string, string>> = {
  length: "φ length",
  difficulty: "ψ difficulty",
  model: "θ model",
};
const symbolOf = (name: string) => symbols[name] ?? name;
