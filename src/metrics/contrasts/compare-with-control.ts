// Hits by group, outcome and stratum → every rate, and each group against the control group within its stratum, Holm's
// adjustment over all these comparisons. Where every prompt has exactly one row in both groups the test is McNemar's
// exact one; else it is the clustered one of the gap. Intervals of independent rows are those of `compareProportions`.

import { normalQuantile } from "../../numerics/distributions.js";
import { adjustKnown } from "../../numerics/holm.js";
import type { Interval } from "../rates/measure.js";
import { wilsonInterval } from "../rates/wilson-interval.js";
import { type Contrast, compareRates, type RateComparison } from "./compare-rates.js";
import { type HitRate, type HitRow, hitRate, isYesOrNo } from "./hit-rate.js";
import { mcnemarExact } from "./mcnemar.js";

/** The rows of one group. */
export interface GroupHits {
  /** Groups are compared within a stratum (a model family and a data set, say). */
  readonly stratum: string;
  /** What a hit is: a label, a list of words. */
  readonly outcome: string;
  readonly group: string;
  readonly rows: readonly HitRow[];
}

export interface GroupRate extends Omit<GroupHits, "rows"> {
  readonly rate: HitRate;
  /** Against the control group; null for the control group itself, and where the stratum has none. */
  readonly againstControl: RateComparison | null;
  /** Prompts that hit in one of the two groups alone; null where prompts and rows are not one to one. */
  readonly pairs: DiscordantPairs | null;
  /** Two-sided: McNemar's where there are pairs, else of the gap. */
  readonly pValue: number | null;
  /** After Holm over all comparisons made here. */
  readonly adjustedPValue: number | null;
}

export interface DiscordantPairs {
  readonly onlyHere: number;
  readonly onlyControl: number;
}

/** One rate for each of the groups given, in their order. */
export function compareWithControl(
  groups: readonly GroupHits[],
  control: string | null,
  level: number,
): GroupRate[] {
  const controls = new Map(
    groups.filter(({ group }) => group === control).map((cell) => [keyOf(cell), cell.rows]),
  );
  const rates = groups.map(({ rows, ...cell }) => {
    const controlRows = cell.group === control ? undefined : controls.get(keyOf(cell));
    const againstControl = controlRows ? compare(rows, controlRows, level) : null;
    const pairs = controlRows ? countDiscordant(rows, controlRows) : null;
    const pValue = pairs ? mcnemarExact(pairs.onlyHere, pairs.onlyControl) : (againstControl?.pValue ?? null);
    return { ...cell, rate: hitRate(rows, level), againstControl, pairs, pValue };
  });
  const adjusted = adjustKnown(rates.map(({ pValue }) => pValue));
  return rates.map((rate, at) => ({ ...rate, adjustedPValue: adjusted[at]! }));
}

function compare(here: readonly HitRow[], control: readonly HitRow[], level: number): RateComparison {
  const clustered = compareRates(here, control, level);
  const [first, second] = [hitRate(here, level), hitRate(control, level)];
  const isIndependent = clustered.clusters === here.length + control.length;
  if (!isIndependent || first.method !== "wilson" || second.method !== "wilson") return clustered;
  const toContrast = ({ value, lower, upper }: IntervalEstimate): Contrast => ({
    value,
    interval: { lower, upper },
    reason: null,
  });
  const { gap, ratio, oddsRatio } = compareProportions(first, second, level);
  return { ...clustered, gap: toContrast(gap), ratio: toContrast(ratio), oddsRatio: toContrast(oddsRatio) };
}

const keyOf = ({ stratum, outcome }: Pick<GroupHits, "stratum" | "outcome">) =>
  JSON.stringify([stratum, outcome]);

function countDiscordant(here: readonly HitRow[], control: readonly HitRow[]): DiscordantPairs | null {
  const [ofHere, ofControl] = [indexSingleTrials(here), indexSingleTrials(control)];
  if (ofHere === null || ofControl === null || ofHere.size !== ofControl.size) return null;
  let [onlyHere, onlyControl] = [0, 0];
  for (const [cluster, hits] of ofHere) {
    const other = ofControl.get(cluster);
    if (other === undefined) return null;
    if (hits > other) onlyHere++;
    if (hits < other) onlyControl++;
  }
  return { onlyHere, onlyControl };
}

/** Hits by cluster; null where a cluster has several rows, or a row is no yes or no. */
function indexSingleTrials(rows: readonly HitRow[]): Map<string, number> | null {
  const hits = new Map(rows.map((row) => [row.cluster, row.hits]));
  return hits.size === rows.length && rows.every(isYesOrNo) ? hits : null;
}

// Two independent proportions a of n₁ and c of n₂ → their gap, ratio and odds ratio with intervals.
//   gap          p₁ − p₂, Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17, 1998, method 10)
//   ratio        p₁/p₂, log scale, var = 1/a − 1/n₁ + 1/c − 1/n₂ (Katz et al. 1978)
//   odds ratio   ad/(bc), log scale, var = 1/a + 1/b + 1/c + 1/d (Woolf 1955)
// A zero cell has neither; ½ is then added to all four (Haldane 1956, Anscombe 1956).
interface Count {
  readonly hits: number;
  /** > 0, at least `hits`. */
  readonly trials: number;
}

interface IntervalEstimate extends Interval {
  readonly value: number;
}

interface TwoProportions {
  readonly gap: IntervalEstimate;
  readonly ratio: IntervalEstimate;
  readonly oddsRatio: IntervalEstimate;
  /** Whether ½ was added to the four cells of the ratio and the odds ratio. */
  readonly isCorrected: boolean;
}

/** First against second; rows must be independent (for dependent ones see `compareRates`). */
export function compareProportions(first: Count, second: Count, level = 0.95): TwoProportions {
  const cells = [first.hits, first.trials - first.hits, second.hits, second.trials - second.hits];
  const isCorrected = cells.includes(0);
  const [a, b, c, d] = cells.map((cell) => cell + (isCorrected ? 0.5 : 0)) as [
    number,
    number,
    number,
    number,
  ];
  const onLogScale = (value: number, variance: number): IntervalEstimate => {
    const factor = Math.exp(normalQuantile((1 + level) / 2) * Math.sqrt(variance));
    return { value, lower: value / factor, upper: value * factor };
  };
  return {
    gap: newcombeGap(first, second, level),
    ratio: onLogScale(a / (a + b) / (c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)),
    oddsRatio: onLogScale((a * d) / (b * c), 1 / a + 1 / b + 1 / c + 1 / d),
    isCorrected,
  };
}

function newcombeGap(first: Count, second: Count, level: number): IntervalEstimate {
  const [p1, p2] = [first.hits / first.trials, second.hits / second.trials];
  const [w1, w2] = [first, second].map(({ hits, trials }) => wilsonInterval(hits, trials, level));
  return {
    value: p1 - p2,
    lower: p1 - p2 - Math.hypot(p1 - w1!.lower, w2!.upper - p2),
    upper: p1 - p2 + Math.hypot(w1!.upper - p1, p2 - w2!.lower),
  };
}
