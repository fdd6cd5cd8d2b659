// A file of scores → a table with a row a model: a leaderboard in any format of rows, or a result of `score -o`, whose
// intervals become columns NAME_lower, NAME_upper and NAME_standard_error.
import { isScoreResultFile } from "../../io/wire/score-result/read-score-records.js";
import type { ScoreRecord } from "../../io/wire/score-result/score-record.js";
import { readUnchangedRecords } from "../models/read-unchanged-records.js";
import type { TableInput } from "../options/option-values.js";
import { readTable, type Table, type TableReading, type TableRow } from "./read-table.js";

/** @throws InputError when the file cannot be read or holds no rows */
export async function readScoreTable(path: TableInput, reading: TableReading = {}): Promise<Table> {
  if (typeof path !== "string" || !(await isScoreResultFile(path))) return readTable(path, reading);
  const results = await readUnchangedRecords(path);
  const rows = results.map((result, i): TableRow => ({ row: i + 1, value: flatten(result) }));
  return { file: path, columns: [...new Set(rows.flatMap(({ value }) => Object.keys(value)))], rows };
}

function flatten({ influence: _, ...result }: ScoreRecord): Record<string, unknown> {
  const { win_rate_interval: raw, length_controlled_interval: controlled } = result;
  return {
    ...result,
    win_rate_lower: raw?.lower,
    win_rate_upper: raw?.upper,
    win_rate_standard_error: raw?.standard_error,
    length_controlled_winrate_lower: controlled?.lower,
    length_controlled_winrate_upper: controlled?.upper,
    length_controlled_winrate_standard_error: controlled?.standard_error,
  };
}
