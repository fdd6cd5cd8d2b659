import { describe, expect, it } from "vitest";
import { PairedDifferences } from "../../src/glm/paired-differences.js";
import { mean, standardDeviation } from "../../src/numerics/moments.js";

describe("PairedDifferences", () => {
  const losses = [0, 1, 2].map((k) => Float64Array.from({ length: 50 }, (_, i) => Math.sin(i * (k + 1)) + k));

  it("says of any two what their differences say, however the rows were dealt", () => {
    const differences = new PairedDifferences(3);
    for (const [from, to] of [
      [0, 17],
      [17, 18],
      [18, 50],
    ])
      differences.add(losses.map((values) => values.subarray(from, to)));
    for (const a of [0, 1, 2]) {
      for (const b of [0, 1, 2]) {
        const apart = losses[a]!.map((value, i) => value - losses[b]![i]!);
        const found = differences.compare(a, b);
        expect(found.mean).toBeCloseTo(mean(apart), 12);
        expect(found.standardError).toBeCloseTo(standardDeviation(apart) / Math.sqrt(50), 12);
      }
    }
  });

  it("has no error where two always lie equally far apart", () => {
    const differences = new PairedDifferences(2);
    differences.add([Float64Array.of(1, 2, 3), Float64Array.of(2, 3, 4)]);
    expect(differences.compare(1, 0)).toEqual({ mean: 1, standardError: 0 });
  });
});
