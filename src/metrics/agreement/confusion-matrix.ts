// Rows of gold and judged labels → counts by class, with a stated place for answers from which no label could be read:
//   miss    a miss for the gold class, a false positive for none
//   tie     read as the tie label
//   drop    left out (and counted)
//   class   a class of its own, which enters the macro means
import type { GoldRow } from "./gold-labels.js";

export const unparsableRules = ["miss", "tie", "drop", "class"] as const;
export type UnparsableRule = (typeof unparsableRules)[number];

/** The matrix's layout and each row's cell, so that a reweighted sample is one pass of additions. */
export interface ConfusionCells {
  /** The K labels, sorted: rows and columns of the matrix; column K holds unparsable answers. */
  readonly labels: readonly string[];
  /** gold·(K + 1) + judged of every row that counts. */
  readonly cells: Uint32Array;
  /** Those rows, in the same order. */
  readonly rows: readonly GoldRow[];
  readonly rule: UnparsableRule;
  /** Unparsable answers among the rows given, whatever the rule then did with them. */
  readonly unparsable: number;
}

/** @param tieLabel the label that the rule `tie` puts in the place of an unparsable answer */
export function layOutConfusion(
  rows: readonly GoldRow[],
  rule: UnparsableRule,
  tieLabel: string,
): ConfusionCells {
  const unparsable = rows.filter(({ judged }) => judged === null).length;
  const kept = rule === "drop" ? rows.filter(({ judged }) => judged !== null) : rows;
  const judgedLabel = ({ judged }: GoldRow) => judged ?? (rule === "tie" ? tieLabel : null);
  const seen = new Set(kept.flatMap((row) => [row.gold, judgedLabel(row) ?? row.gold]));
  const labels = [...seen].sort();
  const codeOf = new Map(labels.map((label, code) => [label, code]));
  const cells = Uint32Array.from(kept, (row) => {
    const judged = judgedLabel(row);
    const column = judged === null ? labels.length : codeOf.get(judged)!;
    return codeOf.get(row.gold)! * (labels.length + 1) + column;
  });
  return { labels, cells, rows: kept, rule, unparsable };
}

/**
 * K × (K + 1) counts, row-major: gold labels down, judged labels across, unparsable answers in the last column.
 * @param weightOf how often row i counts; once by default
 */
export function countConfusion(
  { labels, cells }: ConfusionCells,
  weightOf: (row: number) => number = () => 1,
): Float64Array {
  const counts = new Float64Array(labels.length * (labels.length + 1));
  for (let i = 0; i < cells.length; i++) counts[cells[i]!]! += weightOf(i);
  return counts;
}
