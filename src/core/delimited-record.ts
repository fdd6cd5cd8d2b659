/**
 * A line of CSV or TSV (RFC 4180): a cell with a mark that has a meaning stands in quotation marks, its own doubled. A
 * semicolon is such a mark, because spreadsheets of half of Europe cut there.
 *
 * @example delimitedRecord(["a", "b,c", ""], ",") // "a,\"b,c\",\n"
 */
export function delimitedRecord(cells: readonly string[], delimiter: "," | "\t"): string {
  const written = cells.map((cell) => {
    // a line that is empty would be passed over
    const isPlain = !/["\r\n\t,;]|^\s|\s$|^\ufeff/.test(cell) && (cell !== "" || cells.length > 1);
    return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
  });
  return `${written.join(delimiter)}\n`;
}
