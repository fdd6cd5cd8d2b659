import { describe, expect, it } from "vitest";
import { readDurationMs, readStatedLimits } from "../../../src/endpoint/client/rate-headers.js";

describe("x-ratelimit headers", () => {
  it.each([
    ["1s", 1000],
    ["6m0s", 360_000],
    ["6m0.5s", 360_500],
    ["12ms", 12],
    ["1h2m3s", 3_723_000],
    ["20", 20_000],
    ["", null],
    ["later", null],
    ["5 parsecs", null],
  ])("%j lasts %s ms", (text, ms) => expect(readDurationMs(text)).toBe(ms));

  it("are read for requests and tokens; nonsense is nothing", () => {
    const headers = new Map([
      ["x-ratelimit-limit-requests", "500"],
      ["x-ratelimit-remaining-requests", "0"],
      ["x-ratelimit-reset-requests", "120ms"],
      ["x-ratelimit-limit-tokens", "many"],
    ]);
    expect(readStatedLimits(headers)).toEqual({
      requests: { perMinute: 500, remaining: 0, resetMs: 120 },
      tokens: { perMinute: null, remaining: null, resetMs: null },
    });
  });
});
