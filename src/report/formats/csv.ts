import { delimitedRecord } from "../../core/delimited-record.js";
import type { Format } from "./format.js";

/** The flat records, RFC 4180, one header line, empty cells for null. A data file: no cell is changed. */
export const csv: Format = ({ records }) => {
  const columns = Object.keys(records[0] ?? {});
  const rows = records.map((record) => columns.map((column) => String(record[column] ?? "")));
  return [columns, ...rows].map((cells) => delimitedRecord(cells, ",")).join("");
};
