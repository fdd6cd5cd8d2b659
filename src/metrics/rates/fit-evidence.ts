// A length-controlled fit → its rate, and what the rate's intervals are made of.
import { clusterInfluence } from "../../length-control/cluster-influence.js";
import type { LengthControlledFit } from "../../length-control/fit.js";
import type { LengthControlledDesign } from "../../length-control/length-controlled-design.js";
import { type Clusters, hasOneRowEach, sumByCluster } from "../../numerics/clusters.js";
import { dot } from "../../numerics/dot.js";
import { type MeasuredRate, measureSpread } from "./rate-evidence.js";

export interface FittedRows {
  readonly design: LengthControlledDesign;
  readonly fit: LengthControlledFit;
}

/**
 * The degrees of freedom and T count rows with a verdict: one without says nothing of the spread. Where all verdicts are
 * the same T is G: what then varies are the rows' lengths and difficulties, not what is measured.
 */
export function measureFit({ design, fit }: FittedRows, clusters: Clusters): MeasuredRate {
  const { values, jumpUp, jumpDown } = fit.influence;
  const influence = hasOneRowEach(clusters) ? values : clusterInfluence(design, fit.influence, clusters);
  const sizes = sumByCluster(judgedRows({ design, fit }, values.length), clusters);
  const spread = measureSpread({ rows: values, influence, clusters, sizes, trials: informativeRows(design) });
  return { evidence: { rate: fit.rate, ...spread, jumpUp, jumpDown }, influence };
}

/** Rows with a verdict; 0 where all verdicts are the same. */
export function informativeRows({ fitted, judged }: LengthControlledDesign): number {
  const verdicts = fitted.y.subarray(0, judged.length);
  return verdicts.some((y) => y !== verdicts[0]) ? judged.length : 0;
}

/** H⁻¹Σ w(1 − p)x and H⁻¹Σ w·p·x over judged rows: how far full wins, and losses, would move the coefficients. */
export function jumpsOfCoefficients({ design: { fitted }, fit }: FittedRows) {
  const { fitted: probabilities, inverseInformation } = fit.influence;
  const moved = (weight: (at: number) => number): Float64Array => {
    const sums = fitted.X.map((column) =>
      probabilities.reduce((sum, _, at) => sum + weight(at) * column[at]!, 0),
    );
    return Float64Array.from(inverseInformation, (row) => dot(row, sums));
  };
  return {
    up: moved((at) => fitted.weights[at]! * (1 - probabilities[at]!)),
    down: moved((at) => fitted.weights[at]! * probabilities[at]!),
  };
}

/** 1 for the rows with a verdict, 0 for the others. */
export function judgedRows({ design }: FittedRows, rows: number): Float64Array {
  const isJudged = new Float64Array(rows);
  for (const row of design.judged) isJudged[row] = 1;
  return isJudged;
}
