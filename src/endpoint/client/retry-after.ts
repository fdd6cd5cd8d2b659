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
