// Rows in groups (users, categories) → each group's rates, and their macro averages, in which every group counts the
// same however many rows it has, with intervals in which the groups are what was drawn:
//   raw: the mean of all judged rows with weights 1/n_g, clustered by group (rate-evidence.ts)
//   length-controlled: M = (1/K)·Σ_g r_g, r_g the mean counterfactual prediction of all rows of g; V_g = (r_g − M)/K + a'b_g,
//     a = Σᵢ wᵢ·qᵢ(1 − qᵢ)·x_cf,i, wᵢ = 1/(K·n_g), b_g how the group moves the shared coefficients (cluster-influence.ts)
import { clusterCoefficientInfluence } from "../../length-control/cluster-influence.js";
import { computeCoefficientInfluence } from "../../length-control/coefficient-influence.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { type Clusters, clusterBy, sumByCluster } from "../../numerics/clusters.js";
import { dot } from "../../numerics/dot.js";
import { gather, positionsOfNumbers } from "../../numerics/gather.js";
import { mean } from "../../numerics/moments.js";
import { type CategoryRate, rateCategories } from "./category-rates.js";
import { type FittedRows, informativeRows, judgedRows, jumpsOfCoefficients } from "./fit-evidence.js";
import { measureMean, measureSpread } from "./rate-evidence.js";
import { intervalOfRate, type RateEstimate, type RateEvidence } from "./rate-interval.js";

export interface GroupAverages {
  /** In alphabetical order. */
  readonly groups: readonly CategoryRate[];
  /** Groups without a verdict, which are in no raw average. */
  readonly unjudged: number;
  readonly raw: RateEstimate;
  /** Null without a fit. */
  readonly lengthControlled: RateEstimate | null;
}

/** Null where the rows name no groups, or one alone. */
export function averageOverGroups(
  rows: ObservationColumns,
  fitted: FittedRows | null,
  level: number,
): GroupAverages | null {
  const clusters = rows.groups;
  if (clusters === null) return null;
  const groups = rateCategories(rows, { categoryOf: (row) => rows.groupAt(row), fitted, level });
  if (groups.length < 2) return null;
  const estimate = (evidence: RateEvidence): RateEstimate => ({
    rate: evidence.rate,
    interval: intervalOfRate(evidence, level),
  });
  return {
    groups,
    unjudged: groups.filter(({ rate }) => rate === null).length,
    raw: estimate(averageRaw(rows, clusters)),
    lengthControlled: fitted && estimate(averageControlled(clusters, fitted)),
  };
}

function averageRaw({ preferences }: ObservationColumns, { codes }: Clusters): RateEvidence {
  const judged = positionsOfNumbers(preferences);
  const clusters = clusterBy([...judged], (row) => codes[row]!);
  const sizes = sumByCluster(new Float64Array(judged.length).fill(1), clusters);
  const weights = Float64Array.from(clusters.codes, (code) => 1 / sizes[code]!);
  return measureMean(gather(preferences, judged), clusters, weights).evidence;
}

function averageControlled(clusters: Clusters, fitted: FittedRows): RateEvidence {
  const { design, fit } = fitted;
  const { predicted } = fit.influence;
  const sizes = sumByCluster(new Float64Array(predicted.length).fill(1), clusters);
  const weights = Float64Array.from(clusters.codes, (code) => 1 / (clusters.count * sizes[code]!));
  const slope = design.counterfactual.map((column) =>
    predicted.reduce((sum, q, i) => sum + weights[i]! * q * (1 - q) * column[i]!, 0),
  );
  const rate = mean(sumByCluster(predicted, clusters).map((sum, g) => sum / sizes[g]!));
  const deviations = predicted.map((q, i) => weights[i]! * (q - rate));
  const withMoved = (values: Float64Array, moved: readonly Float64Array[]) =>
    values.map((value, i) => moved.reduce((sum, of, j) => sum + slope[j]! * of[i]!, value));
  const ofGroups = withMoved(
    sumByCluster(deviations, clusters),
    clusterCoefficientInfluence(design, fit.influence, clusters),
  );
  const jumps = jumpsOfCoefficients(fitted);
  const isJudged = judgedRows(fitted, predicted.length);
  const spread = measureSpread({
    rows: withMoved(deviations, computeCoefficientInfluence(design, fit)),
    influence: ofGroups,
    clusters: { count: clusters.count, codes: Uint32Array.from(ofGroups.keys()) },
    sizes: sumByCluster(isJudged, clusters).map((size) => Math.min(1, size)),
    trials: informativeRows(design),
  });
  return { rate, ...spread, jumpUp: dot(slope, jumps.up), jumpDown: dot(slope, jumps.down) };
}
