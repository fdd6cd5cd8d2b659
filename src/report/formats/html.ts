import { percentText } from "../../numerics/percent.js";
import { shareOfBar } from "../figure-text.js";
import { dataTable } from "../html/data-table.js";
import { type Markup, html as markup } from "../html/markup.js";
import { writePage } from "../html/page-shell.js";
import type { Report } from "../report.js";
import type { Section } from "../table-of.js";
import { describeWarning } from "../warning-text.js";
import type { Format } from "./format.js";

/** One self-contained page: the tables as tables, their bars as figures. */
export const htmlFormat: Format = ({ sections, warnings }: Report) => {
  const shown = sections.map((section, i) => ({
    id: `section-${i + 1}`,
    name: section.title,
    content: writeSection(section, `section-${i + 1}`, i === 0),
  }));
  const listed =
    warnings.length === 0 ? [] : [{ id: "warnings", name: "Warnings", content: listWarnings(warnings) }];
  const title = sections[0]?.title ?? "lceval";
  return writePage({ title, kind: "lceval", sections: [...shown, ...listed] });
};

function writeSection({ title, notes, ...section }: Section, id: string, isFirst: boolean): Markup {
  const count = section.rows.length;
  const table = dataTable(
    { ...section, title: count === 1 ? "one row" : `${count} rows` },
    (cell) => drawBar(cell) ?? cell,
  );
  return markup`<section id="${id}">
${!isFirst && markup`<h2>${title}</h2>\n`}${table}${notes.map((note) => markup`<p class="aside">${note}</p>\n`)}</section>
`;
}

const barPixels = 160;

/** A bar of a terminal's table as a figure; null for any other cell. */
function drawBar(cell: string): Markup | null {
  const share = shareOfBar(cell);
  if (share === null) return null;
  const percent = `${percentText(share, 0)} %`;
  return markup`<svg class="controlled-ink" role="img" aria-label="${percent}" width="${barPixels}" height="12" viewBox="0 0 ${barPixels} 12"><rect width="${barPixels}" height="12" fill="currentColor" opacity="0.15"/><rect width="${share * barPixels}" height="12" fill="currentColor"/></svg>`;
}

const listWarnings = (warnings: readonly string[]): Markup => markup`<section id="warnings">
<h2>Warnings</h2>
<ul>${warnings.map((warning) => markup`<li>${describeWarning(warning)}</li>`)}</ul>
</section>
`;
