// What the rows of one model say of themselves: whom they were compared with, who judged, and the observations.

import type { InputProblem } from "../../core/errors.js";
import { type GrowingArray, growingIntegers } from "../../core/growing-array.js";
import { present } from "../../core/present.js";
import type { TextTable } from "../../core/text-table.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { describeMixture, JudgesOfModel } from "../annotation-files/judge-of-model.js";

export interface ModelRows {
  readonly generator: string;
  readonly baselines: Map<string | null, number>;
  readonly judges: JudgesOfModel;
  /** Hashes of what it answered. */
  readonly outputs: GrowingArray<Int32Array>;
  /** Of the verdicts on a sample, where there are any. */
  readonly strongJudges: JudgesOfModel;
  hasSample: boolean;
  /** Rules that may have ended its run, each once, as JSON. */
  readonly rules: Set<string>;
  /** Instructions that the calibration at hand does not know: the first few. */
  readonly unknownTexts: Set<string>;
  assumedOrders: number;
  /** The first judgement of each of its pairs. */
  readonly observations: ObservationColumns;
}

/** @param names of instructions, clusters and groups: one table for all models */
export const startModel = (generator: string, names: TextTable): ModelRows => ({
  generator,
  baselines: new Map(),
  judges: new JudgesOfModel(),
  outputs: growingIntegers(),
  strongJudges: new JudgesOfModel(),
  hasSample: false,
  rules: new Set(),
  unknownTexts: new Set(),
  assumedOrders: 0,
  observations: new ObservationColumns(names),
});

/** Counts the row for the baseline and the judge that it names. */
export function countNames({ baselines, judges, rules }: ModelRows, row: AnnotationRow): void {
  if (row.until !== null) rules.add(JSON.stringify(row.until));
  const { generator } = row.baseline;
  baselines.set(generator, (baselines.get(generator) ?? 0) + 1);
  judges.add(row);
}

export function toModelObservations(model: ModelRows): ModelObservations {
  const judge = model.judges.identity();
  return {
    generator: model.generator,
    baseline: model.baselines.keys().next().value ?? "baseline",
    annotator: judge.name,
    judge,
    mostRepeatedOutput: longestRun(model.outputs.values.slice().sort()),
    ...(model.hasSample && { strongJudge: model.strongJudges.identity() }),
    ...(model.rules.size > 0 && { until: JSON.parse([...model.rules][0]!) }),
    ...(model.unknownTexts.size > 0 && { unknownTexts: [...model.unknownTexts] }),
    ...(model.assumedOrders > 0 && { assumedOrders: model.assumedOrders }),
    rows: model.observations,
  };
}

/** How often the most frequent number occurs. */
function longestRun(sorted: Int32Array): number {
  let longest = 0;
  for (let i = 0, start = 0; i < sorted.length; i++) {
    if (sorted[i] !== sorted[start]) start = i;
    longest = Math.max(longest, i - start + 1);
  }
  return longest;
}

/** A model whose rows name several baselines has no one rate, one that several rules may have ended no one interval. */
export const findMixtures = ({ generator, baselines, rules }: ModelRows): InputProblem[] =>
  present([
    ...describeMixture(generator, "baselines", baselines),
    rules.size > 1 && {
      message: `the rows of model "${generator}" were asked under ${rules.size} rules: ${[...rules].join(", ")}`,
    },
  ]);
