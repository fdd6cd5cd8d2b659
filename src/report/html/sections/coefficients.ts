import { absent } from "../../figure-text.js";
import { dataTable } from "../data-table.js";
import { decimal, strength } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { PageData, ShownRecord } from "../page-data.js";

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
${dataTable({
  caption:
    "Coefficients of the fit on the logit scale, and how it went. “–”: the column never varies. Below each its sandwich interval, conditional on the calibration and C.",
  columns: [
    { name: "Model" },
    ...names.map((name) => ({ name: symbolOf(name), numeric: true })),
    { name: "C", numeric: true },
    { name: "Recipe" },
    { name: "Converged" },
    { name: "Equal length is" },
  ],
  rows: fitted.map((record) => [
    record.generator,
    ...names.map((name) => coefficientCell(record, name)),
    strength(record.strength!.C),
    record.recipe,
    record.converged
      ? record.health
        ? `in ${record.health.iterations} steps`
        : "yes"
      : html`<strong>no</strong>`,
    record.health
      ? record.health.is_interpolation
        ? "inside the data"
        : html`<strong>outside the data</strong>`
      : absent,
  ]),
})}
<dl class="meanings">${names.filter((name) => meanings[name]).map((name) => html`<div><dt>${symbolOf(name)}</dt><dd>${meanings[name]}</dd></div>`)}</dl>
</section>
`;
}

/** The coefficient, its interval below it. */
function coefficientCell({ coefficients, covariates }: ShownRecord, name: string): Markup {
  const interval = covariates?.effects.find((effect) => effect.name === name)?.interval;
  return html`${decimal(coefficients?.[name] ?? null)}${interval && html`<small class="below">${decimal(interval.lower)} to ${decimal(interval.upper)}</small>`}`;
}

const symbols: Readonly<Record<string, string>> = {
  length: "φ length",
  difficulty: "ψ difficulty",
  model: "θ model",
};
const symbolOf = (name: string) => symbols[name] ?? name;
