// A column of scores, and what the table says of their exactness.
import { bootstrapDefaults } from "../../metrics/rates/bootstrap.js";
import type { Interval } from "../../metrics/rates/measure.js";
import { normalQuantile } from "../../numerics/distributions.js";
import { findColumn, findFirstColumn, findModelColumn, readNumbersByName, type Table } from "./read-table.js";

export interface NamedColumn {
  readonly name: string;
  readonly values: ReadonlyMap<string, number>;
  /** Null where the table has none. */
  readonly intervals: ReadonlyMap<string, Interval> | null;
}

export interface ScoreColumnOptions {
  readonly modelColumn?: string | undefined;
  /** Of intervals that are made from standard errors. */
  readonly level?: number | undefined;
}

/** @throws InputError for a column that is missing, and for cells that are no numbers */
export function readColumn(table: Table, name: string, request: ScoreColumnOptions): NamedColumn {
  const models = findModelColumn(table, request.modelColumn);
  const values = readNumbersByName(table, models, findColumn(table, name));
  return { name, values, intervals: readIntervals(table, models, name, values, request) };
}

/** `X_lower` and `X_upper` for the column X (or X without `_winrate`), else `standard_error` beside `win_rate`. */
function readIntervals(
  table: Table,
  models: string,
  name: string,
  values: ReadonlyMap<string, number>,
  { level = bootstrapDefaults.level }: ScoreColumnOptions,
): ReadonlyMap<string, Interval> | null {
  const stem = name.replace(/_winrate$/, "");
  const [lower, upper] = ["lower", "upper"].map((end) =>
    findFirstColumn(table, [`${name}_${end}`, `${stem}_${end}`]),
  );
  if (lower !== undefined && upper !== undefined) {
    const uppers = readNumbersByName(table, models, upper);
    return new Map(
      [...readNumbersByName(table, models, lower)].flatMap(([model, low]) =>
        uppers.has(model) ? [[model, { lower: low, upper: uppers.get(model)! }] as const] : [],
      ),
    );
  }
  const errors = readStandardErrors(table, models, name);
  if (errors === null) return null;
  const z = normalQuantile((1 + level) / 2);
  return new Map(
    [...errors].flatMap(([model, standardError]) => {
      const value = values.get(model);
      if (value === undefined) return [];
      return [[model, { lower: value - z * standardError, upper: value + z * standardError }] as const];
    }),
  );
}

/**
 * `X_standard_error` for the column X, `standard_error` for `win_rate`, by model; null where the table has neither. Never
 * `lc_standard_error`, which leaves out the error of the fit.
 */
export function readStandardErrors(
  table: Table,
  models: string,
  name: string,
): ReadonlyMap<string, number> | null {
  const names = [`${name}_standard_error`, ...(name === "win_rate" ? ["standard_error"] : [])];
  const column = findFirstColumn(table, names);
  return column === undefined ? null : readNumbersByName(table, models, column);
}
