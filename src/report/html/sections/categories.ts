import { percent } from "../../figure-text.js";
import { figure, tableOf, text } from "../../table-of.js";
import { dataTable } from "../data-table.js";
import { range, whole } from "../figures.js";
import { html, type Markup } from "../markup.js";
import type { ModelPage, PageData } from "../page-data.js";

/** Rates by category of the instructions, one table a model. */
export function categoriesSection({ models }: PageData): Markup | null {
  const divided = models.filter(({ evidence }) => evidence && evidence.categories.length > 0);
  if (divided.length === 0) return null;
  return html`<section id="categories" aria-labelledby="categories-title">
<h2 id="categories-title">By category</h2>
<p>The controlled rate of a category is the mean of the model’s one fit over the category’s instructions. It is no fit of its own: it knows a category only by its instructions’ difficulty; what else sets it apart the raw rate alone shows.</p>
<div class="tables">${divided.map(categoryTable)}</div>
</section>
`;
}

const categoryTable = ({ record, evidence }: ModelPage): Markup =>
  dataTable(
    tableOf(`${record.generator}: win rates by dataset, in percent.`, evidence!.categories, [
      text("Dataset", ({ category }) => category),
      figure("Length-controlled", ({ lengthControlled }) => percent(lengthControlled?.rate)),
      figure("Its interval", ({ lengthControlled }) => range(lengthControlled?.interval, 100)),
      figure("Raw", ({ rate }) => percent(rate)),
      figure("Its interval", ({ interval }) => range(interval, 100)),
      figure("Judged", ({ judged }) => whole(judged)),
    ]),
  );
