// Outputs that are judged by themselves, by a judge that sees one answer: their pairs have noBaseline on the baseline's side.
import type { OutputSet } from "./match-outputs.js";
import type { Pair } from "./pair.js";

/** The baseline's name and, where a baseline's file is asked for, what to say when there is none. */
export const noBaseline = "none";

/** A baseline for every row of a model, with nothing to show. */
export const emptyBaseline = ({ rows }: Pick<OutputSet, "rows">): OutputSet => ({
  rows: {
    length: rows.length,
    at(row) {
      const found = rows.at(row)!;
      return { ...found, columns: { ...found.columns, output: "" } };
    },
  },
  generator: noBaseline,
  fallbackGenerator: noBaseline,
});

/** Whether a pair has a model's side only. */
export const isAlone = ({ baseline }: Pair): boolean =>
  baseline.generator === noBaseline && baseline.output === "";
