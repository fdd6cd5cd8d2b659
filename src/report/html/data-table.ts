import type { Section } from "../table-of.js";
import { html, type Markup } from "./markup.js";

/** From here on a text wraps. */
const longChars = 40;

/**
 * A table that scrolls by itself where it is wider than the page, and can then be reached by keyboard. Its title is its
 * caption, the first cell of a row its header.
 * @param show how a cell is written, where it is more than its text
 */
export function dataTable(
  { title, columns, rows }: Omit<Section, "notes">,
  show: (cell: string, column: string) => Markup | string = (cell) => cell,
): Markup {
  const kinds = columns.map(({ align }) => (align === "right" ? html` class="number"` : ""));
  const kindOf = (cell: string, i: number) =>
    cell.length > longChars && kinds[i] === "" ? html` class="long"` : kinds[i];
  const write = (cell: string, i: number) => {
    const shown = show(cell, columns[i]!.name);
    return i === 0 ? html`<th scope="row">${shown}</th>` : html`<td${kindOf(cell, i)}>${shown}</td>`;
  };
  return html`<div class="scroll" role="group" aria-label="${title}" tabindex="0"><table>
<caption>${title}</caption>
<thead><tr>${columns.map(({ name }, i) => html`<th scope="col"${kinds[i]}>${name}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map(write)}</tr>\n`)}</tbody>
</table></div>
`;
}
