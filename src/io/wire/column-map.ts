// The texts of `--columns`, `--scale` and `--labels` to a reading of somebody else's columns, and rows renamed by it.
import { UsageError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { PreferenceLabels, PreferenceScale } from "./preference-scale.js";

/** What `--columns` can name, and the key that alpaca_eval's files have for it. */
export const columnFields = {
  preference: "preference",
  instruction: "instruction",
  instruction_id: "instruction_id",
  output_model: "output_2",
  output_baseline: "output_1",
  generator: "generator_2",
  baseline: "generator_1",
  annotator: "annotator",
  length_model: "length_model",
  length_baseline: "length_baseline",
  order: "order",
  repeat: "repeat",
  cluster: "cluster",
} as const;

export type ColumnField = keyof typeof columnFields;

/** By alpaca_eval's key, the column of the file that stands for it. */
export type ColumnMap = ReadonlyMap<string, string>;

/**
 * `preference=verdict,length_model=len_b` to a map; alpaca_eval's own keys (`output_2`) may stand left of the sign too.
 * A comma inside a column's name is written `\,`.
 *
 * @throws UsageError for a field that does not exist, is named twice or has no column.
 */
export function parseColumns(text: string): ColumnMap {
  const columns = new Map<string, string>();
  for (const [field, column] of parseAssignments("--columns", text)) {
    const key = findKey(field);
    if (key === undefined) {
      throw new UsageError(`--columns: there is no field ${quoteValue(field)}`, {
        hint: `Fields: ${Object.keys(columnFields).join(", ")}.`,
      });
    }
    if (columns.has(key)) throw new UsageError(`--columns: ${quoteValue(field)} is named twice`);
    columns.set(key, column);
  }
  return columns;
}

function findKey(field: string): string | undefined {
  const keys: readonly string[] = Object.values(columnFields);
  return Object.hasOwn(columnFields, field)
    ? columnFields[field as ColumnField]
    : keys.find((key) => key === field);
}

const scales: readonly PreferenceScale[] = ["1..2", "0..1", "labels"];

/** @throws UsageError for anything but `1..2`, `0..1` and `labels`. */
export function parseScale(text: string): PreferenceScale {
  const scale = scales.find((known) => known === text);
  if (scale) return scale;
  throw new UsageError(`--scale: ${quoteValue(text)} is not a scale`, {
    hint: `Scales: ${scales.join(", ")}.`,
  });
}

const sides = { model: 1, baseline: 0, tie: 0.5 } as const;

/**
 * `model=A,baseline=B,tie=tie` to what each word means; a side may be named several times.
 *
 * @throws UsageError for another side, a word with two meanings, or when model or baseline is missing.
 */
export function parseLabels(text: string): PreferenceLabels {
  const labels = new Map<string, 0 | 0.5 | 1>();
  const named = new Set<string>();
  for (const [side, word] of parseAssignments("--labels", text)) {
    if (!Object.hasOwn(sides, side)) {
      throw new UsageError(`--labels: ${quoteValue(side)} is none of model, baseline, tie`);
    }
    if (labels.has(word)) throw new UsageError(`--labels: ${quoteValue(word)} is given two meanings`);
    labels.set(word, sides[side as keyof typeof sides]);
    named.add(side);
  }
  if (named.has("model") && named.has("baseline")) return labels;
  throw new UsageError("--labels: both model=… and baseline=… are needed, tie=… where there are ties");
}

/** `a=1,b=2` to pairs, in order; a comma inside a value is written `\,`. */
export function parseAssignments(option: string, text: string): [string, string][] {
  return text.split(/(?<!\\),/).map((part) => {
    const [, name, value] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
    if (name && value) return [name, value.replaceAll("\\,", ",")];
    throw new UsageError(`${option}: ${quoteValue(part)} is not of the form NAME=VALUE`);
  });
}

/** The row under alpaca_eval's keys. A column that stands for a key is moved there; all others stay. */
export function renameColumns(row: Record<string, unknown>, columns: ColumnMap): Record<string, unknown> {
  if (columns.size === 0) return row;
  const renamed = { ...row };
  for (const column of columns.values()) delete renamed[column];
  for (const [key, column] of columns) if (Object.hasOwn(row, column)) renamed[key] = row[column];
  return renamed;
}
