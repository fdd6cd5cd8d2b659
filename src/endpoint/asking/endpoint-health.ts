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

export interface HealthOptions {
  readonly mostInFlight: number;
  readonly maxRetries: number;
  /** An earlier part of the run was answered. */
  readonly isProven: boolean;
}

export class EndpointHealth {
  readonly #mostInRow: number;
  readonly #mostAtStart: number;
  readonly #start = { failed: 0, noAnswers: 0, timeouts: 0, bare: 0 };
  #hasProof: boolean;
  #hasShownSign: boolean;
  #unreached: Unreached | null = null;
  #inRow = 0;
  /** Whether a request of this run was answered. */
  hasAnswered = false;

  constructor({ mostInFlight, maxRetries, isProven }: HealthOptions) {
    this.#mostInRow = Math.max(fewestFailuresInRow, 2 * mostInFlight);
    this.#mostAtStart = Math.max(attemptsToReach, maxRetries + 1);
    this.#hasProof = isProven;
    this.#hasShownSign = isProven;
  }

  /** Whether it is known to answer: in this run, or the part of it that went before. */
  get isProven(): boolean {
    return this.hasAnswered || this.#hasProof;
  }

  /** How many requests have failed in passing before the first answer. */
  get failedAtStart(): number {
    return this.#start.failed;
  }

  noteAnswer(): void {
    this.hasAnswered = true;
    this.#inRow = 0;
  }

  /** No answer, and yet the address, the key and the model are right. */
  noteProof(): void {
    this.#hasProof = true;
  }

  /** A failure that an endpoint is behind. */
  noteSign(): void {
    this.#hasShownSign = true;
  }

  /** A failure in passing: whether so many before any answer are enough to give up. */
  isHopeless({ isNoAnswer, isTimeout }: Sign): boolean {
    if (this.hasAnswered) return false;
    const start = this.#start;
    start.failed++;
    if (isNoAnswer) start.noAnswers++;
    if (isTimeout) start.timeouts++;
    if (start.noAnswers >= attemptsToReach || start.failed >= mostBroken * this.#mostAtStart) return true;
    return !this.#hasProof && (start.failed >= this.#mostAtStart || start.timeouts >= timeoutsToReach);
  }

  /** A refusal without a word, before any answer: whether it is the first, which may be a blip. */
  isFirstBare(): boolean {
    return this.#start.bare++ === 0;
  }

  noteUnreached(failure: Unreached): void {
    this.#unreached = failure;
  }

  /** When all is done: the latest of such failures, where there was never a sign; else null. */
  neverReached(): Unreached | null {
    return this.hasAnswered || this.#hasShownSign ? null : this.#unreached;
  }

  /** A question stays unanswered: how many have in a row, when that is too many; else null. */
  noteUnanswered(): number | null {
    return ++this.#inRow >= this.#mostInRow ? this.#inRow : null;
  }
}
