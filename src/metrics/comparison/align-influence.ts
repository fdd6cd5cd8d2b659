import type { RateName, ScoredModel } from "../score/scored-model.js";
import { readOnce } from "./rows-read-once.js";

/** Influence of several models side by side, cluster by cluster: rows of one cluster move together in all of them. */
export interface AlignedInfluence {
  /** Clusters that any of the models has. */
  readonly clusters: number;
  /** Σ U over the model's rows of each cluster, centred over the clusters that it has; 0 for the others. */
  readonly sums: readonly Float64Array[];
  /** 1 where the model has rows of the cluster. */
  readonly has: readonly Uint8Array[];
}

/** Null when one of the models has no influence values for this rate. */
export function alignInfluence(models: readonly ScoredModel[], name: RateName): AlignedInfluence | null {
  const codes = new Map<string, number>();
  for (const { rows } of models)
    for (const name of readOnce(rows ?? []).clusterNames) if (!codes.has(name)) codes.set(name, codes.size);
  const sums: Float64Array[] = [];
  const has: Uint8Array[] = [];
  for (const { rows, rates } of models) {
    const { influence, standardError } = rates[name] ?? {};
    if (!rows || !influence || Number.isNaN(standardError)) return null;
    const sum = new Float64Array(codes.size);
    const present = new Uint8Array(codes.size);
    const { clusters, clusterNames } = readOnce(rows);
    const places = clusterNames.map((cluster) => codes.get(cluster)!);
    for (const place of places) present[place] = 1;
    for (let row = 0; row < clusters.codes.length; row++)
      sum[places[clusters.codes[row]!]!]! += influence[row]!;
    sums.push(centre(sum, present));
    has.push(present);
  }
  return { clusters: codes.size, sums, has };
}

/** The penalty and the gamed rows keep influence from adding up to exactly 0. */
function centre(sums: Float64Array, present: Uint8Array): Float64Array {
  let total = 0;
  let count = 0;
  for (let c = 0; c < sums.length; c++) {
    total += sums[c]!;
    count += present[c]!;
  }
  return sums.map((u, c) => (present[c] ? u - total / count : 0));
}

/**
 * Standard error of a weighted sum of the models' rates, paired by cluster:
 * D_c = Σ weight·U_c,  SE² = G/(G − 1)·Σ (D_c − D̄)² over the G clusters of the models that have a weight.
 * @param weights one a model
 */
export function combineInfluence(
  { sums, has }: AlignedInfluence,
  weights: ArrayLike<number>,
): { standardError: number; clusters: number } {
  const used = sums.map((_, m) => m).filter((m) => weights[m] !== 0);
  let G = 0;
  let total = 0;
  let squares = 0;
  const length = sums[0]?.length ?? 0;
  for (let c = 0; c < length; c++) {
    let present = 0;
    let combined = 0;
    for (const m of used) {
      present |= has[m]![c]!;
      combined += weights[m]! * sums[m]![c]!;
    }
    G += present;
    total += combined;
    squares += combined * combined;
  }
  const variance = Math.max(0, squares - (total * total) / G);
  return { standardError: G < 2 ? Number.NaN : Math.sqrt((G / (G - 1)) * variance), clusters: G };
}
