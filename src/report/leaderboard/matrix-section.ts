// Every model against every other → a square table of rates in percent, the row's model against the column's.
import type { Leaderboard } from "../../metrics/leaderboard/leaderboard.js";
import { inPercent } from "../../numerics/percent.js";
import { percent } from "../figure-text.js";
import { figure, type Section, tableOf, text } from "../table-of.js";

type Matrix = NonNullable<Leaderboard["matrix"]>;

export const matrixSection = ({ generators, cells }: Matrix): Section =>
  tableOf("Length-controlled rate of the model in the row against the model in the column, %", generators, [
    text("model", (generator) => generator),
    ...generators.map((generator, k) => figure(generator, (_, j) => percent(cells[j]![k]?.rate, 2))),
  ]);

/** One flat record a model, a column an opponent. */
export const matrixRecord = ({ generators, cells }: Matrix): Record<string, string | number | null>[] =>
  generators.map((generator, j) => ({
    "": generator,
    ...Object.fromEntries(generators.map((opponent, k) => [opponent, inPercent(cells[j]![k]?.rate)])),
  }));
