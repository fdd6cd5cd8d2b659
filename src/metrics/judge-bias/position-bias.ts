// Judgements whose shown order is known → position bias.
//   slot effect: mean preference for the model shown second − shown first. Without bias it is 0 in expectation when
//     orders are drawn at random; where each instruction is shown in one order only, its error is that of instructions.
//   flips: among pairs judged in both orders, those whose winner changes with the order, from or to a tie too (Zheng et
//     al. 2023, section 3.4); and the mean |preference in one order − in the other|.
import {
  type ClusteredDifference,
  type ClusteredShare,
  type ClusteredValue,
  clusteredDifference,
  clusteredShare,
} from "../rates/clustered-mean.js";
import type { Judgement } from "./judgement.js";
import { toVerdict } from "./preference-for-more.js";

export interface SlotMeans {
  readonly shownFirst: ClusteredShare;
  readonly shownSecond: ClusteredShare;
  /** Second minus first. */
  readonly effect: ClusteredDifference;
}

export interface PositionBias {
  /** Judged rows whose order the file does not say, those of identical answers apart. */
  readonly unknownOrder: number;
  /** Judged rows of identical answers, which are never shown. */
  readonly identical: number;
  /** Of the model's preference. */
  readonly preference: SlotMeans;
  /** Of the verdicts (above ½; ties half). */
  readonly verdict: SlotMeans;
  /** Null where no pair was judged in both orders. */
  readonly flips: {
    readonly pairs: number;
    /** Share of the pairs whose winner changes with the order; from or to a tie is a change too, as in `measureJudge`. */
    readonly rate: ClusteredShare;
    /** Share of the flips in which an answer does better when it is shown first. */
    readonly towardsFirst: number | null;
    readonly meanChange: ClusteredShare;
  } | null;
}

export function measurePositionBias(judgements: readonly Judgement[], level: number): PositionBias {
  const judged = judgements.filter(({ preference }) => preference !== null);
  const first = valuesOf(judged.filter(({ order }) => order === "model-first"));
  const second = valuesOf(judged.filter(({ order }) => order === "baseline-first"));
  return {
    unknownOrder: judged.filter(({ order, isIdentical }) => order === null && !isIdentical).length,
    identical: judged.filter(({ isIdentical }) => isIdentical).length,
    preference: compareSlots(first, second, level),
    verdict: compareSlots(first.map(toVerdict), second.map(toVerdict), level),
    flips: measureFlips(judged, level),
  };
}

const valuesOf = (judgements: readonly Judgement[]): ClusteredValue[] =>
  judgements.map(({ preference, cluster }) => ({ value: preference!, cluster }));

const compareSlots = (
  first: readonly ClusteredValue[],
  second: readonly ClusteredValue[],
  level: number,
): SlotMeans => ({
  shownFirst: clusteredShare(first, level),
  shownSecond: clusteredShare(second, level),
  effect: clusteredDifference(second, first, level),
});

function measureFlips(judged: readonly Judgement[], level: number): PositionBias["flips"] {
  const pairs = pairOrders(judged);
  if (pairs.length === 0) return null;
  const isFlip = ({ modelFirst, baselineFirst }: OrderedPair) =>
    Math.sign(modelFirst - 0.5) !== Math.sign(baselineFirst - 0.5);
  const flips = pairs.filter(isFlip);
  const share = (measure: (pair: OrderedPair) => number) =>
    clusteredShare(
      pairs.map((pair) => ({ value: measure(pair), cluster: pair.cluster })),
      level,
    );
  return {
    pairs: pairs.length,
    rate: share((pair) => Number(isFlip(pair))),
    towardsFirst:
      flips.length === 0
        ? null
        : flips.filter((pair) => pair.modelFirst > pair.baselineFirst).length / flips.length,
    meanChange: share(({ modelFirst, baselineFirst }) => Math.abs(modelFirst - baselineFirst)),
  };
}

interface OrderedPair {
  readonly cluster: string;
  /** Mean preference over the repeats in that order. */
  readonly modelFirst: number;
  readonly baselineFirst: number;
}

function pairOrders(judged: readonly Judgement[]): OrderedPair[] {
  const sums = new Map<string, { cluster: string; totals: [number, number]; counts: [number, number] }>();
  for (const { generator, pair, order, preference, cluster } of judged) {
    if (order === null) continue;
    const key = JSON.stringify([generator, pair]);
    const sum = sums.get(key) ?? { cluster, totals: [0, 0], counts: [0, 0] };
    const slot = order === "model-first" ? 0 : 1;
    sum.totals[slot] += preference!;
    sum.counts[slot]++;
    sums.set(key, sum);
  }
  return [...sums.values()]
    .filter(({ counts }) => counts[0] > 0 && counts[1] > 0)
    .map(({ cluster, totals, counts }) => ({
      cluster,
      modelFirst: totals[0] / counts[0],
      baselineFirst: totals[1] / counts[1],
    }));
}
