// Replies and refusals → how many requests may be in flight. Additive increase, multiplicative decrease (Chiu & Jain
// 1989): halved when the endpoint says it is too much, or shows it by answering too late, at most once a second; one more
// after as many answers as are allowed at once. (Cut at every refusal, a server that refuses one request in five would be
// asked one at a time.) A refusal costs nothing, a timeout a whole reply: where timeouts began it grows ten times slower.

/** A request that was turned away as too much, or timed out. One sent within a second of the last cut says nothing new. */
export interface Overload {
  readonly sentAtMs: number;
  readonly nowMs: number;
  readonly isTimeout: boolean;
}

const shortestBetweenCutsMs = 1000;
const slowGrowth = 10;

export class AdaptiveConcurrency {
  /** How many requests may be in flight, at least 1, at most the user's limit. */
  limit: number;
  #slowFrom = Number.POSITIVE_INFINITY;
  #answersSinceGrowth = 0;
  #lastCutMs = Number.NEGATIVE_INFINITY;

  constructor(readonly mostInFlight: number) {
    this.limit = mostInFlight;
  }

  noteAnswer(): void {
    const needed = this.limit + 1 >= this.#slowFrom ? slowGrowth * this.limit : this.limit;
    if (this.limit >= this.mostInFlight || ++this.#answersSinceGrowth < needed) return;
    this.limit++;
    this.#answersSinceGrowth = 0;
  }

  noteOverload({ sentAtMs, nowMs, isTimeout }: Overload): void {
    if (sentAtMs <= this.#lastCutMs + (isTimeout ? 0 : shortestBetweenCutsMs)) return;
    if (isTimeout) this.#slowFrom = this.limit;
    this.limit = Math.max(1, Math.floor(this.limit / 2));
    this.#answersSinceGrowth = 0;
    this.#lastCutMs = nowMs;
  }
}
