import type {
  CorrelationAnalysis,
  CorrelationDifference,
  ScoreCorrelation,
} from "../../metrics/correlation/correlate-ranking.js";
import type { BootstrapEstimate } from "../../metrics/rates/bootstrap.js";
import { fixed, flattenEstimate, levelText, measureText, range } from "../figure-text.js";
import type { Report } from "../report.js";
import { snakeCaseKeys } from "../snake-case-keys.js";
import { type Column, figure, type Section, tableOf, text } from "../table-of.js";

const names = { spearman: "Spearman", kendallTauB: "Kendall tau-b", pearson: "Pearson" } as const;
const kinds = Object.keys(names) as (keyof typeof names)[];

export function reportCorrelation(analysis: CorrelationAnalysis): Report {
  const { scores, differences, unreadableRows } = analysis;
  const warnings = unreadableRows.map(
    ({ file, row, message }) => `unreadable-row: ${file}, row ${row}: ${message}; left out`,
  );
  return {
    sections: [
      correlationSection(analysis),
      ...(differences.length > 0 ? [differenceSection(analysis)] : []),
      ...(scores.some(({ separability }) => separability !== null) ? [separabilitySection(scores)] : []),
    ],
    warnings,
    records: scores.map(({ column, models, correlations, separability, agreement }) => ({
      score: column,
      models,
      ...Object.assign({}, ...kinds.map((kind) => flattenEstimate(kind, correlations[kind]))),
      separability: separability?.value ?? null,
      agreement: agreement?.value ?? null,
    })),
    document: { schema_version: 1, ...snakeCaseKeys(analysis) },
  };
}

function correlationSection({
  scores,
  rankColumn,
  level,
  replicates,
  unmatched,
}: CorrelationAnalysis): Section {
  return tableOf(
    `Correlation with "${oneLine(rankColumn)}"`,
    scores,
    [
      text("score", ({ column }) => oneLine(column)),
      figure("models", ({ models }) => models),
      ...kinds.flatMap((kind) =>
        estimateColumns<ScoreCorrelation>(names[kind], level, ({ correlations }) => correlations[kind]),
      ),
    ],
    [
      `Intervals: ${replicates} bootstrap samples of models.`,
      `${unmatched.withoutScore.length} ranked models have no score, ${unmatched.withoutRank.length} scored ones no rank.`,
    ],
  );
}

const differenceSection = ({ differences, level }: CorrelationAnalysis): Section =>
  tableOf(
    "Paired differences of correlations",
    differences.flatMap((difference) => kinds.map((kind) => ({ ...difference, kind }))),
    [
      text("scores", ({ first, second }) => `${oneLine(first)} − ${oneLine(second)}`),
      text("coefficient", ({ kind }) => names[kind]),
      estimateColumns("difference", level, ({ correlations, kind }) => correlations[kind]),
    ],
    differences.map(describeDifference),
  );

/** What the Spearman difference shows: it is called different from 0 only where both kinds of interval say so. */
function describeDifference({ first, second, models, correlations }: CorrelationDifference): string {
  const { percentile, bca } = correlations.spearman;
  const excludes = (interval: typeof percentile) =>
    interval !== null && (interval.lower > 0 || interval.upper < 0);
  const pair = `${oneLine(first)} and ${oneLine(second)}`;
  if (percentile === null) return `${pair}: no interval for the Spearman difference.`;
  if (excludes(percentile) && (bca === null || excludes(bca)))
    return `${pair}: the Spearman difference is significant with ${models} models.`;
  const doubt =
    excludes(percentile) !== excludes(bca) ? " (the two kinds of interval disagree about it)" : "";
  return `${pair}: the Spearman difference is not significant with ${models} models${doubt}.`;
}

const separabilitySection = (scores: readonly ScoreCorrelation[]): Section =>
  tableOf(
    "Separability and agreement with confidence",
    scores,
    [
      text("score", ({ column }) => oneLine(column)),
      figure("separability", ({ separability }) => separability && measureText(separability)),
      figure("agreement", ({ agreement }) => agreement && measureText(agreement)),
    ],
    [
      "Separability: share of model pairs with disjoint intervals. Agreement: mean over pairs of +1 (both separate the pair, in one order), −1 (in opposite orders), 0 (one does not separate it).",
    ],
  );

const estimateColumns = <Row>(
  title: string,
  level: number,
  of: (row: Row) => BootstrapEstimate,
): Column<Row>[] => [
  figure(title, (row) => fixed(of(row).estimate, 4)),
  text(`${levelText(level)} (percentile)`, (row) => range(of(row).percentile)),
  text("BCa", (row) => range(of(row).bca)),
];

const oneLine = (name: string) => name.replace(/\s+/g, " ");
