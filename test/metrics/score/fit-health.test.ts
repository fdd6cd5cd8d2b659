import { expect, it } from "vitest";
import { ObservationColumns } from "../../../src/length-control/observation-columns.js";
import { examineFit } from "../../../src/metrics/score/fit-health.js";

const fit = { path: null, diagnostics: { iterations: 1 } } as never;

/** A number in [0, 1) for each seed. */
const chance = (seed: number) => ((Math.imul(seed + 1, 2654435761) >>> 0) % 100_003) / 100_003;

it("the robust slope does not depend on the order of the rows", () => {
  const rows = Array.from({ length: 900 }, (_, i) => ({
    instructionId: `q${i % 850}`,
    cluster: `q${i % 850}`,
    preference: chance(3 * i),
    baselineLength: Math.round(1000 * chance(3 * i + 1)),
    modelLength: Math.round(3000 * chance(3 * i + 2)),
    identical: false,
  }));
  const slopeOf = (some: typeof rows) => examineFit(ObservationColumns.of(some), fit).trend!.robustSlope;
  const wanted = slopeOf(rows);
  for (const seed of [1, 2, 3]) {
    const shuffled = rows
      .map((row, i) => ({ row, key: chance(7 * i + seed) }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row);
    expect(slopeOf(shuffled)).toBe(wanted);
  }
  expect(slopeOf(rows.toReversed())).toBe(wanted);
});
