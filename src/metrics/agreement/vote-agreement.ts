// A judge's label and several humans' → how often two single votes on an item say the same, with ties as a third answer and
// without the pairs in which either is a tie (Zheng et al. 2023, arXiv:2306.05685, section 4.2: setups S1 and S2).
import { type Measure, measured, unmeasurable } from "../rates/measure.js";
import type { LabelledItem } from "./gold-labels.js";

/** Pairs of votes, and those of them that agree. */
interface VotePairs {
  pairs: number;
  agreeing: number;
}

/** By name, for each item: the judge beside each human, and each two humans. */
export type VoteCounts = Readonly<Record<string, readonly VotePairs[]>>;

/** @param tieLabel null where no label is a tie: there is nothing to leave out then */
export function countVotePairs(items: readonly LabelledItem[], tieLabel: string | null): VoteCounts {
  const count = (pairsOf: (item: LabelledItem) => readonly [string, string][], without: string | null) =>
    items.map((item): VotePairs => {
      const pairs = pairsOf(item).filter((pair) => without === null || !pair.includes(without));
      return { pairs: pairs.length, agreeing: pairs.filter(([one, other]) => one === other).length };
    });
  return {
    agreement_with_votes: count(withJudge, null),
    agreement_with_votes_humans: count(amongHumans, null),
    ...(tieLabel !== null && {
      agreement_with_votes_without_ties: count(withJudge, tieLabel),
      agreement_with_votes_humans_without_ties: count(amongHumans, tieLabel),
    }),
  };
}

const labelsOf = ({ humans }: LabelledItem) => humans.filter((label) => label !== null);

const withJudge = (item: LabelledItem) => {
  const { judge } = item;
  return judge === null ? [] : labelsOf(item).map((label): [string, string] => [judge, label]);
};

const amongHumans = (item: LabelledItem) => {
  const labels = labelsOf(item);
  return labels.flatMap((one, i) => labels.slice(i + 1).map((other): [string, string] => [one, other]));
};

/** The share of agreeing pairs over all items. @param weightOf how often an item counts */
export function shareAgreeing(counts: readonly VotePairs[], weightOf: (item: number) => number): Measure {
  let [pairs, agreeing] = [0, 0];
  counts.forEach((count, i) => {
    pairs += weightOf(i) * count.pairs;
    agreeing += weightOf(i) * count.agreeing;
  });
  return pairs > 0 ? measured(agreeing / pairs) : unmeasurable("no item has two such votes");
}
