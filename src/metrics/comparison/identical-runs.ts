// One model's judgements, split at random into two halves, many times → how often a gate finds a difference between
// two runs that do not differ (an A/A test; Kohavi, Tang & Xu, Trustworthy Online Controlled Experiments, 2020, ch. 19).
//
// Whole clusters are dealt, each half is scored as a file of its own at the C of the whole (strengthOfRefits), and the second half is held
// against the first by two gates: the point gate (estimate ≥ −margin) and the interval gate (non-inferiority).
import { pythonRandom, type RandomStream } from "../../core/python-random.js";
import { fitLengthControlled } from "../../length-control/fit.js";
import { namedJudge } from "../../length-control/judge-identity.js";
import { buildDesign } from "../../length-control/length-controlled-design.js";
import type { ModelObservations } from "../../length-control/observation.js";
import { ObservationColumns } from "../../length-control/observation-columns.js";
import { type CalibrationRequest, resolveCalibration } from "../../length-control/resolve-calibration.js";
import { measureFit } from "../rates/fit-evidence.js";
import { computeWinRate, measureWinRate } from "../rates/win-rate.js";
import { byRate, knownRate, type RateName, rateNames, type ScoredModel } from "../score/scored-model.js";
import { judgeNonInferiority, passesByPoint } from "./non-inferiority.js";
import { contrastRates } from "./rate-difference.js";

export interface IdenticalRunsOptions extends CalibrationRequest {
  readonly splits: number;
  /** How much worse a run may be, in units of the rate. */
  readonly margin: number;
  /** Of the interval gate, in (0, 1). */
  readonly level: number;
  readonly seed: number;
  /** C of the fits; null to look at the raw rate alone. */
  readonly strength: number | null;
}

/** Shares of the splits, in [0, 1]. Every failure is a false alarm. */
export interface GateRecord {
  readonly pointFails: number;
  readonly intervalFails: number;
  readonly intervalInconclusive: number;
  /** √ of the mean squared difference between the halves, in units of the rate. */
  readonly spread: number;
}

export interface IdenticalRuns {
  readonly splits: number;
  readonly margin: number;
  /** Clusters in a half. */
  readonly clusters: number;
  readonly gates: Readonly<Record<RateName, GateRecord | null>>;
}

/** Null for fewer than four clusters: a half needs two for an error. */
export function compareIdenticalRuns(
  model: ModelObservations,
  options: IdenticalRunsOptions,
): IdenticalRuns | null {
  const { splits, margin, level } = options;
  const random = pythonRandom(`identical-runs${options.seed}`);
  const all = ObservationColumns.of(model.rows).clusters;
  const half = Math.floor(all.count / 2);
  if (half < 2) return null;
  const tallies = { raw: newTally(), lengthControlled: newTally() };
  for (let split = 0; split < splits; split++) {
    const dealt = shuffledCodes(all.count, random);
    const rowsOf = (from: number) => {
      const chosen = new Set(dealt.subarray(from, from + half));
      return ObservationColumns.of(model.rows.filter((_, row) => chosen.has(all.codes[row]!)));
    };
    const runs = [scoreHalf(model, rowsOf(half), options), scoreHalf(model, rowsOf(0), options)];
    if (runs[0] === null || runs[1] === null) continue;
    for (const name of rateNames) {
      const difference = contrastRates(runs as ScoredModel[], name, { weights: [1, -1], level });
      if (difference === null) continue;
      const tally = tallies[name];
      const { outcome } = judgeNonInferiority(difference, margin);
      tally.compared++;
      tally.pointFails += Number(!passesByPoint(difference, margin));
      tally.intervalFails += Number(outcome === "fails");
      tally.intervalInconclusive += Number(outcome === "inconclusive");
      tally.squares += difference.difference ** 2;
    }
  }
  const gates = { raw: toRecord(tallies.raw), lengthControlled: toRecord(tallies.lengthControlled) };
  return { splits, margin, clusters: half, gates };
}

/** 0 … count − 1 in random order (Fisher & Yates). */
function shuffledCodes(count: number, random: RandomStream): Uint32Array {
  const codes = Uint32Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [codes[last], codes[other]] = [codes[other]!, codes[last]!];
  }
  return codes;
}

/** Null when no row of the half has a verdict. */
function scoreHalf(
  model: ModelObservations,
  rows: ObservationColumns,
  options: IdenticalRunsOptions,
): ScoredModel | null {
  if (computeWinRate(rows) === null) return null;
  const { recipe, calibration, difficultySource } = resolveCalibration({ ...model, rows }, options);
  const { clusters } = rows;
  const { strength } = options;
  const design = strength === null ? null : buildDesign(rows, { recipe, calibration });
  const fitted = design && {
    design,
    fit: fitLengthControlled(design, clusters, { strength: strength!, seed: 0 }),
  };
  return {
    generator: model.generator,
    baseline: model.baseline,
    annotator: model.annotator,
    judgedBy: model.judge ?? namedJudge(model.annotator),
    recipe: recipe.name,
    difficultySource,
    warnings: [],
    clusters: clusters.count,
    rates: {
      raw: knownRate(measureWinRate(rows)),
      lengthControlled: fitted && knownRate(measureFit(fitted, clusters)),
    },
    rows,
    difficulties: null,
    unjudged: 0,
    intervals: byRate(() => null),
    bounds: byRate(() => null),
    coefficients: null,
    rescore: null,
  };
}

const newTally = () => ({
  compared: 0,
  pointFails: 0,
  intervalFails: 0,
  intervalInconclusive: 0,
  squares: 0,
});

function toRecord({ compared, squares, ...counts }: ReturnType<typeof newTally>): GateRecord | null {
  if (compared === 0) return null;
  return {
    pointFails: counts.pointFails / compared,
    intervalFails: counts.intervalFails / compared,
    intervalInconclusive: counts.intervalInconclusive / compared,
    spread: Math.sqrt(squares / compared),
  };
}
