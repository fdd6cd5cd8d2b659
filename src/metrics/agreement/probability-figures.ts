// Stated probabilities and what happened, in samples drawn again and again from the same rows → area under the ROC
// curve, Brier score and Spearman's ρ of each sample. Rows are sorted once; a sample is one pass over runs of equal
// probabilities, for with outcomes of 0 and 1 all three follow from sums over them:
//   r = rank of a run of weight w after B others = B + (w + 1)/2        R = Σ r over the P positive rows (N negative)
//   AUC = (R − P(P + 1)/2)/(P·N)          (H. B. Mann, D. R. Whitney, Annals of Mathematical Statistics 18, 1947;
//         J. A. Hanley, B. J. McNeil, Radiology 143, 1982: P(a positive scores above a negative), equal scores ½)
//   ρ   = (R − P·(T + 1)/2)·√T/√(P·N·Σ(r − (T + 1)/2)²),  T = P + N        (Pearson's r of the ranks, y in two values)
//   Brier = mean (p − o)²                 (G. W. Brier, Monthly Weather Review 78, 1950, one-sided form)

export interface ProbabilityFigures extends Record<string, number | null> {
  /** Null where positives or negatives are missing. */
  readonly auc: number | null;
  /** Null without rows. */
  readonly brier: number | null;
  /** Null where either side never varies. */
  readonly spearman: number | null;
}

/** Squares of ranks that are all the same differ from those of their mean by this share at most. */
const rounding = 1e-12;

/**
 * @param probabilities length n, in [0, 1]
 * @param outcomes length n: 0 or 1
 * @param clusters which of m clusters each row belongs to
 * @param rowWeights length n, ≥ 0; all 1 where absent
 * @returns the figures of the sample in which the rows of cluster c stand `weights[c]` times
 */
export function prepareProbabilityFigures(
  probabilities: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  clusters: ArrayLike<number>,
  rowWeights?: ArrayLike<number>,
): (weights: Float64Array) => ProbabilityFigures {
  const order = Uint32Array.from(probabilities, (_, i) => i).sort(
    (a, b) => probabilities[a]! - probabilities[b]!,
  );
  const sorted = Float64Array.from(order, (row) => probabilities[row]!);
  const happened = Uint8Array.from(order, (row) => outcomes[row]!);
  const clusterOf = Uint32Array.from(order, (row) => clusters[row]!);
  const weightOf = Float64Array.from(order, (row) => rowWeights?.[row] ?? 1);
  return (weights) => {
    let before = 0;
    let positives = 0;
    let rankSum = 0;
    let spread = 0;
    let errors = 0;
    for (let start = 0, end = 0; start < sorted.length; start = end) {
      let tied = 0;
      let tiedPositives = 0;
      for (; end < sorted.length && sorted[end] === sorted[start]; end++) {
        const weight = weights[clusterOf[end]!]! * weightOf[end]!;
        tied += weight;
        tiedPositives += weight * happened[end]!;
        errors += weight * (sorted[end]! - happened[end]!) ** 2;
      }
      const rank = before + (tied + 1) / 2;
      rankSum += tiedPositives * rank;
      spread += tied * rank * rank;
      positives += tiedPositives;
      before += tied;
    }
    const total = before;
    const negatives = total - positives;
    const centred = (total * (total + 1) ** 2) / 4;
    const varied = spread - centred > rounding * centred ? spread - centred : 0;
    const decided = positives > 0 && negatives > 0;
    return {
      auc: decided ? (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives) : null,
      brier: total > 0 ? errors / total : null,
      spearman:
        decided && varied > 0
          ? ((rankSum - (positives * (total + 1)) / 2) * Math.sqrt(total)) /
            Math.sqrt(positives * negatives * varied)
          : null,
    };
  };
}
