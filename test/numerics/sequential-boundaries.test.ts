import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile, studentTQuantile } from "../../src/numerics/distributions.js";
import { sequentialBoundaries } from "../../src/numerics/sequential-boundaries.js";
import { describeWithShared, readVector } from "../shared-data.js";

interface Boundaries {
  readonly N: number;
  readonly looks?: readonly number[];
  readonly fractions?: readonly number[];
  readonly spend: string;
  readonly alpha: number;
  readonly z: readonly number[];
  readonly critical_t?: readonly number[];
}

describeWithShared("the boundaries of the recipe's vectors", () => {
  it("agree to six digits, by whatever rule alpha is spent", () => {
    for (const vector of readVector<Boundaries[]>("boundaries")) {
      const times = vector.fractions ?? vector.looks!.map((n) => n / vector.N);
      // Lan & DeMets' approach to O'Brien & Fleming: 2 − 2Φ(z/√t)
      const spent = (time: number) => 2 * normalCdf(normalQuantile(vector.alpha / 2) / Math.sqrt(time));
      const z = sequentialBoundaries(times, vector.alpha, vector.spend.startsWith("O") ? spent : undefined);
      z.forEach((value, look) => {
        expect(Math.abs(value - vector.z[look]!)).toBeLessThan(2e-5);
        const t = vector.critical_t?.[look];
        if (t !== undefined)
          expect(Math.abs(-studentTQuantile(normalCdf(-value), vector.looks![look]! - 1) - t)).toBeLessThan(
            5e-5,
          );
      });
    }
  });
});

describe("sequential boundaries", () => {
  it("is the fixed test's where there is one look", () => {
    expect(sequentialBoundaries([1], 0.025)[0]).toBeCloseTo(-normalQuantile(0.025), 12);
  });

  it("depends on no later look", () => {
    const all = sequentialBoundaries([0.2, 0.5, 1], 0.05);
    expect(sequentialBoundaries([0.2, 0.5], 0.05)).toEqual(all.slice(0, 2));
  });
});
