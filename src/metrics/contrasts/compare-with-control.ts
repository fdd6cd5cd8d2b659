// Hits by group, outcome and stratum → every rate, and each group against the control group within its stratum, Holm's
// adjustment over all these comparisons. Where every prompt has exactly one row in both groups the test is McNemar's
// exact one; else it is the clustered one of the gap. Intervals of independent rows are those of `compareProportions`.
import { adjustKnown } from "../../numerics/holm.js";
import { type Contrast, compareRates, type RateComparison } from "./compare-rates.js";
import { type HitRate, type HitRow, hitRate, isYesOrNo } from "./hit-rate.js";
import { mcnemarExact } from "./mcnemar.js";
import { compareProportions, type IntervalEstimate } from "./two-by-two.js";

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
