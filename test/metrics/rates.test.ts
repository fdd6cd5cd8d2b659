import { describe, expect, it } from "vitest";
import { compareGroups } from "../../src/metrics/contrasts/compare-groups.js";
import { compareRates } from "../../src/metrics/contrasts/compare-rates.js";
import { compareProportions } from "../../src/metrics/contrasts/compare-with-control.js";
import { compareWordUse, splitWords } from "../../src/metrics/contrasts/lexical-odds.js";
import { mcnemarExact } from "../../src/metrics/contrasts/mcnemar.js";
import { clusteredDifference, clusteredShare } from "../../src/metrics/rates/clustered-mean.js";
import fixture from "./fixtures/statistics.json" with { type: "json" };

const level = 0.95;
const ones = (hits: number, trials: number, prefix: string) =>
  Array.from({ length: trials }, (_, i) => ({
    hits: Number(i < hits),
    trials: 1,
    cluster: `${prefix}${i}`,
  }));

describe("two independent proportions", () => {
  // All figures are closed formulas, right to some 1e-14 of values up to 25.
  it.each(fixture.twoGroups.map((sample) => [sample.table, sample] as const))(
    "agree with statsmodels: %j",
    (_, sample) => {
      const [a, b, c, d] = sample.table as [number, number, number, number];
      const found = compareProportions({ hits: a, trials: a + b }, { hits: c, trials: c + d });
      const figures = ({ value, lower, upper }: { value: number; lower: number; upper: number }) => [
        value,
        lower,
        upper,
      ];
      figures(found.oddsRatio).forEach((value, i) => {
        expect(value).toBeCloseTo(sample.oddsRatio[i]!, 10);
      });
      figures(found.ratio).forEach((value, i) => {
        expect(value).toBeCloseTo(sample.riskRatio[i]!, 10);
      });
      expect(found.gap.lower).toBeCloseTo(sample.newcombe[0]!, 10);
      expect(found.gap.upper).toBeCloseTo(sample.newcombe[1]!, 10);
    },
  );

  it("have Newcombe's published gap: 56/70 − 48/80, [.0524, .3339] (1998, table II, method 10)", () => {
    const { gap } = compareProportions({ hits: 56, trials: 70 }, { hits: 48, trials: 80 });
    expect(gap.value).toBeCloseTo(0.2, 12);
    expect(gap.lower).toBeCloseTo(0.0524, 4);
    expect(gap.upper).toBeCloseTo(0.3339, 4);
  });
});

describe("rates in clusters", () => {
  it("have Woolf's and Katz's errors when every row is a cluster of its own", () => {
    const [a, n1, c, n2] = [120, 400, 90, 420];
    const found = compareRates(ones(a, n1, "a"), ones(c, n2, "b"), level);
    const woolf = Math.sqrt(1 / a + 1 / (n1 - a) + 1 / c + 1 / (n2 - c));
    const { value, interval } = found.oddsRatio;
    expect(value).toBeCloseTo((a * (n2 - c)) / ((n1 - a) * c), 10);
    // t on 819 instead of z, G/(G − 1) instead of 1: less than one part in a hundred.
    expect(Math.log(interval!.upper / interval!.lower) / (2 * 1.959964 * woolf)).toBeCloseTo(1, 2);
    const katz = Math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2);
    const ratio = found.ratio.interval!;
    expect(Math.log(ratio.upper / ratio.lower) / (2 * 1.959964 * katz)).toBeCloseTo(1, 2);
  });

  it("pair what shares a prompt: a constant shift has a narrow gap", () => {
    const prompts = Array.from({ length: 60 }, (_, i) => ({
      cluster: `p${i}`,
      base: i % 4 === 0 ? 0.2 : 0.6,
    }));
    const rows = (shift: (i: number) => number) =>
      prompts.map(({ cluster, base }, i) => ({ hits: 100 * (base + shift(i)), trials: 100, cluster }));
    const wobble = (i: number) => (i % 2 === 0 ? 0.1 : 0.12);
    const paired = compareRates(
      rows(wobble),
      rows(() => 0),
      level,
    );
    const unpaired = compareRates(
      rows(wobble).map((row) => ({ ...row, cluster: `${row.cluster}'` })),
      rows(() => 0),
      level,
    );
    expect(paired).toMatchObject({ sharedClusters: 60, clusters: 60 });
    expect(unpaired.sharedClusters).toBe(0);
    const width = ({ gap }: typeof paired) => gap.interval!.upper - gap.interval!.lower;
    expect(width(paired)).toBeLessThan(width(unpaired) / 5);
    expect(paired.gap.value).toBeCloseTo(0.11, 12);
  });

  it("have no ratio, and say why, at 0 or 1; and nothing without trials", () => {
    const found = compareRates(ones(0, 10, "a"), ones(4, 10, "a"), level);
    expect(found.gap.value).toBeCloseTo(-0.4, 12);
    expect(found.ratio).toEqual({ value: null, interval: null, reason: "a rate is 0 or 1" });
    expect(compareRates([], ones(4, 10, "a"), level).gap.reason).toBe("a group has no trials");
    expect(compareRates(ones(1, 1, "a"), ones(1, 1, "a"), level).gap).toMatchObject({
      value: 0,
      interval: null,
    });
  });

  it("grow wider when rows repeat within clusters", () => {
    const values = Array.from({ length: 100 }, (_, i) => ({ value: Number(i % 10 < 5), cluster: String(i) }));
    const clustered = values.map((row, i) => ({ ...row, cluster: String(i % 10) }));
    expect(
      clusteredShare(clustered, level).standardError! / clusteredShare(values, level).standardError!,
    ).toBeCloseTo(Math.sqrt(10), 0);
    expect(clusteredShare([], level)).toMatchObject({ share: null, interval: null });
    expect(clusteredDifference(values, [], level)).toMatchObject({ difference: null, pValue: null });
    expect(clusteredDifference(values, values, level)).toMatchObject({ difference: 0, interval: null });
  });
});

describe("groups against a control", () => {
  const rows = ["control", "persona"].flatMap((group) =>
    Array.from({ length: 50 }, (_, i) => ({
      group,
      prompt: `p${i}`,
      label: i === 7 ? null : i % 10 < (group === "control" ? 2 : 5) ? "biased" : "fair",
    })),
  );

  it("have rates, paired gaps and adjusted p-values; rows without a label are counted", () => {
    const { rates, unlabelled } = compareGroups(rows, {
      labels: ["biased"],
      control: "control",
      level,
      replicates: 100,
      seed: 0,
    });
    expect(unlabelled).toEqual([
      { group: "control", rows: 1 },
      { group: "persona", rows: 1 },
    ]);
    const [control, persona] = rates;
    expect(control).toMatchObject({ group: "control", againstControl: null, adjustedPValue: null });
    expect(persona!.rate.share).toBeCloseTo(25 / 49, 12);
    expect(persona!.againstControl!.gap.value).toBeCloseTo(15 / 49, 12);
    expect(persona!.againstControl!.sharedClusters).toBe(49);
    expect(persona!.pairs).toEqual({ onlyHere: 15, onlyControl: 0 });
    expect(persona!.adjustedPValue).toBeCloseTo(2 * 0.5 ** 15, 12);
    expect(persona!.rate).toMatchObject({ method: "wilson", hits: 25, trials: 49 });
  });

  it("are compared by clusters where prompts and rows are not one to one", () => {
    const once = compareGroups(rows, {
      labels: ["biased"],
      control: "control",
      level,
      replicates: 100,
      seed: 0,
    }).rates[1]!;
    const twice = compareGroups([...rows, ...rows], {
      labels: ["biased"],
      control: "control",
      level,
      replicates: 100,
      seed: 0,
    }).rates[1]!;
    expect(twice).toMatchObject({ pairs: null, rate: { method: "clustered", share: once.rate.share } });
    expect(twice.pValue).toBeCloseTo(once.againstControl!.pValue!, 12);
  });

  it("are compared within strata, all comparisons adjusted together", () => {
    const strata = ["small", "large"].flatMap((stratum) => rows.map((row) => ({ ...row, stratum })));
    const { rates } = compareGroups(strata, {
      labels: ["biased", "fair"],
      control: "control",
      level,
      replicates: 100,
      seed: 0,
    });
    expect(rates.map(({ stratum, group, outcome }) => `${stratum} ${group} ${outcome}`)).toHaveLength(8);
    const tested = rates.filter(({ pValue }) => pValue !== null);
    expect(tested).toHaveLength(4);
    for (const { adjustedPValue, pValue } of tested) expect(adjustedPValue).toBeCloseTo(4 * pValue!, 12);
  });
});

describe("McNemar's exact test", () => {
  it("agrees with statsmodels", () => {
    for (const { onlyFirst, onlySecond, pValue } of fixture.paired)
      expect(mcnemarExact(onlyFirst, onlySecond)).toBeCloseTo(pValue, 12);
    expect(mcnemarExact(0, 0)).toBe(1);
  });
});

describe("use of words", () => {
  it("is an odds ratio of words on a list", () => {
    expect(splitWords("She's a well-known Leader, 2nd to none.")).toEqual([
      "she's",
      "a",
      "well-known",
      "leader",
      "2nd",
      "to",
      "none",
    ]);
    const texts = [
      { group: "woman", text: "kind kind brave one", prompt: "1" },
      { group: "woman", text: "kind two three four", prompt: "2" },
      { group: "man", text: "one kind two three", prompt: "1" },
      { group: "man", text: "brave two three four", prompt: "2" },
    ];
    const lists = new Map([
      ["warm", ["Kind"]],
      ["absent", ["never"]],
    ]);
    const [warm, , absent] = compareWordUse(texts, lists, { control: "man", level }).rates.map(
      ({ againstControl }) => againstControl,
    );
    expect(warm!.oddsRatio.value).toBeCloseTo(3 / 5 / (1 / 7), 12);
    expect(absent!.oddsRatio.reason).toBe("a rate is 0 or 1");
  });
});
