// Verdicts → what the order of presentation did: how often the answer shown first was preferred, and for how many pairs
// shown in both orders the winner changed (the flip rate). A judge that always prefers the first has 100 % of both.

export interface OrderCounts {
  /** Verdicts on different outputs, and those that preferred the answer shown first (a tie counts half). */
  shown: number;
  preferredFirst: number;
  /** Pairs judged in both orders, and those whose winner changed with the order. */
  shownBothWays: number;
  flipped: number;
}

export interface VerdictInOrder {
  /** The same for both orders of one question. */
  readonly pairKey: string;
  readonly order: string;
  /** P(model beats baseline), in [0, 1]. */
  readonly preference: number;
}

/** Counts verdicts one at a time; memory grows with the pairs of which one order has been seen. */
export interface OrderEffect {
  readonly counts: Readonly<OrderCounts>;
  add(verdict: VerdictInOrder): void;
}

export function createOrderEffect(): OrderEffect {
  const counts: OrderCounts = { shown: 0, preferredFirst: 0, shownBothWays: 0, flipped: 0 };
  const waiting = new Map<string, number>();
  return {
    counts,
    add({ pairKey, order, preference }) {
      const forFirst = order === "model-first" ? preference : 1 - preference;
      counts.shown++;
      counts.preferredFirst += forFirst > 0.5 ? 1 : forFirst === 0.5 ? 0.5 : 0;
      const other = waiting.get(pairKey);
      if (other === undefined) {
        waiting.set(pairKey, preference);
        return;
      }
      waiting.delete(pairKey);
      counts.shownBothWays++;
      if (Math.sign(other - 0.5) !== Math.sign(preference - 0.5)) counts.flipped++;
    },
  };
}
