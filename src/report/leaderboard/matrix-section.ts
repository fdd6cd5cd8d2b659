// Every model against every other → a square table of rates in percent, the row's model against the column's.
import type { Leaderboard } from "../../metrics/leaderboard/leaderboard.js";
import { percent } from "../figure-text.js";
import { inPercent } from "../in-percent.js";
import { left, right, type Section } from "../report.js";

type Matrix = NonNullable<Leaderboard["matrix"]>;

export function matrixSection({ generators, cells }: Matrix): Section {
  return {
    title: "Length-controlled rate of the model in the row against the model in the column, %",
    columns: [left("model"), ...generators.map((generator) => right(generator))],
    rows: generators.map((generator, j) => [generator, ...cells[j]!.map((cell) => percent(cell?.rate, 2))]),
  };
}

/** One flat record a model, a column an opponent. */
export const matrixRecord = ({ generators, cells }: Matrix): Record<string, string | number | null>[] =>
  generators.map((generator, j) => ({
    "": generator,
    ...Object.fromEntries(generators.map((opponent, k) => [opponent, inPercent(cells[j]![k]?.rate)])),
  }));
