import type { ScoreRecord } from "../../../io/wire/score-result/score-record.js";
import { fixed, intervalName } from "../../figure-text.js";
import { splitWarning } from "../../model-warnings.js";
import { figure, tableOf, text } from "../../table-of.js";
import { ratesChart } from "../charts/rates-chart.js";
import { dataTable } from "../data-table.js";
import { rangeInWords, whole } from "../figures.js";
import { legend } from "../legend.js";
import { html, type Markup } from "../markup.js";
import type { ModelPage, PageData } from "../page-data.js";
import { warningList } from "./warnings.js";

/** The rates with their intervals; for a single model also in large figures. */
export function summarySection({ models }: PageData): Markup {
  const records = models.map(({ record }) => record);
  const interval = records.map((r) => r.length_controlled_interval ?? r.win_rate_interval).find(Boolean);
  const [only, evidence] = models.length === 1 ? [models[0]!.record, models[0]!.evidence] : [];
  return html`<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title">Summary</h2>
${
  only &&
  html`<div class="key-figures">
<p class="key-figure"><span class="key-name">Length-controlled win rate</span> ${only.length_controlled_winrate === null ? controlledAbsence(evidence) : html`<span class="key-value controlled-ink">${fixed(only.length_controlled_winrate, 1)}<small> %</small></span> ${intervalNote(only.length_controlled_interval)}`}</p>
<p class="key-figure"><span class="key-name">Raw win rate</span> <span class="key-value">${fixed(only.win_rate, 1)}<small> %</small></span> ${intervalNote(only.win_rate_interval)}</p>
<p class="key-figure"><span class="key-name">Judged pairs</span> <span class="key-value">${whole(only.n_total)}</span> <span class="key-note">${whole(only.n_wins)} won, ${whole(only.n_wins_base)} lost, ${whole(only.n_draws)} drawn</span></p>
<p class="key-figure"><span class="key-name">Mean length</span> <span class="key-value">${whole(only.avg_length)}</span> <span class="key-note">characters an answer</span></p>
</div>
`
}
${only === undefined && rateTable(records)}<figure>
<div class="wide">${ratesChart(records, "wide")}</div><div class="narrow">${ratesChart(records, "narrow")}</div>
<figcaption>${legend("raw", "Raw")} win rate, as judged. ${legend("controlled", "Length-controlled:")} how often the model would be preferred were its answers as long as the baseline’s. The bar is the ${intervalName(interval)}; the faint line leads from the one to the other.</figcaption>
</figure>
${warningList(records)}
</section>
`;
}

const intervalNote = (interval: ScoreRecord["win_rate_interval"]): Markup =>
  html`<span class="key-note">${interval ? `${intervalName(interval)} ${rangeInWords(interval)}` : "no interval"}</span>`;

/** In place of the figure: that there is none, and why as far as the file says. */
const controlledAbsence = (evidence: ModelPage["evidence"] | undefined): Markup =>
  html`<span class="key-value">none</span> <span class="key-note">${evidence?.whyNotControlled ? splitWarning(evidence.whyNotControlled).sentence : "see the warnings"}</span>`;

function rateTable(records: readonly ScoreRecord[]): Markup {
  const interval = records.map((r) => r.length_controlled_interval ?? r.win_rate_interval).find(Boolean);
  const section = tableOf(
    "Win rates in percent, by falling length-controlled rate. 50 is a draw with the baseline.",
    records,
    [
      text("Model", (r) => r.generator),
      figure("Length-controlled", (r) => fixed(r.length_controlled_winrate, 1)),
      figure(intervalName(interval), (r) => rangeInWords(r.length_controlled_interval)),
      figure("Raw", (r) => fixed(r.win_rate, 1)),
      figure(intervalName(interval), (r) => rangeInWords(r.win_rate_interval)),
      figure("Judged pairs", (r) => whole(r.n_total)),
      figure("Mean length", (r) => whole(r.avg_length)),
    ],
  );
  return dataTable(section, (cell, column) =>
    column === "Length-controlled" ? html`<strong>${cell}</strong>` : cell,
  );
}
