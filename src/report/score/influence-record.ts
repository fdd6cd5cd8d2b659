// A model's influence values → the member `influence` of files written with `-o`, which later comparisons are made of.
import { toComparableRows } from "../../metrics/comparison/comparable-model.js";
import type { ModelScore } from "../../metrics/score/score-model.js";

/** Those that a rate against another baseline is made of. */
const storedCoefficients = ["model", "difficulty"];

/**
 * By row: instruction id, cluster (null: the instruction of each row), preference
 * (1…2) and influence (percent).
 */
export function toInfluenceRecord({ influence }: ModelScore) {
  const { coefficients } = influence;
  const percent = (values: Float64Array) => Array.from(values, (value) => 100 * value);
  const { instructionIds, clusters, preferences } = toComparableRows(influence.rows);
  return {
    instruction_id: instructionIds,
    cluster: clusters.every((cluster, row) => cluster === instructionIds[row]) ? null : clusters,
    preference: preferences.map((preference) => (preference === null ? null : 1 + preference)),
    win_rate: percent(influence.raw),
    length_controlled_winrate: influence.lengthControlled && percent(influence.lengthControlled),
    coefficients:
      coefficients &&
      Object.fromEntries(
        storedCoefficients.flatMap((name) =>
          coefficients[name] ? [[name, Array.from(coefficients[name])]] : [],
        ),
      ),
  };
}
