// The first rows of somebody's file of judgements to the options that would probably read it. Only ever shown as a
// proposal in an error: a column or a scale is stated by the user, not guessed.
import { quoteValue } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import { isNoVerdict, readMark } from "./annotation-values.js";
import { type ColumnField, columnFields } from "./column-map.js";
import { readPath } from "./read-path.js";

type Row = Readonly<Record<string, unknown>>;

const likelyNames: Partial<Readonly<Record<ColumnField, RegExp>>> = {
  preference:
    /(^|[_ .-])(pref|verdict|win|vote|label|choice|judge?ment|better|best|result|annotat|score|rating|likert|human|outcome|decision)/i,
  instruction: /^(q$|instruction|prompt|question|query|task|problem|user|input)/i,
  instruction_id: /(^|[_ -])(id|idx|index|key|uid)$/i,
  output_model:
    /^((output|response|answer|completion|text)[_ -]?(2|b|model)?|(model|candidate)[_ -](output|response|answer|completion|text))$/i,
  output_baseline:
    /^((output|response|answer|completion|text)[_ -]?(1|a|baseline|reference)|(baseline|base|reference|ref)[_ -](output|response|answer|completion|text))$/i,
  generator: /^(model|generator|system)[_ -]?(2|b)$/i,
  baseline: /^(model|generator|system)[_ -]?(1|a)$/i,
  length_model: /^(len|length|chars)[_ -]?.*(2|b|model)$/i,
  length_baseline: /^(len|length|chars)[_ -]?.*(1|a|baseline|reference)$/i,
};

const wireKeys: readonly string[] = ["generator", ...Object.values(columnFields)];

/** The column whose name sounds like the field; of preferences the only one whose values could be verdicts. */
export function findLikelyColumn(
  field: ColumnField,
  rows: readonly Row[],
  present: ReadonlySet<string>,
): string | undefined {
  const spelt = [...present].find((column) => column.toLowerCase() === columnFields[field]);
  if (spelt !== undefined) return spelt;
  const named = [...present].filter(
    (column) =>
      likelyNames[field]?.test(column) &&
      !wireKeys.includes(column) &&
      !(field === "instruction" && likelyNames.instruction_id!.test(column)),
  );
  if (field !== "preference") return named[0];
  const verdicts = named.filter((column) => couldBeVerdicts(rows, column));
  return verdicts.length === 1 ? verdicts[0] : undefined;
}

/** Columns of whatever name whose values could be verdicts. */
export const listVerdictColumns = (rows: readonly Row[], present: ReadonlySet<string>): string[] =>
  [...present].filter(
    (column) =>
      ![...wireKeys, "dataset"].includes(column) &&
      !column.endsWith("_per_example") &&
      !likelyNames.instruction_id!.test(column) &&
      distinctValues(rows, column).length > 0 &&
      couldBeVerdicts(rows, column),
  );

function couldBeVerdicts(rows: readonly Row[], column: string): boolean {
  const values = distinctValues(rows, column);
  if (values.some((value) => typeof value === "object" || String(value).length > longestWord)) return false;
  return values.length <= maxWords || rows.every((row) => isNumberOrNone(readPath(row, column)));
}

const maxWords = 6;
const longestWord = 30;

/** The members of objects that rows hold, as paths. */
export const listMembers = (rows: readonly Row[]): Set<string> =>
  new Set(
    rows.flatMap((row) =>
      Object.entries(row).flatMap(([name, value]) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? Object.keys(value).map((member) => `${name}.${member}`)
          : [],
      ),
    ),
  );

/** The one column that holds few words that name two columns of texts, or few whole numbers: verdicts, whatever it is called. */
export function findVerdictsByValue(rows: readonly Row[], present: ReadonlySet<string>): string | undefined {
  const found = [...present].filter(
    (column) => !wireKeys.includes(column) && holdsVerdicts(rows, column, present),
  );
  return found.length === 1 ? found[0] : undefined;
}

function holdsVerdicts(rows: readonly Row[], column: string, present: ReadonlySet<string>): boolean {
  const values = distinctValues(rows, column);
  if (values.length < 2 || values.length > maxWords) return false;
  return (
    namedColumns(values, present).length === 2 ||
    values.every((value) => sideOf(String(value), present) !== null)
  );
}

/** A column's name without what says that it holds answers: `gpt4_answer` is the column of `GPT-4`. */
const plainName = (name: string): string =>
  name
    .replace(/([a-z\d])(?=[A-Z])/g, "$1 ")
    .toLowerCase()
    .replace(/(?:answer|output|response|completion|reply|generation|text)s?(?![a-z])/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Columns that are called as a value is, in their order, each with its value. */
const namedColumns = (values: readonly unknown[], present: ReadonlySet<string>) =>
  [...present].flatMap((name) => {
    const words = values.map(String);
    const value =
      words.find((word) => word === name) ??
      words.find((word) => plainName(word) !== "" && plainName(word) === plainName(name));
    return value === undefined ? [] : [[name, value] as const];
  });

/**
 * Verdicts that name the columns of the two answers: all that reads them but which of the two is the model's, which nothing
 * in the file says. Null where they name no two columns.
 */
export function proposeNamedSides(
  rows: readonly Row[],
  column: string,
  present: ReadonlySet<string>,
): ScaleProposal | null {
  const others = new Set([...present].filter((name) => name !== column));
  const named = namedColumns(distinctValues(rows, column), others);
  const [[one, ofOne] = [], [other, ofOther] = []] = named;
  if (one === undefined || other === undefined || named.length > 2 || ofOne === ofOther) return null;
  const texts = [...present].filter((name) => ![column, one, other].includes(name) && isProse(rows, name));
  const instruction = texts.length === 1 ? texts[0] : findLikelyColumn("instruction", rows, new Set(texts));
  const map = {
    preference: column,
    ...(instruction !== undefined && { instruction }),
    output_model: other,
    output_baseline: one,
  };
  const columns = Object.entries(map).map(([field, name]) => `${field}=${name!.replaceAll(",", "\\,")}`);
  const rest = distinctValues(rows, column)
    .map(String)
    .filter((word) => word !== ofOne && word !== ofOther);
  const ofRest = rest.map((word) => (sideOf(word, present) === "tie" ? `tie=${word}` : `${word}=P`));
  const labels = [`model=${ofOther}`, `baseline=${ofOne}`, ...ofRest].map((part) =>
    part.replaceAll(",", "\\,"),
  );
  return {
    options: [],
    advice: `Its values name columns: --columns ${quoteForShell(columns.join(","))} --labels ${quoteForShell(labels.join(","))} where ${quoteValue(other)} holds the model's answers, the other way round where ${quoteValue(one)} does.`,
  };
}

const isProse = (rows: readonly Row[], column: string) =>
  rows.some((row) => typeof row[column] === "string" && /\s/.test(row[column].trim()));

const isNone = (value: unknown) =>
  value === null || value === undefined || (typeof value === "string" && isNoVerdict(value));
const numberOf = (value: unknown) => readMark(value, { isScaleStated: true });
const isWord = (value: unknown) =>
  typeof value === "boolean" || (typeof value === "string" && numberOf(value) === undefined);
const isNumberOrNone = (value: unknown) => isNone(value) || numberOf(value) !== undefined;

const distinctValues = (rows: readonly Row[], column: string) =>
  [...new Set(rows.map((row) => readPath(row, column)).filter((value) => !isNone(value)))].slice(
    0,
    maxWords + 1,
  );

/** The first few values of a column, quoted. */
export function listValues(rows: readonly Row[], column: string): string {
  const values = distinctValues(rows, column);
  const shown = values.slice(0, 4).map(quoteValue).join(", ");
  return values.length > 4 ? `${shown}, …` : shown || "no values";
}

/** What reads a column of verdicts: options, or what has to be said of it. Nothing that could be wrong is proposed. */
export interface ScaleProposal {
  readonly options: readonly string[];
  readonly advice?: string;
}

function stateIt(values: readonly unknown[]): string {
  const few = values.length > maxWords ? ["VALUE", "VALUE"] : values.map(String).sort();
  const labels = quoteForShell(few.map((value) => `${value.replaceAll(",", "\\,")}=P`).join(","));
  const scale = values.every(isWord)
    ? ""
    : "--scale LOW..HIGH (LOW the baseline's win, HIGH the model's), or ";
  return `Say what its values mean: ${scale}--labels ${labels} (P: the probability that the model is better, or none).`;
}

export function proposeScale(
  rows: readonly Row[],
  column: string,
  present: ReadonlySet<string>,
): ScaleProposal {
  const words = proposeScaleOfWords(rows, column, present);
  if (words) return words;
  const numbers = rows.map((row) => numberOf(readPath(row, column))).filter((number) => number !== undefined);
  const isNative = numbers.every((number) => number >= 1 && number <= 2);
  return isNative ? { options: [] } : { options: [], advice: stateIt(distinctValues(rows, column)) };
}

/** For a column of words; null where it holds a number, nothing, or too many words to be verdicts. */
export function proposeScaleOfWords(
  rows: readonly Row[],
  column: string,
  present: ReadonlySet<string>,
): ScaleProposal | null {
  const values = distinctValues(rows, column);
  if (values.length === 0 || values.length > maxWords || !values.every(isWord)) return null;
  if (values.some((value) => String(value).length > longestWord)) return null;
  if (values.every((value) => /^\s*-?\d+,\d+\s*$/.test(String(value))))
    return { options: [], advice: "Write numbers with a point: 1.5, not 1,5." };
  const sides = values.map(
    (value) => [nameOf(String(value), rows) ?? sideOf(String(value), present), String(value)] as const,
  );
  const named = new Set(sides.map(([side]) => side));
  if (named.has(null) || !named.has("model") || !named.has("baseline"))
    return { options: [], advice: stateIt(values) };
  const order = ["model", "baseline", "tie"];
  const parts = [...sides].sort(([a], [b]) => order.indexOf(a!) - order.indexOf(b!));
  const map = parts.map(([side, word]) => `${side}=${word.replaceAll(",", "\\,")}`).join(",");
  return { options: [`--labels ${quoteForShell(map)}`] };
}

/** The side whose name it is, where it is never the other's. */
function nameOf(value: string, rows: readonly Row[]): "model" | "baseline" | undefined {
  const [isBaseline, isModel] = ["generator_1", "generator_2"].map((side) =>
    rows.some((row) => row[side] === value),
  );
  return isBaseline === isModel ? undefined : isModel ? "model" : "baseline";
}

/**
 * The side that a word names for certain; null where it could be either. `A` and `B` are sides where columns of the
 * answers end so, for those are proposed with B as the model's; elsewhere they may be the places in which answers were shown.
 */
function sideOf(value: string, present: ReadonlySet<string>): "model" | "baseline" | "tie" | null {
  const word = value
    .trim()
    .replace(/^\[+|\]+$/g, "")
    .toLowerCase();
  if (/^(tie|tied|draw|equal|same|both|neither|tie \(both ?bad\)|a ?= ?b)$/.test(word)) return "tie";
  if (word === "model") return "model";
  if (word === "baseline" || word === "base" || word === "reference") return "baseline";
  const columns = [...present];
  const areLettered = ["a", "b"].every((letter) =>
    columns.some(
      (name) =>
        likelyNames[letter === "a" ? "output_baseline" : "output_model"]!.test(name) &&
        name.toLowerCase().endsWith(letter),
    ),
  );
  if (!areLettered) return null;
  if (/^(model|response|answer|assistant|output)?[_ -]?b$|^b ?>+ ?a$/.test(word)) return "model";
  return /^(model|response|answer|assistant|output)?[_ -]?a$|^a ?>+ ?b$/.test(word) ? "baseline" : null;
}

/** An option's value as it can be pasted into a shell. */
export const quoteForShell = (text: string) =>
  visibleText(/^[\w=,.:+/-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
