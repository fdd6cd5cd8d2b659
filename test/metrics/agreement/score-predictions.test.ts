import { describe, expect, it } from "vitest";
import { type PredictedRow, scorePredictions } from "../../../src/metrics/agreement/score-predictions.js";

// Rows whose figures follow by counting: 4 yes (3 found), 4 no (2 found, 1 without a prediction).
const rows: PredictedRow[] = (
  [
    ["yes", "yes", 0.9],
    ["yes", "yes", 0.8],
    ["yes", "yes", 0.6],
    ["yes", "no", 0.3],
    ["no", "no", 0.1],
    ["no", "no", 0.2],
    ["no", "yes", 0.7],
    ["no", null, 0.4],
  ] as const
).map(([gold, predicted, probability], i) => ({
  cluster: `r${i}`,
  gold,
  predicted,
  probability,
  group: [`g${i % 4}`],
  weight: 1,
}));
const options = {
  replicates: 200,
  level: 0.95,
  seed: 0,
  unparsable: "miss",
  hasLabels: true,
  hasProbabilities: true,
  positive: "yes",
} as const;

describe("predictions against gold labels", () => {
  it("have recall by class, balanced accuracy, AUC, Brier score and rank correlation", () => {
    const { labels, recalls, probabilities } = scorePredictions(rows, options);
    expect(recalls.map(({ label, recall }) => [label, recall.share])).toEqual([
      ["no", 0.5],
      ["yes", 0.75],
    ]);
    expect(labels!.estimates.balanced_accuracy!.estimate).toBeCloseTo(0.625, 12);
    expect(labels!.unparsable).toBe(1);
    // of the 16 pairs of a yes and a no, the yes has the higher probability in 13
    expect(probabilities!.estimates.auc!.estimate).toBeCloseTo(13 / 16, 12);
    const squares = [0.01, 0.04, 0.16, 0.49, 0.01, 0.04, 0.49, 0.16];
    expect(probabilities!.estimates.brier!.estimate).toBeCloseTo(squares.reduce((a, b) => a + b) / 8, 12);
    const ranks = { yes: [8, 7, 5, 3], no: [1, 2, 6, 4] };
    const covariance =
      ranks.yes.reduce((sum, rank) => sum + (rank - 4.5) * 0.5, 0) -
      ranks.no.reduce((sum, rank) => sum + (rank - 4.5) * 0.5, 0);
    expect(probabilities!.estimates.spearman!.estimate).toBeCloseTo(covariance / Math.sqrt(42 * 2), 12);
  });

  it("may leave out what has no prediction", () => {
    const { recalls, labels } = scorePredictions(rows, { ...options, unparsable: "drop" });
    expect(recalls[0]!.recall.share).toBeCloseTo(2 / 3, 12);
    expect(labels!.rows).toBe(7);
  });

  it("compare shares over groups", () => {
    const { groups } = scorePredictions(rows, options);
    // observed shares of the four groups are all ½, so nothing can go with them
    expect(groups).toMatchObject({ count: 4, correlations: { spearman: { estimate: null } } });
    const uneven = rows.map((row, i) => ({ ...row, group: [`g${i >> 1}`] }));
    // stated .85, .45, .15, .55 against observed 1, 1, 0, 0
    const { spearman } = scorePredictions(uneven, options).groups!.correlations;
    expect(spearman.estimate).toBeCloseTo(1 / Math.sqrt(5), 12);
    expect(scorePredictions(rows.slice(0, 2), options).groups).toBeNull();
  });

  it("need no labels", () => {
    expect(scorePredictions(rows, { ...options, hasLabels: false })).toMatchObject({
      labels: null,
      recalls: [],
    });
  });
});
