// A model that a cheap judge judged in all pairs and a strong one in a sample → the strong judge's rates, with errors that
// count the sample. The fit is the ordinary one on pseudo-preferences; U_i takes those for errors (pseudo-preferences.ts).
//
//   U_i = (q_i − R)/N + (ỹ*_i − p_i)·x_i'v/(1 − h_i)   raw: (ỹ*_i − mean ỹ*)/N      logit-t, n_s − 3 degrees of freedom
//   worth: N·SE²_all/SE² judgements of the strong judge, SE_all what it would have had on all pairs, by the sample

import { fitLengthControlled } from "../../length-control/fit.js";
import { influenceIf } from "../../length-control/influence.js";
import { buildDesign } from "../../length-control/length-controlled-design.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { resolveCalibration } from "../../length-control/resolve-calibration.js";
import { strengthGrid } from "../../length-control/strength.js";
import { clusteredStandardError } from "../../numerics/clusters.js";
import { mean } from "../../numerics/moments.js";
import { inPercent } from "../../numerics/percent.js";
import { pseudoPreferences } from "../escalation/pseudo-preferences.js";
import type { MeasuredRate } from "../rates/rate-evidence.js";
import { intervalOfRate } from "../rates/rate-interval.js";
import { computeWinRate } from "../rates/win-rate.js";
import { type ModelScore, type ScoreOptions, scoreModel } from "./score-model.js";
import { knownRate } from "./scored-model.js";

const fewOutcomes = 5;

/** @throws InputError as `scoreModel` */
export function scoreEscalated(model: ModelObservations, asked: ScoreOptions): ModelScore {
  const options: ScoreOptions = {
    ...asked,
    strength: asked.strength === "guarded-cv" ? strengthGrid.at(-1)! : asked.strength,
    interval: asked.interval === "none" ? "none" : "sandwich",
  };
  const given = [...model.rows];
  const rows = ObservationColumns.of(given.filter(({ preference }) => preference !== null));
  const { strongJudge: judge, ...own } = model;
  const cheap = scoreModel({ ...own, rows }, options);
  const fit = cheap.lengthControlled?.fit ?? null;
  const details = [...rows].map(({ strong }) => strong ?? null);
  const strong = Float64Array.from(details, (one) => one?.preference ?? Number.NaN);
  const pseudo = pseudoPreferences({
    cheap: rows.preferences,
    fitted: fit?.influence.fitted ?? null,
    strong,
    chances: Float64Array.from(details, (one) => one?.chance ?? 1),
  });
  const sample = details.flatMap((one, row) => (one === null ? [] : [row]));
  const ofStrong = [...rows].map((row, at) => ({
    ...row,
    preference: details[at]?.preference ?? null,
    unjudgedReason: details[at]?.preference == null ? "no-verdict" : undefined,
  }));
  const seen = computeWinRate(ObservationColumns.of(sample.map((row) => ofStrong[row]!)));
  const sampled = seen?.judged ?? 0;
  const about = { trials: rows.length, degreesOfFreedom: Math.max(1, sampled - 3), isLogit: true };
  const choice = resolveCalibration({ ...own, annotator: judge?.name ?? null, rows }, options);
  const weights = details.map((one) => (one?.preference == null ? 0 : 1 / one.chance));
  const N = rows.length;
  const centre = mean(pseudo.forErrors);
  const raw = measure(
    pseudo.forErrors.map((y) => (y - centre) / N),
    mean(pseudo.values),
  );
  const controlled = fit ? fitStrong() : null;
  const name = judge?.name ?? null;
  const worth = {
    raw: worthOf(raw, (i) => (strong[i]! - raw.evidence.rate) / N),
    lengthControlled: controlled && worthOf(controlled.measured, controlled.influenceIf),
  };
  const interval = (measured: MeasuredRate) =>
    options.interval === "none" ? null : intervalOfRate(measured.evidence, options.level);
  const intervals = {
    raw: interval(raw),
    lengthControlled: controlled && cheap.intervals.lengthControlled && interval(controlled.measured),
  };
  return {
    ...cheap,
    annotator: name,
    judgedBy: judge ?? cheap.judgedBy,
    winRate: {
      ...cheap.winRate,
      ...seen,
      rate: raw.evidence.rate,
      meanModelLength: cheap.winRate.meanModelLength,
      meanBaselineLength: cheap.winRate.meanBaselineLength,
    },
    winRateInterval: intervals.raw,
    winRateBounds: null,
    lengthControlled: controlled && {
      ...cheap.lengthControlled!,
      rate: controlled.fit.rate,
      interval: intervals.lengthControlled,
      bounds: null,
      coefficients: controlled.coefficients,
      covariates: null,
      fit: controlled.fit,
      health: null,
    },
    groups: null,
    escalation: {
      cheap: cheap.annotator,
      sampled,
      worth,
      cheapRates: { raw: cheap.winRate.rate, lengthControlled: cheap.lengthControlled?.rate ?? null },
    },
    warnings: [
      ...choice.warnings,
      ...cheap.warnings.filter((warning) => !warning.startsWith("foreign-judge:")),
      ...describe(),
    ],
    unjudged: 0,
    rates: { raw: knownRate(raw), lengthControlled: controlled && knownRate(controlled.measured) },
    intervals,
    bounds: { raw: null, lengthControlled: null },
    coefficients: controlled && { values: controlled.coefficients, influence: null },
    rows: ObservationColumns.of(ofStrong),
  };

  function measure(influence: Float64Array, rate: number): MeasuredRate {
    const standardError = clusteredStandardError(influence, rows.clusters);
    return { evidence: { rate, standardError, ...about, jumpUp: 1 - rate, jumpDown: rate }, influence };
  }

  function fitStrong() {
    const design = buildDesign(rows, choice, pseudo.values);
    const refit = fitLengthControlled(design, rows.clusters, { strength: fit!.C, seed: options.seed });
    const ofRow = (i: number, y: number) => influenceIf(refit.influence, { row: i, at: i }, y);
    return {
      fit: refit,
      coefficients: Object.fromEntries(design.fitted.columns.map((column, j) => [column, refit.beta[j]!])),
      measured: measure(
        pseudo.forErrors.map((y, i) => ofRow(i, y)),
        refit.rate,
      ),
      influenceIf: (i: number) => ofRow(i, strong[i]!),
    };
  }

  /** @param of a sampled row, its influence had the strong judge judged all */
  function worthOf({ evidence }: MeasuredRate, of: (row: number) => number): number {
    let [total, squares, sum] = [0, 0, 0];
    weights.forEach((w, i) => {
      if (w === 0) return;
      const u = of(i);
      total += w;
      sum += w * u;
      squares += w * u * u;
    });
    const variance = (N * (squares - sum ** 2 / total)) / total;
    return (N * variance) / evidence.standardError ** 2;
  }

  function describe(): string[] {
    // judges of one name are told apart by their models
    const isOneName = cheap.annotator === name;
    const [ofCheap, ofStrong] = [cheap.judgedBy, judge].map((one) =>
      isOneName && one?.members[0]?.model
        ? `${one.name} (${one.members[0].model})`
        : (one?.name ?? "the judge"),
    );
    const rarer = sampled * Math.min(raw.evidence.rate, 1 - raw.evidence.rate);
    const most = worth.lengthControlled ?? worth.raw;
    return [
      `escalation: ${ofCheap} judged ${N} pairs and ${ofStrong} ${sampled} of them, drawn by what they tell: the rates are ${ofStrong}'s, worth ${most.toFixed(0)} of its judgements; that pays where one of ${ofCheap}'s costs less than ${Math.max(0, inPercent(most - sampled) / N).toFixed(0)} % of one of ${ofStrong}'s${rows.groups ? "; groups have no rates of their own" : ""}`,
      ...(rarer < fewOutcomes
        ? [
            `few-outcomes: the sample holds ${rarer.toFixed(1)} of the rarer outcome, below ${fewOutcomes}: the interval says little`,
          ]
        : []),
    ];
  }
}
