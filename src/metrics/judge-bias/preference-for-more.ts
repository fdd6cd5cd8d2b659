// Judgements → how often the judge prefers the answer that has more of something (length, list items, markdown), by the
// size of the difference. A description, not an effect: against a baseline that is both longer and better, the longer
// answer wins for other reasons too; what length does by itself is the fit's coefficient.
import { type ClusteredShare, type ClusteredValue, clusteredShare } from "../rates/clustered-mean.js";
import type { Judgement } from "./judgement.js";

export interface SizeBin {
  /** Differences d with from ≤ |d| < to. */
  readonly from: number;
  readonly to: number;
  /** Mean preference for the answer with more. */
  readonly preference: ClusteredShare;
  /** Share of verdicts for it, ties half. */
  readonly share: ClusteredShare;
  /** Share of the rows in which the answer with more is the model's. */
  readonly modelHasMore: number | null;
}

/** Bins of the length difference, in code points. */
export const lengthBinEdges = [1, 100, 250, 500, 1000, 2000, Number.POSITIVE_INFINITY] as const;

/** Bins of a difference in counts (list items, headings, …). */
export const countBinEdges = [1, 2, 4, 8, 16, Number.POSITIVE_INFINITY] as const;

/** The whole range first, then one entry a bin. Judgements without a verdict or without the count are left out. */
export function preferenceForMore(
  judgements: readonly Judgement[],
  what: string,
  edges: readonly number[],
  level: number,
): SizeBin[] {
  const rows = judgements.flatMap(({ preference, differences, cluster }) => {
    const difference = differences[what];
    if (preference === null || difference === undefined || difference === 0) return [];
    return [{ size: Math.abs(difference), isModel: difference > 0, cluster, preference }];
  });
  const bins = edges.slice(1).map((to, k) => ({ from: edges[k]!, to }));
  return [{ from: edges[0]!, to: edges.at(-1)! }, ...bins].map(({ from, to }) => {
    const inside = rows.filter(({ size }) => size >= from && size < to);
    const values = inside.map(
      ({ isModel, preference, cluster }): ClusteredValue => ({
        value: isModel ? preference : 1 - preference,
        cluster,
      }),
    );
    return {
      from,
      to,
      preference: clusteredShare(values, level),
      share: clusteredShare(values.map(toVerdict), level),
      modelHasMore:
        inside.length === 0 ? null : inside.filter(({ isModel }) => isModel).length / inside.length,
    };
  });
}

/** A preference as a verdict: 1, 0, or ½ for an exact tie. */
export const toVerdict = ({ value, cluster }: ClusteredValue): ClusteredValue => ({
  value: value > 0.5 ? 1 : value < 0.5 ? 0 : 0.5,
  cluster,
});
