import { describe, expect, it } from "vitest";
import { combineJury } from "../../src/judge/combine-jury.js";
import { combineOrders } from "../../src/judge/combine-orders.js";
import { isFlippedByNoise } from "../../src/judge/label-noise.js";
import { drawMember } from "../../src/judge/panel.js";

const says = (preference: number, rawLabel: string) => ({ preference, rawLabel });

describe("combineOrders", () => {
  it("averages, or makes a disagreement a tie", () => {
    expect(combineOrders(says(0.9, "M"), says(0.5, "tie"))).toEqual({ preference: 0.7, isFlipped: true });
    expect(combineOrders(says(0.9, "M"), says(0.2, "M"), "tie-on-disagreement").preference).toBe(0.5);
    expect(combineOrders(says(0.9, "M"), says(0.7, "m"), "tie-on-disagreement").preference).toBeCloseTo(
      0.8,
      12,
    );
  });

  it("gives a judge that always says first ½ and a flip, by every rule", () => {
    for (const rule of ["average", "tie-on-disagreement", "same-label-is-tie"] as const) {
      expect(combineOrders(says(0, "1"), says(1, "1"), rule)).toEqual({ preference: 0.5, isFlipped: true });
    }
  });

  it("follows PandaLM: the same label twice is a tie, else the first reading counts", () => {
    expect(combineOrders(says(1, "2"), says(1, "1"), "same-label-is-tie").preference).toBe(1);
    expect(combineOrders(says(0, "1"), says(0.5, "tie"), "same-label-is-tie").preference).toBe(0);
    expect(combineOrders(says(0.5, "tie"), says(1, "1"), "same-label-is-tie").preference).toBe(0.5);
  });
});

describe("combineJury", () => {
  it("averages or takes the majority, above the quorum only", () => {
    expect(combineJury([1, 0.6, 0, null], { combine: "mean", quorum: 3 }).preference).toBeCloseTo(
      1.6 / 3,
      12,
    );
    expect(combineJury([1, 0.6, 0, null], { combine: "majority", quorum: 3 }).preference).toBe(1);
    expect(combineJury([1, 0], { combine: "majority", quorum: 1 }).preference).toBe(0.5);
    expect(combineJury([1, null, null], { combine: "mean", quorum: 2 })).toMatchObject({
      preference: null,
      votes: 1,
    });
    expect(combineJury([null], { combine: "mean", quorum: 0 }).preference).toBe(null);
  });

  it("says how far the jurors agree", () => {
    expect(combineJury([1, 0.6, 0], { combine: "mean", quorum: 1 }).agreement).toBeCloseTo(1 / 3, 12);
    expect(combineJury([1], { combine: "mean", quorum: 1 }).agreement).toBe(null);
  });
});

describe("draws by hash", () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `id${i}`);

  it("shares instructions out by weight, the same way every time", () => {
    const members = [
      { name: "a", weight: 3 },
      { name: "b", weight: 1 },
    ];
    const drawn = ids.map((id) => drawMember(members, id, 0).name);
    expect(drawn.filter((name) => name === "a").length / ids.length).toBeCloseTo(0.75, 1);
    expect(ids.map((id) => drawMember(members, id, 0).name)).toEqual(drawn);
    expect(ids.map((id) => drawMember(members, id, 1).name)).not.toEqual(drawn);
  });

  it("flips the share of verdicts it is told to", () => {
    const flips = (probability: number) =>
      ids.filter((id) => isFlippedByNoise(id, { probability, seed: 0 })).length / ids.length;
    expect(flips(0)).toBe(0);
    expect(flips(1)).toBe(1);
    expect(flips(0.2)).toBeCloseTo(0.2, 1);
    expect(isFlippedByNoise("id1", { probability: 1, seed: 0 })).toBe(true);
  });
});
