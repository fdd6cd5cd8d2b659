/**
 * What the order of presentation did: how often the answer shown first was preferred, and for how many pairs shown in both
 * orders the winner changed (the flip rate). A judge that always prefers the first has 100 % of both.
 */
export interface OrderCounts {
  /** Verdicts on different outputs, and those that preferred the answer shown first (a tie counts half). */
  shown: number;
  preferredFirst: number;
  /** Pairs judged in both orders, and those whose winner changed with the order. */
  shownBothWays: number;
  flipped: number;
}
