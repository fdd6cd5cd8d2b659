// Answers and failures → whether there is any point in going on. A wrong address should fail in seconds, not after every
// question's retries; an endpoint that breaks down in the middle should not be asked a hundred thousand times.

const attemptsToReach = 5;
const fewestFailuresInRow = 20;

/** A failure without a sign of an endpoint. */
export interface Unreached {
  readonly model: string;
  readonly detail: string;
}

export interface EndpointHealth {
  noteAnswer(): void;
  /** A failure that an endpoint is behind. */
  noteSign(): void;
  /** The n-th failed attempt of one question without a sign of an endpoint: whether none is there. */
  isUnreachable(failedAttempts: number, failure: Unreached): boolean;
  /** When all is done: the latest of such failures, where there was never a sign; else null. */
  neverReached(): Unreached | null;
  /** A question stays unanswered: how many have in a row, when that is too many; else null. */
  noteUnanswered(): number | null;
}

export function createEndpointHealth(mostInFlight: number): EndpointHealth {
  const mostInRow = Math.max(fewestFailuresInRow, 2 * mostInFlight);
  let hasAnswered = false;
  let hasShownSign = false;
  let unreached: Unreached | null = null;
  let inRow = 0;
  return {
    noteAnswer() {
      hasAnswered = true;
      inRow = 0;
    },
    noteSign() {
      hasShownSign = true;
    },
    isUnreachable(failedAttempts, failure) {
      unreached = failure;
      return !hasAnswered && failedAttempts >= attemptsToReach;
    },
    neverReached: () => (hasAnswered || hasShownSign ? null : unreached),
    noteUnanswered: () => (++inRow >= mostInRow ? inRow : null),
  };
}
