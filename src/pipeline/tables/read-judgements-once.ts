// The rows of a table → the same, each judgement once where they are lines that lceval wrote; other rows may well be equal.
import { MemoryRows } from "../../io/rows/located-row.js";
import { readAnnotationFiles } from "../annotation-files/read-annotation-files.js";
import type { Table } from "./read-table.js";

/** @throws InputError for a judgement that is there with another verdict */
export async function readJudgementsOnce(table: Table, onWarning: (warning: string) => void): Promise<Table> {
  const { file, rows } = table;
  if (!rows.every(({ value }) => typeof value.pair_id === "string")) return table;
  const atHand = new MemoryRows(
    file,
    rows.map(({ value }) => value),
    rows.map(({ row }) => row),
  );
  const kept = new Map<string, number>();
  for await (const batch of readAnnotationFiles([atHand], { areSidesOpen: true, jury: true, onWarning }))
    for (const { row, pair, asking } of batch) kept.set(JSON.stringify([pair, asking]), row.located.row);
  const lines = new Set(kept.values());
  return { ...table, rows: rows.filter(({ row }) => lines.has(row)) };
}
