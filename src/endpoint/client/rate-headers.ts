// The `x-ratelimit-*` headers of a reply → the limits that the endpoint states.

/** What a reply says about one kind of limit; null where it does not. */
export interface StatedLimit {
  /** The most in a minute. */
  readonly perMinute: number | null;
  readonly remaining: number | null;
  /** When the limit is fresh again, from now. */
  readonly resetMs: number | null;
}

export interface StatedLimits {
  readonly requests: StatedLimit;
  readonly tokens: StatedLimit;
}

/** Reads `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`. */
export function readStatedLimits(headers: HeaderSource): StatedLimits {
  return { requests: readLimit(headers, "requests"), tokens: readLimit(headers, "tokens") };
}

function readLimit(headers: HeaderSource, what: "requests" | "tokens"): StatedLimit {
  return {
    perMinute: readCount(headers.get(`x-ratelimit-limit-${what}`)),
    remaining: readCount(headers.get(`x-ratelimit-remaining-${what}`)),
    resetMs: readDurationMs(headers.get(`x-ratelimit-reset-${what}`)),
  };
}

function readCount(text: string | null | undefined): number | null {
  return text && /^\d+$/.test(text.trim()) ? Number(text) : null;
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/**
 * A duration as the endpoints write it; a bare number is seconds.
 *
 * @example readDurationMs("6m0.5s") // 360500
 */
export function readDurationMs(text: string | null | undefined): number | null {
  const trimmed = text?.trim();
  if (!trimmed) return null;
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1000;
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(trimmed)) return null;
  const parts = trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g);
  return [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * unitMs[unit!]!, 0);
}

// What the headers of a response say of when to ask again.
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
