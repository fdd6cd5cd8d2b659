// Replies and refusals → how many requests may be in flight. Additive increase, multiplicative decrease (Chiu & Jain
// 1989): halved when the endpoint says it is too much, at most once a second; one more after as many answers as are
// allowed at once. (Cut at every refusal, a server that refuses one request in five would be asked one at a time.)

/** How many requests may be in flight, at least 1, at most the user's limit. */
export interface AdaptiveConcurrency {
  readonly limit: number;
  noteAnswer(): void;
  /** A request sent at `sentAtMs` was turned away as too much. One sent within a second of the last cut says nothing new. */
  noteOverload(sentAtMs: number, nowMs: number): void;
}

const shortestBetweenCutsMs = 1000;

export function createAdaptiveConcurrency(mostInFlight: number): AdaptiveConcurrency {
  let limit = mostInFlight;
  let answersSinceGrowth = 0;
  let lastCutMs = Number.NEGATIVE_INFINITY;
  return {
    get limit() {
      return limit;
    },
    noteAnswer() {
      if (limit >= mostInFlight || ++answersSinceGrowth < limit) return;
      limit++;
      answersSinceGrowth = 0;
    },
    noteOverload(sentAtMs, nowMs) {
      if (sentAtMs <= lastCutMs + shortestBetweenCutsMs) return;
      limit = Math.max(1, Math.floor(limit / 2));
      answersSinceGrowth = 0;
      lastCutMs = nowMs;
    },
  };
}
