import { percent } from "../../figure-text.js";
import { figure, tableOf, text } from "../../table-of.js";
import { dataTable } from "../data-table.js";
import { rangeInWords, whole } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { ModelPage, PageData } from "../page-data.js";

/** Rates by category of the instructions, one table a model. */
export function categoriesSection({ models }: PageData): Markup | null {
  const divided = models.filter(({ evidence }) => evidence && evidence.categories.length > 0);
  if (divided.length === 0) return null;
  return html`<section id="categories" aria-labelledby="categories-title">
<h2 id="categories-title">By category</h2>
<p>Raw rates, length and all. One fit for all categories cannot say what sets one apart, so there is no length-controlled rate of a category here: score its file alone for that.</p>
<div class="tables">${divided.map(categoryTable)}</div>
</section>
`;
}

const categoryTable = ({ record, evidence }: ModelPage): Markup =>
  dataTable(
    tableOf(`${record.generator}: raw win rates by dataset, in percent.`, evidence!.categories, [
      text("Dataset", ({ category }) => category),
      figure("Raw win rate", ({ rate }) => percent(rate)),
      figure("Its interval", ({ interval }) => rangeInWords(interval, 100)),
      figure("Judged", ({ judged }) => whole(judged)),
    ]),
  );
