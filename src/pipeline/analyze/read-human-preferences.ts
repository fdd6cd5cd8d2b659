// A file of human labels → the mean human preference of each pair.
import { InputError } from "../../core/errors.js";
import { sha256 } from "../../core/hash.js";
import { mean } from "../../numerics/moments.js";
import { type LabelReading, preferenceByLabel, readLabel, readPreference } from "../tables/read-label.js";
import { findColumn, findFirstColumn, readCell, type Table } from "../tables/read-table.js";

export interface HumanPreferenceOptions extends LabelReading {
  /** `--human-columns`, averaged; `preference` when absent. */
  readonly humanColumns?: readonly string[] | undefined;
}

/** What pairs are joined by; null where the labels' file names no generator. */
export const keyOf = (instructionId: string, generator: string | null) =>
  JSON.stringify([instructionId, generator]);

/**
 * By `keyOf(instruction, generator)`.
 *
 * @throws InputError for every cell that is no preference
 */
export function readHumanPreferences(table: Table, request: HumanPreferenceOptions): Map<string, number> {
  const id = findFirstColumn(table, ["instruction_id"]);
  const text = id === undefined ? findColumn(table, "instruction") : undefined;
  const generator = findFirstColumn(table, ["generator_2", "generator"]);
  const columns = (request.humanColumns ?? ["preference"]).map((name) => findColumn(table, name));
  const votes = new Map<string, number[]>();
  const problems = [];
  for (const { row, value } of table.rows) {
    const instruction = id === undefined ? sha256(String(value[text!] ?? "")) : readCell(value[id]);
    const key = keyOf(instruction ?? "", generator === undefined ? null : readCell(value[generator]));
    for (const column of columns) {
      const cell = readCell(value[column]);
      if (cell === null) continue;
      const vote =
        request.labels === undefined
          ? readPreference(cell, request.scale ?? "1..2")
          : (preferenceByLabel.get(readLabel(cell, { labels: request.labels }) ?? "") ?? null);
      if (vote === null)
        problems.push({
          file: table.file,
          row,
          field: column,
          message: `is "${cell}"; expected a preference`,
        });
      else votes.set(key, [...(votes.get(key) ?? []), vote]);
    }
  }
  if (problems.length > 0)
    throw new InputError(problems, {
      hint: "State the scale or the labels: --scale 0..1, or --labels model=…,baseline=…",
    });
  return new Map([...votes].map(([key, list]) => [key, mean(list)]));
}
