// The `x-ratelimit-*` headers of a reply → the limits that the endpoint states.
import type { HeaderSource } from "./retry-after.js";

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
