import { describe, expect, it } from "vitest";
import {
  expectedCalibrationError,
  tabulateReliability,
} from "../../src/metrics/agreement/calibration-table.js";
import { scoreClassification } from "../../src/metrics/agreement/classification-scores.js";
import { countConfusion, layOutConfusion } from "../../src/metrics/agreement/confusion-matrix.js";
import {
  majorityLabel,
  rowsAgainstGold,
  rowsOfHumansAgainstOthers,
} from "../../src/metrics/agreement/gold-labels.js";
import { countLabels, krippendorffAlpha } from "../../src/metrics/agreement/krippendorff-alpha.js";
import { measureAgreement } from "../../src/metrics/agreement/measure-agreement.js";
import { agreementWithMode, meanAgreement } from "../../src/metrics/agreement/mode-agreement.js";
import { prepareProbabilityFigures } from "../../src/metrics/agreement/probability-figures.js";
import { bootstrapDefaults } from "../../src/metrics/rates/bootstrap.js";
import fixture from "./fixtures/statistics.json" with { type: "json" };

// Ratios of counts below 10⁴ and sums of as many terms: both sides are right to some 1e-15.
const digits = 13;

describe("classification scores agree with scikit-learn", () => {
  it.each(fixture.classifications.map((sample, i) => [i, sample] as const))("sample %i", (_, sample) => {
    const rows = sample.gold.map((gold, i) => ({ cluster: String(i), gold, judged: sample.judged[i]! }));
    const layout = layOutConfusion(rows, "miss", "tie");
    const counts = countConfusion(layout);
    const K = layout.labels.length;
    expect(layout.labels.map((_, g) => [...counts.subarray(g * (K + 1), g * (K + 1) + K)])).toEqual(
      sample.confusion,
    );
    const scores = scoreClassification(layout.labels, counts, "miss");
    expect(scores.accuracy.value).toBeCloseTo(sample.accuracy, digits);
    expect(scores.balancedAccuracy.value).toBeCloseTo(sample.balancedAccuracy, digits);
    expect(scores.kappa.value).toBeCloseTo(sample.kappa, digits);
    for (const average of ["macro", "weighted"] as const)
      for (const score of ["precision", "recall", "f1"] as const)
        expect(scores[average]![score]).toBeCloseTo(sample[average][score], digits);
    scores.classes.forEach(({ precision, recall, f1, gold }, k) => {
      expect(precision.value ?? 0).toBeCloseTo(sample.classes[0]![k]!, digits);
      expect(recall.value ?? 0).toBeCloseTo(sample.classes[1]![k]!, digits);
      expect(f1.value ?? 0).toBeCloseTo(sample.classes[2]![k]!, digits);
      expect(gold).toBe(sample.classes[3]![k]!);
    });
  });

  it("give Cohen's own kappa of .492 (Educational and Psychological Measurement 20, 1960, table 1)", () => {
    const counts = Float64Array.from([88, 10, 2, 0, 14, 40, 6, 0, 18, 10, 12, 0]);
    expect(scoreClassification(["a", "b", "c"], counts, "miss").kappa.value).toBeCloseTo(0.492, 3);
  });

  it("have no value, and say why, in degenerate cases", () => {
    const nothing = scoreClassification([], new Float64Array(0), "miss");
    expect(nothing).toMatchObject({ rows: 0, accuracy: { value: null, reason: "no rows" }, macro: null });
    const oneLabel = scoreClassification(["a"], Float64Array.from([5, 0]), "miss");
    expect(oneLabel.kappa.reason).toMatch(/one and the same label/);
    expect(oneLabel.accuracy.value).toBe(1);
    const neverJudged = scoreClassification(["a", "b"], Float64Array.from([3, 0, 0, 2, 0, 0]), "miss");
    expect(neverJudged.classes[1]!.precision).toEqual({ value: null, reason: "never judged so" });
    expect(neverJudged.macro!.precision).toBeCloseTo(0.3, digits);
  });
});

describe("what becomes of unparsable answers", () => {
  const rows = [
    { cluster: "1", gold: "model", judged: "model" },
    { cluster: "2", gold: "model", judged: null },
    { cluster: "3", gold: "tie", judged: null },
    { cluster: "4", gold: "baseline", judged: "baseline" },
  ];
  const scoreBy = (rule: "miss" | "tie" | "drop" | "class") => {
    const layout = layOutConfusion(rows, rule, "tie");
    expect(layout.unparsable).toBe(2);
    return scoreClassification(layout.labels, countConfusion(layout), rule);
  };

  it("is stated by the rule", () => {
    expect(scoreBy("miss").accuracy.value).toBe(0.5);
    expect(scoreBy("miss").macro!.precision).toBeCloseTo(2 / 3, digits);
    expect(scoreBy("tie").accuracy.value).toBe(0.75);
    expect(scoreBy("drop").accuracy.value).toBe(1);
    expect(scoreBy("class").macro!.precision).toBeCloseTo(2 / 4, digits);
    expect(scoreBy("class").balancedAccuracy.value).toBeCloseTo(1.5 / 3, digits);
  });
});

describe("Krippendorff's alpha", () => {
  it("agrees with the definition by pairs", () => {
    for (const { items, alpha } of fixture.alphas)
      expect(krippendorffAlpha(countLabels(items)).value).toBeCloseTo(alpha, 12);
  });

  it("gives the published examples (Computing Krippendorff's Alpha-Reliability, 2011, A and C)", () => {
    const byObserver = (lines: string[]) =>
      [...lines[0]!].map((_, i) => lines.map((line) => (line[i] === "." ? null : line[i]!)));
    const binary = countLabels(byObserver(["0100000010", "1110010000"]));
    expect(krippendorffAlpha(binary).value).toBeCloseTo(0.095, 3);
    const nominal = countLabels(byObserver(["123321412...", "1233224125.3", ".3332342251.", "12332441251."]));
    expect(krippendorffAlpha(nominal).value).toBeCloseTo(0.743, 3);
  });

  it("weighs an item as often as it is drawn", () => {
    const items = [
      ["a", "b", "a"],
      ["b", "b", "b"],
      ["a", null, "a"],
    ];
    const weighed = krippendorffAlpha(countLabels(items), (i) => [2, 0, 3][i]!);
    const repeated = krippendorffAlpha(countLabels([0, 0, 2, 2, 2].map((i) => items[i]!)));
    expect(weighed.value).toBeCloseTo(repeated.value!, digits);
  });

  it("has no value, and says why, without pairs or variety", () => {
    expect(krippendorffAlpha(countLabels([["a", null]]))).toEqual({
      value: null,
      reason: "no item has two labels",
    });
    expect(krippendorffAlpha(countLabels([["a", "a"]])).reason).toBe("only one label is in use");
  });
});

describe("figures of soft preferences", () => {
  const figuresOf = (probabilities: readonly number[], outcomes: readonly number[]) =>
    prepareProbabilityFigures(
      probabilities,
      outcomes,
      probabilities.map(() => 0),
    )(Float64Array.of(1));

  it("agree with scikit-learn", () => {
    for (const { probabilities, outcomes, auc, brier } of fixture.soft) {
      const found = figuresOf(probabilities, outcomes);
      expect(found.auc).toBeCloseTo(auc, digits);
      expect(found.brier).toBeCloseTo(brier, digits);
    }
  });

  it("give the area of .893 under five-step ratings (Hanley & McNeil, Radiology 143, 1982, table I)", () => {
    const ratings = (counts: number[]) => counts.flatMap((n, k) => new Array<number>(n).fill(k + 1));
    const normal = ratings([33, 6, 6, 11, 2]);
    const scores = [...normal, ...ratings([3, 2, 2, 11, 33])];
    const outcomes = scores.map((_, row) => Number(row >= normal.length));
    expect(figuresOf(scores, outcomes).auc).toBeCloseTo(0.893, 3);
  });

  it("give Brier's own score of .19 for ten forecasts of rain (Monthly Weather Review 78, 1950), which sums both classes", () => {
    const rain = [0.7, 0.9, 0.8, 0.4, 0.2, 0, 0, 0, 0, 0.1];
    const came = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    expect(2 * figuresOf(rain, came).brier!).toBeCloseTo(0.19, digits);
  });

  it("have no value without both outcomes", () => {
    expect(figuresOf([0.2, 0.9], [1, 1])).toMatchObject({ auc: null, spearman: null });
    expect(figuresOf([1, 1, 1, 1], [1, 1, 0, 0]).auc).toBe(0.5);
    expect(figuresOf([], [])).toEqual({ auc: null, brier: null, spearman: null });
  });

  it("fall into ten bins, 1 in the last", () => {
    const bins = tabulateReliability([0, 0.05, 0.1, 0.95, 1], [0, 1, 0, 1, 1]);
    expect(bins.map(({ rows }) => rows)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(bins[0]).toMatchObject({ meanProbability: 0.025, observedShare: 0.5 });
    expect(bins[3]).toMatchObject({ meanProbability: null, observedShare: null, interval: null });
    expect(expectedCalibrationError(bins).value).toBeCloseTo((0.95 + 0.1 + 0.05) / 5, digits);
  });
});

describe("gold labels", () => {
  const items = [{ cluster: "1", judge: "a", humans: ["a", "a", "b"] }];

  it("follow the stated rule", () => {
    const goldOf = (rule: "majority" | "leave-one-out" | "each") => {
      const { rows, withoutGold } = rowsAgainstGold(items, rule);
      return [rows.map(({ gold }) => gold).join(""), withoutGold];
    };
    expect(goldOf("majority")).toEqual(["a", 0]);
    expect(goldOf("leave-one-out")).toEqual(["a", 2]);
    expect(goldOf("each")).toEqual(["aab", 0]);
  });

  it("do not exist where votes are split or missing", () => {
    expect(majorityLabel(["a", "b"])).toBeNull();
    expect(majorityLabel(["a", "b", "c"])).toBeNull();
    expect(majorityLabel([null])).toBeNull();
    expect(majorityLabel(["b", null])).toBe("b");
    expect(rowsOfHumansAgainstOthers(items).rows).toEqual([{ cluster: "1", gold: "a", judged: "b" }]);
  });
});

describe("agreement with the mode", () => {
  it("gives the reference's worked examples: one against three others", () => {
    // alpaca_eval, Analyzer.agreement_of_annotations: four equal labels earn 1; of 2, 2, 2, 1 one against the other three
    // earns 3 · 1 and 1 · 0: .875 together.
    const oneAgainstRest = (labels: number[]) =>
      labels.map((label, i) => agreementWithMode(label, labels.toSpliced(i, 1)));
    const all = [...oneAgainstRest([0, 0, 0, 0]), ...oneAgainstRest([1, 1, 1, 0])];
    expect(meanAgreement(all).value).toBe(0.875);
  });

  it("gives a soft preference part of the point, and half of it for split votes", () => {
    expect(agreementWithMode(0.7, [1, 1, 0])).toBeCloseTo(0.7, digits);
    expect(agreementWithMode(0.7, [1, 0])).toBeCloseTo(0.5, digits);
    expect(agreementWithMode(null, [1])).toBeNull();
    expect(meanAgreement([null]).value).toBeNull();
  });
});

describe("measured agreement", () => {
  const preferenceByLabel = new Map([
    ["model", 1],
    ["tie", 0.5],
    ["baseline", 0],
  ]);
  const options = {
    ...bootstrapDefaults,
    replicates: 200,
    gold: "majority",
    unparsable: "miss",
    tieLabel: "tie",
    preferenceByLabel,
  } as const;
  const labels = ["model", "baseline", "tie"];
  const items = Array.from({ length: 40 }, (_, i) => ({
    cluster: `i${i}`,
    judge: i % 11 === 0 ? null : labels[i % 2]!,
    humans: [labels[i % 2]!, labels[i % 2]!, labels[i % 3]!],
  }));

  it("counts unparsable answers and sets the human ceiling beside the judge", () => {
    const { judge, ceiling, estimates, reliability } = measureAgreement(items, options);
    expect(judge).toMatchObject({ rows: 40, withoutGold: 0, unparsable: 4 });
    expect(judge.estimates.accuracy).toMatchObject({ estimate: 0.9 });
    expect(judge.estimates.accuracy!.percentile!.lower).toBeLessThan(0.9);
    expect(ceiling!.humans.rows + ceiling!.humans.withoutGold).toBe(120);
    expect(ceiling!.judge.rows).toBe(ceiling!.humans.rows);
    expect(estimates.auc!.estimate).toBe(1);
    expect(estimates.brier!.estimate).toBe(0);
    expect(reliability!.goldTies).toBe(0);
  });

  it("does not depend on the order of the items", () => {
    const pointsOf = (order: typeof items) =>
      Object.values(measureAgreement(order, options).judge.estimates).map(({ estimate }) => estimate);
    expect(pointsOf(items.toReversed())).toEqual(pointsOf(items));
  });

  it("has wider intervals where items come in clusters", () => {
    const width = (cluster: (i: number) => string) => {
      const clustered = items.map((item, i) => ({
        ...item,
        judge: labels[i < 20 ? i % 2 : 2]!,
        cluster: cluster(i),
      }));
      return measureAgreement(clustered, options).judge.estimates.accuracy!.standardError!;
    };
    expect(width((i) => `c${Math.floor(i / 10)}`)).toBeGreaterThan(2 * width((i) => `i${i}`));
  });

  it("has no ceiling with one human, and no soft figures for labels that are no preferences", () => {
    const single = items.map((item) => ({ ...item, humans: [item.humans[0]!] }));
    const { ceiling, estimates, reliability } = measureAgreement(single, {
      ...options,
      preferenceByLabel: null,
    });
    expect(ceiling).toBeNull();
    expect(reliability).toBeNull();
    expect(estimates.krippendorff_alpha_humans).toMatchObject({ estimate: null });
    expect(estimates).not.toHaveProperty("auc");
  });
});
