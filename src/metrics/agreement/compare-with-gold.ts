// Rows of gold and judged labels → classification scores with intervals from a bootstrap over clusters.
import { clusterBy } from "../../numerics/clusters.js";
import type { BootstrapEstimate, BootstrapHooks, BootstrapSettings } from "../rates/bootstrap.js";
import { bootstrapFigures } from "../rates/bootstrap-figures.js";
import { type ClassificationScores, scoreClassification } from "./classification-scores.js";
import { countConfusion, layOutConfusion, type UnparsableRule } from "./confusion-matrix.js";
import type { GoldRow, GoldRows } from "./gold-labels.js";

/** Figures of one comparison with gold labels. */
export interface GoldComparison {
  readonly rows: number;
  /** Rows left out: the humans have no majority. */
  readonly withoutGold: number;
  /** Unparsable answers among the rows, whatever the rule does with them. */
  readonly unparsable: number;
  readonly labels: readonly string[];
  /** K × (K + 1), row-major: gold down, judged across, unparsable last. */
  readonly confusion: Float64Array;
  readonly scores: ClassificationScores;
  /** By figure name. */
  readonly estimates: Readonly<Record<string, BootstrapEstimate>>;
}

export interface GoldComparisonOptions extends BootstrapSettings, BootstrapHooks {
  readonly unparsable: UnparsableRule;
  /** The label that stands for a tie; used by the rule `tie`. */
  readonly tieLabel: string;
  /** What a row counts, ≥ 0; all count 1 where absent. */
  readonly weightOf?: ((row: GoldRow) => number) | undefined;
}

export function compareWithGold(
  { rows, withoutGold }: GoldRows,
  options: GoldComparisonOptions,
): GoldComparison {
  const layout = layOutConfusion(rows, options.unparsable, options.tieLabel);
  const clusters = clusterBy(layout.rows, ({ cluster }: GoldRow) => cluster);
  const own = Float64Array.from(layout.rows, (row) => options.weightOf?.(row) ?? 1);
  const score = (weights: (row: number) => number) =>
    scoreClassification(layout.labels, countConfusion(layout, weights), layout.rule);
  return {
    rows: layout.rows.length,
    withoutGold,
    unparsable: layout.unparsable,
    labels: layout.labels,
    confusion: countConfusion(layout, (row) => own[row]!),
    scores: score((row) => own[row]!),
    estimates: bootstrapFigures(
      clusters,
      (weights) => listFigures(score((row) => own[row]! * weights[clusters.codes[row]!]!)),
      options,
    ),
  };
}

function listFigures(scores: ClassificationScores): Record<string, number | null> {
  const { macro, weighted } = scores;
  return {
    accuracy: scores.accuracy.value,
    macro_precision: macro?.precision ?? null,
    macro_recall: macro?.recall ?? null,
    macro_f1: macro?.f1 ?? null,
    weighted_precision: weighted?.precision ?? null,
    weighted_recall: weighted?.recall ?? null,
    weighted_f1: weighted?.f1 ?? null,
    balanced_accuracy: scores.balancedAccuracy.value,
    cohen_kappa: scores.kappa.value,
  };
}
