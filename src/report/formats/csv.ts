import { delimitedRecord } from "../../core/delimited-record.js";
import { visibleText } from "../../core/visible-text.js";
import type { Format } from "./format.js";

/**
 * The flat records, RFC 4180, one header line, empty cells for null. Made for spreadsheets and logs: a text that one would
 * calculate (`=…`, `@…`) stands behind an apostrophe, control characters and commands to a build server are shown.
 */
export const csv: Format = ({ records }) => {
  const columns = Object.keys(records[0] ?? {});
  const rows = records.map((record) => columns.map((column) => cellOf(record[column])));
  return [columns, ...rows].map((cells) => delimitedRecord(cells, ",")).join("");
};

/** https://owasp.org/www-community/attacks/CSV_Injection */
function cellOf(value: unknown): string {
  if (typeof value !== "string") return String(value ?? "");
  const text = visibleText(value);
  return /^\s*[=+\-@|%](?!\d*\.?\d*$)/.test(text) ? `'${text}` : text;
}
