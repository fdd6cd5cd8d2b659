// A model's influence values → the member `influence` of files written with `-o`, which later comparisons are made of.
import { unasked } from "../../../length-control/observation.js";
import type { ModelScore } from "../../../metrics/score/score-model.js";
import { inPercent } from "../../../numerics/percent.js";
import type { InfluenceRecord } from "./score-record.js";

/** Those that a rate against another baseline is made of. */
const storedCoefficients = ["model", "difficulty"];

export function toInfluenceRecord({
  rows,
  rates,
  coefficients,
  difficulties,
  seed,
  winRate,
}: ModelScore): InfluenceRecord {
  const { raw, lengthControlled } = rates;
  const isClustered = rows.filter(({ cluster, instructionId }) => cluster !== instructionId).length > 0;
  const hasTexts = rows.filter(({ textId }) => textId !== undefined).length > 0;
  const hasOpen = rows.filter(({ possible }) => possible !== undefined).length > 0;
  const moved = coefficients?.influence;
  return {
    instruction_id: rows.map(({ instructionId }) => instructionId),
    cluster: isClustered ? rows.map(({ cluster }) => cluster) : null,
    preference: rows.map(({ preference }) => (preference === null ? null : 1 + preference)),
    win_rate: percentages(raw.influence!),
    length_controlled_winrate:
      lengthControlled?.influence && !Number.isNaN(lengthControlled.standardError)
        ? percentages(lengthControlled.influence)
        : null,
    coefficients:
      moved &&
      Object.fromEntries(
        storedCoefficients.flatMap((name) => (moved[name] ? [[name, Array.from(moved[name])]] : [])),
      ),
    text_id: hasTexts ? rows.map(({ textId, instructionId }) => textId ?? instructionId) : null,
    baseline_length: rows.map(({ baselineLength }) => baselineLength),
    model_length: rows.map(({ modelLength }) => modelLength),
    ...(winRate.unasked > 0 && { is_unasked: rows.map(({ unjudgedReason }) => unjudgedReason === unasked) }),
    ...(hasOpen && {
      possible: rows.map(({ possible }) =>
        possible ? ([1 + possible.lower, 1 + possible.upper] as [number, number]) : null,
      ),
    }),
    difficulty: difficulties && knownNumbers(difficulties),
    differences: toDifferences(rows),
    seed,
  };
}

const percentages = (rates: Float64Array) => Array.from(rates, (rate) => inPercent(rate));

const knownNumbers = (values: Iterable<number>) =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

function toDifferences(rows: ModelScore["rows"]): InfluenceRecord["differences"] {
  const names = Object.keys(rows.at(0)?.style?.baseline ?? {});
  if (names.length === 0) return null;
  const differencesOf = (name: string) =>
    rows.map(({ style }) => (style ? style.baseline[name]! - style.model[name]! : Number.NaN));
  return Object.fromEntries(names.map((name) => [name, knownNumbers(differencesOf(name))]));
}
