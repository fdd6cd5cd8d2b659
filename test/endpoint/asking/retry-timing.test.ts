import { describe, expect, it } from "vitest";
import { chooseRetryDelayMs } from "../../../src/endpoint/asking/retry-timing.js";
import { readRetryAfterMs } from "../../../src/endpoint/client/rate-headers.js";

const headers = (entries: Record<string, string>) => new Map(Object.entries(entries));
const now = Date.parse("Wed, 21 Oct 2015 07:28:00 GMT");

describe("the delay before a retry", () => {
  it("is uniform up to twice as much each time, up to a minute", () => {
    const longest = [0, 1, 2, 6, 7, 50].map((attempt) =>
      chooseRetryDelayMs({ attempt, retryAfterMs: null, random: 1 }),
    );
    expect(longest).toEqual([500, 1000, 2000, 32_000, 60_000, 60_000]);
    expect(chooseRetryDelayMs({ attempt: 3, retryAfterMs: null, random: 0 })).toBe(0);
    expect(chooseRetryDelayMs({ attempt: 3, retryAfterMs: null, random: 0.25 })).toBe(1000);
  });

  it("is what the server asks for, whatever the chance", () => {
    expect(chooseRetryDelayMs({ attempt: 0, retryAfterMs: 30_000, random: 0 })).toBe(30_000);
    expect(chooseRetryDelayMs({ attempt: 7, retryAfterMs: 120_000, random: 0.9 })).toBe(120_000);
  });

  it("is null when the server asks for more than two minutes", () => {
    expect(chooseRetryDelayMs({ attempt: 0, retryAfterMs: 120_001, random: 0 })).toBeNull();
  });

  it("does not hammer a server that says 0", () => {
    expect(chooseRetryDelayMs({ attempt: 1, retryAfterMs: 0, random: 0.5 })).toBe(500);
  });
});

describe("Retry-After", () => {
  it.each([
    [{ "retry-after": "30" }, 30_000],
    [{ "retry-after": "0.05" }, 50],
    [{ "retry-after-ms": "250" }, 250],
    [{ "retry-after-ms": "250", "retry-after": "1" }, 250],
    [{ "retry-after": "Wed, 21 Oct 2015 07:28:30 GMT" }, 30_000],
    [{ "retry-after": "Wed, 21 Oct 2015 07:27:00 GMT" }, 0],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "-5" }, null],
    [{ "retry-after": "" }, null],
    [{}, null],
  ])("%j is %s ms", (sent, ms) => {
    expect(readRetryAfterMs(headers(sent), now)).toBe(ms);
  });
});
