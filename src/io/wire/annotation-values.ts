// The values of single columns of an annotation row: which are right, and what they say.
import { readNumber } from "../rows/read-number.js";
import type { AnnotationReading } from "./annotation-reading.js";
import { toPreference } from "./preference-scale.js";

/** Whether a value of `preference` can be read. */
export const isVerdict = (value: unknown, reading: AnnotationReading): boolean =>
  readVerdict(value, reading) !== undefined;

/** A preference in [0, 1], why there is none, or undefined where the value cannot be read. */
export function readVerdict(
  value: unknown,
  reading: AnnotationReading,
): number | "no-verdict" | "out-of-range" | undefined {
  const { ends, labels } = reading;
  if (value === null) return "no-verdict";
  // a word that was given a meaning has it, "none" too
  const stated = ends === null && typeof value !== "object" ? labels.get(String(value).trim()) : undefined;
  if (stated !== undefined) return Number.isNaN(stated) ? "no-verdict" : stated;
  if (typeof value === "string" && isNoVerdict(value)) return "no-verdict";
  const number = ends === null ? undefined : readMark(value, reading);
  if (ends === null || number === undefined) return undefined;
  const preference = toPreference(number, ends);
  return preference >= 0 && preference <= 1 ? preference : "out-of-range";
}

/** What writers of tables put where JSON has null: Python's, R's and the words of spreadsheets. */
export const isNoVerdict = (value: string) =>
  /^\s*(-?nan|null|none|<?na>?|#?n\/a|nil|-|\.|)\s*$/i.test(value);

/** A number on the scale; under a scale that was stated it may have a percent sign. */
export const readMark = (value: unknown, { isScaleStated }: Pick<AnnotationReading, "isScaleStated">) =>
  readNumber(isScaleStated && typeof value === "string" ? value.replace(/\s*%\s*$/, "") : value);

/** A count of code points; null where there is none, undefined where the value is not one. */
export function readLength(value: unknown): number | null | undefined {
  if (value === undefined || value === null || value === "") return null;
  const number = readNumber(value);
  return number !== undefined && number >= 0 && number < Number.POSITIVE_INFINITY ? number : undefined;
}

export const isTextOrAbsent = (value: unknown): value is string | undefined =>
  typeof value === "string" || value === undefined;

/** Names and ids may be numbers: `idx`, or a human annotator's. */
export const isName = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === "string" || typeof value === "number";

/** Trimmed: a blank at the end makes no other model. */
export const readName = (value: unknown): string | null =>
  value === undefined || value === null ? null : String(value).trim() || null;

export const isOrder = (value: unknown): value is "baseline-first" | "model-first" | "" | null | undefined =>
  value === "baseline-first" ||
  value === "model-first" ||
  value === "" ||
  value === null ||
  value === undefined;

export const isRepeat = (value: unknown): boolean => {
  const number = value === "" || value === null || value === undefined ? 0 : readNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0;
};
