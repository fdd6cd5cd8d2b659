import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RateWindow } from "../../../src/endpoint/asking/rate-window.js";
import type { StatedLimits } from "../../../src/endpoint/client/rate-headers.js";

const minuteMs = 60_000;
const none = { perMinute: null, remaining: null, resetMs: null };
const stated = (what: Partial<StatedLimits>): StatedLimits => ({ requests: none, tokens: none, ...what });

interface Sent {
  readonly atMs: number;
  readonly reserved: number;
  used: number;
}

/** The most that any minute holds: it is enough to look at minutes that begin with a request. */
function worstMinute(sent: readonly Sent[], of: (request: Sent) => number): number {
  return Math.max(
    0,
    ...sent.map(({ atMs }) =>
      sent
        .filter((other) => other.atMs >= atMs && other.atMs <= atMs + minuteMs)
        .reduce((sum, other) => sum + of(other), 0),
    ),
  );
}

const limits = fc.record({
  requestsPerMinute: fc.option(fc.integer({ min: 1, max: 20 })),
  tokensPerMinute: fc.option(fc.integer({ min: 100, max: 2000 })),
});
const requests = fc.array(
  fc.record({
    pauseMs: fc.integer({ min: 0, max: 20_000 }),
    tokens: fc.integer({ min: 1, max: 150 }),
    usedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    settlesAfter: fc.integer({ min: 0, max: 5 }),
    stated: fc.option(fc.integer({ min: 1, max: 3000 })),
  }),
  { maxLength: 120 },
);

describe("the rate window", () => {
  it("never lets more through in any sliding minute than the limits allow", () => {
    fc.assert(
      fc.property(limits, requests, ({ requestsPerMinute, tokensPerMinute }, asked) => {
        const window = new RateWindow({ requestsPerMinute, tokensPerMinute });
        const sent: Sent[] = [];
        const unsettled: { due: number; settle: () => void }[] = [];
        let nowMs = 0;
        for (const [i, { pauseMs, tokens, usedShare, settlesAfter, stated: perMinute }] of asked.entries()) {
          nowMs += pauseMs;
          for (const late of unsettled.filter(({ due }) => due === i)) late.settle();
          // what an endpoint states may narrow the user's limits, never widen them
          if (perMinute !== null) {
            const said = { ...none, perMinute };
            window.learn(stated({ requests: said, tokens: said }), nowMs);
          }
          const delayMs = window.delayMs(tokens, nowMs);
          if (delayMs === Number.POSITIVE_INFINITY) {
            expect(tokens).toBeGreaterThan(tokensPerMinute!);
            continue;
          }
          nowMs += delayMs;
          expect(window.delayMs(tokens, nowMs)).toBe(0);
          const reservation = window.reserve(tokens, nowMs);
          const request = { atMs: nowMs, reserved: tokens, used: tokens };
          sent.push(request);
          const settle = () => {
            request.used = Math.floor(tokens * usedShare);
            window.settle(reservation, request.used);
          };
          unsettled.push({ due: i + settlesAfter + 1, settle });
        }
        for (const late of unsettled) late.settle();
        expect(worstMinute(sent, () => 1)).toBeLessThanOrEqual(requestsPerMinute ?? Infinity);
        expect(worstMinute(sent, ({ used }) => used)).toBeLessThanOrEqual(tokensPerMinute ?? Infinity);
      }),
      { numRuns: 300 },
    );
  });

  it("lets everything through at once where there is no limit", () => {
    const window = new RateWindow({ requestsPerMinute: null, tokensPerMinute: null });
    for (let i = 0; i < 1000; i++) {
      expect(window.delayMs(1e9, 0)).toBe(0);
      window.reserve(1e9, 0);
    }
  });

  it("uses the limit up: as many as allowed at once, the next a minute later", () => {
    const window = new RateWindow({ requestsPerMinute: 3, tokensPerMinute: null });
    for (let i = 0; i < 3; i++) {
      expect(window.delayMs(1, 0)).toBe(0);
      window.reserve(1, 0);
    }
    expect(window.delayMs(1, 0)).toBeGreaterThan(minuteMs);
    expect(window.delayMs(1, 0)).toBeLessThan(minuteMs + 1000);
  });

  it("gives back what a request did not use, and counts what it used beyond", () => {
    const window = new RateWindow({ requestsPerMinute: null, tokensPerMinute: 100 });
    const first = window.reserve(90, 0);
    expect(window.delayMs(50, 1000)).toBeGreaterThan(0);
    window.settle(first, 10);
    expect(window.delayMs(50, 1000)).toBe(0);
    window.settle(first, 100);
    expect(window.delayMs(1, 1000)).toBeGreaterThan(0);
    window.settle(first, null);
    expect(window.delayMs(1, 1000)).toBeGreaterThan(0);
  });

  it("says of a request above the user's limit that it never fits, and sends one above a stated limit alone", () => {
    const own = new RateWindow({ requestsPerMinute: null, tokensPerMinute: 100 });
    expect(own.delayMs(101, 0)).toBe(Number.POSITIVE_INFINITY);
    const learnt = new RateWindow({ requestsPerMinute: null, tokensPerMinute: null });
    learnt.learn(stated({ tokens: { ...none, perMinute: 100 } }), 0);
    expect(learnt.delayMs(101, 0)).toBe(0);
    learnt.reserve(101, 0);
    expect(learnt.delayMs(1, 1)).toBeGreaterThan(minuteMs - 1);
  });

  it("waits while the endpoint says that nothing remains, and while it is told to pause", () => {
    const window = new RateWindow({ requestsPerMinute: null, tokensPerMinute: null });
    window.learn(stated({ requests: { perMinute: 500, remaining: 0, resetMs: 3000 } }), 1000);
    expect(window.delayMs(1, 1000)).toBe(3000);
    window.pauseUntil(10_000);
    window.pauseUntil(5000);
    expect(window.delayMs(1, 6000)).toBe(4000);
    expect(window.delayMs(1, 10_000)).toBe(0);
  });
});
