// What an option's value may be: how the text of a flag is read, what the library takes, what a config file may hold, and
// what a shell may complete. Each says in the same words what is needed.

import { roundPercent } from "../../numerics/percent.js";
export type ValueSchema = Readonly<Record<string, unknown>>;

/** A kind of value. */
export interface OptionValue<T> {
  /**
   * How it stands behind a flag: one text, a text for each time that the flag is given, none (a switch), or a text that
   * may be left out.
   */
  readonly given: "once" | "repeatedly" | "as-switch" | "with-or-without";
  /** @throws WrongValue that says what is needed; UsageError for a text of several parts */
  readonly read: (text: string) => T;
  /** What is needed where a value is none of these; null for a right one. */
  readonly needsInstead: (value: unknown) => string | null;
  /** What a config file may hold (JSON schema). */
  readonly schema: ValueSchema;
  /** Words that it can be, beside others if not `isClosed`. */
  readonly words: readonly string[];
  readonly isClosed: boolean;
  /** How a default is written in help, where that is not its text. */
  show?(value: T): string;
}

/** A text that is no value of the kind that is needed. */
export class WrongValue extends Error {}

const kind = <T>(
  needsInstead: OptionValue<T>["needsInstead"],
  read: OptionValue<T>["read"],
  schema: ValueSchema,
  rest: Partial<Pick<OptionValue<T>, "given" | "words" | "isClosed">> = {},
): OptionValue<T> => ({
  given: "once",
  words: [],
  isClosed: false,
  ...rest,
  schema,
  needsInstead,
  read: (text) => {
    const value = read(text);
    const needed = needsInstead(value);
    if (needed !== null) throw new WrongValue(needed);
    return value;
  },
});

const needs = (isRight: boolean, what: string): string | null => (isRight ? null : what);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** Any text; some words have a meaning of their own. */
export const anyText = (...words: readonly string[]): OptionValue<string> =>
  kind(
    (value) => needs(typeof value === "string", "a text is needed."),
    (given) => given,
    { type: "string" },
    { words },
  );

/** One of some words. */
export const choice = <const Word extends string>(...words: readonly Word[]): OptionValue<Word> =>
  kind(
    (value) => needs(words.includes(value as Word), `choose from ${words.join(", ")}.`),
    (given) => given as Word,
    { enum: words },
    { words, isClosed: true },
  );

/** On or off. */
export const onOff: OptionValue<boolean> = kind(
  (value) => needs(typeof value === "boolean", "true or false is needed"),
  () => true,
  { type: "boolean" },
  { given: "as-switch" },
);

/** A value that may be left out behind its flag, and is true then. */
export const orTrue = <T>(value: OptionValue<T>): OptionValue<T | true> => ({
  ...value,
  given: "with-or-without",
  needsInstead: (given) => (given === true ? null : value.needsInstead(given)),
  schema: { anyOf: [{ type: "boolean" }, value.schema] },
});

/** A decimal number within bounds. */
export const numberBetween = (lowest: number, highest: number, exclusive = false): OptionValue<number> =>
  kind(
    (value) =>
      needs(
        typeof value === "number" &&
          (exclusive ? value > lowest && value < highest : value >= lowest && value <= highest),
        `a number ${describeBounds(lowest, highest, exclusive)} is needed.`,
      ),
    readDecimal,
    { type: "number", ...boundsSchema(lowest, highest, exclusive) },
  );

/** A share in 0…1 for the library, which people write in percent: the bounds are of the percents. */
export function percentAsShare(lowest: number, highest: number, exclusive = false): OptionValue<number> {
  const percent = numberBetween(lowest, highest, exclusive);
  return {
    ...percent,
    read: (text) => percent.read(text) / 100,
    show: (share) => String(roundPercent(share)),
    needsInstead: numberBetween(lowest / 100, highest / 100, exclusive).needsInstead,
  };
}

/** A whole number within bounds. */
export function wholeNumberBetween(lowest: number, highest = Number.MAX_SAFE_INTEGER): OptionValue<number> {
  const any = numberBetween(lowest, highest);
  return kind(
    (value) => any.needsInstead(value) ?? needs(Number.isInteger(value), "a whole number is needed."),
    readDecimal,
    { ...any.schema, type: "integer" },
  );
}

/** Certain words, or a number above 0. */
export const wordOrPositive = <const Word extends string>(
  words: readonly Word[],
  what: string,
): OptionValue<Word | number> =>
  kind(
    (value) =>
      needs(
        words.includes(value as Word) || (typeof value === "number" && Number.isFinite(value) && value > 0),
        what,
      ),
    (given) => (words.includes(given as Word) ? (given as Word) : readDecimal(given)),
    { type: ["string", "number"] },
    { words },
  );

/** Texts, one for each time that the flag is given. */
export const repeatedTexts: OptionValue<readonly string[]> = kind(
  (value) => needs(isTextList(value), "a list of texts is needed."),
  (given) => [given],
  { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
  { given: "repeatedly" },
);

/** A text, or several: one for each time that the flag is given. */
export const textOrTexts: OptionValue<string | readonly string[]> = {
  ...repeatedTexts,
  needsInstead: (value) =>
    needs(isText(value) || (isTextList(value) && value.length > 0), "a text is needed, or a list of texts."),
};

/** The files that an argument names, one at least. */
export const files: OptionValue<readonly string[]> = {
  ...repeatedTexts,
  needsInstead: (value) =>
    needs(
      isTextList(value) && value.length > 0 && value.every(isText),
      "a list of files is needed, one at least.",
    ),
};

/** The one file that an argument names. */
export const file: OptionValue<string> = {
  ...anyText(),
  needsInstead: (value) => needs(isText(value), "a file is needed."),
};

/** Several of some words, comma-separated; of none, `none` or an empty text. */
export function listOf<const Word extends string>(words: readonly Word[]): OptionValue<readonly Word[]> {
  const unknownIn = (value: readonly string[]) =>
    value.filter((word) => !(words as readonly string[]).includes(word));
  return kind(
    (value) =>
      isTextList(value)
        ? needs(
            unknownIn(value).length === 0,
            `there is no ${unknownIn(value).join(", ")}; choose from ${words.join(", ")}, or none.`,
          )
        : "a list of names is needed.",
    (given) => {
      const named = given.split(",").map((word) => word.trim());
      return named.filter((word) => word !== "" && word !== "none") as Word[];
    },
    { anyOf: [{ type: "string" }, { type: "array", items: { enum: words } }] },
  );
}

/** Names, comma-separated; a comma inside a name is written `\,`. */
export const names = (count?: number): OptionValue<readonly string[]> =>
  kind(
    (value) => {
      if (!isTextList(value) || value.includes("")) return "names, separated by commas, are needed.";
      return needs(count === undefined || value.length === count, "two columns are needed: A,B.");
    },
    (given) => given.split(/(?<!\\),/).map((name) => name.trim().replaceAll("\\,", ",")),
    { type: ["string", "number"] },
  );

/** Two numbers, the smaller first: `1..10`. */
export const rangeOfNumbers: OptionValue<{ readonly min: number; readonly max: number }> = kind(
  (value) => {
    const { min, max } = Object(value) as { min?: unknown; max?: unknown };
    const isRange = typeof min === "number" && typeof max === "number" && min < max;
    return needs(isRange && Number.isFinite(max - min), "two numbers are needed, as in 1..10.");
  },
  (given) => {
    const [min, max, ...rest] = given.split("..").map(readDecimal);
    return { min: rest.length === 0 ? min! : Number.NaN, max: max! };
  },
  { type: ["string", "number"] },
);

/** What a text of several parts says, as its reader gives it. */
export const parsed = <T>(
  read: (text: string) => T,
  isRight: (value: unknown) => boolean,
  what: string,
): OptionValue<T> => kind((value) => needs(isRight(value), what), read, { type: ["string", "number"] });

/** A value that only a program can give. */
export const given = <T>(isRight: (value: unknown) => boolean, what: string): OptionValue<T> =>
  kind(
    (value) => needs(isRight(value), what),
    () => {
      throw new WrongValue(what);
    },
    {},
  );

/** A value, or, from a program, a function in its place. */
export const orFunction = <T, F extends (...given: never[]) => unknown>(
  value: OptionValue<T>,
): OptionValue<T | F> => ({
  ...value,
  needsInstead: (one) => (typeof one === "function" ? null : value.needsInstead(one)),
});

/** The rows of a table: a file of them, or, from a program, the rows themselves, a member a column. */
export type TableInput = string | readonly object[];

export const orRows = (value: OptionValue<string>): OptionValue<TableInput> => ({
  ...value,
  needsInstead: (given) => (Array.isArray(given) && given.length > 0 ? null : value.needsInstead(given)),
});

/** A function that is told of something. */
export const callback = <T>(): OptionValue<T> =>
  given((value) => typeof value === "function", "a function is needed.");

const readDecimal = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

function boundsSchema(lowest: number, highest: number, exclusive: boolean): ValueSchema {
  const [least, most] = exclusive ? ["exclusiveMinimum", "exclusiveMaximum"] : ["minimum", "maximum"];
  return { [least!]: lowest, ...(isBounded(highest) && { [most!]: highest }) };
}

const isBounded = (highest: number) =>
  highest !== Number.MAX_SAFE_INTEGER && highest !== Number.POSITIVE_INFINITY;

function describeBounds(lowest: number, highest: number, exclusive: boolean): string {
  if (!isBounded(highest)) return exclusive ? `above ${lowest}` : `of at least ${lowest}`;
  return `${exclusive ? "strictly between" : "from"} ${lowest} ${exclusive ? "and" : "to"} ${highest}`;
}
