import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdaptiveConcurrency } from "../../src/endpoint/asking/adaptive-concurrency.js";
import { Budget } from "../../src/endpoint/asking/budget.js";
import { listPrices, statedPrice } from "../../src/endpoint/client/prices.js";

describe("adaptive concurrency", () => {
  it("halves when turned away, down to one, and comes back slowly up to the limit", () => {
    const concurrency = new AdaptiveConcurrency(16);
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
    const concurrency = new AdaptiveConcurrency(16);
    for (let i = 0; i < 10; i++) concurrency.noteOverload({ sentAtMs: 0, nowMs: 100 + i, isTimeout: false });
    expect(concurrency.limit).toBe(8);
    concurrency.noteOverload({ sentAtMs: 1000, nowMs: 1200, isTimeout: false });
    expect(concurrency.limit).toBe(8);
    concurrency.noteOverload({ sentAtMs: 1101, nowMs: 1300, isTimeout: false });
    expect(concurrency.limit).toBe(4);
  });

  it("is cut by timeouts too, and grows slowly to where they began", () => {
    const concurrency = new AdaptiveConcurrency(16);
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
        const budget = new Budget(limit);
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

  it("sets long thoughts aside before some replies are seen", () => {
    expect(new Budget(0.05).reserve(0.01, 0.2)).toBeNull();
    const budget = new Budget(1);
    for (let i = 0; i < 16; i++) budget.settle(budget.reserve(0.01, 0.2)!, 0.01);
    expect(budget.reserve(0.01, 0.2)!.worstUsd).toBe(0.01);
  });

  it("without a limit lets everything through and still counts", () => {
    const budget = new Budget(null);
    budget.settle(budget.reserve(5)!, 3);
    budget.settle(budget.reserve(5)!, null);
    expect([budget.spentUsd, budget.uncertainUsd]).toEqual([3, 5]);
  });

  it("settles each request once", () => {
    const budget = new Budget(10);
    const setAside = budget.reserve(4)!;
    budget.settle(setAside, 1);
    budget.settle(setAside, 1);
    expect(budget.spentUsd).toBe(1);
  });
});

describe("list prices", () => {
  const million = { promptTokens: 1e6, completionTokens: 0 };
  const priceAt = async (provider: string | null, model: string, baseUrl = "https://api.openai.com/v1") => {
    const cost = await listPrices([model], { provider, baseUrl });
    const costOf = (usage: object) => cost!({ promptTokens: 0, completionTokens: 0, ...usage }, model);
    // by short prompts: long ones may cost more
    const each = (usage: object) => Math.round(1e6 * costOf(usage)) / 1e3;
    return cost && [each({ promptTokens: 1000 }), each({ completionTokens: 1000 })];
  };

  it.each([
    ["openai", "gpt-5-mini", 0.25, 2],
    ["openai", "gpt-5.1", 1.25, 10],
    ["openai", "gpt-4.1-2025-04-14", 2, 8],
    ["openai", "gpt-4-turbo-2024-04-09", 10, 30],
    ["azure", "gpt-4.1", 2, 8],
    ["anthropic", "claude-opus-4-5", 5, 25],
    ["anthropic", "claude-haiku-4-5-20251001", 1, 5],
    ["anthropic", "claude-sonnet-4-5-20250929", 3, 15],
    ["google", "gemini-2.5-flash", 0.3, 2.5],
    ["google", "gemini-3-pro-preview", 2, 12],
    ["x-ai", "grok-4", 3, 15],
    ["openrouter", "anthropic/claude-sonnet-4.5", 3, 15],
    ["groq", "llama-3.3-70b-versatile", 0.59, 0.79],
  ])("%s's %s costs %d in and %d out", async (provider, model, inputUsd, outputUsd) => {
    expect(await priceAt(provider, model)).toEqual([inputUsd, outputUsd]);
  });

  it("are those of who is asked: none for a server of one's own, or a model that the provider does not have", async () => {
    expect(await priceAt(null, "gpt-4.1")).toEqual([2, 8]);
    expect(await priceAt(null, "gpt-4.1", "http://127.0.0.1:8000/v1")).toBeNull();
    expect(await priceAt(null, "gpt-4.1", "https://gateway.example/v1")).toBeNull();
    expect(await priceAt("openai", "deepseek-r1:7b")).toBeNull();
    expect(await priceAt("openai", "constructor")).toBeNull();
    expect(await listPrices(["gpt-4.1", "unheard-of"], { provider: "openai", baseUrl: "" })).toBeNull();
  });

  it("know the tiers of long prompts, what a cache saves, and who served", async () => {
    const cost = (await listPrices(["gemini-2.5-pro"], { provider: "google", baseUrl: "" }))!;
    const short = { promptTokens: 1e5, completionTokens: 0 };
    expect(cost(short, "gemini-2.5-pro")).toBeCloseTo(0.125, 12);
    expect(cost(million, "gemini-2.5-pro")).toBeCloseTo(2.5, 12);
    expect(cost({ ...short, cachedTokens: 1e5 }, "gemini-2.5-pro")).toBeCloseTo(0.0125, 12);
    expect(cost(short, "gemini-2.5-pro", "gemini-2.5-flash")).toBeCloseTo(0.03, 12);
    expect(cost(short, "gemini-2.5-pro", "unheard-of")).toBeCloseTo(0.125, 12);
  });

  it("are counted per million where they are stated", () => {
    const cost = statedPrice({ inputUsd: 10, outputUsd: 30 });
    expect(cost({ promptTokens: 900, completionTokens: 1 }, "m")).toBeCloseTo(0.00903, 12);
  });
});
