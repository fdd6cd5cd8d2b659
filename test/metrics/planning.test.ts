import { describe, expect, it } from "vitest";
import {
  estimateComponents,
  type PilotItem,
  varianceOf,
} from "../../src/metrics/planning/variance-components.js";
import { describeWithShared, readVector } from "../shared-data.js";

interface Predicted {
  readonly n: number;
  readonly orders: 1 | 2;
  readonly repeats: number;
  readonly jurors: number;
  readonly SE: number;
}

interface PlanVector {
  readonly y: readonly PilotItem[];
  readonly components_two_jurors: Readonly<Record<string, number>>;
  readonly predictedSE: readonly Predicted[];
  readonly first_juror_only: Readonly<Record<string, number>>;
  readonly predictedSE_first: readonly Predicted[];
}

describeWithShared("a plan (vector plan)", () => {
  const vector = readVector<PlanVector>("plan");
  const hold = (
    items: readonly PilotItem[],
    expected: Readonly<Record<string, number>>,
    designs: readonly Predicted[],
  ) => {
    const found = estimateComponents(items);
    const values = [
      found.instruction,
      found.instructionByJuror,
      found.order,
      found.orderByJuror,
      found.repeat!,
    ];
    ["I", "IJ", "B", "IOJ", "E"].forEach((name, i) => {
      expect(Math.abs(values[i]! - expected[name]!)).toBeLessThan(1e-9);
    });
    for (const { n, SE, ...design } of designs)
      expect(Math.sqrt(varianceOf(found, design)! / n) / SE).toBeCloseTo(1, 6);
  };

  it("has the components and errors of the recipe, to six digits", () => {
    hold(vector.y, vector.components_two_jurors, vector.predictedSE);
    hold(
      vector.y.map((jurors) => jurors.slice(0, 1)),
      vector.first_juror_only,
      vector.predictedSE_first,
    );
  });
});

describe("variance components", () => {
  const noise = (seed: number) => Math.sin(seed * 12.9898) / 3;
  const reply = (i: number, order: number, repeat: number) =>
    0.5 + noise(i) + (order === 0 ? 0.05 : -0.05) + noise(1000 * order + 100 * repeat + i) / 4;

  it("of three replies an instruction are those of first replies, with the noise of the repeated ones", () => {
    const items: PilotItem[] = Array.from({ length: 400 }, (_, i) => [
      [0, 1].map((order) =>
        [0, 1].slice(0, 1 + Number(i % 2 === order)).map((repeat) => reply(i, order, repeat)),
      ),
    ]);
    const full: PilotItem[] = Array.from({ length: 400 }, (_, i) => [
      [0, 1].map((order) => [0, 1].map((repeat) => reply(i, order, repeat))),
    ]);
    const [few, all] = [estimateComponents(items), estimateComponents(full)];
    expect(few.repeat! / all.repeat!).toBeCloseTo(1, 0);
    for (const design of [
      { orders: 1, repeats: 1, jurors: 1 },
      { orders: 2, repeats: 2, jurors: 1 },
    ] as const)
      expect(Math.abs(varianceOf(few, design)! / varianceOf(all, design)! - 1)).toBeLessThan(0.1);
  });

  it("without a repeat tell the designs of single replies, and no others", () => {
    const items: PilotItem[] = Array.from({ length: 100 }, (_, i) => [
      [0, 1].map((order) => [reply(i, order, 0)]),
    ]);
    const found = estimateComponents(items);
    expect(found.repeat).toBeNull();
    expect(varianceOf(found, { orders: 2, repeats: 1, jurors: 1 })).toBeGreaterThan(0);
    expect(varianceOf(found, { orders: 2, repeats: 2, jurors: 1 })).toBeNull();
  });
});
