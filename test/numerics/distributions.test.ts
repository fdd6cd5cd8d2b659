import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fisherUpper,
  normalCdf,
  normalDensity,
  normalQuantile,
  studentTCdf,
  studentTQuantile,
  studentTTwoSided,
} from "../../src/numerics/distributions.js";
import fixture from "./fixtures/distributions.json" with { type: "json" };

// Differences of log-gammas near 10⁵ lose five or six digits of sixteen. 1e-15 is let pass in absolute terms, since scipy itself misses the median's 0 by 8e-17.
const relativeTolerance = 1e-9;
const worst = (rows: readonly number[][], f: (...given: number[]) => number) => {
  const errors = rows.map((row) => {
    const expected = row.at(-1)!;
    const actual = f(...row.slice(0, -1));
    return {
      row,
      actual,
      error: Math.max(0, Math.abs(actual - expected) - 1e-15) / (Math.abs(expected) || 1),
    };
  });
  return errors.reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a));
};

describe("distributions agree with scipy", () => {
  it.each([
    ["normalCdf", normalCdf],
    ["normalQuantile", normalQuantile],
    ["studentTCdf", studentTCdf],
    ["studentTTwoSided", studentTTwoSided],
    ["studentTQuantile", studentTQuantile],
  ] as const)("%s", (name, f) => {
    const found = worst(fixture[name], f as (...given: number[]) => number);
    expect(found.error, JSON.stringify(found)).toBeLessThan(relativeTolerance);
  });
});

it("F has the upper tails of scipy, and the square of Student's t with one degree of freedom", () => {
  expect(fisherUpper(4.1028210151304, 2, 10)).toBeCloseTo(0.05, 12);
  expect(fisherUpper(3.3, 4, 7)).toBeCloseTo(0.08052487455089628, 12);
  expect(fisherUpper(40, 3, 2.5)).toBeCloseTo(0.012285254665027232, 12);
  expect(fisherUpper(9, 1, 6)).toBeCloseTo(studentTTwoSided(3, 6), 14);
  expect(fisherUpper(0, 3, 6)).toBe(1);
});

describe("distributions at their edges", () => {
  it("are 0, ½ and 1 where they must be", () => {
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1]);
    expect([studentTCdf(-Infinity, 3), studentTCdf(0, 3), studentTCdf(Infinity, 3)]).toEqual([0, 0.5, 1]);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  });

  it("are NaN outside their domain, and only there", () => {
    const outside = [
      ...[normalCdf(NaN), studentTCdf(NaN, 3), studentTCdf(1, -1), studentTQuantile(0.5, 0)],
      ...[-0.1, 1.1, NaN].flatMap((p) => [
        normalQuantile(p),
        studentTQuantile(p, 3),
        studentTQuantile(p, 1e6),
      ]),
    ];
    expect(outside).toEqual(outside.map(() => NaN));
  });
});

describe("distributions as functions", () => {
  const tails = fc.double({ min: Math.log(1e-30), max: Math.log(0.5), noNaN: true }).map(Math.exp);
  const shares = fc.integer({ min: 1, max: 2 ** 20 - 1 }).map((k) => k / 2 ** 20); // 1 − p is exact
  const deviates = fc.double({ min: -12, max: 12, noNaN: true });
  const freedoms = fc
    .double({ min: Math.log(0.5), max: Math.log(1e7), noNaN: true })
    .map((logNu) => Math.exp(logNu));
  const relativeTo = (expected: number, actual: number) => Math.abs(actual / expected - 1);

  it("return to where they came from, however far out", () => {
    fc.assert(
      fc.property(tails, freedoms, (p, nu) => {
        expect(relativeTo(p, normalCdf(normalQuantile(p)))).toBeLessThan(1e-12);
        expect(relativeTo(p, studentTCdf(studentTQuantile(p, nu), nu))).toBeLessThan(relativeTolerance);
      }),
    );
  });

  it("are symmetric", () => {
    fc.assert(
      fc.property(shares, deviates, freedoms, (p, x, nu) => {
        expect(normalQuantile(1 - p) + normalQuantile(p)).toBe(0);
        expect(studentTQuantile(1 - p, nu) + studentTQuantile(p, nu)).toBe(0);
        expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 15);
        expect(studentTCdf(x, nu) + studentTCdf(-x, nu)).toBeCloseTo(1, 15);
        expect(studentTTwoSided(x, nu)).toBe(studentTTwoSided(-x, nu));
      }),
    );
  });

  it("rise", () => {
    fc.assert(
      fc.property(
        tails,
        deviates,
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        freedoms,
        (p, x, by, nu) => {
          const [lower, upper] = [-Math.abs(x) - by, -Math.abs(x)];
          expect(normalCdf(lower)).toBeLessThan(normalCdf(upper));
          expect(studentTCdf(lower, nu)).toBeLessThan(studentTCdf(upper, nu));
          expect(normalQuantile(p / (1 + by))).toBeLessThan(normalQuantile(p));
          expect(studentTQuantile(p / (1 + by), nu)).toBeLessThan(studentTQuantile(p, nu));
        },
      ),
    );
  });

  it("agree with the quantiles of one and two degrees of freedom, which have a closed form", () => {
    fc.assert(
      fc.property(tails, (p) => {
        const rows = [
          [p, 1, -1 / Math.tan(Math.PI * p)],
          [p, 2, (2 * p - 1) / Math.sqrt(2 * p * (1 - p))],
        ];
        expect(worst(rows, studentTQuantile).error).toBeLessThan(relativeTolerance);
      }),
    );
  });
});
