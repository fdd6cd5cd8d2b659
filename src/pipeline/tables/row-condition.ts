// Which rows of a table are meant; apart from what reads tables, for the command line to load quickly.
import { UsageError } from "../../core/errors.js";
import { groupBy } from "../../core/group-by.js";
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

/** As `--where` has them. */
export const describeConditions = (conditions: readonly Condition[]): string =>
  conditions.map(({ column, relation = "=", value }) => `${column}${relation}${value}`).join(",");

/** Whether a row fulfils all conditions, of which of those with `=` on one column one is enough. */
export const rowFilter = (
  conditions: readonly Condition[],
  cellOf: (row: Readonly<Record<string, unknown>>, column: string) => string,
) => {
  const byColumn = groupBy(conditions, "column");
  return (row: Readonly<Record<string, unknown>>): boolean =>
    [...byColumn].every(([column, ofColumn]) => fulfils(cellOf(row, column), ofColumn));
};

function fulfils(cell: string, conditions: readonly Condition[]): boolean {
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
