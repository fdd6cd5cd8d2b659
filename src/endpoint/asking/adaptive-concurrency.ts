// Replies and refusals → how many requests may be in flight. Additive increase, multiplicative decrease (Chiu & Jain
// 1989): halved when the endpoint says it is too much, or shows it by answering too late, at most once a second; one more
// after as many answers as are allowed at once. (Cut at every refusal, a server that refuses one request in five would be
// asked one at a time.) A refusal costs nothing, a timeout a whole reply: where timeouts began it grows ten times slower.

/** How many requests may be in flight, at least 1, at most the user's limit. */
export interface AdaptiveConcurrency {
  readonly limit: number;
  noteAnswer(): void;
  noteOverload(overload: Overload): void;
}

/** A request that was turned away as too much, or timed out. One sent within a second of the last cut says nothing new. */
export interface Overload {
  readonly sentAtMs: number;
  readonly nowMs: number;
  readonly isTimeout: boolean;
}

const shortestBetweenCutsMs = 1000;
const slowGrowth = 10;

export function createAdaptiveConcurrency(mostInFlight: number): AdaptiveConcurrency {
  let limit = mostInFlight;
  let slowFrom = Number.POSITIVE_INFINITY;
  let answersSinceGrowth = 0;
  let lastCutMs = Number.NEGATIVE_INFINITY;
  return {
    get limit() {
      return limit;
    },
    noteAnswer() {
      const needed = limit + 1 >= slowFrom ? slowGrowth * limit : limit;
      if (limit >= mostInFlight || ++answersSinceGrowth < needed) return;
      limit++;
      answersSinceGrowth = 0;
    },
    noteOverload({ sentAtMs, nowMs, isTimeout }) {
      if (sentAtMs <= lastCutMs + (isTimeout ? 0 : shortestBetweenCutsMs)) return;
      if (isTimeout) slowFrom = limit;
      limit = Math.max(1, Math.floor(limit / 2));
      answersSinceGrowth = 0;
      lastCutMs = nowMs;
    },
  };
}
