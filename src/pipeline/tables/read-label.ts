// A cell of a file of labels → a label or a preference, as `--labels` and `--scale` say.

import { readNumber } from "../../io/rows/read-number.js";
import { parseAssignments } from "../../io/wire/column-map.js";
import { LabelSpelling, toLabel } from "./label-spelling.js";

export interface LabelReading {
  /** What values mean; a name may have several values. Undefined: values are labels themselves. */
  readonly labels?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** Values are preferences written as numbers. */
  readonly scale?: "1..2" | "0..1" | undefined;
}

/** `model=2,baseline=1,tie=0` to labels and the values that stand for them; a label may have several values. */
export const parseLabelNames = (text: string): NonNullable<LabelReading["labels"]> =>
  parseAssignments("--labels", text).map(([name, value]) => ({ name, value }));

/** What the labels of `--labels model=…,baseline=…,tie=…` mean as preferences. */
export const preferenceByLabel: ReadonlyMap<string, number> = new Map([
  ["model", 1],
  ["tie", 0.5],
  ["baseline", 0],
]);

/** What a label is, as `--labels` and `--scale` say; null where a value is none. */
export function labelReader({ labels, scale }: LabelReading): (cell: string) => string | null {
  if (scale !== undefined)
    return (cell) => {
      const preference = readPreference(cell, scale);
      return preference === null ? null : nameOfPreference(preference);
    };
  if (labels === undefined) return toLabel;
  const values = labels.map(({ name, value }) => ({ name, value: toLabel(value) ?? "" }));
  const spelling = new LabelSpelling([values.map(({ value }) => value)]);
  const names = new Map(values.map(({ name, value }) => [value, name]));
  return (cell) => names.get(spelling.spell(toLabel(cell) ?? "")) ?? null;
}

/** The label that a preference stands for. */
export const nameOfPreference = (preference: number): "model" | "baseline" | "tie" =>
  preference > 0.5 ? "model" : preference < 0.5 ? "baseline" : "tie";

/** P(model beats baseline) in [0, 1]; on 1…2 an old 0 is a tie; null where the value is no preference. */
export function readPreference(cell: string, scale: "1..2" | "0..1"): number | null {
  const number = readNumber(cell);
  if (number === undefined) return null;
  if (scale === "1..2" && number === 0) return 0.5;
  const preference = scale === "1..2" ? number - 1 : number;
  return preference >= 0 && preference <= 1 ? preference : null;
}
