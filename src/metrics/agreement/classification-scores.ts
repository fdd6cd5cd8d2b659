// Confusion counts → accuracy, precision, recall, F1, balanced accuracy, Cohen's kappa.
//   precision_k = n_kk / judged k      recall_k = n_kk / gold k      F1_k = 2·n_kk / (judged k + gold k)
//   macro = plain mean over the gold classes (F1: the mean of the classes' F1, not the F1 of the mean precision and
//   recall); weighted = mean weighted by gold k. A class without judged rows has no precision; means count it as 0,
//   as scikit-learn does. Unparsable answers stand in no class unless the rule `class` makes them one, which then
//   counts with 0, 0, 0 in the macro means.
//   κ = (p_o − p_e)/(1 − p_e), unparsable a category of the judge (J. Cohen, Educ. Psychol. Meas. 20, 1960)
import { sum } from "../../numerics/moments.js";
import { type Measure, measured, unmeasurable } from "../rates/measure.js";
import type { UnparsableRule } from "./confusion-matrix.js";

export interface ClassScores {
  readonly label: string;
  readonly gold: number;
  readonly judged: number;
  readonly precision: Measure;
  readonly recall: Measure;
  readonly f1: Measure;
}

export interface MeanScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface ClassificationScores {
  readonly rows: number;
  readonly accuracy: Measure;
  /** Null without rows. */
  readonly macro: MeanScores | null;
  readonly weighted: MeanScores | null;
  /** Mean recall over the gold classes. */
  readonly balancedAccuracy: Measure;
  readonly kappa: Measure;
  readonly classes: readonly ClassScores[];
}

/** @param counts K × (K + 1), row-major, as `countConfusion` gives them; need not be whole */
export function scoreClassification(
  labels: readonly string[],
  counts: Float64Array,
  rule: UnparsableRule,
): ClassificationScores {
  const margins = sumMargins(labels.length, counts);
  const { gold, judged, right, total } = margins;
  const classes = labels.map((label, k): ClassScores => {
    const ratio = (part: number, whole: number, why: string) =>
      whole > 0 ? measured(part / whole) : unmeasurable(why);
    return {
      label,
      gold: gold[k]!,
      judged: judged[k]!,
      precision: ratio(right[k]!, judged[k]!, "never judged so"),
      recall: ratio(right[k]!, gold[k]!, "not among the gold labels"),
      f1: ratio(2 * right[k]!, judged[k]! + gold[k]!, "neither gold nor judged"),
    };
  });
  const goldClasses = classes.filter((scores) => scores.gold > 0);
  if (total === 0) {
    const none = unmeasurable("no rows");
    return {
      rows: 0,
      accuracy: none,
      macro: null,
      weighted: null,
      balancedAccuracy: none,
      kappa: none,
      classes,
    };
  }
  const extraClass = rule === "class" && judged[labels.length]! > 0 ? 1 : 0;
  const macro = averageScores(goldClasses, () => 1 / (goldClasses.length + extraClass));
  return {
    rows: total,
    accuracy: measured(sum(right) / total),
    macro,
    weighted: averageScores(goldClasses, (scores) => scores.gold / total),
    balancedAccuracy: measured(averageScores(goldClasses, () => 1 / goldClasses.length).recall),
    kappa: cohenKappa(margins),
    classes,
  };
}

interface Margins {
  readonly gold: Float64Array;
  /** Length K + 1: the last entry counts unparsable answers. */
  readonly judged: Float64Array;
  readonly right: Float64Array;
  readonly total: number;
}

function sumMargins(K: number, counts: Float64Array): Margins {
  const gold = new Float64Array(K);
  const judged = new Float64Array(K + 1);
  const right = new Float64Array(K);
  let total = 0;
  for (let g = 0; g < K; g++) {
    for (let j = 0; j <= K; j++) {
      const count = counts[g * (K + 1) + j]!;
      gold[g]! += count;
      judged[j]! += count;
      total += count;
      if (g === j) right[g] = count;
    }
  }
  return { gold, judged, right, total };
}

function averageScores(
  classes: readonly ClassScores[],
  weightOf: (scores: ClassScores) => number,
): MeanScores {
  const average = (of: (scores: ClassScores) => Measure) =>
    classes.reduce((sum, scores) => sum + weightOf(scores) * (of(scores).value ?? 0), 0);
  return {
    precision: average(({ precision }) => precision),
    recall: average(({ recall }) => recall),
    f1: average(({ f1 }) => f1),
  };
}

function cohenKappa({ gold, judged, right, total }: Margins): Measure {
  const observed = sum(right) / total;
  const expected = gold.reduce((sum, count, k) => sum + (count / total) * (judged[k]! / total), 0);
  if (1 - expected < 1e-12) return unmeasurable("gold and judge use one and the same label throughout");
  return measured((observed - expected) / (1 - expected));
}
