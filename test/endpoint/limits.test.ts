import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAdaptiveConcurrency } from "../../src/endpoint/asking/adaptive-concurrency.js";
import { createBudget } from "../../src/endpoint/asking/budget.js";
import { costUsd, findPrice, pricesAsOf } from "../../src/endpoint/asking/prices.js";

describe("adaptive concurrency", () => {
  it("halves when turned away, down to one, and comes back slowly up to the limit", () => {
    const concurrency = createAdaptiveConcurrency(16);
    expect(concurrency.limit).toBe(16);
    const after = [8, 4, 2, 1, 1];
    for (const [i, limit] of after.entries()) {
      concurrency.noteOverload({ sentAtMs: 2000 * i + 1500, nowMs: 2000 * i + 1600, isTimeout: false });
      expect(concurrency.limit).toBe(limit);
    }
    const limits = Array.from({ length: 200 }, () => {
      concurrency.noteAnswer();
      return concurrency.limit;
    });
    expect(limits.slice(0, 7)).toEqual([2, 2, 3, 3, 3, 4, 4]);
    expect(limits.at(-1)).toBe(16);
  });

  it("is cut once for requests that were in flight together, and at most once a second", () => {
    const concurrency = createAdaptiveConcurrency(16);
    for (let i = 0; i < 10; i++) concurrency.noteOverload({ sentAtMs: 0, nowMs: 100 + i, isTimeout: false });
    expect(concurrency.limit).toBe(8);
    concurrency.noteOverload({ sentAtMs: 1000, nowMs: 1200, isTimeout: false });
    expect(concurrency.limit).toBe(8);
    concurrency.noteOverload({ sentAtMs: 1101, nowMs: 1300, isTimeout: false });
    expect(concurrency.limit).toBe(4);
  });

  it("is cut by timeouts too, and grows slowly to where they began", () => {
    const concurrency = createAdaptiveConcurrency(16);
    for (let i = 0; i < 10; i++) concurrency.noteOverload({ sentAtMs: 0, nowMs: 2000, isTimeout: true });
    concurrency.noteOverload({ sentAtMs: 2001, nowMs: 4001, isTimeout: true });
    expect(concurrency.limit).toBe(4);
    const answersUntil = (limit: number) => {
      let answers = 0;
      for (; concurrency.limit < limit; answers++) concurrency.noteAnswer();
      return answers;
    };
    expect(answersUntil(7)).toBe(4 + 5 + 6);
    expect(answersUntil(8)).toBe(70);
  });
});

describe("the budget", () => {
  it("is never exceeded as long as no request costs more than its worst case", () => {
    const request = fc.record({
      worst: fc.double({ min: 0, max: 0.2, noNaN: true }),
      share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      isHeldBack: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), fc.array(request), (limit, requests) => {
        const budget = createBudget(limit);
        const inFlight: (() => void)[] = [];
        let trueUsd = 0;
        for (const { worst, share, isHeldBack } of requests) {
          const setAside = budget.reserve(worst);
          if (!setAside) continue;
          trueUsd += worst * (share ?? 1);
          inFlight.push(() => budget.settle(setAside, share === null ? null : worst * share));
          if (!isHeldBack) for (const settle of inFlight.splice(0)) settle();
        }
        for (const settle of inFlight) settle();
        expect(trueUsd).toBeLessThanOrEqual(limit + 1e-9);
        expect(budget.spentUsd + budget.uncertainUsd).toBeCloseTo(trueUsd, 9);
      }),
    );
  });

  it("without a limit lets everything through and still counts", () => {
    const budget = createBudget(null);
    budget.settle(budget.reserve(5)!, 3);
    budget.settle(budget.reserve(5)!, null);
    expect([budget.spentUsd, budget.uncertainUsd]).toEqual([3, 5]);
  });

  it("settles each request once", () => {
    const budget = createBudget(10);
    const setAside = budget.reserve(4)!;
    budget.settle(setAside, 1);
    budget.settle(setAside, 1);
    expect(budget.spentUsd).toBe(1);
  });
});

describe("the price table", () => {
  it.each([
    ["gpt-4o", 2.5, 10],
    ["gpt-4o-2024-08-06", 2.5, 10],
    ["gpt-4o-2024-05-13", 5, 15],
    ["gpt-4-1106-preview", 10, 30],
    ["gpt-4-0613", 30, 60],
    ["openai/gpt-4.1-mini", 0.4, 1.6],
    ["claude-sonnet-4-20250514", 3, 15],
    ["claude-3-5-sonnet-latest", 3, 15],
  ])("%s costs %d in and %d out", (model, inputUsd, outputUsd) => {
    expect(findPrice(model)).toEqual({ inputUsd, outputUsd });
  });

  it("knows nothing of other models", () => {
    expect(findPrice("my-own-model")).toBeNull();
    expect(findPrice("constructor")).toBeNull();
  });

  it("has a date, and a price above 0 for every model", () => {
    expect(pricesAsOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it("counts per million", () => {
    expect(costUsd({ inputUsd: 10, outputUsd: 30 }, 900, 1)).toBeCloseTo(0.00903, 12);
  });
});
