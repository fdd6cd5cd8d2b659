// Rows in groups (users, categories) → each group's rates, and their macro averages, in which every group counts the
// same however many rows it has, with intervals in which the groups are what was drawn:
//   raw: the mean of all judged rows with weights 1/n_g, clustered by group (rate-evidence.ts)
//   length-controlled: M = (1/K)·Σ_g r_g, r_g the mean counterfactual prediction of all rows of g; V_g = (r_g − M)/K + a'b_g,
//     a = Σᵢ wᵢ·qᵢ(1 − qᵢ)·x_cf,i, wᵢ = 1/(K·n_g), b_g how the group moves the shared coefficients (cluster-influence.ts)
import { groupBy, joinLevels, splitLevels } from "../../core/group-by.js";
import { clusterCoefficientInfluence } from "../../length-control/cluster-influence.js";
import { computeCoefficientInfluence } from "../../length-control/coefficient-influence.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";
import { type Clusters, clusterBy, sumByCluster } from "../../numerics/clusters.js";
import { dot } from "../../numerics/dot.js";
import { gather, positionsOfNumbers } from "../../numerics/gather.js";
import { sum } from "../../numerics/moments.js";
import { type CategoryRate, rateCategories } from "./category-rates.js";
import { type FittedRows, informativeRows, judgedRows, jumpsOfCoefficients } from "./fit-evidence.js";
import { measureMean, measureSpread } from "./rate-evidence.js";
import { type Confidence, intervalOfRate, type RateEstimate, type RateEvidence } from "./rate-interval.js";

export interface GroupAverages {
  /** In alphabetical order; several columns' values are joined (`core/group-by.ts`). */
  readonly groups: readonly CategoryRate[];
  /** Of groups that several columns name: their average within each value of all but the last (users within a domain). */
  readonly within: readonly AverageWithin[];
  /** Groups without a verdict, which are in no raw average. */
  readonly unjudged: number;
  readonly raw: RateEstimate;
  /** Null without a fit. */
  readonly lengthControlled: RateEstimate | null;
}

export interface AverageWithin {
  readonly levels: readonly string[];
  readonly groups: number;
  /** Null without a verdict. */
  readonly raw: RateEstimate | null;
  readonly lengthControlled: RateEstimate | null;
}

/** Null where the rows name no groups, or one alone. */
export function averageOverGroups(
  rows: ObservationColumns,
  fitted: FittedRows | null,
  confidence: Confidence,
): GroupAverages | null {
  const clusters = rows.groups;
  if (clusters === null) return null;
  const groups = rateCategories(rows, { categoryOf: (row) => rows.groupAt(row), fitted, confidence });
  if (groups.length < 2) return null;
  const estimate = (evidence: RateEvidence): RateEstimate => ({
    rate: evidence.rate,
    interval: intervalOfRate(evidence, confidence),
  });
  const average = (isIn: Uint8Array) => ({
    raw: hasVerdict(rows, clusters, isIn) ? estimate(averageRaw(rows, clusters, isIn)) : null,
    lengthControlled: fitted && estimate(averageControlled(clusters, fitted, isIn)),
  });
  const { raw, lengthControlled } = average(new Uint8Array(clusters.count).fill(1));
  const levels = levelsOf(rows, clusters);
  const strata = groupBy(levels.keys(), (code) => joinLevels(levels[code]!.slice(0, -1)));
  return {
    groups,
    unjudged: groups.filter(({ rate }) => rate === null).length,
    raw: raw!,
    lengthControlled,
    within:
      levels[0]!.length < 2
        ? []
        : [...strata].map(([stratum, codes]) => ({
            levels: splitLevels(stratum),
            groups: codes.length,
            ...average(Uint8Array.from(levels, (_, code) => Number(codes.includes(code)))),
          })),
  };
}

/** By group's code, what its columns hold. */
function levelsOf(rows: ObservationColumns, { count, codes }: Clusters): string[][] {
  const levels: string[][] = Array.from({ length: count }, () => []);
  codes.forEach((code, row) => {
    if (levels[code]!.length === 0) levels[code] = splitLevels(rows.groupAt(row)!);
  });
  return levels;
}

const hasVerdict = ({ preferences }: ObservationColumns, { codes }: Clusters, isIn: Uint8Array): boolean =>
  preferences.some((preference, row) => !Number.isNaN(preference) && isIn[codes[row]!] === 1);

function averageRaw(
  { preferences }: ObservationColumns,
  { codes }: Clusters,
  isIn: Uint8Array,
): RateEvidence {
  const judged = positionsOfNumbers(preferences).filter((row) => isIn[codes[row]!] === 1);
  const clusters = clusterBy([...judged], (row) => codes[row]!);
  const sizes = sumByCluster(new Float64Array(judged.length).fill(1), clusters);
  const weights = Float64Array.from(clusters.codes, (code) => 1 / sizes[code]!);
  return measureMean(gather(preferences, judged), clusters, weights).evidence;
}

function averageControlled(clusters: Clusters, fitted: FittedRows, isIn: Uint8Array): RateEvidence {
  const { design, fit } = fitted;
  const { predicted } = fit.influence;
  const sizes = sumByCluster(new Float64Array(predicted.length).fill(1), clusters);
  const count = sum(isIn);
  const weights = Float64Array.from(clusters.codes, (code) => isIn[code]! / (count * sizes[code]!));
  const slope = design.counterfactual.map((column) =>
    predicted.reduce((total, q, i) => total + weights[i]! * q * (1 - q) * column[i]!, 0),
  );
  const rate = sum(predicted.map((q, i) => weights[i]! * q));
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
    sizes: sumByCluster(isJudged, clusters).map((size, g) => isIn[g]! * Math.min(1, size)),
    trials: informativeRows(design),
  });
  return { rate, ...spread, jumpUp: dot(slope, jumps.up), jumpDown: dot(slope, jumps.down) };
}
