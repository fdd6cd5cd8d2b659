// Answers and failures → whether there is any point in going on. A wrong address should fail in seconds, not after every
// question's retries; an endpoint that breaks down in the middle should not be asked a hundred thousand times.

const attemptsToReach = 5;
const timeoutsToReach = 3;
/** Whatever came was no whole answer, so many times over. */
const mostBroken = 4;
const fewestFailuresInRow = 20;

/** A failure without a sign of an endpoint. */
export interface Unreached {
  readonly model: string;
  readonly detail: string;
}

/** What of a failure tells how the endpoint is. */
export interface Sign {
  /** Something else than an endpoint, or no whole answer, came. */
  readonly isNoAnswer: boolean;
  readonly isTimeout: boolean;
}

export interface EndpointHealth {
  /** Whether a request of this run was answered. */
  readonly hasAnswered: boolean;
  /** Whether it is known to answer: in this run, or the part of it that went before. */
  readonly isProven: boolean;
  noteAnswer(): void;
  /** No answer, and yet the address, the key and the model are right. */
  noteProof(): void;
  /** A failure that an endpoint is behind. */
  noteSign(): void;
  /** How many requests have failed in passing before the first answer. */
  readonly failedAtStart: number;
  /** A failure in passing: whether so many before any answer are enough to give up. */
  isHopeless(sign: Sign): boolean;
  /** A refusal without a word, before any answer: whether it is the first, which may be a blip. */
  isFirstBare(): boolean;
  noteUnreached(failure: Unreached): void;
  /** When all is done: the latest of such failures, where there was never a sign; else null. */
  neverReached(): Unreached | null;
  /** A question stays unanswered: how many have in a row, when that is too many; else null. */
  noteUnanswered(): number | null;
}

export interface HealthOptions {
  readonly mostInFlight: number;
  readonly maxRetries: number;
  /** An earlier part of the run was answered. */
  readonly isProven: boolean;
}

export function createEndpointHealth({ mostInFlight, maxRetries, isProven }: HealthOptions): EndpointHealth {
  const mostInRow = Math.max(fewestFailuresInRow, 2 * mostInFlight);
  const mostAtStart = Math.max(attemptsToReach, maxRetries + 1);
  const start = { failed: 0, noAnswers: 0, timeouts: 0, bare: 0 };
  let hasAnswered = false;
  let hasProof = isProven;
  let hasShownSign = isProven;
  let unreached: Unreached | null = null;
  let inRow = 0;
  return {
    get hasAnswered() {
      return hasAnswered;
    },
    get isProven() {
      return hasAnswered || hasProof;
    },
    noteAnswer() {
      hasAnswered = true;
      inRow = 0;
    },
    noteProof() {
      hasProof = true;
    },
    noteSign() {
      hasShownSign = true;
    },
    get failedAtStart() {
      return start.failed;
    },
    isHopeless({ isNoAnswer, isTimeout }) {
      if (hasAnswered) return false;
      start.failed++;
      if (isNoAnswer) start.noAnswers++;
      if (isTimeout) start.timeouts++;
      if (start.noAnswers >= attemptsToReach || start.failed >= mostBroken * mostAtStart) return true;
      return !hasProof && (start.failed >= mostAtStart || start.timeouts >= timeoutsToReach);
    },
    isFirstBare: () => start.bare++ === 0,
    noteUnreached(failure) {
      unreached = failure;
    },
    neverReached: () => (hasAnswered || hasShownSign ? null : unreached),
    noteUnanswered: () => (++inRow >= mostInRow ? inRow : null),
  };
}
