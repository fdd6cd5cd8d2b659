// What the last attempt said, and a random number → how long to wait before the next. Full jitter: uniform in
// [0, min(cap, base · 2^attempt)] (M. Brooker, "Exponential Backoff And Jitter", AWS 2015); a `Retry-After` goes first.

export const retryTiming = {
  baseMs: 500,
  longestBackoffMs: 60_000,
  /** A server that asks for more patience than this has failed for now. */
  longestRetryAfterMs: 120_000,
} as const;

export interface FailedAttempt {
  /** How many attempts have failed before this one, from 0. */
  readonly attempt: number;
  /** What the server asked for; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Uniform in [0, 1). */
  readonly random: number;
}

/** Milliseconds to wait before the next attempt, or null when the server asks for a wait that is too long. */
export function chooseRetryDelayMs({ attempt, retryAfterMs, random }: FailedAttempt): number | null {
  if (retryAfterMs !== null && retryAfterMs > 0) {
    return retryAfterMs <= retryTiming.longestRetryAfterMs ? retryAfterMs : null;
  }
  return random * Math.min(retryTiming.longestBackoffMs, retryTiming.baseMs * 2 ** attempt);
}
