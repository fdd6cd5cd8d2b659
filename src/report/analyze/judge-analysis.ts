import type { JudgeBiases } from "../../metrics/judge-bias/describe-judge.js";

export interface RecordedCosts {
  /** Rows that record a price, and their mean in US dollars; null without such rows. */
  readonly priced: number;
  readonly meanPriceUsd: number | null;
  readonly timed: number;
  readonly meanSeconds: number | null;
}

export interface JudgeAnalysis {
  readonly annotators: readonly string[];
  /** Where orders that the files do not record come from. */
  readonly order: "recorded" | "reference";
  readonly level: number;
  readonly description: JudgeBiases;
  readonly costs: RecordedCosts;
}
