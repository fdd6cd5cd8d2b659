// Scores of predicted labels and probabilities → a report.
import { countOf } from "../../core/count-of.js";
import type { LabelCount, LabelSets } from "../../metrics/agreement/label-sets.js";
import type { PredictionScores } from "../../metrics/agreement/score-predictions.js";
import type { BootstrapEstimate, BootstrapSettings } from "../../metrics/rates/bootstrap.js";
import {
  absent,
  bar,
  fixed,
  flattenEstimate,
  levelText,
  percent,
  percentRange,
  range,
} from "../figure-text.js";
import { left, type Report, right, type Section } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { confusionSection, describeIntervals } from "./agreement-sections.js";
import { listLabels, warnOfLabels } from "./label-warnings.js";

export interface ClassificationAnalysis extends BootstrapSettings {
  readonly unparsable: "miss" | "drop" | "class";
  /** The label whose probability is stated; null where there are only labels. */
  readonly positive: string | null;
  readonly rows: number;
  /** The columns of groups and of clusters. */
  readonly by: string | null;
  readonly cluster: string | null;
  readonly scores: PredictionScores;
  /** Null where no labels were predicted. */
  readonly labelSets: LabelSets | null;
  /** What stands where no prediction could be read. */
  readonly unread: readonly LabelCount[];
}

export function reportClassification(analysis: ClassificationAnalysis): Report {
  const { labels, recalls, probabilities, groups } = analysis.scores;
  const estimates = listEstimates(analysis);
  return {
    sections: [
      figureSection(analysis, estimates),
      ...(labels ? [recallSection(analysis), confusionSection(labels)] : []),
      ...(probabilities ? [reliabilitySection(analysis, probabilities)] : []),
    ],
    warnings: [
      ...(labels && labels.unparsable > 0
        ? [
            `unparsable: ${labels.unparsable} rows hold no prediction${analysis.unread.length > 0 ? ` (${listLabels(analysis.unread)})` : ""}; rule: ${analysis.unparsable}`,
          ]
        : []),
      ...(analysis.labelSets ? warnOfLabels(analysis.labelSets, "predicted") : []),
      ...(analysis.by !== null && groups === null
        ? [`few-groups: "${analysis.by}" has fewer than three values, so there is no correlation over it`]
        : []),
    ],
    records: [
      Object.assign(
        { rows: analysis.rows },
        ...estimates.map(({ name, estimate }) => flattenEstimate(name.replaceAll(" ", "_"), estimate)),
        ...recalls.map(({ label, recall }) => ({
          [`recall_${label}`]: recall.share,
          [`recall_${label}_lower`]: recall.interval?.lower ?? null,
          [`recall_${label}_upper`]: recall.interval?.upper ?? null,
        })),
      ),
    ],
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

interface NamedEstimate {
  readonly name: string;
  readonly estimate: BootstrapEstimate;
}

function listEstimates({
  scores: { labels, probabilities, groups },
}: ClassificationAnalysis): NamedEstimate[] {
  const named = (estimates: Readonly<Record<string, BootstrapEstimate>>, suffix = ""): NamedEstimate[] =>
    Object.entries(estimates).map(([name, estimate]) => ({
      name: `${name.replaceAll("_", " ")}${suffix}`,
      estimate,
    }));
  return [
    ...(labels ? named(labels.estimates) : []),
    ...(probabilities ? named(probabilities.estimates) : []),
    ...(groups
      ? named({ spearman: groups.correlations.spearman, pearson: groups.correlations.pearson }, " of shares")
      : []),
  ];
}

function figureSection(
  { level, replicates, rows, positive, by, cluster, scores }: ClassificationAnalysis,
  estimates: readonly NamedEstimate[],
): Section {
  const { groups } = scores;
  return {
    title: "Predictions against gold labels",
    columns: [left("figure"), right("value"), left(levelText(level))],
    rows: estimates.map(({ name, estimate }) => [
      name,
      fixed(estimate.estimate, 4),
      estimate.estimate === null ? absent : range(estimate.bca ?? estimate.percentile),
    ]),
    notes: [
      `${countOf(rows, "row")}; ${describeIntervals(replicates, cluster === null ? "rows" : `"${cluster}"`)}.`,
      ...(positive === null ? [] : [`Probabilities are of "${positive}".`]),
      ...(groups ? [`Of shares: predicted against observed over ${groups.count} values of "${by}".`] : []),
    ],
  };
}

function recallSection({ scores, level }: ClassificationAnalysis): Section {
  return {
    title: "Recall by class",
    columns: [left("label"), right("gold"), right("recall %"), left(levelText(level)), left("")],
    rows: scores.recalls.map(({ label, recall }) => [
      label,
      String(recall.rows),
      percent(recall.share),
      percentRange(recall.interval),
      bar(recall.share),
    ]),
    notes: ["Balanced accuracy is the mean of these."],
  };
}

function reliabilitySection(
  { positive, level }: ClassificationAnalysis,
  { reliability }: NonNullable<PredictionScores["probabilities"]>,
): Section {
  return {
    title: `Calibration: stated probability of "${positive}", and how often it was so`,
    columns: [
      left("stated"),
      right("rows"),
      right("mean stated %"),
      right("observed %"),
      left(levelText(level)),
      left(""),
    ],
    rows: reliability
      .filter(({ rows }) => rows > 0)
      .map(({ lower, upper, rows, meanProbability, observedShare, interval }) => [
        `${fixed(lower, 1)}–${fixed(upper, 1)}`,
        String(rows),
        percent(meanProbability),
        percent(observedShare),
        percentRange(interval),
        bar(observedShare),
      ]),
    notes: ["Wilson's intervals, rows taken as independent."],
  };
}
