// Gold labels, predicted labels and stated probabilities of the same rows → classification scores, recall of each
// class, and how well the probabilities rank and fit; intervals clustered.
import { groupBy } from "../../core/group-by.js";
import { clusterBy } from "../../numerics/clusters.js";
import { type HitRate, hitRate } from "../contrasts/hit-rate.js";
import { type CorrelationEstimates, correlateWithRanking } from "../correlation/correlate-ranking.js";
import type { BootstrapEstimate, BootstrapHooks, BootstrapSettings } from "../rates/bootstrap.js";
import { bootstrapFigures } from "../rates/bootstrap-figures.js";
import { type ReliabilityBin, tabulateReliability } from "./calibration-table.js";
import { compareWithGold, type GoldComparison } from "./compare-with-gold.js";
import type { LabelCount, LabelSets } from "./label-sets.js";
import { prepareProbabilityFigures } from "./probability-figures.js";

export interface ClassifyAnalysis extends BootstrapSettings {
  readonly unparsable: "miss" | "drop" | "class";
  /** The label whose probability is stated; null where there are only labels. */
  readonly positive: string | null;
  readonly rows: number;
  /** The columns of groups and of clusters. */
  readonly by: readonly string[];
  /** The column of rows' weights. */
  readonly weight: string | null;
  readonly cluster: string | null;
  readonly scores: PredictionScores;
  /** Null where no labels were predicted. */
  readonly labelSets: LabelSets | null;
  /** What stands where no prediction could be read. */
  readonly unread: readonly LabelCount[];
}

export interface PredictedRow {
  readonly cluster: string;
  readonly gold: string;
  /** Null: no label could be read, or none was asked for. */
  readonly predicted: string | null;
  /** P(gold is the positive label), in [0, 1]; null where none is stated. */
  readonly probability: number | null;
  /** What is looked at by itself, and what shares are compared over: a question, with a row a respondent; null for none. */
  readonly group: readonly string[] | null;
  /** What the row counts, > 0; a survey's weight. */
  readonly weight: number;
}

export interface PredictionOptions extends BootstrapSettings, BootstrapHooks {
  readonly unparsable: "miss" | "drop" | "class";
  /** Whether labels were predicted at all. */
  readonly hasLabels: boolean;
  /** Whether probabilities were stated at all. */
  readonly hasProbabilities: boolean;
  /** The label whose probability is stated, and whose shares are compared; null where neither is wanted. */
  readonly positive: string | null;
}

export interface PredictionScores {
  readonly labels: GoldComparison | null;
  readonly recalls: readonly { readonly label: string; readonly recall: HitRate }[];
  /** AUC, Brier score, Spearman's ρ of probability and outcome, over the rows with a probability. */
  readonly probabilities: {
    readonly rows: number;
    readonly estimates: Readonly<Record<string, BootstrapEstimate>>;
    readonly reliability: readonly ReliabilityBin[];
  } | null;
  /** By value, or combination of values, of what groups go by; empty without one. */
  readonly byGroup: readonly GroupScores[];
  /** Mean probability (else share predicted) against share observed, over groups. */
  readonly groups: { readonly count: number; readonly correlations: CorrelationEstimates } | null;
}

/** The figures of one group's rows, by name. */
export interface GroupScores {
  /** A value for each column that groups go by. */
  readonly levels: readonly string[];
  readonly rows: number;
  readonly estimates: Readonly<Record<string, BootstrapEstimate>>;
}

export function scorePredictions(
  rows: readonly PredictedRow[],
  options: PredictionOptions,
): PredictionScores {
  const { hasLabels, hasProbabilities, positive } = options;
  return {
    labels: hasLabels ? compareLabels(rows, options) : null,
    recalls: hasLabels ? measureRecalls(rows, options) : [],
    probabilities: positive !== null && hasProbabilities ? scoreProbabilities(rows, positive, options) : null,
    groups: compareShares(rows, options),
    byGroup: scoreGroups(rows, options),
  };
}

function compareLabels(rows: readonly PredictedRow[], options: PredictionOptions): GoldComparison {
  const judged = rows.map(({ cluster, gold, predicted, weight }) => ({
    cluster,
    gold,
    judged: predicted,
    weight,
  }));
  return compareWithGold(
    { rows: judged, withoutGold: 0 },
    { ...options, tieLabel: "", weightOf: (row) => (row as (typeof judged)[number]).weight },
  );
}

/** More groups than this have figures without intervals. */
const mostIntervals = 50;

/** Each group's own figures: those of labels, and the area under the curve of its probabilities. */
function scoreGroups(rows: readonly PredictedRow[], options: PredictionOptions): GroupScores[] {
  const groups = groupBy(
    rows.filter(({ group }) => group !== null),
    ({ group }) => JSON.stringify(group),
  );
  const settings = {
    ...options,
    onReplicate: undefined,
    replicates: groups.size > mostIntervals ? 0 : options.replicates,
  };
  return [...groups.values()].map((ofGroup) => {
    const estimates = options.hasLabels ? compareLabels(ofGroup, settings).estimates : {};
    const probabilities =
      options.positive !== null && options.hasProbabilities
        ? scoreProbabilities(ofGroup, options.positive, settings).estimates
        : {};
    return {
      levels: ofGroup[0]!.group!,
      rows: ofGroup.length,
      estimates: { ...estimates, ...probabilities },
    };
  });
}

function measureRecalls(rows: readonly PredictedRow[], { unparsable, level }: PredictionOptions) {
  const counted = unparsable === "drop" ? rows.filter(({ predicted }) => predicted !== null) : rows;
  return [...new Set(rows.map(({ gold }) => gold))].sort().map((label) => ({
    label,
    recall: hitRate(
      counted
        .filter(({ gold }) => gold === label)
        .map(({ predicted, cluster, weight }) => ({
          hits: weight * Number(predicted === label),
          trials: weight,
          cluster,
        })),
      level,
    ),
  }));
}

function scoreProbabilities(
  rows: readonly PredictedRow[],
  positive: string,
  settings: BootstrapSettings & BootstrapHooks,
) {
  const stated = rows.filter(({ probability }) => probability !== null);
  const probabilities = stated.map(({ probability }) => probability!);
  const outcomes = stated.map(({ gold }) => Number(gold === positive));
  const clusters = clusterBy(stated, ({ cluster }) => cluster);
  const estimates = bootstrapFigures(
    clusters,
    prepareProbabilityFigures(
      probabilities,
      outcomes,
      clusters.codes,
      stated.map(({ weight }) => weight),
    ),
    settings,
  );
  const reliability = tabulateReliability(probabilities, outcomes, { level: settings.level });
  return { rows: stated.length, estimates, reliability };
}

const fewestGroups = 3;

function compareShares(rows: readonly PredictedRow[], options: PredictionOptions) {
  const { positive } = options;
  if (positive === null) return null;
  const sums = new Map<string, { rows: number; stated: number; observed: number }>();
  for (const { group, gold, predicted, probability, weight } of rows) {
    const stated = probability ?? (predicted === null ? null : Number(predicted === positive));
    if (group === null || stated === null) continue;
    const key = JSON.stringify(group);
    const sum = sums.get(key) ?? { rows: 0, stated: 0, observed: 0 };
    sum.rows += weight;
    sum.stated += weight * stated;
    sum.observed += weight * Number(gold === positive);
    sums.set(key, sum);
  }
  if (sums.size < fewestGroups) return null;
  const shares = (which: "stated" | "observed") => [...sums.values()].map((sum) => sum[which] / sum.rows);
  return {
    count: sums.size,
    correlations: correlateWithRanking(shares("stated"), shares("observed"), options),
  };
}
