import { integritySection } from "../../integrity-section.js";
import { dataTable } from "../data-table.js";
import { html, type Markup } from "../markup.js";
import type { PageData } from "../page-data.js";

/** What the outputs hold that could steer a judge, and whether the files are what their runs wrote. */
export function integrityOnPage({ integrity }: PageData): Markup | null {
  const [section] = integritySection(integrity);
  if (section === undefined) return null;
  return html`<section id="integrity" aria-labelledby="integrity-title">
<h2 id="integrity-title">Integrity</h2>
${dataTable(section)}
${section.notes.map((note) => html`<p>${note}</p>\n`)}</section>
`;
}
