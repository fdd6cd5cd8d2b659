// Pairs → what judges without judgement would say: the model's win rate under each, and how often the real judge sides
// with it. A judge that agrees with `longest` as often as with humans measures length.
import { type ClusteredShare, clusteredShare } from "../rates/clustered-mean.js";
import type { Judgement } from "./judgement.js";

export interface TrivialJudge {
  readonly name: "longest" | "first shown" | "random";
  /** The model's win rate under it; without interval for `random`, whose ½ is exact. */
  readonly winRate: ClusteredShare;
  /** Mean of 1 − |its preference − the judge's|, over the judge's verdicts. */
  readonly agreement: ClusteredShare;
}

const rules: readonly {
  readonly name: TrivialJudge["name"];
  readonly prefer: (judgement: Judgement) => number | null;
}[] = [
  {
    name: "longest",
    prefer: ({ differences: { length } }) =>
      length === undefined ? null : length > 0 ? 1 : length < 0 ? 0 : 0.5,
  },
  { name: "first shown", prefer: ({ order }) => (order === null ? null : Number(order === "model-first")) },
  // ½ is what a coin gives on average; drawing it would only add noise.
  { name: "random", prefer: () => 0.5 },
];

export function runTrivialJudges(judgements: readonly Judgement[], level: number): TrivialJudge[] {
  return rules.map(({ name, prefer }) => {
    const seen = judgements.flatMap((judgement) => {
      const value = prefer(judgement);
      return value === null ? [] : [{ value, cluster: judgement.cluster, preference: judgement.preference }];
    });
    const agreements = seen.flatMap(({ value, cluster, preference }) =>
      preference === null ? [] : [{ value: 1 - Math.abs(value - preference), cluster }],
    );
    const winRate = clusteredShare(seen, level);
    return {
      name,
      winRate: name === "random" ? { ...winRate, interval: null } : winRate,
      agreement: clusteredShare(agreements, level),
    };
  });
}
