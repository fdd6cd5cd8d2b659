import { describe, expect, it } from "vitest";
import { truncateAdversarially } from "../../src/metrics/correlation/adversarial-truncation.js";
import { compareSpreads, relativeSpread } from "../../src/metrics/correlation/relative-spread.js";
import { modelFamily } from "../../src/metrics/judge-bias/describe-judge.js";
import type { Judgement } from "../../src/metrics/judge-bias/judgement.js";
import { measurePositionBias } from "../../src/metrics/judge-bias/position-bias.js";
import { lengthBinEdges, preferenceForMore } from "../../src/metrics/judge-bias/preference-for-more.js";
import { measureRepeatVariance } from "../../src/metrics/judge-bias/repeat-variance.js";
import { runTrivialJudges } from "../../src/metrics/judge-bias/trivial-judges.js";
import { bootstrapDefaults } from "../../src/metrics/rates/bootstrap.js";

const level = 0.95;
const judgement = (given: Partial<Judgement>): Judgement => ({
  generator: "model",
  baseline: "baseline",
  judgeModel: null,
  cluster: "x",
  pair: "x",
  repeat: 0,
  preference: 0.5,
  unjudgedReason: null,
  order: null,
  differences: {},
  hasLogprobs: null,
  ...given,
});

describe("preference for the answer with more", () => {
  const rows = [
    judgement({ cluster: "1", preference: 0.9, differences: { length: 50 } }),
    judgement({ cluster: "2", preference: 0.2, differences: { length: -80 } }),
    judgement({ cluster: "3", preference: 0.5, differences: { length: 3000 } }),
    judgement({ cluster: "4", preference: 1, differences: { length: 0 } }),
    judgement({ cluster: "5", preference: null, differences: { length: 10 } }),
    judgement({ cluster: "6", preference: 1 }),
  ];

  it("is taken over the rows that differ, whole and by size", () => {
    const [all, small, , , , , large] = preferenceForMore(rows, "length", lengthBinEdges, level);
    expect(all!.preference.share).toBeCloseTo((0.9 + 0.8 + 0.5) / 3, 14);
    expect(all!.share.share).toBeCloseTo((1 + 1 + 0.5) / 3, 14);
    expect(small).toMatchObject({ from: 1, to: 100, modelHasMore: 0.5, preference: { rows: 2 } });
    expect(large).toMatchObject({ from: 2000, preference: { rows: 1, share: 0.5 } });
  });

  it("has empty bins, not NaN", () => {
    for (const bin of preferenceForMore([], "length", lengthBinEdges, level))
      expect(bin).toMatchObject({ modelHasMore: null, preference: { rows: 0, share: null, interval: null } });
  });
});

describe("position bias", () => {
  it("is the difference between the slots, clustered by instruction", () => {
    const rows = Array.from({ length: 200 }, (_, i) =>
      judgement({
        cluster: `x${i % 40}`,
        pair: `x${i}`,
        order: i % 2 === 0 ? "model-first" : "baseline-first",
        preference: (i % 2 === 0 ? 0.3 : 0.6) + ((i % 40) - 20) / 200,
      }),
    );
    const { preference, flips, unknownOrder } = measurePositionBias(rows, level);
    expect(preference.effect.difference).toBeCloseTo(0.305, 10);
    expect(preference.effect.clusters).toBe(40);
    expect(preference.effect.interval!.lower).toBeGreaterThan(0.25);
    expect(flips).toBeNull();
    expect(unknownOrder).toBe(0);
  });

  it("counts flips where both orders exist; a tie in one order only is one, as for score", () => {
    const pair = (name: string, modelFirst: number, baselineFirst: number) => [
      judgement({ pair: name, cluster: name, order: "model-first", preference: modelFirst }),
      judgement({ pair: name, cluster: name, order: "baseline-first", preference: baselineFirst }),
    ];
    const rows = [
      ...pair("a", 0.9, 0.8),
      ...pair("b", 0.9, 0.1),
      ...pair("c", 0.1, 0.9),
      ...pair("d", 0.5, 0.9),
      judgement({ pair: "e", cluster: "e", order: "model-first", preference: 1 }),
      judgement({ pair: "f", cluster: "f", preference: 1 }),
    ];
    const { flips, unknownOrder } = measurePositionBias(rows, level);
    expect(flips).toMatchObject({ pairs: 4, rate: { share: 0.75 }, towardsFirst: 1 / 3 });
    expect(flips!.meanChange.share).toBeCloseTo((0.1 + 0.8 + 0.8 + 0.4) / 4, 14);
    expect(unknownOrder).toBe(1);
  });

  it("has no effect, and no NaN, without orders", () => {
    const { preference } = measurePositionBias([judgement({})], level);
    expect(preference.effect).toMatchObject({ difference: null, interval: null, pValue: null });
  });
});

describe("variance between repeats", () => {
  it("is pooled within pairs of one order", () => {
    const rows = [0.2, 0.4, 0.9, 0.9, 0.9].map((preference, i) =>
      judgement({ pair: i < 2 ? "a" : "b", cluster: i < 2 ? "a" : "b", preference, repeat: i }),
    );
    const found = measureRepeatVariance([...rows, judgement({ pair: "c", cluster: "c" })], level)!;
    expect(found).toMatchObject({ groups: 2, rows: 5, changedVerdicts: { share: 0 } });
    expect(found.withinVariance).toBeCloseTo(0.02 / 3, 14);
    const swinging = measureRepeatVariance(
      [0.4, 0.6].map((preference, repeat) => judgement({ preference, repeat })),
      level,
    )!;
    expect(swinging.changedVerdicts.share).toBe(1);
    expect(measureRepeatVariance([judgement({})], level)).toBeNull();
    // of two rows whose order is not recorded, one may have been asked in the other order
    const unordered = [0.4, 0.6].map((preference) => judgement({ preference }));
    expect(measureRepeatVariance(unordered, level)).toBeNull();
  });
});

describe("trivial judges", () => {
  it("prefer the longest, the first, or nothing", () => {
    const rows = [
      judgement({ cluster: "1", preference: 1, differences: { length: 5 }, order: "baseline-first" }),
      judgement({ cluster: "2", preference: 0.2, differences: { length: -5 }, order: "baseline-first" }),
      judgement({ cluster: "3", preference: null, differences: { length: 0 }, order: "model-first" }),
    ];
    const [longest, first, random] = runTrivialJudges(rows, level);
    expect(longest!.winRate.share).toBeCloseTo(0.5, 14);
    expect(longest!.agreement.share).toBeCloseTo(0.9, 14);
    expect(first!.winRate.share).toBeCloseTo(1 / 3, 14);
    expect(first!.agreement.share).toBeCloseTo(0.4, 14);
    expect(random!.winRate.share).toBe(0.5);
    expect(random!.agreement.share).toBeCloseTo((0.5 + 0.7) / 2, 14);
  });
});

describe("model families", () => {
  it.each([
    ["gpt4_1106_preview", "OpenAI"],
    ["text_davinci_003", "OpenAI"],
    ["o3-mini", "OpenAI"],
    ["claude-2.1", "Anthropic"],
    ["gemma-2b-it", "Google"],
    ["meta-llama/Llama-3-8B", "Meta"],
    ["Mixtral-8x7B-Instruct-v0.1_concise", "Mistral"],
    ["Qwen1.5-72B-Chat", "Qwen"],
    ["phi-2", "Microsoft"],
    ["weighted_alpaca_eval_gpt4_turbo", "OpenAI"],
    ["oasst-sft-llama-33b", "Meta"],
    ["gpt4all-13b", null],
    ["NullModel", null],
    ["openchat-v2-13b", null],
    ["ollama-thing", null],
  ])("%s is of %s", (name, family) => {
    expect(modelFamily(name)).toBe(family);
  });
});

describe("gameability", () => {
  it("is the mean of sd/mean, and the ratio of two metrics", () => {
    expect(relativeSpread([1, 2, 3]).value).toBe(0.5);
    expect(relativeSpread([5]).reason).toBe("fewer than two variants");
    expect(relativeSpread([0, 0]).reason).toBe("the mean is not above 0");
    const models = [
      { first: 0.4, second: 0.1 },
      { first: 0.2, second: 0.2 },
    ];
    expect(compareSpreads(models, bootstrapDefaults)).toMatchObject({
      first: { estimate: expect.closeTo(0.3, 12) },
      ratio: { estimate: expect.closeTo(2, 12) },
    });
  });

  it("cuts what did not both win and stand longer", () => {
    const row = (preference: number | null, modelLength: number) => ({
      instructionId: "x",
      cluster: "x",
      preference,
      modelLength,
      baselineLength: 100,
      identical: false,
    });
    const attacked = truncateAdversarially([
      row(0.9, 200),
      row(0.9, 50),
      row(0.1, 200),
      row(null, 9),
      row(0, 3),
    ]);
    expect(attacked.map(({ preference, modelLength }) => [preference, modelLength])).toEqual([
      [0.9, 200],
      [0, 5],
      [0, 5],
      [null, 9],
      [0, 3],
    ]);
  });
});
