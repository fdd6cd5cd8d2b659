// Texts from the command line → checked values. Each refuses what it cannot read and says what would be valid, to people
// in its message and to editors as the JSON schema of what a config file may hold.
import { InvalidArgumentError } from "@commander-js/extra-typings";

export type ValueSchema = Readonly<Record<string, unknown>>;

/** The JSON schema of what a parser reads; any text or number where it does not say. */
export const schemaOf = (parse: unknown): ValueSchema =>
  (parse as { schema?: ValueSchema } | undefined)?.schema ?? { type: ["string", "number"] };

const withSchema = <Parse extends object>(schema: ValueSchema, parse: Parse): Parse =>
  Object.assign(parse, { schema });

/** A decimal number within bounds. */
export function numberBetween(lowest: number, highest: number, exclusive = false) {
  return withSchema(
    { type: "number", ...boundsSchema(lowest, highest, exclusive) },
    (text: string): number => {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      const inside = exclusive ? value > lowest && value < highest : value >= lowest && value <= highest;
      if (!inside)
        throw new InvalidArgumentError(`a number ${describe(lowest, highest, exclusive)} is needed.`);
      return value;
    },
  );
}

/** A whole number within bounds. */
export function wholeNumberBetween(lowest: number, highest = Number.MAX_SAFE_INTEGER) {
  const parse = numberBetween(lowest, highest);
  const schema = { type: "integer", ...boundsSchema(lowest, highest, false) };
  return withSchema(schema, (text: string): number => {
    const value = parse(text);
    if (!Number.isInteger(value)) throw new InvalidArgumentError("a whole number is needed.");
    return value;
  });
}

/** Collects the values of an option that may be given several times. */
export const collect = withSchema(
  { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
  (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value],
);

/** Several of some words, comma-separated; of none, `none` or an empty text. */
export function listOf<const Word extends string>(words: readonly Word[]) {
  const schema = { anyOf: [{ type: "string" }, { type: "array", items: { enum: words } }] };
  return withSchema(schema, (text: string): Word[] => {
    const given = text.split(",").map((word) => word.trim());
    const named = given.filter((word) => word !== "" && word !== "none");
    const unknown = named.filter((word) => !(words as readonly string[]).includes(word));
    if (unknown.length > 0)
      throw new InvalidArgumentError(
        `there is no ${unknown.join(", ")}; choose from ${words.join(", ")}, or none.`,
      );
    return named as Word[];
  });
}

function boundsSchema(lowest: number, highest: number, exclusive: boolean): ValueSchema {
  const [least, most] = exclusive ? ["exclusiveMinimum", "exclusiveMaximum"] : ["minimum", "maximum"];
  const isBounded = highest !== Number.MAX_SAFE_INTEGER && highest !== Number.POSITIVE_INFINITY;
  return { [least!]: lowest, ...(isBounded && { [most!]: highest }) };
}

/** Two numbers, the smaller first: `1..10`. */
export function rangeOfNumbers(text: string): { min: number; max: number } {
  const ends = text.split("..").map((end) => (end.trim() === "" ? Number.NaN : Number(end)));
  const [min, max] = ends as [number, number];
  if (ends.length !== 2 || !(min < max) || !Number.isFinite(max - min))
    throw new InvalidArgumentError("two numbers are needed, as in 1..10.");
  return { min, max };
}

/** Names, comma-separated; a comma inside a name is written `\,`. */
export function names(text: string): string[] {
  const given = text.split(/(?<!\\),/).map((name) => name.trim().replaceAll("\\,", ","));
  if (given.includes("")) throw new InvalidArgumentError("names, separated by commas, are needed.");
  return given;
}

function describe(lowest: number, highest: number, exclusive: boolean): string {
  if (highest === Number.MAX_SAFE_INTEGER || highest === Number.POSITIVE_INFINITY)
    return exclusive ? `above ${lowest}` : `of at least ${lowest}`;
  return `${exclusive ? "strictly between" : "from"} ${lowest} ${exclusive ? "and" : "to"} ${highest}`;
}
