// A record of `score -o` → what is known of the model, as if it had been scored just now. Results of 0.1 say less of their
// intervals, of the judge and of the rows.
import { namedJudge } from "../../../length-control/judge-identity.js";
import { type Observation, unasked } from "../../../length-control/observation.js";
import { exactRate, type RateInterval } from "../../../metrics/rates/rate-interval.js";
import { byRate, type KnownRate, plainRate, type ScoredModel } from "../../../metrics/score/scored-model.js";
import { clusterBy, clusteredStandardError } from "../../../numerics/clusters.js";
import { sum } from "../../../numerics/moments.js";
import type { InfluenceRecord, IntervalRecord, ScoreRecord } from "./score-record.js";

const ofPercent = (percent: number) => percent / 100;
const noEnds = { lower: 0, upper: 1, level: 0, method: "exact" } as const;
const endsOf = (ends: { lower: number; upper: number } | null) =>
  ends && { lower: ofPercent(ends.lower), upper: ofPercent(ends.upper) };

/** Percent and 1…2 become rates and probabilities. */
export function fromScoreRecord(record: ScoreRecord): ScoredModel {
  const { influence, annotator, judge, coefficients, coverage } = record;
  const moved = influence?.coefficients;
  const bounds = { raw: record.win_rate_bounds, lengthControlled: record.length_controlled_bounds };
  const shown = {
    raw: { percent: record.win_rate, interval: record.win_rate_interval },
    lengthControlled: {
      percent: record.length_controlled_winrate,
      interval: record.length_controlled_interval,
    },
  };
  const times = {
    ...(record.sequential && { times: record.sequential.times }),
    ...(record.escalation && { isLogit: true }),
  };
  const intervals = byRate((name) => {
    const interval = readInterval(shown[name], coverage.clusters);
    return interval && { ...interval, ...times };
  });
  const known = byRate((name) => {
    const { percent } = shown[name];
    if (percent === null) return null;
    const plain = plainRate(ofPercent(percent), { standardError: null, clusters: coverage.clusters });
    const { lower: _, upper, level, method, ...about } = intervals[name] ?? { ...plain, ...noEnds };
    return { ...plain, ...about };
  });
  const noise = record.calibration_noise;
  const lengthControlled: KnownRate | null = isBaseline(record)
    ? { ...exactRate(0.5), influence: null }
    : known.lengthControlled && { ...known.lengthControlled, shift: ofPercent(noise?.shift ?? 0) };
  const rows = influence ? observationsOf(record, influence) : null;
  const clusters = clusterBy(rows ?? [], ({ cluster }) => cluster);
  const measured = (rate: KnownRate | null, percent: readonly number[] | null | undefined) => {
    if (rate === null || !percent) return rate;
    const values = Float64Array.from(percent, ofPercent);
    const standardError = Math.hypot(clusteredStandardError(values, clusters) || 0, rate.shift ?? 0);
    return { ...rate, standardError, influence: values };
  };
  return {
    generator: record.generator,
    baseline: record.baseline,
    annotator,
    judgedBy: {
      ...namedJudge(annotator),
      ...(judge?.members && { members: judge.members }),
      ...(judge?.order && {
        orders: judge.order === "both" ? ["baseline-first", "model-first"] : [judge.order],
      }),
      ...(judge?.served_models && { served: judge.served_models }),
    },
    recipe: record.recipe,
    difficultySource: record.difficulty_source,
    warnings: record.warnings,
    clusters: coverage.clusters,
    unjudged:
      sum(Object.values(record.n_unjudged)) +
      (influence
        ? (influence.possible ?? []).filter((row) => row !== null).length
        : (record.n_one_sided ?? 0)),
    bounds: byRate((name) => endsOf(bounds[name])),
    intervals,
    rates: {
      raw: measured(known.raw, influence?.win_rate),
      lengthControlled: measured(lengthControlled, influence?.length_controlled_winrate),
    },
    coefficients: coefficients && {
      values: coefficients,
      influence:
        moved?.model === undefined
          ? null
          : Object.fromEntries(
              Object.entries(moved).map(([name, values]) => [name, Float64Array.from(values)]),
            ),
    },
    rows,
    difficulties: influence?.difficulty ?? null,
    rescore: null,
  };
}

/** It has a rate without a fit. */
const isBaseline = ({ length_controlled_winrate, strength }: ScoreRecord): boolean =>
  length_controlled_winrate !== null && strength === null;

/** Where the record does not say what its interval is made of, full wins and losses are taken as possible. */
function readInterval(
  { percent, interval }: { readonly percent: number | null; readonly interval: IntervalRecord | null },
  clusters: number,
): RateInterval | null {
  if (percent === null || interval === null) return null;
  const standardError = ofPercent(interval.standard_error);
  const { rate: _, influence, ...plain } = plainRate(ofPercent(percent), { standardError, clusters });
  return {
    ...plain,
    ...(interval.trials !== undefined && { trials: interval.trials }),
    ...(interval.degrees_of_freedom !== undefined && { degreesOfFreedom: interval.degrees_of_freedom }),
    ...(interval.jump_up !== undefined && { jumpUp: ofPercent(interval.jump_up) }),
    ...(interval.jump_down !== undefined && { jumpDown: ofPercent(interval.jump_down) }),
    ...endsOf(interval)!,
    level: interval.level,
    method: interval.method as RateInterval["method"],
  };
}

/** As far as a fit needs them. */
function observationsOf(record: ScoreRecord, influence: InfluenceRecord): Observation[] {
  const {
    cluster,
    preference,
    baseline_length,
    model_length,
    differences,
    text_id: texts,
    possible,
  } = influence;
  const names = Object.keys(differences ?? {});
  return influence.instruction_id.map((instructionId, row) => ({
    instructionId,
    ...(texts && { textId: texts[row] }),
    cluster: cluster?.[row] ?? instructionId,
    preference: preference[row] === null ? null : preference[row]! - 1,
    ...(influence.is_unasked?.[row] && { unjudgedReason: unasked }),
    ...(possible?.[row] && { possible: { lower: possible[row][0] - 1, upper: possible[row][1] - 1 } }),
    baselineLength: baseline_length?.[row] ?? null,
    modelLength: model_length?.[row] ?? null,
    identical: isBaseline(record),
    ...(names.length > 0 && { style: toStyle(names, (name) => differences![name]![row]!) }),
  }));
}

/** Counts whose difference is the stored one. */
const toStyle = (names: readonly string[], differenceOf: (name: string) => number | null) => ({
  baseline: Object.fromEntries(names.map((name) => [name, differenceOf(name) ?? Number.NaN])),
  model: Object.fromEntries(names.map((name) => [name, 0])),
});
