// The readings of one pair in both orders → one preference.
//   average                 their mean
//   tie-on-disagreement     ½ when one says model and the other baseline, else their mean
//   same-label-is-tie       ½ when the judge gives the same raw label both times, else the first reading: the rule
//                           of PandaLM (Wang et al. 2023, arXiv:2306.05087)

export type CombinationRule = "average" | "tie-on-disagreement" | "same-label-is-tie";

export interface OrderedVerdict {
  /** P(model beats baseline), in [0, 1], order undone. */
  readonly preference: number;
  readonly rawLabel: string;
}

export interface CombinedOrders {
  readonly preference: number;
  /** The winner changes with the order: the flips that a flip rate counts. */
  readonly isFlipped: boolean;
}

/** Combines the verdicts with the baseline first and with the model first. */
export function combineOrders(
  baselineFirst: OrderedVerdict,
  modelFirst: OrderedVerdict,
  rule: CombinationRule = "average",
): CombinedOrders {
  const [a, b] = [baselineFirst.preference, modelFirst.preference];
  const isFlipped = Math.sign(a - 0.5) !== Math.sign(b - 0.5);
  if (rule === "same-label-is-tie") {
    return { preference: baselineFirst.rawLabel === modelFirst.rawLabel ? 0.5 : a, isFlipped };
  }
  const isContradiction = (a - 0.5) * (b - 0.5) < 0;
  return { preference: rule === "tie-on-disagreement" && isContradiction ? 0.5 : (a + b) / 2, isFlipped };
}
