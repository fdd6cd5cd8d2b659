// Rows of a run that a rule may end → how far it has come: the looks, and what had a verdict at each.
import { hashedOrder } from "../../core/hashed-order.js";
import { type StoppingRule, unasked } from "../../length-control/observation.js";
import type { ObservationColumns } from "../../length-control/observation-columns.js";

/** Where a run that a rule may end is. */
export interface ProgressOfRule extends StoppingRule {
  /** Instructions that were asked. */
  readonly asked: number;
  /** Looks up to now, 0 before the first. */
  readonly look: number;
  /** By look so far, and now: the share of all instructions with a verdict; ascending, one at least. */
  readonly times: readonly number[];
}

/** Look k sees the first ⌈kN/K⌉ instructions of the hashed order. */
export const instructionsAt = (look: number, { instructions, looks }: StoppingRule): number =>
  Math.ceil((look * instructions) / looks);

/** What is missing within a look counts as not yet seen: it is judged/N, not asked/N, that α is spent by. */
export function progressOfRule(rows: ObservationColumns, rule: StoppingRule): ProgressOfRule {
  const judged = new Map<string, boolean>();
  rows.preferences.forEach((preference, row) => {
    const isJudged = !Number.isNaN(preference);
    if (!isJudged && rows.details.get(row)?.unjudgedReason === unasked) return;
    const id = rows.instructionIdAt(row);
    judged.set(id, isJudged || judged.get(id) === true);
  });
  const order = hashedOrder(judged.keys(), rule.seed);
  const countJudged = (first: number) => order.slice(0, first).filter((id) => judged.get(id)).length;
  let look = 0;
  const counts = new Set<number>();
  while (look < rule.looks && instructionsAt(look + 1, rule) <= order.length)
    counts.add(countJudged(instructionsAt(++look, rule)));
  // between looks, and after a change of N, all that is there
  if (look === 0 || look === rule.looks) counts.add(countJudged(order.length));
  const all = Math.max(rule.instructions, order.length);
  return {
    ...rule,
    asked: order.length,
    look,
    times: [...counts].filter((count) => count > 0).map((count) => count / all),
  };
}
