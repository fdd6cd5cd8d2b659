import type { LengthEffect } from "../../../metrics/score/length-effect.js";
import { fixed, intervalName, percent } from "../../figure-text.js";
import { figure, tableOf, text } from "../../table-of.js";
import { lengthChart } from "../charts/length-chart.js";
import { strengthCharts } from "../charts/strength-charts.js";
import { dataTable } from "../data-table.js";
import { strength } from "../figures.js";
import { legend } from "../legend.js";
import { html, type Markup } from "../markup.js";
import type { ModelEvidence, ModelPage, PageData } from "../page-data.js";

/** For each model: preference against length, and the choice of the penalty's strength. */
export function modelsSection({ models }: PageData): Markup {
  return html`<section id="length" aria-labelledby="length-title">
<h2 id="length-title">Length and preference</h2>
<p>How the judge’s preference moves with the difference in length, as judged and as fitted. The controlled rate is the fitted curve’s value where both answers are equally long.</p>
${models.map(modelFigures)}
</section>
`;
}

function modelFigures(model: ModelPage, position: number): Markup {
  const { record, evidence } = model;
  const id = `length-${position + 1}`;
  const { fit, effect } = evidence ?? {};
  return html`<article aria-labelledby="${id}">
<h3 id="${id}">${record.generator}</h3>
${
  fit
    ? html`<div class="charts">${effect ? lengthFigure(model, effect) : html`<p class="aside">${record.escalation ? "A strong judge saw a sample, drawn by what it tells: no picture of what length does." : "This recipe does not control length."}</p>`}
${strengthFigure(record.generator, fit)}</div>`
    : html`<p class="aside">${explainAbsence(model)}</p>`
}
</article>
`;
}

const explainAbsence = ({ record, evidence }: ModelPage): string =>
  evidence === null
    ? "Read from a file of results, which holds no single judgements: give the annotations to see them."
    : record.length_controlled_winrate === null
      ? "No length-controlled rate could be had; the warnings say why."
      : "The model is the baseline, or every answer is the baseline’s: 50 % without a fit.";

const lengthFigure = (model: ModelPage, effect: LengthEffect): Markup => html`<figure>
${lengthChart(model, effect)}
<figcaption>${lengthCaption(model, effect)}</figcaption>
</figure>
`;

function lengthCaption({ record }: ModelPage, effect: LengthEffect): Markup {
  const { lowest, highest } = effect.range;
  const outside = effect.differences.filter((d) => d < lowest || d > highest).length;
  return html`${legend("judgements", "One")} judgement each. ${legend("raw", "Mean")} preference of ${String(effect.bins.length)} groups of pairs of like difference, with its ${intervalName(record.win_rate_interval)}; ${legend("fitted", "what")} the fit predicts for the same pairs. ${legend("curve", "The")} fit, averaged over all instructions: where groups lie off it, theirs are easier or harder ones. ${legend("controlled", "The")} length-controlled win rate: equal length.${outside > 0 && ` ${outside} pairs lie beyond the edges.`}`;
}

function strengthFigure(generator: string, fit: NonNullable<ModelEvidence["fit"]>): Markup {
  if (fit.path === null)
    return html`<p class="aside">The penalty’s strength was given (C = ${strength(fit.C)}), so nothing was cross-validated.</p>`;
  const { candidates, sensitivity, cv } = fit.path;
  return html`<figure>
${strengthCharts(fit, fit.path)}
<figcaption>Cross-validation over the strength of the penalty. ${legend("controlled", "Chosen:")} C = ${strength(fit.C)}. ${legend("near", "Filled:")} no worse than the best, as far as five folds can tell; over these and the chosen one the rate runs from ${percent(sensitivity.lowest)} to ${percent(sensitivity.highest)}.${cv.C !== fit.C && ` The best score alone, as the reference chooses, is at C = ${strength(cv.C)}.`}
<details><summary>The figures</summary>
${dataTable(
  tableOf(
    `${generator}: score of the cross-validation (the larger the better) and length-controlled win rate in percent, by C.`,
    candidates,
    [
      text("C", ({ C }) => strength(C)),
      figure("Score", ({ score }) => fixed(score, 5)),
      figure("Rate", ({ rate }) => percent(rate)),
    ],
  ),
)}</details></figcaption>
</figure>
`;
}
