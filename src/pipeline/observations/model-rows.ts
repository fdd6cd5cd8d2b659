// What the rows of one model say of themselves: whom they were compared with, who judged, and the observations.
import { countOf } from "../../core/count-of.js";
import type { InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import type { TextTable } from "../../core/text-table.js";
import { visibleText } from "../../core/visible-text.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { HeavyHitter } from "./heavy-hitter.js";

export interface ModelRows {
  readonly number: number;
  readonly generator: string;
  readonly baselines: Map<string | null, number>;
  readonly annotators: Map<string | null, number>;
  /** Rules of the juries whose votes the rows are. */
  readonly juries: Map<string | null, number>;
  readonly repeatedOutputs: HeavyHitter;
  /** Instructions that the calibration at hand does not know: the first few. */
  readonly unknownTexts: Set<string>;
  assumedOrders: number;
  /** The first judgement of each of its pairs. */
  readonly observations: ObservationColumns;
}

/** @param names of instructions, clusters and groups: one table for all models */
export const startModel = (number: number, generator: string, names: TextTable): ModelRows => ({
  number,
  generator,
  baselines: new Map(),
  annotators: new Map(),
  juries: new Map(),
  repeatedOutputs: new HeavyHitter(),
  unknownTexts: new Set(),
  assumedOrders: 0,
  observations: new ObservationColumns(names),
});

/** Counts the row for the baseline, the judge and the rule of a jury that it names. */
export function countNames({ baselines, annotators, juries }: ModelRows, row: AnnotationRow): void {
  countIn(baselines, row.baseline.generator);
  countIn(annotators, row.annotator ?? row.judge);
  countIn(juries, row.jury && `${row.jury.combine} of at least ${row.jury.quorum}`);
}

export const toModelObservations = (model: ModelRows): ModelObservations => ({
  generator: model.generator,
  baseline: only(model.baselines) ?? "baseline",
  annotator: only(model.annotators),
  mostRepeatedOutput: model.repeatedOutputs.largestCount,
  ...(model.unknownTexts.size > 0 && { unknownTexts: [...model.unknownTexts] }),
  ...(model.assumedOrders > 0 && { assumedOrders: model.assumedOrders }),
  rows: model.observations,
});

const countIn = (counts: Map<string | null, number>, key: string | null) =>
  void counts.set(key, (counts.get(key) ?? 0) + 1);

const only = (counts: ReadonlyMap<string | null, number>): string | null =>
  counts.keys().next().value ?? null;

/** A model whose rows name several baselines or judges has no one rate. */
export function findMixtures({ generator, baselines, annotators, juries }: ModelRows): InputProblem[] {
  return [
    ...findMixture(generator, "baselines", baselines),
    ...findMixture(generator, "judges", annotators),
    ...findMixture(generator, "rules of a jury", juries),
  ];
}

function findMixture(
  generator: string,
  what: string,
  counts: ReadonlyMap<string | null, number>,
): InputProblem[] {
  if (counts.size <= 1) return [];
  const named = [...counts].map(
    ([name, rows]) => `${name === null ? "none named" : quoteValue(name)} (${countOf(rows, "row")})`,
  );
  const message = `the rows of model "${visibleText(generator)}" name ${counts.size} ${what}: ${named.join(", ")}; score each of them by itself`;
  return [{ message }];
}
