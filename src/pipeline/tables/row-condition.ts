// Which rows of a table are meant; apart from what reads tables, for the command line to load quickly.
import { UsageError } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { readNumber } from "../../io/rows/read-number.js";
import { splitList } from "../../io/wire/column-map.js";

/** A column and how its rows' values stand to one of several values that are stated. */
export interface Condition {
  readonly column: string;
  /** `=` when absent. Those of size are of numbers. */
  readonly relation?: "=" | "!=" | ">=" | "<=" | ">" | "<" | undefined;
  readonly value: string;
}

/**
 * `study=letters,score>=0` to conditions.
 * @throws UsageError for anything else, and where sizes are compared with what is no number
 */
export const parseConditions = (text: string): Condition[] =>
  splitList(text).map((part) => {
    const found = /^(.+?)(!=|>=|<=|=|>|<)(.*)$/s.exec(part);
    const [column, value] = [found?.[1]?.trim() ?? "", found?.[3]?.trim().replaceAll("\\,", ",") ?? ""];
    const relation = found?.[2] as Exclude<Condition["relation"], undefined>;
    if (column === "" || value === "")
      throw new UsageError(`--where: ${quoteValue(part)} is no condition`, {
        hint: "Say COLUMN=VALUE, !=, >=, <=, > or <, several with commas between: study=letters,score>=0.",
      });
    if (/[<>]/.test(relation) && readNumber(value) === undefined)
      throw new UsageError(`--where ${part}: ${quoteValue(value)} is no number`);
    return relation === "=" ? { column, value } : { column, relation, value };
  });

/** Whether a cell fulfils all conditions on its column: one of those with `=`, and each of the others. */
export function fulfils(cell: string, conditions: readonly Condition[]): boolean {
  const equal = conditions.filter(({ relation = "=" }) => relation === "=");
  return (
    (equal.length === 0 || equal.some(({ value }) => value === cell)) &&
    conditions.every(({ relation = "=", value }) => relation === "=" || relate(cell, relation, value))
  );
}

function relate(cell: string, relation: string, value: string): boolean {
  if (relation === "!=") return cell !== value;
  const [a, b] = [readNumber(cell), readNumber(value)];
  if (a === undefined || b === undefined) return false;
  return relation === ">=" ? a >= b : relation === "<=" ? a <= b : relation === ">" ? a > b : a < b;
}
