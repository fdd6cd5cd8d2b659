// The first rows of somebody's file of judgements to the options that would probably read it. Only ever shown as a
// proposal in an error: a column or a scale is stated by the user, not guessed.
import { quoteValue } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import { readNumber } from "../rows/read-number.js";
import { isNoVerdict } from "./annotation-values.js";
import { type ColumnField, columnFields } from "./column-map.js";

type Row = Readonly<Record<string, unknown>>;

const likelyNames: Partial<Readonly<Record<ColumnField, RegExp>>> = {
  preference:
    /^(pref|verdict|winner|win|vote|label|choice|judge?ment|better|result|annotat|score|rating|human)/i,
  instruction: /^(instruction|prompt|question|query|task|problem|user|input)/i,
  instruction_id: /(^|[_ -])(id|idx|index|key|uid)$/i,
  output_model: /^(output|response|answer|completion|text)[_ -]?(2|b|model)$/i,
  output_baseline: /^(output|response|answer|completion|text)[_ -]?(1|a|baseline|reference)$/i,
  length_model: /^(len|length|chars)[_ -]?.*(2|b|model)$/i,
  length_baseline: /^(len|length|chars)[_ -]?.*(1|a|baseline|reference)$/i,
};

const wireKeys: readonly string[] = ["generator", ...Object.values(columnFields)];

/** The first column whose name sounds like the field, and whose values could be verdicts where it is the preference. */
export const findLikelyColumn = (field: ColumnField, rows: readonly Row[], present: ReadonlySet<string>) =>
  [...present].find(
    (column) =>
      likelyNames[field]?.test(column) &&
      !wireKeys.includes(column) &&
      (field !== "preference" || couldBeVerdicts(rows, column)),
  );

const couldBeVerdicts = (rows: readonly Row[], column: string) =>
  distinctValues(rows, column).length <= maxWords || rows.every((row) => isNumberOrNone(row[column]));

const maxWords = 6;

const isNone = (value: unknown) =>
  value === null || value === undefined || (typeof value === "string" && isNoVerdict(value));
const isWord = (value: unknown) =>
  typeof value === "boolean" || (typeof value === "string" && readNumber(value) === undefined);
const isNumberOrNone = (value: unknown) => isNone(value) || readNumber(value) !== undefined;

const distinctValues = (rows: readonly Row[], column: string) =>
  [...new Set(rows.map((row) => row[column]).filter((value) => !isNone(value)))].slice(0, maxWords + 1);

/** The first few values of a column, quoted. */
export function listValues(rows: readonly Row[], column: string): string {
  const values = distinctValues(rows, column);
  const shown = values.slice(0, 4).map(quoteValue).join(", ");
  return values.length > 4 ? `${shown}, …` : shown || "no values";
}

/** The options that say how to read a column of verdicts; none where the default scale reads it. */
export function proposeScale(rows: readonly Row[], column: string): string[] {
  const words = proposeScaleOfWords(rows, column);
  if (words.length > 0) return words;
  const numbers = rows.map((row) => readNumber(row[column])).filter((number) => number !== undefined);
  const isWithin = (low: number, high: number) => numbers.every((number) => number >= low && number <= high);
  if (isWithin(0, 1)) return ["--scale 0..1"];
  if (numbers.every((number) => number === 0 || (number >= 1 && number <= 2))) return [];
  const distinct = distinctValues(rows, column);
  return distinct.length <= maxWords
    ? ["--scale labels", `--labels ${proposeLabels(distinct.map(String))}`]
    : ["--scale 1..2 or 0..1"];
}

/** Options for a column of words; none where it holds a number, nothing, or too many words to be verdicts. */
export function proposeScaleOfWords(rows: readonly Row[], column: string): string[] {
  const values = distinctValues(rows, column);
  const areWords = values.length > 0 && values.length <= maxWords && values.every(isWord);
  return areWords ? ["--scale labels", `--labels ${proposeLabels(values.map(String))}`] : [];
}

const likelySides: readonly (readonly ["model" | "baseline" | "tie", RegExp])[] = [
  ["tie", /tie|draw|equal|both|same|neither|^0$/i],
  // "B", "model_b": as the columns of `likelyNames`
  ["model", /(^|[_ -])(b|2)$/i],
  ["baseline", /(^|[_ -])(a|1)$/i],
  ["model", /^(model|candidate|challenger|win|won|yes|true)/i],
  ["baseline", /^(base|ref|los|no$|false)/i],
];

/** Words that name a side by themselves get it; of the others the first is proposed for the model, the next for the baseline. */
function proposeLabels(words: readonly string[]): string {
  const sides = new Map<string, string>();
  for (const word of words) {
    const side = likelySides.find(([, pattern]) => pattern.test(word))?.[0];
    if (side && ![...sides.values()].includes(side)) sides.set(word, side);
  }
  const free = (["model", "baseline", "tie"] as const).filter((side) => ![...sides.values()].includes(side));
  for (const word of [...words].sort()) if (!sides.has(word)) sides.set(word, free.shift() ?? "tie");
  const order = ["model", "baseline", "tie"];
  const parts = [...sides].sort(([, a], [, b]) => order.indexOf(a) - order.indexOf(b));
  return quoteForShell(parts.map(([word, side]) => `${side}=${word.replaceAll(",", "\\,")}`).join(","));
}

/** An option's value as it can be pasted into a shell. */
export const quoteForShell = (text: string) =>
  visibleText(/^[\w=,.:+-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
