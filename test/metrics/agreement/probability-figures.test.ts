import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareProbabilityFigures } from "../../../src/metrics/agreement/probability-figures.js";
import { spearman } from "../../../src/metrics/correlation/correlate-ranking.js";

const rows = fc.array(
  fc.record({
    p: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9, 1),
    outcome: fc.constantFrom(0, 1),
    cluster: fc.nat(4),
  }),
  { minLength: 1, maxLength: 25 },
);

describe("figures of probabilities in a weighted sample", () => {
  it("are those of the rows repeated", () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), (given, counts) => {
        const weights = Float64Array.from(counts);
        const drawn = given.flatMap((row) => Array<(typeof given)[number]>(counts[row.cluster]!).fill(row));
        const [p, outcomes] = [drawn.map((row) => row.p), drawn.map((row) => row.outcome)];
        const figures = prepareProbabilityFigures(
          given.map((row) => row.p),
          given.map((row) => row.outcome),
          given.map((row) => row.cluster),
        )(weights);
        const repeated = prepareProbabilityFigures(p, outcomes, [...p.keys()])(
          new Float64Array(p.length).fill(1),
        );
        for (const [found, expected] of [
          [figures.auc, repeated.auc],
          [figures.brier, repeated.brier],
          [figures.spearman, spearman(p, outcomes).value],
        ] as const) {
          if (expected === null) expect(found).toBeNull();
          else expect(found).toBeCloseTo(expected, 12);
        }
      }),
      { seed: 3 },
    );
  });
});
