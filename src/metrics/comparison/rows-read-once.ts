// A model's rows → what comparisons ask of them, read once: a model is compared with many.
import { type Observations, unasked } from "../../length-control/observation.js";
import { type Clusters, clusterBy } from "../../numerics/clusters.js";
import { oncePer } from "./once-per.js";

export interface RowsReadOnce {
  /** By row, as is the baseline's length. */
  readonly instructionIds: readonly string[];
  readonly baselineLengths: readonly (number | null)[];
  readonly clusters: Clusters;
  readonly clusterNames: readonly string[];
  /** The name of each instruction's cluster, of its last row. */
  readonly clusterOf: ReadonlyMap<string, string>;
  /** Mean preference by instruction, over its rows with a verdict; NaN where there is none. */
  readonly verdicts: ReadonlyMap<string, number>;
  /** Instructions that a rule left out. */
  readonly unasked: ReadonlySet<string>;
}

export const readOnce = oncePer((rows: Observations): RowsReadOnce => {
  const instructionIds: string[] = [];
  const baselineLengths: (number | null)[] = [];
  const clusters: string[] = [];
  const sums = new Map<string, { sum: number; count: number }>();
  const unaskedIds = new Set<string>();
  for (const { instructionId: id, baselineLength, cluster, preference, unjudgedReason } of rows) {
    instructionIds.push(id);
    baselineLengths.push(baselineLength);
    clusters.push(cluster);
    const { sum, count } = sums.get(id) ?? { sum: 0, count: 0 };
    sums.set(id, { sum: sum + (preference ?? 0), count: count + Number(preference !== null) });
    if (unjudgedReason === unasked) unaskedIds.add(id);
  }
  return {
    instructionIds,
    baselineLengths,
    clusters: clusterBy(clusters, (name) => name),
    clusterNames: [...new Set(clusters)],
    clusterOf: new Map(instructionIds.map((id, row) => [id, clusters[row]!])),
    verdicts: new Map([...sums].map(([id, { sum, count }]) => [id, sum / count])),
    unasked: unaskedIds,
  };
});
