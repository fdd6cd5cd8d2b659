// A sum of money and what requests may cost at most → whether one more may be sent. The worst case is set aside before
// sending and replaced by what the reply used, so the sum is never exceeded. What may have been billed without a usage
// being seen (a reply that was cut, a timeout) stays counted at its worst. Thoughts can cost more than the room for a
// reply says: of models that are known to think beside it, long ones are set aside until some replies are seen, of all others
// before the first; after the first reply that was dearer, of whatever model, twice as much as the worst of them for each.

/** Money set aside for one request. */
export interface SetAside {
  readonly worstUsd: number;
  /** The worst that its room for a reply allows. */
  readonly expectedUsd: number;
}

const margin = 2;
const fewReplies = 16;

export interface Budget {
  /** Sets the worst case aside, or gives null when that could exceed the budget. */
  reserve(worstUsd: number, thoughtsUsd?: number): SetAside | null;
  /** Replaces it by the cost; null = it may have been billed, nobody knows. */
  settle(setAside: SetAside, costUsd: number | null): void;
  /** What replies are known to have cost. */
  readonly spentUsd: number;
  /** What attempts without a usage may have cost beside that, at most. */
  readonly uncertainUsd: number;
}

/** @param limitUsd the most that may be spent; null is no limit */
export function createBudget(limitUsd: number | null): Budget {
  const limit = limitUsd ?? Number.POSITIVE_INFINITY;
  const waiting = new Set<SetAside>();
  let asideUsd = 0;
  let spentUsd = 0;
  let uncertainUsd = 0;
  let overrun = 1;
  let settled = 0;
  return {
    reserve(expectedUsd, thoughtsUsd = 0) {
      const unseenUsd = settled < fewReplies ? expectedUsd + thoughtsUsd : 0;
      const worstUsd = Math.max(overrun * expectedUsd, unseenUsd);
      if (spentUsd + uncertainUsd + asideUsd + worstUsd > limit) return null;
      const setAside = { worstUsd, expectedUsd };
      waiting.add(setAside);
      asideUsd += worstUsd;
      return setAside;
    },
    settle(setAside, costUsd) {
      if (!waiting.delete(setAside)) return;
      // sums of many small numbers drift; nothing waiting is exactly nothing
      asideUsd = waiting.size === 0 ? 0 : asideUsd - setAside.worstUsd;
      if (costUsd === null) uncertainUsd += setAside.worstUsd;
      else {
        spentUsd += costUsd;
        settled++;
        const ratio = costUsd / setAside.expectedUsd;
        if (ratio > 1 && Number.isFinite(ratio)) overrun = Math.max(overrun, margin * ratio);
      }
    },
    get spentUsd() {
      return spentUsd;
    },
    get uncertainUsd() {
      return uncertainUsd;
    },
  };
}
