// The texts of `--columns`, `--scale` and `--labels` to a reading of somebody else's columns, and rows renamed by it.
import { UsageError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { readNumber } from "../rows/read-number.js";
import { endsOfScale, type PreferenceLabels, type PreferenceScale, scaleHint } from "./preference-scale.js";
import { readPath } from "./read-path.js";

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
 * @throws UsageError for a field that does not exist, is named twice or has no column.
 */
export function parseColumns(text: string): ColumnMap {
  const columns = new Map<string, string>();
  for (const [field, column] of parseAssignments("--columns", text)) {
    const key = findKey(field);
    if (key === undefined) {
      throw new UsageError(`--columns: there is no field ${quoteValue(field)}`, {
        hint: `Fields: ${Object.keys(columnFields).join(", ")}.${field === "output" ? " Of files of outputs: --output-columns, --baseline-columns." : ""}`,
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

/** @throws UsageError for anything but `LOW..HIGH` and `labels` */
export function parseScale(text: string): PreferenceScale {
  if (text === "labels" || endsOfScale(text) !== null) return text as PreferenceScale;
  throw new UsageError(`--scale: ${quoteValue(text)} is not a scale`, { hint: scaleHint });
}

const sides = { model: 1, baseline: 0, tie: 0.5, none: Number.NaN } as const;

/**
 * `model=A,baseline=B,tie=tie,none=error`, where a side may be named several times, or `WORD=P` for each word (`A>>B=0,A=B=0.5,
 * error=none`: the last sign counts) to what each word means.
 * @throws UsageError for a word without a meaning or with two, or when only one side can win
 */
export function parseLabels(text: string): PreferenceLabels {
  const parts = splitList(text);
  const areSides = parts.every((part) => /^\s*(model|baseline|tie|none)\s*=\s*\S/.test(part));
  const assigned = areSides
    ? parseAssignments("--labels", text).map(
        ([side, word]) => [word, sides[side as keyof typeof sides]] as const,
      )
    : parts.map(parseWordAndNumber);
  const labels = new Map<string, number>();
  for (const [word, preference] of assigned) {
    if (labels.has(word)) throw new UsageError(`--labels: ${quoteValue(word)} is given two meanings`);
    labels.set(word, preference);
  }
  const meanings = [...labels.values()].filter((preference) => !Number.isNaN(preference));
  if (new Set(meanings).size > 1 && (!areSides || [0, 1].every((p) => meanings.includes(p)))) return labels;
  throw new UsageError(
    areSides
      ? "--labels: both model=… and baseline=… are needed, tie=… where there are ties"
      : "--labels: all words mean the same; two different numbers are needed",
  );
}

function parseWordAndNumber(part: string): readonly [string, number] {
  const [, word, number] = /^\s*(.*\S)\s*=\s*([^=]*?)\s*$/s.exec(part) ?? [];
  const preference = number === "none" ? Number.NaN : readNumber(number);
  if (word && preference !== undefined && !(preference < 0) && !(preference > 1))
    return [word.replaceAll("\\,", ","), preference];
  throw new UsageError(`--labels: ${quoteValue(part)} gives no word a meaning`, {
    hint: "Either model=WORD,baseline=WORD,tie=WORD,none=WORD, or WORD=P for every word, P from 0 (the baseline wins) to 1 (the model wins), or none.",
  });
}

/** Cut at commas; one that is part of a name is written `\,`. */
export const splitList = (text: string): string[] => text.split(/(?<!\\),/);

/** `a=1,b=2` to pairs, in order; a comma inside a value is written `\,`. */
export function parseAssignments(option: string, text: string): [string, string][] {
  return splitList(text).map((part) => {
    const [, name, value] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
    if (name && value) return [name, value.replaceAll("\\,", ",")];
    throw new UsageError(`${option}: ${quoteValue(part)} is not of the form NAME=VALUE`);
  });
}

/** The row under alpaca_eval's keys. A column, or a path, that stands for a key is moved there; all others stay. */
export function renameColumns(row: Record<string, unknown>, columns: ColumnMap): Record<string, unknown> {
  if (columns.size === 0) return row;
  const renamed = { ...row };
  for (const column of columns.values()) delete renamed[column];
  for (const [key, column] of columns) {
    const value = readPath(row, column);
    if (value !== undefined) renamed[key] = value;
  }
  return renamed;
}
