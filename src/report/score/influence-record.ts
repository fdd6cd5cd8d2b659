// A model's influence values → the member `influence` of files written with `-o`, which later comparisons are made of.
import { unasked } from "../../length-control/observation.js";
import { toComparableRate, toComparableRows } from "../../metrics/comparison/comparable-model.js";
import type { ModelScore } from "../../metrics/score/score-model.js";

/** Those that a rate against another baseline is made of. */
const storedCoefficients = ["model", "difficulty"];

/**
 * By row: instruction id, cluster (null: the instruction of each row), preference (1…2), influence (percent), and what a
 * fit to some of the rows needs: both lengths, difficulty, further covariates (baseline's count minus the model's).
 */
export function toInfluenceRecord(score: ModelScore) {
  const { influence, seed } = score;
  const { coefficients } = influence;
  const controlled = influence.lengthControlled && toComparableRate(influence.lengthControlled);
  const percent = (values: Float64Array) => Array.from(values, (value) => 100 * value);
  const { instructionIds, clusters, preferences } = toComparableRows(influence.rows);
  return {
    instruction_id: instructionIds,
    cluster: clusters.every((cluster, row) => cluster === instructionIds[row]) ? null : clusters,
    preference: preferences.map((preference) => (preference === null ? null : 1 + preference)),
    win_rate: percent(influence.raw.influence),
    length_controlled_winrate: controlled?.influence ? percent(controlled.influence) : null,
    coefficients:
      coefficients &&
      Object.fromEntries(
        storedCoefficients.flatMap((name) =>
          coefficients[name] ? [[name, Array.from(coefficients[name])]] : [],
        ),
      ),
    ...toFitRecord(score, seed),
  };
}

function toFitRecord(score: ModelScore, seed: number) {
  const { influence, difficulties } = score;
  const { rows } = influence;
  const numbers = (values: Iterable<number | null>) =>
    Array.from(values, (value) => (value === null || Number.isNaN(value) ? null : value));
  const counted = rows.at(0)?.style;
  const differences = Object.keys(counted?.baseline ?? {}).map(
    (name) =>
      [
        name,
        numbers(rows.map(({ style }) => (style ? style.baseline[name]! - style.model[name]! : null))),
      ] as const,
  );
  const isById = rows.map(({ textId }) => textId).every((textId) => textId === undefined);
  return {
    text_id: isById ? null : rows.map(({ textId, instructionId }) => textId ?? instructionId),
    baseline_length: numbers(rows.map(({ baselineLength }) => baselineLength)),
    model_length: numbers(rows.map(({ modelLength }) => modelLength)),
    ...(score.winRate.unasked > 0 && {
      is_unasked: rows.map(({ unjudgedReason }) => unjudgedReason === unasked),
    }),
    difficulty: difficulties && numbers(difficulties),
    differences: differences.length === 0 ? null : Object.fromEntries(differences),
    seed,
  };
}
