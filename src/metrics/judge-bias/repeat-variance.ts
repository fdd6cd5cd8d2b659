// Judgements of one pair in one order, asked more than once → how much the judge differs from itself. Identical answers
// are not asked about; where no order is recorded, only rows of different repeats are known to be of the same question.
//   within variance = Σ (y − ȳ_group)² / Σ (m − 1) over groups with m ≥ 2; share = within / variance of all their rows
import { groupBy } from "../../core/group-by.js";
import { mean, standardDeviation } from "../../numerics/moments.js";
import { type ClusteredShare, clusteredShare } from "../rates/clustered-mean.js";
import type { Judgement } from "./judgement.js";

export interface RepeatVariance {
  /** Groups of at least two verdicts on one pair in one order. */
  readonly groups: number;
  readonly rows: number;
  readonly withinVariance: number;
  /** Of the total variance; null where nothing varies. */
  readonly share: number | null;
  /** Share of the groups in which not all verdicts fall on one side of ½. */
  readonly changedVerdicts: ClusteredShare;
}

/** Null where nothing was asked twice. */
export function measureRepeatVariance(
  judgements: readonly Judgement[],
  level: number,
): RepeatVariance | null {
  const groups = groupRepeats(judgements);
  if (groups.length === 0) return null;
  let squares = 0;
  let freedom = 0;
  for (const group of groups) {
    const values = group.map(({ preference }) => preference!);
    const centre = mean(values);
    for (const value of values) squares += (value - centre) ** 2;
    freedom += values.length - 1;
  }
  const all = groups.flat().map(({ preference }) => preference!);
  const total = standardDeviation(all) ** 2;
  const changes = groups.map((group) => ({
    value: Number(new Set(group.map(({ preference }) => Math.sign(preference! - 0.5))).size > 1),
    cluster: group[0]!.cluster,
  }));
  return {
    groups: groups.length,
    rows: all.length,
    withinVariance: squares / freedom,
    share: total > 0 ? squares / freedom / total : null,
    changedVerdicts: clusteredShare(changes, level),
  };
}

function groupRepeats(judgements: readonly Judgement[]): Judgement[][] {
  const groups = groupBy(
    judgements.filter(({ preference, isIdentical }) => preference !== null && !isIdentical),
    ({ generator, pair, order }) => JSON.stringify([generator, pair, order]),
  );
  return [...groups.values()].filter(isRepeated);
}

const isRepeated = (group: readonly Judgement[]) =>
  group.length > 1 && (group[0]!.order !== null || new Set(group.map(({ repeat }) => repeat)).size > 1);
