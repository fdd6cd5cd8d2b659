// What was found → the report's page, section by section.
import { packageVersion } from "../../core/package-file.js";
import { judgeTitle } from "../judge-title.js";
import type { Section } from "../table-of.js";
import { dataTable } from "./data-table.js";
import { whole } from "./figures.js";
import { html, type Markup } from "./markup.js";
import type { PageData } from "./page-data.js";
import { writePage } from "./page-shell.js";
import { pairListScript } from "./pair-list-script.js";
import { categoriesSection } from "./sections/categories.js";
import { coefficientsSection } from "./sections/coefficients.js";
import { coverageSection } from "./sections/coverage.js";
import { integrityOnPage } from "./sections/integrity.js";
import { judgeOverview } from "./sections/judge.js";
import { modelsSection } from "./sections/models.js";
import { movedSection } from "./sections/moved.js";
import { shownPairsSection } from "./sections/pairs.js";
import { provenanceSection } from "./sections/provenance.js";
import { summarySection } from "./sections/summary.js";

/** The same data give the same bytes. */
export function renderPage(page: PageData): string {
  const sections: readonly (readonly [id: string, name: string, content: Markup | null])[] = [
    ["summary", "Summary", summarySection(page)],
    ["between", "Between models", betweenSection(page)],
    ["length", "Length and preference", modelsSection(page)],
    ["coefficients", "Coefficients", coefficientsSection(page)],
    ["coverage", "Coverage", coverageSection(page)],
    ["judge", "The judge", judgeOverview(page)],
    ["integrity", "Integrity", integrityOnPage(page)],
    ["categories", "By category", categoriesSection(page)],
    ["moved", "Pairs that changed most", movedSection(page)],
    ["pairs", "Pairs to look at", shownPairsSection(page)],
    ["provenance", "How this was made", provenanceSection(page)],
  ];
  return writePage({
    title: page.title,
    kind: "lceval report",
    lede: describePage(page),
    sections: sections.flatMap(([id, name, content]) => (content === null ? [] : [{ id, name, content }])),
    script: pairListScript,
  });
}

function betweenSection({ between }: PageData): Markup | null {
  if (between.length === 0) return null;
  return html`<section id="between" aria-labelledby="between-title">
<h2 id="between-title">Between models</h2>
${between.map((table) => html`${unlessLong(table)}${table.notes.map((note) => html`<p class="aside">${note}</p>\n`)}`)}</section>
`;
}

/** Every pair of ten models. */
const mostRowsShown = 45;

/** Of many models there are hundreds of pairs: they wait for a click. */
function unlessLong(table: Section): Markup {
  const shown = dataTable(table, withoutMark);
  if (table.rows.length <= mostRowsShown) return shown;
  return html`<details><summary>${table.title}: ${whole(table.rows.length)} rows</summary>
${shown}</details>
`;
}

/** Not every machine has a font with the marks that a pull request shows. */
const withoutMark = (cell: string): string => cell.replace(/^\p{Extended_Pictographic} /u, "");

const orderTexts = {
  both: "in both orders",
  "baseline-first": "the baseline first",
  "model-first": "the model first",
};

function describePage({ models, judgedAt }: PageData): Markup {
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values)].map((value) => value ?? "an unnamed judge").join(", ");
  const baselines = distinct(models.map(({ record }) => record.baseline));
  const judges = distinct(models.map(({ record }) => judgeTitle(record)));
  const orders = new Set(models.flatMap(({ record }) => record.judge?.order ?? []));
  const shown = [...orders].map((order) => orderTexts[order]).join(" or ");
  return html`<p class="lede">Compared with <strong>${baselines}</strong>, judged by <strong>${judges}</strong>${shown && `, answers shown ${shown}`}${judgedAt !== null && ` (${judgedAt.slice(0, 10)})`}. Scored by lceval ${packageVersion()}.</p>`;
}
