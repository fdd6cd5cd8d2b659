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

export class Budget {
  readonly #limit: number;
  readonly #waiting = new Set<SetAside>();
  #asideUsd = 0;
  #overrun = 1;
  #settled = 0;
  /** What replies are known to have cost. */
  spentUsd = 0;
  /** What attempts without a usage may have cost beside that, at most. */
  uncertainUsd = 0;

  /** @param limitUsd the most that may be spent; null is no limit */
  constructor(limitUsd: number | null) {
    this.#limit = limitUsd ?? Number.POSITIVE_INFINITY;
  }

  /** Sets the worst case aside, or gives null when that could exceed the budget. */
  reserve(expectedUsd: number, thoughtsUsd = 0): SetAside | null {
    const unseenUsd = this.#settled < fewReplies ? expectedUsd + thoughtsUsd : 0;
    const worstUsd = Math.max(this.#overrun * expectedUsd, unseenUsd);
    if (this.spentUsd + this.uncertainUsd + this.#asideUsd + worstUsd > this.#limit) return null;
    const setAside = { worstUsd, expectedUsd };
    this.#waiting.add(setAside);
    this.#asideUsd += worstUsd;
    return setAside;
  }

  /** Replaces it by the cost; null = it may have been billed, nobody knows. */
  settle(setAside: SetAside, costUsd: number | null): void {
    if (!this.#waiting.delete(setAside)) return;
    // sums of many small numbers drift; nothing waiting is exactly nothing
    this.#asideUsd = this.#waiting.size === 0 ? 0 : this.#asideUsd - setAside.worstUsd;
    if (costUsd === null) this.uncertainUsd += setAside.worstUsd;
    else {
      this.spentUsd += costUsd;
      this.#settled++;
      const ratio = costUsd / setAside.expectedUsd;
      if (ratio > 1 && Number.isFinite(ratio)) this.#overrun = Math.max(this.#overrun, margin * ratio);
    }
  }
}
