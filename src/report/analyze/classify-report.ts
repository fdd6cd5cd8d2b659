// Scores of predicted labels and probabilities → a report.

import { countOf } from "../../core/count-of.js";
import { present } from "../../core/present.js";
import type {
  ClassifyAnalysis,
  GroupScores,
  PredictionScores,
} from "../../metrics/agreement/score-predictions.js";
import type { BootstrapEstimate } from "../../metrics/rates/bootstrap.js";
import { barColumn, fixed, flattenEstimate, levelText, range, shareColumns } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { figure, type Section, tableOf, text } from "../table-of.js";
import { calibrationSection, confusionSection, describeIntervals } from "./agreement-sections.js";
import { listLabels, warnOfLabels } from "./label-warnings.js";

export function reportClassify(analysis: ClassifyAnalysis): Report {
  const { labels, recalls, probabilities, groups, byGroup } = analysis.scores;
  const estimates = listEstimates(analysis);
  return {
    sections: [
      figureSection(analysis, estimates),
      ...(byGroup.length > 0 ? [groupSection(analysis)] : []),
      ...(labels ? [recallSection(analysis), confusionSection(labels)] : []),
      ...(probabilities ? [reliabilitySection(analysis, probabilities)] : []),
    ],
    warnings: present([
      labels &&
        labels.unparsable > 0 &&
        `unparsable: ${labels.unparsable} rows hold no prediction${analysis.unread.length > 0 ? ` (${listLabels(analysis.unread)})` : ""}; rule: ${analysis.unparsable}`,
      ...(analysis.labelSets ? warnOfLabels(analysis.labelSets, "predicted") : []),
      analysis.by.length > 0 &&
        analysis.positive !== null &&
        groups === null &&
        `few-groups: "${analysis.by.join(", ")}" has fewer than three values, so there is no correlation over it`,
    ]),
    records: [
      Object.assign(
        { ...Object.fromEntries(analysis.by.map((column) => [column, null])), rows: analysis.rows },
        ...estimates.map(({ name, estimate }) => flattenEstimate(name.replaceAll(" ", "_"), estimate)),
        ...recalls.map(({ label, recall }) => ({
          [`recall_${label}`]: recall.share,
          [`recall_${label}_lower`]: recall.interval?.lower ?? null,
          [`recall_${label}_upper`]: recall.interval?.upper ?? null,
        })),
      ),
      ...byGroup.map(({ levels, rows, estimates }) =>
        Object.assign(
          { ...Object.fromEntries(analysis.by.map((column, k) => [column, levels[k]!])), rows },
          ...Object.entries(estimates).map(([name, estimate]) => flattenEstimate(name, estimate)),
        ),
      ),
    ],
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

interface NamedEstimate {
  readonly name: string;
  readonly estimate: BootstrapEstimate;
}

function listEstimates({ scores: { labels, probabilities, groups } }: ClassifyAnalysis): NamedEstimate[] {
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
  { level, replicates, rows, positive, by, cluster, scores }: ClassifyAnalysis,
  estimates: readonly NamedEstimate[],
): Section {
  const { groups } = scores;
  return tableOf(
    "Predictions against gold labels",
    estimates,
    [
      text("figure", ({ name }) => name),
      figure("value", ({ estimate }) => fixed(estimate.estimate, 4)),
      text(levelText(level), ({ estimate: { estimate, bca, percentile } }) =>
        estimate === null ? null : range(bca ?? percentile),
      ),
    ],
    [
      `${countOf(rows, "row")}; ${describeIntervals(replicates, cluster === null ? "rows" : `"${cluster}"`)}.`,
      positive !== null && `Probabilities are of "${positive}".`,
      groups !== null &&
        `Of shares: predicted against observed over ${groups.count} values of "${by.join(", ")}".`,
    ],
  );
}

/** Of each group what is looked at first. */
const figuresOfGroup = ["accuracy", "balanced_accuracy", "macro_f1", "auc"];
/** More groups are in csv and json alone. */
const mostGroups = 40;

function groupSection({ scores, by, level }: ClassifyAnalysis): Section {
  const { byGroup } = scores;
  const figures = figuresOfGroup.filter((name) => byGroup.some(({ estimates }) => name in estimates));
  return tableOf(
    `By ${by.join(", ")}`,
    byGroup.slice(0, mostGroups),
    [
      by.map((column, k) => text(column, ({ levels }: GroupScores) => levels[k])),
      figure("rows", ({ rows }) => rows),
      figures.map((name) =>
        figure(`${name.replaceAll("_", " ")} ${levelText(level)}`, ({ estimates }: GroupScores) => {
          const { estimate = null, bca = null, percentile = null } = estimates[name] ?? {};
          return estimate === null ? null : `${fixed(estimate, 3)} ${range(bca ?? percentile)}`;
        }),
      ),
    ],
    [
      byGroup.length > mostGroups &&
        `The first ${mostGroups} of ${byGroup.length}; all: --format csv or json.`,
    ],
  );
}

const recallSection = ({ scores, level }: ClassifyAnalysis): Section =>
  tableOf(
    "Recall by class",
    scores.recalls,
    [
      text("label", ({ label }) => label),
      figure("gold", ({ recall }) => recall.rows),
      shareColumns("recall %", level, ({ recall }) => recall),
      barColumn(({ recall }) => recall.share),
    ],
    ["Balanced accuracy is the mean of these."],
  );

const reliabilitySection = (
  { positive, level }: ClassifyAnalysis,
  { reliability: bins }: NonNullable<PredictionScores["probabilities"]>,
): Section =>
  calibrationSection(
    `Calibration: stated probability of "${positive}", and how often it was so`,
    { bins, level, unit: "rows" },
    ["Wilson's intervals, rows taken as independent."],
  );
