// What the last attempt said, and a random number → how long to wait before the next. Full jitter: uniform in
// [0, min(cap, base · 2^attempt)] (M. Brooker, "Exponential Backoff And Jitter", AWS 2015); a `Retry-After` goes first.

const retryTiming = {
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

/** Whatever holds a response's headers by lower-case name. */
export interface HeaderSource {
  get(name: string): string | null | undefined;
}

/**
 * How long a response asks to wait: `retry-after-ms`, else `retry-after` in seconds (fractions allowed) or as an HTTP
 * date. Null when neither is there or readable; 0 for a date in the past.
 */
export function readRetryAfterMs(headers: HeaderSource, nowMs: number): number | null {
  const ms = readNumber(headers.get("retry-after-ms"));
  if (ms !== null) return ms;
  const text = headers.get("retry-after");
  if (!text) return null;
  const seconds = readNumber(text);
  if (seconds !== null) return seconds * 1000;
  const dateMs = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

function readNumber(text: string | null | undefined): number | null {
  if (!text || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return null;
  return Number(text);
}
