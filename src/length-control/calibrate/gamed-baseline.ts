// Judgements of the baseline's verbose or concise variant against the baseline → what a fit needs of them.
import { standardDeviation } from "../../numerics/moments.js";
import { covariates } from "../covariates/index.js";
import type { ModelObservations, Observation } from "../observation.js";

export interface GamedBaseline {
  readonly generator: string;
  /** One value an instruction of the calibration: Δ/sd(Δ), P(gamed beats baseline) or null, unscaled differences. */
  readonly standardizedLengthDifference: readonly number[];
  readonly preference: readonly (number | null)[];
  readonly differences: Readonly<Record<string, readonly number[]>>;
}

/** What the fit will need of a gamed baseline, by instruction; one that is not in its files has no verdict. */
export function describeGamed({ generator, rows }: ModelObservations, ids: readonly string[]): GamedBaseline {
  const byId = new Map(rows.map((row) => [row.textId ?? row.instructionId, row]));
  const lengths = rows.map((row) => row.baselineLength! - row.modelLength!);
  const scale = standardDeviation(lengths);
  const column = (measure: (row: Observation) => number) =>
    ids.map((id) => (byId.has(id) ? measure(byId.get(id)!) : 0));
  return {
    generator,
    standardizedLengthDifference: column((row) => {
      const difference = row.baselineLength! - row.modelLength!;
      return scale > 0 ? difference / scale : 0;
    }),
    preference: ids.map((id) => byId.get(id)?.preference ?? null),
    differences: Object.fromEntries(
      covariates
        .filter(({ name }) => [...rows].every(({ style }) => style?.model[name] !== undefined))
        .map(({ name }) => [name, column(({ style }) => style!.baseline[name]! - style!.model[name]!)]),
    ),
  };
}
